"""Charts as drawings, one module a kind."""
