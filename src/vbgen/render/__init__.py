"""Writers: a document as data in, the text or bytes of one output format out; nothing here opens a file for writing."""
