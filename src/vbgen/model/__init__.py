"""What a report is made of: frozen models, one concept per module. No I/O, no formatting of documents, no organisation's words."""
