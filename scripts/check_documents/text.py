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
# The text of a chart is an alternative text in the other formats, which is no text of theirs.
_CHART_TEXT = re.compile(r"(?m)^(\*\*[^*\n]+\*\*\n\n)\*[^*\n]+\*$")
_INVISIBLE = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# Of so many words one may be missing: a header or footer stands in a word that a page ends in.
_WORDS_PER_LOSS = 200


def words(documents: Sequence[Document]) -> Iterator[Result]:
    """Find documents without text, and those that lack words of the Markdown file."""
    for document in documents:
        try:
            text = _keep_letters(_read_text(document))
        except (zipfile.BadZipFile, KeyError, tools.ToolError) as error:
            yield Result("words", document, (f"no text can be read: {error}",))
            continue
        expected = _list_words(document)
        missing = [] if not text else [word for word in sorted(expected) if word not in text]
        problems = [] if text else ["it has no text"]
        if len(missing) * _WORDS_PER_LOSS > len(expected):
            problems.append(f"{len(missing)} of {len(expected)} words are missing: {', '.join(missing[:20])}")
        yield Result("words", document, tuple(problems))


def _list_words(document: Document) -> set[str]:
    """List the words of four letters or figures or more, if the document is there as Markdown."""
    source = document.path.with_suffix(f".{TEXT.name}")
    text = _MARKUP.sub(" ", _CHART_TEXT.sub(r"\1", source.read_text(encoding="utf-8"))) if source.is_file() else ""
    return {word for word in map(_keep_letters, html.unescape(text).split()) if len(word) > 3}


def _keep_letters(text: str) -> str:
    """Keep letters and figures only, so that hyphenation and lines do not matter."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _read_text(document: Document) -> str:
    return _READERS[document.kind](document.path)


def _read_pdf(path: Path) -> str:
    return tools.run("pdftotext", "-raw", "-enc", "UTF-8", path, "-")  # raw: cell after cell


def _read_page(path: Path) -> str:
    return _strip_tags(_INVISIBLE.sub(" ", path.read_text(encoding="utf-8")))


def _read_word(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if re.fullmatch(r"word/(document|footnotes|header\d+)\.xml", name)]
        return " ".join(_strip_tags(package.read(part).decode()) for part in ["word/document.xml", *parts])


_READERS = {PDF.name: _read_pdf, WEB.name: _read_page, WORD.name: _read_word}


def _strip_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
