"""Compare the output and files of vbgen with those of an earlier commit.

Both programs run the same commands over the same workspaces, each in its own copies below `build/compare`: `old` has the program of
the commit, `new` the program as it is. Exit codes, both streams and every file are compared, byte for byte.
"""
