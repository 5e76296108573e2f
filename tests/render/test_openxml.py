"""Word's XML is read by a parser, whatever the order of attributes, and changed at single places."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from tests.render.test_docx import CHART, Package, sample, write
from tests.samples import row, text
from vbgen.render.errors import ReferenceDocumentError
from vbgen.render.word import docx
from vbgen.render.word.openxml import Edit, XmlError, apply_edits, edit_attribute, elements
from vbgen.render.word.package import pack
from vbgen.view.blocks import Column, Document, Paragraph, Table

XML = "<a><b x='1' y=\"å>\"><c/></b><!-- <b/> --><b\n  y = '/>' ></b  ><d><![CDATA[<b/>]]></d></a>".encode()


def test_elements_lie_where_they_are_said_to_lie() -> None:
    found = elements(b"\xef\xbb\xbf" + XML, "b", "c")
    assert [(one.name, one.attributes, one.parents) for one in found] == [
        ("b", {"x": "1", "y": "å>"}, ("a",)),
        ("c", {}, ("a", "b")),
        ("b", {"y": "/>"}, ("a",)),
    ]
    lying = [
        (XML[one.start : one.tag_end].decode(), XML[one.start : one.end].decode()) for one in elements(XML, "b", "c")
    ]
    assert lying == [
        ("<b x='1' y=\"å>\">", "<b x='1' y=\"å>\"><c/></b>"),
        ("<c/>", "<c/>"),
        ("<b\n  y = '/>' >", "<b\n  y = '/>' ></b  >"),
    ]
    whole, first, inner, second, other = elements(XML)
    assert [one for one in (first, inner, second, other) if whole.holds(one)] == [first, second, other]
    assert first.holds(inner) and not second.holds(inner)


def test_changes_leave_every_other_byte() -> None:
    first, _, second = elements(XML, "b", "c")
    made = apply_edits(XML, [edit_attribute(XML, first, "x", "22"), Edit(second.start, second.end, b"")])
    assert made == XML.replace(b"'1'", b"'22'").replace(b"<b\n  y = '/>' ></b  >", b"")
    assert apply_edits(XML, []) == XML


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "²", " 1"])
def test_a_number_is_whole(number: str) -> None:
    (one,) = elements(f'<a x="{number}"/>'.encode())
    assert one.number("x") is None
    assert one.number("y") is None
    assert elements(b'<a x="017"/>')[0].number("x") == 17


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    + "]><a>&l9;</a>"
)


@pytest.mark.parametrize("xml", ["<a>", "<a></b>", "<a/><a/>", "", "x", "<a>&x;</a>", LAUGHS, "<!DOCTYPE a><a/>"])
def test_what_is_no_xml_or_declares_things_is_refused(xml: str) -> None:
    with pytest.raises(XmlError):
        elements(xml.encode())


def test_the_bytes_are_utf8_whatever_they_say() -> None:
    assert elements('<?xml version="1.0" encoding="UTF-16"?><a x="å"/>'.encode())[0].attributes == {"x": "å"}


# ------------------------------------------------------ the reference document
TAG = re.compile(rb'<([\w:]+)((?:\s+[\w:]+="[^"]*")+)\s*(/?)>')
WIDE = Table(
    (Column(), *[Column("right")] * 16), (row("A", *["Kvinnorna 2021"] * 16),), (row("a", *["−12 345,6"] * 16),)
)
DOCUMENT = sample(CHART, WIDE, Paragraph(text("Efter.")), WIDE)
BODY, STYLES, SETTINGS, HEADER = "word/document.xml", "word/styles.xml", "word/settings.xml", "word/header1.xml"
NUMBERING = "word/numbering.xml"


def packaged() -> dict[str, bytes]:
    with zipfile.ZipFile(docx.REFERENCE) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(change: Callable[[bytes], bytes], *names: str) -> bytes:
    """The packaged reference document with parts of it changed."""
    parts = packaged()
    made = {name: change(data) if name in names else data for name, data in parts.items()}
    assert made != parts
    return pack(made)


def inserted(before: bytes, content: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(before, content + before)


def backwards(part: bytes) -> bytes:
    """Attributes in the opposite order."""

    def turned(tag: re.Match[bytes]) -> bytes:
        attributes: Iterable[bytes] = reversed(re.findall(rb'[\w:]+="[^"]*"', tag[2]))
        return b"<%b %b%b>" % (tag[1], b" ".join(attributes), tag[3])

    return TAG.sub(turned, part)


SAME = {
    "attributes in another order": changed(backwards, BODY, STYLES, SETTINGS, NUMBERING),
    "other quotes": changed(lambda part: part.replace(b'"', b"'"), BODY, STYLES, SETTINGS, NUMBERING),
    "a mark of byte order": changed(lambda part: b"\xef\xbb\xbf" + part, BODY, STYLES),
    "comments": changed(
        inserted(
            b"<w:body>", b'<!-- <w:sectPr><w:pgSz w:w="9" w:h="9"/><w:pgMar w:left="1" w:right="1"/></w:sectPr> -->'
        ),
        BODY,
    ),
    "more namespaces": changed(
        lambda part: part.replace(
            b"xmlns:w=", b'xmlns:mc="http://m" xmlns:w14="http://w14" mc:Ignorable="w14" xmlns:w=', 1
        ),
        BODY,
        STYLES,
    ),
}


@pytest.fixture(scope="module")
def usual() -> dict[str, bytes]:
    return Package(write(DOCUMENT)).parts


@pytest.mark.process
@pytest.mark.parametrize("kind", SAME)
def test_how_a_reference_document_is_written_does_not_matter(usual: dict[str, bytes], kind: str) -> None:
    made = Package(write(DOCUMENT, SAME[kind])).parts
    assert made[BODY] == usual[BODY]
    assert made[NUMBERING] == usual[NUMBERING]
    assert made[HEADER] == usual[HEADER]


TRACKED = b'<w:sectPrChange w:id="1"><w:sectPr><w:pgSz w:w="1" w:h="2"/><w:titlePg/></w:sectPr></w:sectPrChange>'


@pytest.mark.process
def test_a_change_of_a_section_that_word_tracks_is_part_of_it(usual: dict[str, bytes]) -> None:
    made = Package(write(DOCUMENT, changed(inserted(b"</w:sectPr>", TRACKED), BODY)))
    plain = re.sub(rb"<w:sectPrChange.*?</w:sectPrChange>", b"", made.parts[BODY], flags=re.DOTALL)
    blank = re.compile(rb">\s+<")
    assert blank.sub(b"><", plain) == blank.sub(b"><", usual[BODY])
    assert made.parts[BODY].count(b"</w:sectPrChange>") == usual[BODY].count(b"<w:pgSz")


@pytest.mark.process
@pytest.mark.parametrize(("mark", "kept"), [('<w:titlePg w:val="true"/>', 0), ('<w:titlePg w:val="0"/>', 1)])
def test_a_title_page_may_be_said_in_other_words(mark: str, kept: int) -> None:
    reference = changed(lambda part: part.replace(b"<w:titlePg/>", mark.encode()), BODY)
    made = Package(write(Document("T", (Paragraph(text("x")),)), reference))
    assert made.parts[BODY].count(b"<w:titlePg") == kept


@pytest.mark.process
def test_a_title_page_that_is_off_needs_no_header_of_its_own() -> None:
    off = re.sub(rb'<w:headerReference w:type="first"[^>]*>', b"", packaged()[BODY]).replace(
        b"<w:titlePg/>", b'<w:titlePg w:val="off"/>'
    )
    parts = {**packaged(), BODY: off}
    assert b"UTKAST" in Package(write(DOCUMENT, pack(parts))).parts[HEADER]
    with pytest.raises(ReferenceDocumentError, match="first"):
        write(DOCUMENT, pack({**parts, BODY: off.replace(b'w:val="off"', b"")}))


@pytest.mark.process
@pytest.mark.parametrize(("value", "needed"), [(b"", True), (b' w:val="1"', True), (b' w:val="false"', False)])
def test_pages_of_even_number_need_a_header_where_they_have_their_own(value: bytes, needed: bool) -> None:
    reference = changed(inserted(b"<w:zoom", b"<w:evenAndOddHeaders" + value + b"/>"), SETTINGS)
    if needed:
        with pytest.raises(ReferenceDocumentError, match="even"):
            write(DOCUMENT, reference)
    assert write(replace(DOCUMENT, marks=()) if needed else DOCUMENT, reference)


OWN_LIST = (
    b'<w:abstractNum w:abstractNumId="3"><w:nsid w:val="1A2B3C4D"/><w:lvl w:ilvl="0"><w:pPr>'
    b'<w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
)


@pytest.mark.process
def test_lists_of_the_reference_document_are_left_alone(usual: dict[str, bytes]) -> None:
    own = changed(lambda part: part.replace(b"/>", b">") + OWN_LIST + b"</w:numbering>", NUMBERING)
    found = elements(Package(write(DOCUMENT, own)).parts[NUMBERING], "w:ind")
    numbers = [int(one.attributes["w:left"]) for one in found if one.attributes["w:hanging"] == "360"]
    assert numbers[0] == 720
    pandocs = [int(one.attributes["w:left"]) for one in elements(usual[NUMBERING], "w:ind")]
    assert sorted(numbers[1:]) == sorted(pandocs)
    assert min(pandocs) == 360


@pytest.mark.process
@pytest.mark.parametrize("prefix", [b"x:", b""])
def test_marks_are_put_into_a_header_whatever_its_prefix(prefix: bytes) -> None:
    def other(part: bytes) -> bytes:
        part = part.replace(b"{{marks}}", b"").replace(b"<w:", b"<" + prefix).replace(b"</w:", b"</" + prefix)
        return part.replace(b" w:", b" x:").replace(b"xmlns:w=", b"xmlns:x=" if prefix else b'xmlns:x="y" xmlns=')

    made = Package(write(DOCUMENT, changed(other, HEADER)))
    assert made.text(HEADER).endswith("UTKAST · Exempel – texten är omskriven")
    assert {node.tag.partition("}")[0] for node in made.xml(HEADER).iter()} == {made.xml(HEADER).tag.partition("}")[0]}


REFUSED = {
    "another prefix": (changed(lambda part: part.replace(b"w:", b"x:"), BODY), "pappersformat"),
    "no section": (changed(lambda part: re.sub(rb"<w:sectPr>.*</w:sectPr>", b"", part), BODY), "pappersformat"),
    "a first section without a page": (
        changed(inserted(b"<w:p/>", b"<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"), BODY),
        "pappersformat",
    ),
    "a page that is no number": (changed(lambda part: part.replace(b'"11906"', b'"21 cm"'), BODY), "pappersformat"),
    "a style without a name": (
        changed(lambda part: part.replace(b'<w:name w:val="Table Text"/>', b""), STYLES),
        '"Table Text" saknas',
    ),
    "half a part": (changed(lambda part: part[: len(part) // 2], STYLES), "styles.xml går inte att läsa"),
    "half a header": (changed(lambda part: part[: len(part) // 2], HEADER), "header1.xml går inte att läsa"),
    "a document type": (changed(inserted(b"<w:document", b"<!DOCTYPE x>"), BODY), "document.xml går inte att läsa"),
}


@pytest.mark.process
@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_used_is_told(kind: str) -> None:
    reference, said = REFUSED[kind]
    with pytest.raises(ReferenceDocumentError, match=said):
        write(DOCUMENT, reference)
