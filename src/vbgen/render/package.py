"""The Word package: reading a reference document, and the one pass over pandoc's zip that makes it ours.

What pandoc cannot say is put in here: the marks on every page, the properties, dates that never change.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vbgen.render.common import MARK_SEPARATOR, clean
from vbgen.render.errors import ReferenceDocumentError
from vbgen.render.wordxml import ON_SIDE, UPRIGHT, attribute, escape
from vbgen.view.blocks import Document

_DATE = (2000, 1, 1, 0, 0, 0)
_HEADER = re.compile(r"word/(?:header|footer)\d*\.xml")
_PLACE = re.compile(r"\{\{(title|marks|organisation|version)\}\}")
_STYLE = re.compile(r'<w:style\b[^>]*?w:styleId="([^"]+)"[^>]*>.*?<w:name\s+w:val="([^"]+)"', re.DOTALL)
_SIDE = re.compile(r'<w:pgMar\b[^>]*?\bw:(left|right)="(\d+)"(?:[^>]*?\bw:(left|right)="(\d+)")?')
_WIDTH = re.compile(r'<w:pgSz\b[^>]*?\bw:w="(\d+)"')
_HEIGHT = re.compile(r'<w:pgSz\b[^>]*?\bw:h="(\d+)"')
_SIZE = re.compile(r"<w:pgSz\b[^>]*>")
_TITLE_PAGE = re.compile(r"<w:titlePg\s*/>")
_INDENT = re.compile(r'<w:ind w:left="(\d+)" w:hanging="360"')

_ADDRESS = re.compile(rb'(<pic:cNvPr descr=)"data:[^"]*"')
_INLINE = b'<wp:inline distT="0" distB="0" distL="0" distR="0">'

_ENDS = re.compile(rf'<w:sectPr w:rsidR="({UPRIGHT}|{ON_SIDE})"\s*/>')
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CORE = ("subject", "description", "keywords", "category")  # properties that have a place of their own


_LIMIT = 200_000_000  # bytes of all parts together
# What `zipfile` raises for what is damaged, locked or not there; tried with 60 000 damaged files.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError)


class PackageError(Exception):
    """A zip that cannot be read."""


class Reference(NamedTuple):
    """What the writer must know of a reference document: its style ids by name, the width between margins, and that of a page that
    lies on its side (with the same margins)."""

    styles: Mapping[str, str]
    width: int
    long: int

    def style(self, name: str) -> str:
        """The id of a style (Swedish Word calls `heading 1` `Rubrik1`)."""
        try:
            return self.styles[name.lower()]
        except KeyError:
            raise ReferenceDocumentError(f'formatmallen "{name}" saknas') from None


def read_reference(content: bytes) -> Reference:
    """Read styles and page. Raises ReferenceDocumentError for what is no Word document."""
    wanted = ("word/styles.xml", "word/document.xml")
    unreadable = "filen är inget Word-dokument"
    try:
        parts = unpack(content, wanted)
    except PackageError as error:
        raise ReferenceDocumentError(unreadable) from error
    styles, body = (_decoded(parts[name], unreadable) for name in wanted)
    page, height, margins = _WIDTH.search(body), _HEIGHT.search(body), _SIDE.search(body)
    if not page or not height or not margins or not margins[4]:
        raise ReferenceDocumentError("den anger varken pappersformat eller marginaler")
    names = {name.lower(): identity for identity, name in _STYLE.findall(styles)}
    sides = int(margins[2]) + int(margins[4])
    return Reference(names, int(page[1]) - sides, int(height[1]) - sides)


def unpack(content: bytes, names: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the parts of a package, all or those named. Raises PackageError for what cannot be read, or is not there."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except _UNREADABLE as error:
        raise PackageError(str(error)) from error
    with package:
        listed = package.infolist()
        if sum(part.file_size for part in listed) > _LIMIT:
            raise PackageError("too large")
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in listed):
            raise PackageError("packed in a way that Word does not know")
        wanted = package.namelist() if names is None else names
        try:
            return {name: package.read(name) for name in wanted}
        except _UNREADABLE as error:
            raise PackageError(str(error)) from error


def _decoded(part: bytes, reason: str) -> str:
    """Return a part of the reference document as text; `reason`: what to say of one that is none."""
    try:
        return part.decode()
    except UnicodeDecodeError as error:
        raise ReferenceDocumentError(reason) from error


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip that is the same every time: fixed dates, no traces of the system."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, data, compresslevel=3)  # the time of 6 halved for a tenth in size
    return target.getvalue()


def finish(parts: dict[str, bytes], document: Document, *, title_page: bool) -> bytes:
    """Fill header and footer of what pandoc made, write the properties, tighten the lists and pack again."""
    parts["word/document.xml"], section = _body(parts["word/document.xml"], title_page=title_page)
    if document.marks:
        _require_headers(section, parts.get("word/settings.xml", b"").decode())
    headers = [name for name in parts if _HEADER.fullmatch(name)]
    for name in headers:
        parts[name] = _fill(_decoded(parts[name], f"delen {name} är inte UTF-8"), document).encode()
    if numbering := parts.get("word/numbering.xml"):
        # pandoc indents lists by 720 a level; half of it keeps the bullet at the margin.
        parts["word/numbering.xml"] = _INDENT.sub(
            lambda found: f'<w:ind w:left="{int(found[1]) // 2}" w:hanging="360"', numbering.decode()
        ).encode()
    parts["docProps/core.xml"] = _core(document).encode()
    parts["docProps/app.xml"] = (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>vbgen</Application>'
        f"<Company>{escape(document.organisation)}</Company></Properties>"
    ).encode()
    parts["docProps/custom.xml"] = _custom(document).encode()
    return pack(parts)


def _body(body: bytes, *, title_page: bool) -> tuple[bytes, str]:
    """The text mended, and its last section (page, headers): the rest is not searched, for it is long."""
    at = body.rindex(b"<w:sectPr")
    text, section = body[:at], body[at:].decode()
    if b"<w:drawing>" in text:
        # pandoc names a picture by its whole address; and without distances some programs push it to the side.
        text = _ADDRESS.sub(rb'\1""', text).replace(b"<wp:inline>", _INLINE)
    if not title_page:
        section = _TITLE_PAGE.sub("", section)
    whole = section
    if ON_SIDE.encode() in text:
        text, section = _sections(text.decode(), section)
    return text + section.encode(), whole


def _sections(text: str, last: str) -> tuple[bytes, str]:
    """The places of sections filled; only the first of them can begin with a title page. The text, and the last section."""
    upright, at = last[: last.index("</w:sectPr>") + len("</w:sectPr>")], 0
    later = _TITLE_PAGE.sub("", upright)
    made = []
    for found in _ENDS.finditer(text):
        end = later if at else upright
        made += [text[at : found.start()], _on_side(later) if found[1] == ON_SIDE else end]
        at = found.end()
    return "".join([*made, text[at:]]).encode(), last.replace(upright, later)


def _on_side(section: str) -> str:
    """A section with width and height changed for each other."""
    size = _SIZE.search(section)
    width, height = _WIDTH.search(section), _HEIGHT.search(section)
    assert size and width and height  # `read_reference` has seen them
    turned = f'<w:pgSz w:w="{height[1]}" w:h="{width[1]}" w:orient="landscape"/>'
    return section.replace(size[0], turned)


def _require_headers(body: str, settings: str) -> None:
    """Marks must stand on every page; a page kind without a header would lose them silently."""
    kinds = set(re.findall(r'<w:headerReference\b[^>]*?w:type="(\w+)"', body))
    needed = {"default"}
    needed |= {"first"} if _TITLE_PAGE.search(body) else set()
    needed |= {"even"} if "<w:evenAndOddHeaders" in settings else set()
    if missing := needed - kinds:
        raise ReferenceDocumentError(f"den saknar sidhuvud ({', '.join(sorted(missing))}) för märkningen")


def _fill(part: str, document: Document) -> str:
    """Put title, marks, organisation and version in place; a header without a place for marks gets them at its end."""
    values = {
        "title": escape(document.title),
        "marks": escape(MARK_SEPARATOR.join(document.marks)),
        "organisation": escape(document.organisation),
        "version": escape(f"{MARK_SEPARATOR}{document.version}" if document.version else ""),
    }
    if document.marks and "{{marks}}" not in part and "</w:hdr>" in part:
        part = part.replace("</w:hdr>", "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{marks}}</w:t></w:r></w:p></w:hdr>")
    return _PLACE.sub(lambda found: values[found[1]], part)


def _core(document: Document) -> str:
    """Title, subject, author and marks; no dates, since a made-up one would mislead."""
    marks = MARK_SEPARATOR.join(document.marks)
    given = {key.lower(): value for key, value in document.properties.items()}
    values = {
        "dc:title": document.title,
        "dc:subject": given.get("subject", document.subtitle),
        "dc:creator": document.organisation,
        "cp:keywords": ", ".join(filter(None, (given.get("keywords", ""), *document.marks))),
        "dc:description": MARK_SEPARATOR.join(filter(None, (given.get("description", ""), marks))),
        "cp:category": given.get("category", ""),
        "cp:contentStatus": marks,
        "dc:language": document.language,
    }
    listed = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items() if value)
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{listed}</cp:coreProperties>'
    )


def _custom(document: Document) -> str:
    """Every other property, by its own name, under Properties ▸ Custom in Word."""
    others = {clean(key): value for key, value in document.properties.items() if key.lower() not in _CORE and key}
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{attribute(key)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (key, value) in enumerate(sorted(others.items()), 2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{listed}'
        "</Properties>"
    )
