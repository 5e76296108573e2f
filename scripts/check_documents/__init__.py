"""Validate vbgen's documents with the validators that others use: Word, HTML and PDF. For development only.

python -m scripts.check_documents            renders all documents of all workspaces into build/documents and checks them
python -m scripts.check_documents FILE …     checks these files
python -m scripts.check_documents --planted  checks the validators: each has to find a fault that is planted for it

A validator is a function from documents to results. It stands in `word`, `web` or `pdf`, and in the list in `validators`.
"""
