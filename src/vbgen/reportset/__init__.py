"""The report set, the results that are remembered of it, and the questions that rules and view both ask of it."""
