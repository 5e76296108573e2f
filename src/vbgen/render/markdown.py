"""Markdown that reads well on a Git host, as text and as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vbgen.render import mdtext
from vbgen.render.common import MARK_SEPARATOR, clean, get_plain_text, number_caption, number_heading
from vbgen.render.layout import Element, HeadingLayout, Layout, ListLayout, TableLayout
from vbgen.render.look import Look
from vbgen.render.writer import Writer
from vbgen.view.blocks import (
    Block,
    Cell,
    Chart,
    Contents,
    Heading,
    Image,
    Links,
    ListBlock,
    PageBreak,
    Paragraph,
    Span,
    Table,
    TitleBlock,
)

_NEWLINE = "\\\n"  # a hard line break that shows in the text
_SLUG = re.compile(r"[^\w\- ]")
_BOLD_ROWS = frozenset(("heading", "subtotal", "total"))
_BULLETS, _DELIMITERS = ("-", "*"), (".", ")")


def write(layout: Layout, _: Look) -> bytes:
    """Return the document as Markdown; it points at pictures by the names of their files."""
    return _Markdown(layout).text().encode("utf-8")


class _Markdown(Writer[str]):
    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self._front, self._rest = layout.front()
        self._titled = list(_list_titles([self._front, *self._rest]))

    def text(self) -> str:
        """Return the whole document."""
        marks = MARK_SEPARATOR.join(map(mdtext.escape, self.layout.document.marks))
        parts = [
            f"# {mdtext.heading(mdtext.escape(self._front.title))}",
            f"> **{marks}**" if marks else "",
            *self._build_title_lines(self._front),
            *self._write_elements(self._rest),
        ]
        lines = "\n\n".join(filter(None, parts)).split("\n")
        return "\n".join(line.rstrip(" ") for line in lines) + "\n"

    def _write_elements(self, elements: Sequence[Element]) -> Iterator[str]:
        """Yield elements; two lists in a row take turns in their signs: with the same sign they would be one list."""
        turn, previous = 0, ""
        for element in elements:
            family = ""
            if isinstance(element, ListLayout):
                family = "decimal" if element.block.kind == "decimal" else "bullet"
            turn = 1 - turn if family and family == previous else 0
            previous = family
            yield self._write_list(element, turn) if isinstance(element, ListLayout) else self.write(element)

    def heading(self, heading: HeadingLayout) -> str:
        text = mdtext.heading(mdtext.inlines(number_heading(heading.block), newline=" "))
        return f"{'#' * min(heading.block.level + 1, 6)} {text}"

    def paragraph(self, block: Paragraph) -> str:
        return _write_paragraph(block)

    def title_block(self, block: TitleBlock) -> str:
        """Only the first title page is the file's own title."""
        title = f"## {mdtext.heading(mdtext.escape(block.title))}"
        return "\n\n".join((title, *self._build_title_lines(block)))

    def _build_title_lines(self, block: TitleBlock) -> list[str]:
        subtitle = [f"**{mdtext.escape(block.subtitle.strip())}**"] if block.subtitle.strip() else []
        texts = (block.above, *block.lines)
        lines = _NEWLINE.join(mdtext.line(mdtext.escape(line)) for line in texts if line.strip())
        return [*subtitle, lines] if lines else subtitle

    def list_block(self, listed: ListLayout) -> str:
        return self._write_list(listed, 0)

    def _write_list(self, listed: ListLayout, turn: int) -> str:
        """Return a list; letters are text after a bullet, since Markdown has no lists of letters."""
        block = listed.block
        simple = all(_can_follow_text(part) for item in block.items for part in item[1:])
        lines = []
        for number, item in enumerate(listed.items, block.start):
            sign = f"{number}{_DELIMITERS[turn]}" if block.kind == "decimal" else _BULLETS[turn]
            content = ("\n" if simple else "\n\n").join(filter(None, self._write_elements(item)))
            letter = f"{_format_letter(number)}) " if block.kind == "alpha" else ""
            indent = "\n" + " " * (len(sign) + 1)
            lines.append(f"{sign} {letter}{content}".replace("\n", indent))
        return ("\n" if simple else "\n\n").join(lines)

    def table(self, table: TableLayout) -> str:
        return _write_table(table)

    def chart(self, block: Chart) -> str:
        """A chart in words: what it shows, figures and all."""
        return _add_caption_and_notes(block, mdtext.line(mdtext.inlines((Span(block.alt, "emphasis"),), newline=" ")))

    def contents(self, block: Contents) -> str:
        """Nested links to the names that Git hosts give headings."""
        slugs = _make_slugs([text for _, text in self._titled])
        lines, open_levels = [], list[int]()
        for (heading, _), slug in zip(self._titled, slugs, strict=True):
            if heading is None or not heading.in_contents or heading.level > block.depth:
                continue
            while open_levels and open_levels[-1] >= heading.level:
                open_levels.pop()
            text = mdtext.escape(get_plain_text(number_heading(heading))).replace("]", "\\]")
            lines.append(f"{'  ' * len(open_levels)}- [{text}](#{slug})")
            open_levels.append(heading.level)
        return "\n\n".join((f"## {mdtext.heading(mdtext.escape(block.title))}", "\n".join(lines)))

    def image(self, block: Image) -> str:
        alt = mdtext.escape(block.alt).replace("]", "\\]")
        target = re.sub(
            r"[\s<>()\\]",
            lambda letter: "".join(f"%{byte:02X}" for byte in letter[0].encode()),
            clean(block.name),
        )
        image = f"![{alt}]({target})"
        return f"{image}\n\n*{mdtext.escape(get_plain_text(block.caption).strip())}*" if block.caption else image

    def page_break(self, block: PageBreak) -> str:
        """Markdown has no pages."""
        return ""

    def links(self, block: Links) -> str:
        """The contents list and the host's own ways are enough."""
        return ""


def _list_titles(elements: Iterable[Element]) -> Iterator[tuple[Heading | None, str]]:
    """Yield every heading that the file gets, with its words; None where it is a title of the document's."""
    for element in elements:
        if isinstance(element, HeadingLayout):
            yield element.block, get_plain_text(number_heading(element.block))
        elif isinstance(element, TitleBlock | Contents):
            yield None, clean(element.title)


def _can_follow_text(block: Block) -> bool:
    """Tell whether it may stand right under a line of text (a list that starts at 3 may not)."""
    return isinstance(block, ListBlock) and (block.kind != "decimal" or block.start == 1)


def _format_letter(number: int) -> str:
    """Return a number as letters: 1 → a, 26 → z, 27 → aa."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _make_slugs(texts: Sequence[str]) -> list[str]:
    """Return the names that GitHub gives headings; a repeated one gets a number."""
    counts: dict[str, int] = {}
    slugs = []
    for text in texts:
        base = _SLUG.sub("", text.strip().lower()).replace(" ", "-")
        slug = base
        while slug in counts:
            counts[base] += 1
            slug = f"{base}-{counts[base]}"
        counts[slug] = 0
        slugs.append(slug)
    return slugs


def _write_paragraph(block: Paragraph) -> str:
    text = mdtext.inlines(block.content, strong=block.role == "label", newline="\n")
    lines = [mdtext.line(line) for line in text.split("\n")]
    if block.role == "notice":
        return "\n".join(f"> {line}" for line in _NEWLINE.join(lines).split("\n"))
    return _NEWLINE.join(lines)


def _write_table(table: TableLayout) -> str:
    """Return a pipe table: one header row (groups before their columns), no spans, each row on a line."""
    from tabulate import tabulate

    columns = len(table.block.columns)
    header = [""] * columns
    for places in table.header:
        for place in places:
            if not place.is_continued:
                for column in range(place.column, place.column + place.span):
                    header[column] = f"{header[column]} {_write_cell(place.cell)}".strip()
    rows = []
    for row in table.body:
        texts = [""] * columns
        for place in row.places:
            if not place.is_continued:
                texts[place.column] = _write_cell(place.cell, strong=row.row.kind in _BOLD_ROWS)
        texts[0] = "– " * row.indent + texts[0]
        rows.append(texts)
    aligned = [column.align for column in table.block.columns]
    rows = rows or [[""] * columns]  # without a row there is no table in Markdown
    text = tabulate(rows, header, tablefmt="pipe", colalign=aligned, disable_numparse=True)
    return _add_caption_and_notes(table.block, text)


def _add_caption_and_notes(block: Table | Chart, content: str) -> str:
    """Put the caption above, the notes below."""
    caption = mdtext.inlines(number_caption(block), strong=True, newline=" ").strip()
    notes = "\n\n".join(_write_paragraph(note._replace(role="note")) for note in block.notes)
    return "\n\n".join(filter(None, (caption, content, notes)))


def _write_cell(cell: Cell, *, strong: bool = False) -> str:
    return mdtext.BREAK.join(mdtext.inlines(part, strong=strong).strip() for part in cell.content)
