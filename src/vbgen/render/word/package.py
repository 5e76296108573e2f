"""The Word package: reading a reference document, and the one pass over pandoc's zip that makes it ours.

What pandoc cannot say is put in here: the marks on every page, the properties, dates that never change.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from vbgen.render.common import MARK_SEPARATOR, clean, escape, escape_attribute
from vbgen.render.errors import ReferenceDocumentError
from vbgen.render.word.openxml import Edit, Element, XmlError, apply_edits, edit_attribute, elements
from vbgen.render.word.xml import ON_SIDE, UPRIGHT
from vbgen.view.blocks import Document

_DATE = (2000, 1, 1, 0, 0, 0)
_HEADER = re.compile(r"word/(?:header|footer)\d*\.xml")
_PLACE = re.compile(rb"\{\{(title|marks|organisation|version)\}\}")
_ADDRESS = re.compile(rb'(<pic:cNvPr descr=)"data:[^"]*"')
_INLINE = b'<wp:inline distT="0" distB="0" distL="0" distR="0">'

_ENDS = re.compile(rf'<w:sectPr w:rsidR="({UPRIGHT}|{ON_SIDE})"\s*/>'.encode())
_HANGING = 360  # how far the signs of pandoc's lists stand before their text
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CORE = ("subject", "description", "keywords", "category")  # properties that have a place of their own
_LIMIT = 200_000_000  # bytes of all parts together
# What `zipfile` raises for what is damaged, locked or not there; tried with 60 000 damaged files.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError)


class PackageError(Exception):
    """A zip that cannot be read."""


class Reference(NamedTuple):
    """A reference document as far as the writer needs it: its style ids by name, the width between margins, and that of a page that
    lies on its side (with the same margins)."""

    styles: Mapping[str, str]
    width: int
    long: int

    def style(self, name: str) -> str:
        """Return the id of a style (Swedish Word calls `heading 1` `Rubrik1`)."""
        try:
            return self.styles[name.lower()]
        except KeyError:
            raise ReferenceDocumentError(f'formatmallen "{name}" saknas') from None


def read_reference(content: bytes) -> Reference:
    """Read styles and page. Raises ReferenceDocumentError for what is no Word document."""
    styles, body = "word/styles.xml", "word/document.xml"
    unreadable = "filen är inget Word-dokument"
    try:
        parts = unpack(content, (styles, body))
    except PackageError as error:
        raise ReferenceDocumentError(unreadable) from error
    for part in parts.values():
        _require_text(part, unreadable)
    width, height, sides = _get_page_size(_read_elements(parts, body, "w:sectPr", "w:pgSz", "w:pgMar"))
    return Reference(
        _collect_style_ids(_read_elements(parts, styles, "w:style", "w:name")), width - sides, height - sides
    )


def _read_elements(parts: Mapping[str, bytes], name: str, *names: str) -> list[Element]:
    """Return elements of a part of the reference document."""
    try:
        return elements(parts[name], *names)
    except XmlError as error:
        raise ReferenceDocumentError(f"delen {name} går inte att läsa") from error


def _collect_style_ids(elements: list[Element]) -> dict[str, str]:
    """Return the ids of styles by their names, in lower case."""
    identity, names = "", {}
    for element in elements:
        if element.name == "w:style":
            identity = element.attributes.get("w:styleId", "")
        elif element.parents[-1] == "w:style":
            names[element.attributes.get("w:val", "").lower()] = identity
    return names


def _get_page_size(elements: list[Element]) -> tuple[int, int, int]:
    """Return width and height of the page, and the margins at its sides together: of the first section, which pandoc takes over."""
    section = next((element for element in elements if element.name == "w:sectPr"), None)
    properties = {element.name: element for element in elements if section is not None and section.holds(element)}
    size, margins = properties.get("w:pgSz"), properties.get("w:pgMar")
    if size is not None and margins is not None:
        width, height = size.number("w:w"), size.number("w:h")
        left, right = margins.number("w:left"), margins.number("w:right")
        if width is not None and height is not None and left is not None and right is not None:
            return width, height, left + right
    raise ReferenceDocumentError("den anger varken pappersformat eller marginaler")


def unpack(content: bytes, names: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the parts of a package, all or those named. Raises PackageError for what cannot be read, or is not there."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except _UNREADABLE as error:
        raise PackageError(str(error)) from error
    with package:
        entries = package.infolist()
        if sum(part.file_size for part in entries) > _LIMIT:
            raise PackageError("too large")
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in entries):
            raise PackageError("packed in a way that Word does not know")
        part_names = package.namelist() if names is None else names
        try:
            return {name: package.read(name) for name in part_names}
        except _UNREADABLE as error:
            raise PackageError(str(error)) from error


def _require_text(part: bytes, reason: str) -> None:
    """Refuse a part of the reference document that is not UTF-8; `reason`: what to say then."""
    try:
        part.decode()
    except UnicodeDecodeError as error:
        raise ReferenceDocumentError(reason) from error


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip that is the same every time: fixed dates, no traces of the system."""
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
    body = parts["word/document.xml"]
    section = _find_last_section(body)
    if document.marks:
        settings = (
            _read_elements(parts, "word/settings.xml", "w:evenAndOddHeaders") if "word/settings.xml" in parts else []
        )
        _require_headers(section, settings)
    parts["word/document.xml"] = _mend_body(body, section, title_page=title_page)
    for name in filter(_HEADER.fullmatch, list(parts)):
        parts[name] = _fill_header(parts, name, document)
    if "word/numbering.xml" in parts:
        parts["word/numbering.xml"] = _tighten_lists(parts["word/numbering.xml"])
    parts["docProps/core.xml"] = _build_core_properties(document).encode()
    parts["docProps/app.xml"] = (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>vbgen</Application>'
        f"<Company>{escape(document.organisation)}</Company></Properties>"
    ).encode()
    parts["docProps/custom.xml"] = _build_custom_properties(document).encode()
    return pack(parts)


class _Section(NamedTuple):
    """The properties of a document's last section (page, headers): where they begin, their bytes, what stands in them."""

    start: int
    xml: bytes
    inside: list[Element]

    def get(self, name: str) -> Element | None:
        """Return the property with a name."""
        return next((element for element in self.inside if element.name == name), None)

    @property
    def title_page(self) -> Element | None:
        """The property that gives its first page a header of its own, or None."""
        element = self.get("w:titlePg")
        return element if element is not None and element.is_on else None

    def drop_title_page(self) -> _Section:
        """Return it without a title page."""
        mark = self.title_page
        return (
            self
            if mark is None
            else _parse_section(self.start, apply_edits(self.xml, [Edit(mark.start, mark.end, b"")]))
        )

    def turn(self) -> _Section:
        """Return it with width and height of the page changed for each other."""
        size = self.get("w:pgSz")
        assert size  # `read_reference` has seen it
        width, height = size.attributes["w:w"], size.attributes["w:h"]
        turned = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        return _parse_section(self.start, apply_edits(self.xml, [Edit(size.start, size.end, turned.encode())]))


def _parse_section(start: int, xml: bytes) -> _Section:
    section, *below = elements(xml)
    return _Section(start, xml[: section.end], [element for element in below if section.holds(element)])


def _find_last_section(body: bytes) -> _Section:
    """Find it from the end, for the rest is long. One inside another (a change that Word tracks) is not whole alone."""
    end = start = body.rindex(b"</w:body>")
    while (start := body.rfind(b"<w:sectPr", 0, start)) >= 0:
        with suppress(XmlError):
            return _parse_section(start, body[start:end])
    raise AssertionError("pandoc gives every document a section")


def _mend_body(body: bytes, section: _Section, *, title_page: bool) -> bytes:
    """Mend the text and its last section."""
    text, rest = body[: section.start], body[section.start + len(section.xml) :]
    if b"<w:drawing>" in text:
        # pandoc names a picture by its whole address; and without distances some programs push it to the side.
        text = _ADDRESS.sub(rb'\1""', text).replace(b"<wp:inline>", _INLINE)
    last = section if title_page else section.drop_title_page()
    if ON_SIDE.encode() in text:
        text, last = _fill_sections(text, last)
    return text + last.xml + rest


def _fill_sections(text: bytes, first: _Section) -> tuple[bytes, _Section]:
    """Fill the places of sections; only the first of them can begin with a title page. The text, and the last section."""
    later = first.drop_title_page()
    parts, position = [], 0
    for match in _ENDS.finditer(text):
        upright = later if position else first
        parts += [text[position : match.start()], (later.turn() if match[1] == ON_SIDE.encode() else upright).xml]
        position = match.end()
    return b"".join([*parts, text[position:]]), later


def _require_headers(section: _Section, settings: list[Element]) -> None:
    """Require marks on every page; a page kind without a header would lose them silently."""
    kinds = {element.attributes.get("w:type") for element in section.inside if element.name == "w:headerReference"}
    needed = {"default"}
    needed |= {"first"} if section.title_page else set()
    needed |= {"even"} if any(setting.is_on for setting in settings) else set()
    if missing := needed - kinds:
        raise ReferenceDocumentError(f"den saknar sidhuvud ({', '.join(sorted(missing))}) för märkningen")


def _tighten_lists(numbering: bytes) -> bytes:
    """Halve the indent of pandoc's lists (720 a level): the bullet stays at the margin. Those of the reference document stay."""
    edits, number, is_ours = [], "", False
    for element in elements(numbering, "w:abstractNum", "w:nsid", "w:ind"):
        if element.name == "w:abstractNum":
            number, is_ours = element.attributes.get("w:abstractNumId", ""), False
        elif element.name == "w:nsid":
            is_ours = element.attributes.get("w:val") == f"A{number}".rjust(8, "0")  # as pandoc names its lists
        elif is_ours and (left := element.number("w:left")) is not None and element.number("w:hanging") == _HANGING:
            edits.append(edit_attribute(numbering, element, "w:left", str(left // 2)))
    return apply_edits(numbering, edits)


def _fill_header(parts: Mapping[str, bytes], name: str, document: Document) -> bytes:
    """Put title, marks, organisation and version in place; a header without a place for marks gets them at its end."""
    values = {
        "title": escape(document.title),
        "marks": escape(MARK_SEPARATOR.join(document.marks)),
        "organisation": escape(document.organisation),
        "version": escape(f"{MARK_SEPARATOR}{document.version}" if document.version else ""),
    }
    part = parts[name]
    _require_text(part, f"delen {name} är inte UTF-8")
    root = _read_elements(parts, name)[0]
    prefix = root.name.removesuffix("hdr")
    if document.marks and b"{{marks}}" not in part and prefix != root.name:
        end = part.rindex(b"</", 0, root.end)
        mark = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{marks}}</w:t></w:r></w:p>".replace("w:", prefix)
        part = apply_edits(part, [Edit(end, end, mark.encode())])
    return _PLACE.sub(lambda match: values[match[1].decode()].encode(), part)


def _build_core_properties(document: Document) -> str:
    """Return title, subject, author and marks; no dates, since a made-up one would mislead."""
    marks = MARK_SEPARATOR.join(document.marks)
    properties = {key.lower(): value for key, value in document.properties.items()}
    values = {
        "dc:title": document.title,
        "dc:subject": properties.get("subject", document.subtitle),
        "dc:creator": document.organisation,
        "cp:keywords": ", ".join(filter(None, (properties.get("keywords", ""), *document.marks))),
        "dc:description": MARK_SEPARATOR.join(filter(None, (properties.get("description", ""), marks))),
        "cp:category": properties.get("category", ""),
        "cp:contentStatus": marks,
        "dc:language": document.language,
    }
    xml = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items() if value)
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{xml}</cp:coreProperties>'
    )


def _build_custom_properties(document: Document) -> str:
    """Return every other property, by its own name, under Properties ▸ Custom in Word."""
    others = {clean(key): value for key, value in document.properties.items() if key.lower() not in _CORE and key}
    xml = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escape_attribute(key)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (key, value) in enumerate(sorted(others.items()), 2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{xml}</Properties>'
    )
