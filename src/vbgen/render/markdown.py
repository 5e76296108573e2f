"""Markdown that reads well on a Git host, as text and as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vbgen.render import mdtext
from vbgen.render.common import MARK_SEPARATOR, captioned, clean, grid, indent, plain, printed
from vbgen.view.blocks import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Span,
    Table,
    TitleBlock,
)

_NEWLINE = "\\\n"  # a hard line break that shows in the text
_SLUG = re.compile(r"[^\w\- ]")
_BOLD_ROWS = frozenset(("heading", "subtotal", "total"))
_BULLETS, _DELIMITERS = ("-", "*"), (".", ")")


def write(document: Document) -> str:
    """Return the document as Markdown; it points at pictures by the names of their files."""
    return _Writer(document).text()


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        first = document.blocks[0] if document.blocks else None
        if isinstance(first, TitleBlock):
            self._front, self._rest = first, document.blocks[1:]
        else:
            self._front, self._rest = TitleBlock(document.title, document.subtitle), document.blocks
        self._titled = list(_titles([self._front, *self._rest]))

    def text(self) -> str:
        document = self._document
        marks = MARK_SEPARATOR.join(map(mdtext.escape, document.marks))
        made = [
            f"# {mdtext.heading(mdtext.escape(self._front.title))}",
            f"> **{marks}**" if marks else "",
            *self._title_lines(self._front),
            *self._blocks(self._rest),
        ]
        lines = "\n\n".join(filter(None, made)).split("\n")
        return "\n".join(line.rstrip(" ") for line in lines) + "\n"

    def _blocks(self, blocks: Sequence[Block]) -> Iterable[str]:
        """Two lists in a row take turns in their signs: with the same sign they would be one list."""
        turn, previous = 0, ""
        for block in blocks:
            family = ("decimal" if block.kind == "decimal" else "bullet") if isinstance(block, ListBlock) else ""
            turn = 1 - turn if family and family == previous else 0
            previous = family
            yield self._block(block, turn)

    def _block(self, block: Block, turn: int) -> str:
        made = ""
        if isinstance(block, Heading):
            text = mdtext.heading(mdtext.inlines(printed(block), newline=" "))
            made = f"{'#' * min(block.level + 1, 6)} {text}"
        elif isinstance(block, Paragraph):
            made = _paragraph(block)
        elif isinstance(block, ListBlock):
            made = self._list(block, turn)
        elif isinstance(block, Table):
            made = _table(block)
        elif isinstance(block, Chart):
            made = _chart(block)
        elif isinstance(block, Contents):
            made = self._contents(block)
        elif isinstance(block, Image):
            made = self._image(block)
        elif isinstance(block, TitleBlock):
            title = f"## {mdtext.heading(mdtext.escape(block.title))}"
            made = "\n\n".join((title, *self._title_lines(block)))
        return made

    def _title_lines(self, block: TitleBlock) -> list[str]:
        subtitle = [f"**{mdtext.escape(block.subtitle.strip())}**"] if block.subtitle.strip() else []
        told = (block.above, *block.lines)
        lines = _NEWLINE.join(mdtext.line(mdtext.escape(line)) for line in told if line.strip())
        return [*subtitle, lines] if lines else subtitle

    def _list(self, block: ListBlock, turn: int) -> str:
        """Letters are printed as text after a bullet, since Markdown has no lists of letters."""
        simple = all(_follows(part) for item in block.items for part in item[1:])
        made = []
        for at, item in enumerate(block.items):
            sign = f"{block.start + at}{_DELIMITERS[turn]}" if block.kind == "decimal" else _BULLETS[turn]
            content = ("\n" if simple else "\n\n").join(filter(None, self._blocks(item)))
            letter = f"{_letter(block.start + at)}) " if block.kind == "alpha" else ""
            indent = "\n" + " " * (len(sign) + 1)
            made.append(f"{sign} {letter}{content}".replace("\n", indent))
        return ("\n" if simple else "\n\n").join(made)

    def _contents(self, block: Contents) -> str:
        """Nested links to the names that Git hosts give headings."""
        slugs = _slugs([text for _, text in self._titled])
        listed = [
            (one, slug)
            for (one, _), slug in zip(self._titled, slugs, strict=True)
            if one is not None and one.in_contents and one.level <= block.depth
        ]
        made, open_levels = [], list[int]()
        for one, slug in listed:
            while open_levels and open_levels[-1] >= one.level:
                open_levels.pop()
            text = mdtext.escape(plain(printed(one))).replace("]", "\\]")
            made.append(f"{'  ' * len(open_levels)}- [{text}](#{slug})")
            open_levels.append(one.level)
        return "\n\n".join((f"## {mdtext.heading(mdtext.escape(block.title))}", "\n".join(made)))

    def _image(self, block: Image) -> str:
        alt = mdtext.escape(block.alt).replace("]", "\\]")
        target = re.sub(
            r"[\s<>()\\]",
            lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()),
            clean(block.name),
        )
        image = f"![{alt}]({target})"
        return f"{image}\n\n*{mdtext.escape(plain(block.caption).strip())}*" if block.caption else image


def _titles(blocks: Iterable[Block]) -> Iterator[tuple[Heading | None, str]]:
    """Every heading that the file gets, with its words; None where it is a title of the document's."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block, plain(printed(block))
        elif isinstance(block, TitleBlock | Contents):
            yield None, clean(block.title)


def _follows(block: Block) -> bool:
    """Whether it may stand right under a line of text (a list that starts at 3 may not)."""
    return isinstance(block, ListBlock) and (block.kind != "decimal" or block.start == 1)


def _letter(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    made = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        made = chr(ord("a") + rest) + made
    return made


def _slugs(texts: Sequence[str]) -> list[str]:
    """The names that GitHub gives headings; a repeated one gets a number."""
    seen: dict[str, int] = {}
    made = []
    for text in texts:
        base = _SLUG.sub("", text.strip().lower()).replace(" ", "-")
        slug = base
        while slug in seen:
            seen[base] += 1
            slug = f"{base}-{seen[base]}"
        seen[slug] = 0
        made.append(slug)
    return made


def _paragraph(block: Paragraph) -> str:
    text = mdtext.inlines(block.content, strong=block.role == "label", newline="\n")
    lines = [mdtext.line(line) for line in text.split("\n")]
    if block.role == "notice":
        return "\n".join(f"> {line}" for line in _NEWLINE.join(lines).split("\n"))
    return _NEWLINE.join(lines)


def _table(block: Table) -> str:
    """A pipe table: one header row (groups before their columns), no spans, each row on a line."""
    from tabulate import tabulate

    columns = len(block.columns)
    header = [""] * columns
    for places in grid(block.header, columns):
        for place in places:
            if not place.continued:
                for at in range(place.column, place.column + place.span):
                    header[at] = f"{header[at]} {_cell(place.cell)}".strip()
    rows = []
    for source, places in zip(block.rows, grid(block.rows, columns), strict=True):
        texts = [""] * columns
        for place in places:
            if not place.continued:
                texts[place.column] = _cell(place.cell, strong=source.kind in _BOLD_ROWS)
        texts[0] = "– " * indent(source) + texts[0]
        rows.append(texts)
    aligned = [column.align for column in block.columns]
    rows = rows or [[""] * columns]  # without a row there is no table in Markdown
    made = tabulate(rows, header, tablefmt="pipe", colalign=aligned, disable_numparse=True)
    return _between(block, made)


def _chart(block: Chart) -> str:
    """A chart in words: what it shows, figures and all."""
    return _between(block, mdtext.line(mdtext.inlines((Span(block.alt, "emphasis"),), newline=" ")))


def _between(block: Table | Chart, made: str) -> str:
    """Caption above, notes below."""
    caption = mdtext.inlines(captioned(block), strong=True, newline=" ").strip()
    notes = "\n\n".join(_paragraph(note._replace(role="note")) for note in block.notes)
    return "\n\n".join(filter(None, (caption, made, notes)))


def _cell(cell: Cell, *, strong: bool = False) -> str:
    return mdtext.BREAK.join(mdtext.inlines(part, strong=strong).strip() for part in cell.content)
