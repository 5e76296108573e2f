"""The commands, a module each: its options, its calls of the pipeline, the exit code. Helpers of several lie beside them."""
