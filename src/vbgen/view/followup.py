"""What is followed up as tables: indicators with outcome and target, activities with due date and status.

A row says what it is; under it, over the whole width, stands the comment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vbgen.boardyear import Chain
from vbgen.model.items import Activity, Indicator, Item, Measurement
from vbgen.model.text import Placing, Prose
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
from vbgen.view.prose import blocks, figure_label, footnotes, period_words
from vbgen.view.words import Words

_NAME, _VALUE, _SYMBOL = 4.8, 1.3, 1.25  # widths in proportion


def follow_up(kind: str, items: Sequence[Item], words: Words, chain: Chain) -> Table | None:
    """A list of items (resolved) as a table; None for kinds that are none, and where nothing is followed up."""
    if kind == "indikatorer":
        return _indicators([item for item in items if isinstance(item, Indicator)], words, chain)
    if kind == "aktiviteter":
        return _activities([item for item in items if isinstance(item, Activity)], words, chain)
    return None


def _indicators(shown: list[Indicator], words: Words, chain: Chain) -> Table | None:
    """Outcome, target and the like, as far as any of them has it; None where nothing is measured (a plan without targets)."""
    wanted = [
        ("föregående", [i.previous for i in shown]),
        ("utfall", [i.outcome for i in shown]),
        ("målvärde", [i.target for i in shown]),
        ("långsiktigt målvärde", [i.long_term for i in shown]),
    ]
    used = [(key, values) for key, values in wanted if any(v is not None for v in values)]
    symbols = _symbols(
        ("status", [words.short("indikatorer.status", i.status) for i in shown]),
        ("trend", [words.short("indikatorer.trend", i.trend) for i in shown]),
    )
    if not used and not symbols:
        return None
    columns = [
        Column("left", _NAME),
        *(Column("left", _VALUE) for _ in used),
        *(Column("left", _SYMBOL) for _ in symbols),
    ]
    titles = ["indikatorer", *(key for key, _ in used), *(key for key, _ in symbols)]
    rows: list[Row] = []
    for index, indicator in enumerate(shown):
        cells = [Cell(measurement_lines(values[index], indicator.unit, indicator.name or "")) for _, values in used]
        cells += [Cell((values[index],) if values[index] else ()) for _, values in symbols]
        rows += _rows(indicator, "indikatorer", cells, words, chain)
    return _table(columns, titles, rows, words)


def _activities(shown: list[Activity], words: Words, chain: Chain) -> Table | None:
    """Due date and status, as far as any of them has it; None where they have neither."""
    due: list[Inlines] = [(Span(i.due.isoformat()),) if i.due is not None else () for i in shown]
    used = _symbols(("slutdatum", due), ("status", [words.short("aktiviteter.status", i.status) for i in shown]))
    if not used:
        return None
    rows: list[Row] = []
    for index, activity in enumerate(shown):
        cells = [Cell((values[index],) if values[index] else ()) for _, values in used]
        rows += _rows(activity, "aktiviteter", cells, words, chain)
    columns = [Column("left", _NAME), *(Column("left", _SYMBOL) for _ in used)]
    return _table(columns, ["aktiviteter", *(key for key, _ in used)], rows, words)


def _symbols(*columns: tuple[str, list[Inlines]]) -> list[tuple[str, list[Inlines]]]:
    """The columns that hold anything."""
    return [(key, values) for key, values in columns if any(values)]


def _rows(item: Item, kind: str, cells: list[Cell], words: Words, chain: Chain) -> list[Row]:
    """An item's row, and the row of its comment."""
    name = (strong(words.name(item, kind)), *(note.content for note in chain_words(chain, item)))
    rows = [Row((Cell(name), *cells))]
    if item.text is not None:
        rows.append(Row((Cell(comment_lines(item.text, words), colspan=len(cells) + 1),), "comment"))
    return rows


def _table(columns: list[Column], titles: list[str], rows: list[Row], words: Words) -> Table:
    header = Row(tuple(Cell(((Span(words.headings[title]),),)) for title in titles))
    return Table(tuple(columns), (header,), tuple(rows))


def strong(name: Inlines) -> Inlines:
    """A designation where its comment follows: told apart by weight."""
    return tuple(part._replace(style="strong") if isinstance(part, Span) else part for part in name)


def comment_lines(prose: Prose, words: Words) -> tuple[Inlines, ...]:
    """A comment in a cell: the word for it, then its lines."""
    return ((Span(words.headings["kommentar"], "emphasis"),), *as_lines(prose))


def as_lines(prose: Prose) -> tuple[Inlines, ...]:
    """A text's paragraphs for a table cell; list items keep a dash."""
    out: list[Inlines] = []

    def look(parts: tuple[Block, ...], prefix: str) -> None:
        for part in parts:
            if isinstance(part, ListBlock):
                for item in part.items:
                    look(item, "– ")
            elif isinstance(part, Paragraph | Heading):
                out.append((Span(prefix), *part.content) if prefix else part.content)

    look(blocks(prose, 6, lambda _: (Paragraph((Span("Se nedan"),)),)), "")
    return tuple(out)


def beside(
    prose: Prose | None, place: Callable[[Placing], tuple[Block, ...]], notes: dict[str, str]
) -> tuple[Block, ...]:
    """What a text in a cell places, and its footnotes: they stand under the table that the cell is in."""
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


def tables_of(items: Sequence[Item]) -> list[str]:
    """The tables that outcomes and targets of indicators consist of, each once."""
    measured = [
        m
        for item in items
        if isinstance(item, Indicator)
        for m in (item.previous, item.outcome, item.target, item.long_term)
    ]
    return list(dict.fromkeys(m.table for m in measured if m is not None and m.table is not None))
