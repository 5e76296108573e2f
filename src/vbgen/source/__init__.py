"""The only reader: bytes of a file → text → a tree of nodes with line and column.

Every scalar stays the text that the author wrote: what is a number or a date is for the model to say (so `nej`, `010` and
`12:30` stay what they look like).
"""

from vbgen.source.files import Node, SourceFile, collect_ids, decode
from vbgen.source.reader import parse

__all__ = ["Node", "SourceFile", "collect_ids", "decode", "parse"]
