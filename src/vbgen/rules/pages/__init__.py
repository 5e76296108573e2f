"""Pages of the codes that loading and rendering report: `vbgen explain` prints them, and no check stands in them."""
