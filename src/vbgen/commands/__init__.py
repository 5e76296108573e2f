"""The commands, a module each: its options, what it does by the pipeline, the exit code. What several share lies beside them."""
