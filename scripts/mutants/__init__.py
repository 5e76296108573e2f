"""Change the program in one place at a time, and see whether a test fails.

A mutant that no test notices is a line that could be wrong unnoticed. Mutants are drawn by a seed; each is tried by the tests that
execute its statement, quick ones first, until one fails. `python -m scripts.mutants --help` tells the options.
"""
