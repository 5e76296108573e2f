"""Tables: grammar, columns, rows, relations, values with intervals of rounding, comparison. Rules and view both use them."""
