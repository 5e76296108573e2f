"""Errors in a user's files that show only when a document is made: each carries its finding.

Nothing else may be told as a fault of theirs. What a program or the machine cannot do is an OSError, what we do wrong any other.
"""

from __future__ import annotations

from vbgen.errors import RenderError
from vbgen.findings import Finding, Place
from vbgen.formats import FORMATS, PDF
from vbgen.wording import join_words


class TemplateFault(RenderError):
    """A template cannot be used."""


class ReferenceDocumentError(RenderError):
    """The reference document of Word files cannot carry what a report needs; `reason` says what is missing."""

    def __init__(self, reason: str) -> None:
        place = Place("templates/referens.docx", line=1, column=1)
        hint = "öppna den i Word och spara om den, eller gör en ny ur temat"
        super().__init__(Finding("VB119", "error", place, f"Word-mallen går inte att använda: {reason}", hint))


class MissingLetterError(RenderError):
    """A letter that none of the fonts of a PDF has: it would be a hole on the page. Where `text` stands, only data can tell."""

    def __init__(self, text: str) -> None:
        code = " ".join(f"U+{ord(letter):04X}" for letter in text)
        message = f'tecknet "{text}" ({code}) finns inte i typsnittet för {PDF.word}'
        others = join_words([name for name in FORMATS if name != PDF.name], "eller")
        hint = f"byt ut tecknet, eller gör de andra formaten med --format {others}"
        super().__init__(Finding("VB123", "error", Place("vbgen.yaml", line=1, column=1), message, hint))
        self.text = text
