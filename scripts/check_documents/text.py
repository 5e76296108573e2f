"""All formats say the same: every word of the Markdown file is in the other files of the document."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.check_documents import tools
from scripts.check_documents.documents import Document, Result
from vbgen.formats import PDF, TEXT, WEB, WORD

# The targets of links and pictures, and the few tags that Markdown has.
_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>")
# What a chart shows is an alternative text in the other formats, which is no text of theirs.
_SHOWN = re.compile(r"(?m)^(\*\*[^*\n]+\*\*\n\n)\*[^*\n]+\*$")
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# Of so many words one may be missing: a header or footer stands in a word that a page ends in.
_ONE_IN = 200


def words(documents: Sequence[Document]) -> Iterator[Result]:
    """A document without text says nothing; one that lacks words of the Markdown file lost them on the way."""
    for document in documents:
        try:
            text = _letters(_text(document))
        except (zipfile.BadZipFile, KeyError, tools.ToolError) as error:
            yield Result("words", document, (f"no text can be read: {error}",))
            continue
        wanted = _words(document)
        lost = [] if not text else [word for word in sorted(wanted) if word not in text]
        problems = [] if text else ["it has no text"]
        if len(lost) * _ONE_IN > len(wanted):
            problems.append(f"{len(lost)} of {len(wanted)} words are missing: {', '.join(lost[:20])}")
        yield Result("words", document, tuple(problems))


def _words(document: Document) -> set[str]:
    """The words of four letters or figures or more, if the document is there as Markdown."""
    source = document.path.with_suffix(f".{TEXT.name}")
    text = _MARKUP.sub(" ", _SHOWN.sub(r"\1", source.read_text(encoding="utf-8"))) if source.is_file() else ""
    return {word for word in map(_letters, html.unescape(text).split()) if len(word) > 3}


def _letters(text: str) -> str:
    """Letters and figures only, so that hyphenation and lines do not matter."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _text(document: Document) -> str:
    return _TEXTS[document.kind](document.path)


def _pdf(path: Path) -> str:
    return tools.run("pdftotext", "-raw", "-enc", "UTF-8", path, "-")  # raw: cell after cell


def _page(path: Path) -> str:
    return _untagged(_UNSEEN.sub(" ", path.read_text(encoding="utf-8")))


def _word(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if re.fullmatch(r"word/(document|footnotes|header\d+)\.xml", name)]
        return " ".join(_untagged(package.read(part).decode()) for part in ["word/document.xml", *parts])


_TEXTS = {PDF.name: _pdf, WEB.name: _page, WORD.name: _word}


def _untagged(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
