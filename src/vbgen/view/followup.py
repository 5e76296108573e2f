"""Tables of follow-up: indicators with outcome and target, activities with due date and status.

A row says what it is; under it, over the whole width, stands the comment. A table in a comment stands where the comment places
it: the list goes on below in a table of the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from vbgen.model.items import Activity, Indicator, Item, Measurement
from vbgen.model.text import Placing, Prose
from vbgen.reportset.data import Chain
from vbgen.view.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Inlines,
    ListBlock,
    Paragraph,
    Row,
    Span,
    Table,
)
from vbgen.view.changes import chain_words
from vbgen.view.prose import blocks, figure_label, footnotes, name_notes, period_words
from vbgen.view.words import Words

_NAME, _VALUE, _SYMBOL = 4.8, 1.3, 1.25  # widths in proportion
_ROOMY = 1.7  # of a value where no symbols stand beside it


class FollowUp(NamedTuple):
    """The builder of follow-up tables. `place`: for what comments place, `notes`: footnotes by their marks."""

    words: Words
    chain: Chain
    place: Callable[[Placing], tuple[Block, ...]]
    notes: dict[str, str]

    def blocks(self, kind: str, items: Sequence[Item]) -> tuple[Block, ...] | None:
        """Return a list of items (resolved) as tables; None for kinds that are none, and where nothing is followed up."""
        if kind == "indikatorer":
            return self._build_indicator_tables([item for item in items if isinstance(item, Indicator)])
        if kind == "aktiviteter":
            return self._build_activity_tables([item for item in items if isinstance(item, Activity)])
        return None

    def _build_indicator_tables(self, indicators: list[Indicator]) -> tuple[Block, ...] | None:
        """Return outcome, target and the like, as far as any has it; None where nothing is measured (a plan without targets)."""
        words = self.words
        candidates = [
            ("föregående", [i.previous for i in indicators]),
            ("utfall", [i.outcome for i in indicators]),
            ("målvärde", [i.target for i in indicators]),
            ("långsiktigt målvärde", [i.long_term for i in indicators]),
        ]
        used = [(key, values) for key, values in candidates if any(v is not None for v in values)]
        symbols = _drop_empty_columns(
            ("status", [words.format_short_status("indikatorer.status", i.status) for i in indicators]),
            ("trend", [words.format_short_status("indikatorer.trend", i.trend) for i in indicators]),
        )
        if not used and not symbols:
            return None
        columns = [
            Column("left", _NAME),
            *(Column("left", _VALUE if symbols else _ROOMY) for _ in used),
            *(Column("left", _SYMBOL) for _ in symbols),
        ]
        titles = ["indikatorer", *(key for key, _ in used), *(key for key, _ in symbols)]
        rows: list[Row | Block] = []
        for index, indicator in enumerate(indicators):
            cells = [Cell(measurement_lines(values[index], indicator.unit, indicator.name or "")) for _, values in used]
            cells += [Cell((values[index],) if values[index] else ()) for _, values in symbols]
            rows += self._build_item_rows(indicator, "indikatorer", cells)
            for name in dict.fromkeys(m.table for _, values in used if (m := values[index]) is not None and m.table):
                rows += self.place(Placing("tabell", name, 0, 0))
        return self._build_tables(columns, titles, rows, indicators)

    def _build_activity_tables(self, activities: list[Activity]) -> tuple[Block, ...] | None:
        """Return due date and status, as far as any of them has it; None where they have neither."""
        due: list[Inlines] = [(Span(i.due.isoformat()),) if i.due is not None else () for i in activities]
        status = [self.words.format_short_status("aktiviteter.status", i.status) for i in activities]
        used = _drop_empty_columns(("slutdatum", due), ("status", status))
        if not used:
            return None
        rows: list[Row | Block] = []
        for index, activity in enumerate(activities):
            cells = [Cell((values[index],) if values[index] else ()) for _, values in used]
            rows += self._build_item_rows(activity, "aktiviteter", cells)
        columns = [Column("left", _NAME), *(Column("left", _SYMBOL) for _ in used)]
        return self._build_tables(columns, ["aktiviteter", *(key for key, _ in used)], rows, activities)

    def _build_item_rows(self, item: Item, kind: str, cells: list[Cell]) -> Iterator[Row | Block]:
        """Yield an item's row, the row of its comment, and what the comment places, where it places it."""
        name = self.words.name(item, kind)
        name = make_strong(name) if item.text is not None else name
        yield Row((Cell((name, *(note.content for note in chain_words(self.chain, item)))), *cells))
        if item.text is None:
            return
        lines: list[Inlines] = [(Span(self.words.headings["kommentar"], "emphasis"),)]
        for block in item.text.blocks:
            if isinstance(block, Placing) and block.id is not None:
                yield from _build_comment_row(lines, len(cells) + 1)
                yield from self.place(block)
                lines = []
            else:
                lines += make_cell_lines(Prose(item.text.source, (block,)))
        yield from _build_comment_row(lines, len(cells) + 1)

    def _build_tables(
        self, columns: list[Column], titles: list[str], rows: list[Row | Block], items: Sequence[Item]
    ) -> tuple[Block, ...]:
        """Make rows that follow each other a table; what stands between them is printed as it is; footnotes stand last."""
        header = Row(tuple(Cell(((Span(self.words.headings[title]),),)) for title in titles))
        out: list[Block] = []
        for is_row, group in groupby(rows, lambda part: isinstance(part, Row)):
            if is_row:
                out.append(Table(tuple(columns), (header,), tuple(part for part in group if isinstance(part, Row))))
            else:
                out += [part for part in group if not isinstance(part, Row)]
        for item in items:
            out += name_notes(item.name, self.notes)
            out += footnotes(item.text, self.notes) if item.text is not None else ()
        return tuple(out)


def _drop_empty_columns(*columns: tuple[str, list[Inlines]]) -> list[tuple[str, list[Inlines]]]:
    """Return the columns that hold anything."""
    return [(key, values) for key, values in columns if any(values)]


def _build_comment_row(lines: list[Inlines], width: int) -> Iterator[Row]:
    if lines:
        yield Row((Cell(tuple(lines), colspan=width),), "comment")


def make_strong(name: Inlines) -> Inlines:
    """Return a designation in bold, to stand out from the comment that follows."""
    return tuple(part._replace(style="strong") if isinstance(part, Span) else part for part in name)


def comment_lines(prose: Prose, words: Words) -> tuple[Inlines, ...]:
    """A comment in a cell: the word for it, then its lines."""
    return ((Span(words.headings["kommentar"], "emphasis"),), *make_cell_lines(prose))


def make_cell_lines(prose: Prose) -> tuple[Inlines, ...]:
    """A text's paragraphs for a table cell; list items keep a dash."""
    lines: list[Inlines] = []

    def collect_lines(parts: tuple[Block, ...], prefix: str) -> None:
        for part in parts:
            if isinstance(part, ListBlock):
                for item in part.items:
                    collect_lines(item, "– ")
            elif isinstance(part, Paragraph | Heading):
                lines.append((Span(prefix), *part.content) if prefix else part.content)

    collect_lines(blocks(prose, 6, lambda _: (Paragraph((Span("Se nedan"),)),)), "")
    return tuple(lines)


def collect_placed_blocks(
    prose: Prose | None, place: Callable[[Placing], tuple[Block, ...]], notes: dict[str, str]
) -> tuple[Block, ...]:
    """Return the blocks that a text in a cell places, and its footnotes: they stand under the table that the cell is in."""
    if prose is None:
        return ()
    placed = tuple(block for placing in prose.placings() if placing.id is not None for block in place(placing))
    return placed + footnotes(prose, notes)


def measurement_lines(measured: Measurement | None, unit: str | None = None, name: str = "") -> tuple[Inlines, ...]:
    """An outcome or target: its value, its parts, or why there is none; the period it refers to where it says one.

    `unit`: the indicator's, for a bare number. `name`: what the indicator's name says already is not said again.
    """
    if measured is None:
        return ()
    lines: list[Inlines] = []
    if measured.value is not None:
        bare = (
            unit is not None
            and measured.value.shape == "figure"
            and not measured.value.unit
            and measured.value.aside is None
        )
        lines.append(figure_label(f"{measured.value.text} {unit}" if bare else measured.value.text))
    lines += [figure_label(f"{part}: {value.text}") for part, value in measured.parts.items()]
    if measured.table is not None:
        lines.append((Span("Se tabellen nedan"),))
    if measured.missing is not None and not lines:
        lines.append((Span("—"),))
        lines.append((Span(measured.missing, "emphasis"),))
    period = period_words(measured.refers_to) if measured.refers_to else None
    about = ", ".join(
        f"{before}{words}"
        for before, words in (
            ("", measured.kind),
            ("avser ", period),
            ("", measured.coverage),
            ("källa: ", measured.source),
        )
        if words and words.lower() not in name.lower()
    )
    if about:
        lines.append((Span(f"({about})", "emphasis"),))
    return tuple(lines)
