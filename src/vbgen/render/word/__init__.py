"""Word: one format, its package and what stands in it."""
