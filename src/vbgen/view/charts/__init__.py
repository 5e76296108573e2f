"""Charts as values: which rows and series, and what they say in words."""
