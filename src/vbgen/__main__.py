"""`python -m vbgen`."""

from vbgen.cli import main

main()
