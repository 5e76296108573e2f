"""Plant bugs in vbgen while its commands run, and check that each is told as a bug of ours.

A bug is an error that is raised at the n-th call of a function. It must end with exit code 3, say what to report, and leave the
documents that were there as they were, or new and complete.
"""
