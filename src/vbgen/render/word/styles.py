"""The styles of the Word document, made of the theme.

Units: sizes in points, spacing and indents in twentieths of a point (Word's own unit), colours as RRGGBB.
"""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.theme import Theme

DEFAULT = Theme()
PAGE = (11906, 16838)  # A4
ABOVE_TITLE = 3800
SINGLE = 240  # line spacing of 1
_PER_MM = 1440 / 25.4


def twips(millimetres: float) -> int:
    """Return a length in Word's unit, twentieths of a point."""
    return round(millimetres * _PER_MM)


def text_width(theme: Theme) -> int:
    """Return the width between the margins, in twentieths of a point."""
    return PAGE[0] - 2 * twips(theme.side)


class Style(NamedTuple):
    """One Word style. `frame` is ready XML for the paragraph (borders, tabs); flags are words in `keep` and `face`."""

    id: str
    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    next: str = ""
    size: float = 0
    colour: str = ""
    face: str = ""  # bold italic caps underline raised
    before: int | None = None
    after: int | None = None
    line: int | None = None
    exact: bool = False
    left: int = 0
    hanging: int = 0
    align: str = ""
    keep: str = ""  # next lines
    outline: int | None = None
    close: bool = False  # no space between paragraphs of this style
    frame: str = ""
    shade: str = ""
    tabs: tuple[tuple[str, int], ...] = ()
    leader: bool = False


def border(side: str, colour: str, eighths: int = 4, space: int = 1) -> str:
    """Return a paragraph or table rule; thickness in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def styles(theme: Theme) -> list[Style]:
    """Return every style that pandoc's writer and ours name."""
    body = theme.body_size
    right = (("right", text_width(theme)),)
    pad = theme.fill  # rules in the colour of the fill make room above and below
    box = border("top", pad, 4, 4) + border("left", theme.accent, 24, 8) + border("bottom", pad, 4, 4)
    result = [
        Style("Normal", "Normal", based="", size=body, colour=theme.text, line=round(SINGLE * theme.line), after=0),
        Style("BodyText", "Body Text", after=140),
        Style("FirstParagraph", "First Paragraph", based="BodyText", next="BodyText"),
        Style("Compact", "Compact", based="BodyText", after=60),
        Style("ListEnd", "List End", based="Compact", next="BodyText", after=180),
        Style("Lead", "Lead", based="BodyText", next="BodyText", size=body + 2, colour=theme.heading, after=240),
        Style("ListLabel", "List Label", based="BodyText", face="bold", before=80, after=60, keep="next lines"),
        Style("Facts", "Facts", based="BodyText", next="BodyText", after=100, keep="next lines"),
        Style("Note", "Note", size=theme.note_size, colour=theme.muted, line=252, before=60, after=60, keep="lines"),
        Style(
            "Notice",
            "Notice",
            based="BodyText",
            before=120,
            after=200,
            left=227,
            keep="lines",
            frame=box,
            shade=theme.fill,
        ),
        Style("BlockText", "Block Text", based="BodyText", left=454),
        Style(
            "Title",
            "Title",
            next="Subtitle",
            size=26,
            colour=theme.heading,
            face="bold",
            before=ABOVE_TITLE,
            after=240,
            line=252,
            keep="lines",
            frame=border("bottom", theme.accent, 18, 12),
        ),
        Style("Subtitle", "Subtitle", next="Author", size=18, colour=theme.accent, before=120, after=480, line=252),
        Style("Author", "Author", size=12, colour=theme.muted, after=60),
        Style("Date", "Date", based="Author"),
        Style("AbstractTitle", "Abstract Title", based="BodyText", face="bold", keep="next"),
        Style("Abstract", "Abstract", based="BodyText", left=454),
        Style(
            "TOCHeading",
            "TOC Heading",
            next="BodyText",
            size=theme.heading_sizes[0],
            colour=theme.heading,
            face="bold",
            before=320,
            after=200,
            keep="next",
        ),
        Style("TOC1", "toc 1", face="bold", before=140, after=40, hanging=397, tabs=right, leader=True),
        Style("TOC2", "toc 2", after=20, left=284, hanging=567, tabs=right, leader=True),
        Style("TOC3", "toc 3", after=20, left=567, hanging=737, tabs=right, leader=True, size=body - 1),
        Style("TableText", "Table Text", size=theme.table_size, line=240, before=40, after=40),
        Style("TableHeader", "Table Header", based="TableText", face="bold", colour=theme.heading, keep="next"),
        Style(
            "TableCaption",
            "Table Caption",
            size=10,
            colour=theme.heading,
            face="bold",
            before=240,
            after=100,
            line=252,
            keep="next lines",
        ),
        Style("TableEnd", "Table End", size=5, before=0, after=120, line=120, exact=True),
        Style("ImageCaption", "Image Caption", based="Note", before=80, after=200),
        Style("Figure", "Figure", before=120, after=120, line=240),
        Style("CaptionedFigure", "Captioned Figure", based="Figure", after=0, keep="next"),
        Style("FootnoteText", "footnote text", based="Note"),
        Style("FootnoteBlockText", "Footnote Block Text", based="FootnoteText", left=454),
        Style("DefinitionTerm", "Definition Term", based="BodyText", face="bold", after=0, keep="next"),
        Style("Definition", "Definition", based="BodyText", left=454),
        Style("SourceCode", "Source Code", based="BodyText", size=body - 1.5, line=240),
        Style("PageStart", "Page Start", size=1, line=20, exact=True),
        Style(
            "Header",
            "header",
            size=9,
            colour=theme.muted,
            line=240,
            tabs=right,
            frame=border("bottom", theme.rule, 4, 4),
        ),
        Style("HeaderMark", "Header Mark", size=9, colour=theme.mark, face="bold", line=240, after=40),
        Style("Footer", "footer", size=9, colour=theme.muted, line=240, tabs=right),
    ]
    space = ((320, 160), (360, 100), (280, 80), (220, 60), (200, 60), (200, 60))
    for level in range(1, 10):
        size = theme.heading_sizes[min(level, len(theme.heading_sizes)) - 1]
        before, after = space[min(level, len(space)) - 1]
        result.append(
            Style(
                f"Heading{level}",
                f"heading {level}",
                next="BodyText",
                size=size,
                colour=theme.heading,
                face="bold italic" if level > 4 else "bold",
                before=before,
                after=after,
                line=252,
                keep="next lines",
                outline=level - 1,
            )
        )
    result += [
        Style("DefaultParagraphFont", "Default Paragraph Font", "character", based=""),
        Style("Hyperlink", "Hyperlink", "character", "DefaultParagraphFont", colour=theme.accent, face="underline"),
        Style("FollowedHyperlink", "FollowedHyperlink", "character", "Hyperlink"),
        Style("FootnoteReference", "footnote reference", "character", "DefaultParagraphFont", face="raised"),
        Style("VerbatimChar", "Verbatim Char", "character", "DefaultParagraphFont", size=body - 1.5),
        Style("SectionNumber", "Section Number", "character", "DefaultParagraphFont"),
        Style("PageNumber", "page number", "character", "DefaultParagraphFont"),
        Style("BodyTextChar", "Body Text Char", "character", "DefaultParagraphFont"),
    ]
    return result
