"""The report set, what is remembered of it, and what is asked of it by rules and view alike."""
