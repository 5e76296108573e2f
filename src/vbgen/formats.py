"""The formats of documents: the endings of files, and what people call them."""

FORMATS = {"md": "Markdown", "docx": "Word", "html": "Webbsida", "pdf": "Pdf"}
RECORD = ("md", "docx")  # of a record of checks, unless others are asked for
