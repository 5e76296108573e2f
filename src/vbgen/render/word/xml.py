"""Word's XML for what pandoc has no words for: runs, title page, contents list.

Every author text goes through `escape`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from vbgen.model.theme import Theme
from vbgen.render.common import clean, escape, number_heading
from vbgen.render.layout import HeadingLayout
from vbgen.render.word.styles import ABOVE_TITLE, DEFAULT
from vbgen.view.blocks import Break, Chart, Contents, Inlines, NoteMark, Span, Table, TitleBlock

BOLD = "<w:b/><w:bCs/>"
_ITALIC = "<w:i/><w:iCs/>"
_FACES = {"plain": "", "emphasis": _ITALIC, "strong": BOLD, "strong-emphasis": BOLD + _ITALIC}

_LETTERS = re.compile(r"\w+")

StyleId = Callable[[str], str]


def runs(inlines: Inlines, *, bold: bool = False, size: float = 0, theme: Theme = DEFAULT) -> str:
    """Return inlines as Word runs; `size` in points where it differs from the style's; `theme`: for the colours of statuses."""
    half = round(size * 2)
    scale = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else ""
    if (
        not bold
        and not half
        and len(inlines) == 1
        and isinstance(only := inlines[0], Span)
        and only.style == "plain"
        and not only.tone
    ):
        return _build_run(only.text)
    xml = []
    for part in inlines:
        match part:
            case Span():
                face = _FACES[part.style]
                colour = f'<w:color w:val="{theme.tone(part.tone)}"/>' if part.tone else ""
                xml.append(
                    _build_run(part.text, (face if not bold or face.startswith(BOLD) else BOLD + face) + colour + scale)
                )
            case NoteMark():
                xml.append(_build_run(part.text, (BOLD if bold else "") + scale + '<w:vertAlign w:val="superscript"/>'))
            case Break():
                xml.append("<w:r><w:br/></w:r>")
            case _:
                assert_never(part)
    return "".join(xml)


def _build_run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, content: str, extra: str = "") -> str:
    """Return a paragraph; `style` is an id, `extra` more paragraph properties in the schema's order, `content` ready runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def caption(block: Table | Chart, style: StyleId) -> str:
    """Return the caption with its number as a field, so that Word can count on and list tables; nothing where there is none."""
    if not block.caption:
        return ""
    word, _, number = block.number.rpartition(" ")
    number_xml = ""
    if word:
        name = "_".join(_LETTERS.findall(clean(word))) or "Nummer"  # what Word counts by has neither blanks nor signs
        field = f'<w:fldSimple w:instr=" SEQ {name} \\* ARABIC "><w:r><w:t>{number}</w:t></w:r></w:fldSimple>'
        number_xml = f"{runs((Span(f'{word} '),))}{field}{runs((Span('. '),))}"
    return paragraph(style("Table Caption"), number_xml + runs(block.caption))


def page_break(style: StyleId) -> str:
    """Return a new page; the paragraph that carries the break is too low to be seen on the page it ends up on."""
    return paragraph(style("Page Start"), '<w:r><w:br w:type="page"/></w:r>')


# Stand for the ends of sections of upright pages, and of pages on their side: `package` puts the real ones in their places.
UPRIGHT, ON_SIDE = "0000A001", "0000A002"


def turn_pages(content: str, style: StyleId) -> str:
    """Return content on pages of its own that lie on their side."""
    before, after = (paragraph(style("Page Start"), "", f'<w:sectPr w:rsidR="{end}"/>') for end in (UPRIGHT, ON_SIDE))
    return before + content + after


def title_page(block: TitleBlock, style: StyleId) -> str:
    """Return a line above, title, subtitle and the lines under them."""
    lines = [("Subtitle", block.subtitle), *(("Author", line) for line in block.lines)]
    first = [paragraph(style("Title"), _build_run(block.title))]
    if block.above:  # it takes over the room above the title
        first = [
            paragraph(style("Subtitle"), _build_run(block.above), f'<w:spacing w:before="{ABOVE_TITLE}" w:after="0"/>'),
            paragraph(style("Title"), _build_run(block.title), '<w:spacing w:before="120"/>'),
        ]
    return "".join([*first, *(paragraph(style(name), _build_run(text)) for name, text in lines if text)])


def bookmark_name(number: int) -> str:
    """Return the name that the contents list points at, in the form Word itself gives."""
    return f"_Toc{number:09d}"


def bookmark_heading(number: int) -> tuple[str, str]:
    """Return the bookmark before and after a heading's text, so that the contents list can point at it."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(number)}"/>',
        f'<w:bookmarkEnd w:id="{number}"/>',
    )


def contents(block: Contents, headings: Sequence[HeadingLayout], style: StyleId) -> str:
    """Return a contents field that is filled already: readable at once in any program.

    Page numbers are Word's to know: marked as dirty, the field is filled with them when Word opens the file.
    """
    depth = min(max(block.depth, 1), 3)
    lines = list(_build_entries(headings, depth, style)) or [(style("toc 1"), "")]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = len(lines)
    entries = "".join(
        paragraph(name, (begin if number == 1 else "") + content + (end if number == last else ""))
        for number, (name, content) in enumerate(lines, 1)
    )
    title = paragraph(style("TOC Heading"), _build_run(block.title))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{title}{entries}</w:sdtContent></w:sdt>"
    )


def _build_entries(headings: Sequence[HeadingLayout], depth: int, style: StyleId) -> Iterator[tuple[str, str]]:
    for heading in headings:
        if (level := heading.block.level) <= depth:
            words = runs(number_heading(heading.block))
            link = f'<w:hyperlink w:anchor="{bookmark_name(heading.number)}" w:history="1">{words}</w:hyperlink>'
            yield style(f"toc {level}"), link
