"""The table engine: grammar, columns, rows, relations, computing with intervals of rounding. Rules and view both use it."""
