"""The formats of documents: an entry each, in the order in which they are offered and made.

Nothing else names a format, but for what belongs to one of them alone.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from vbgen.wording import join_words

if TYPE_CHECKING:
    from vbgen.render.layout import Layout
    from vbgen.render.look import Look

    Write = Callable[[Layout, Look], bytes]


class Format(NamedTuple):
    """A format: its name for `--format`, which is the ending of its files too, and the word for it in a sentence.

    `module`: the one in `vbgen.render` whose `write` makes it, loaded when it is used. `reading`: its place among the links to a
    document's files. `of_records`: records of checks are made in it, unless others are asked for. `own_reference`: it takes an
    organisation's reference document. `validators`: the programs that `scripts/check_documents` lets judge it.
    """

    name: str
    word: str
    module: str
    reading_order: int
    is_for_records: bool = False
    own_reference: bool = False
    validators: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The word for it, alone."""
        return self.word[0].upper() + self.word[1:]

    def write(self, layout: Layout, look: Look) -> bytes:
        """Return a document in the format. Raises RenderError, OSError."""
        write: Write = import_module(f"vbgen.render.{self.module}").write
        return write(layout, look)


_WORD = ("package", "ooxml-sdk", "openxml-audit", "libreoffice", "words")
FORMATS = {
    form.name: form
    for form in (
        Format("md", "Markdown", "markdown", 4, is_for_records=True),
        Format("docx", "Word", "word.docx", 3, is_for_records=True, own_reference=True, validators=_WORD),
        Format("html", "webbsida", "html", 1, validators=("nu-html", "browser", "words")),
        Format("pdf", "pdf", "pdf", 2, validators=("verapdf", "words")),
    )
}
# Those that code names, since something else belongs to one of them alone.
TEXT, WORD, WEB, PDF = FORMATS["md"], FORMATS["docx"], FORMATS["html"], FORMATS["pdf"]
RECORD = tuple(form.name for form in FORMATS.values() if form.is_for_records)


def list_formats() -> str:
    """Return the words for all formats, as a sentence lists them."""
    return join_words([form.word for form in FORMATS.values()])
