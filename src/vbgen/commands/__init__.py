"""What the commands do: each calls the pipeline and returns an exit code and what to print. No parsing of arguments here."""
