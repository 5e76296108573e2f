"""Text → blocks: the one place where an author's text becomes part of a document."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Mapping

from vbgen.model.text import Placing, Prose, Run, TextBlock, TextHeading, TextList, runs
from vbgen.model.values import typeset
from vbgen.texts.vocabulary import MONTHS
from vbgen.view.blocks import Block, Heading, Inlines, ListBlock, NoteMark, Paragraph, Span

Placer = Callable[[Placing], tuple[Block, ...]]


def note_mark(mark: str) -> str:
    """A footnote's mark as printed: `1)`, `*)`."""
    return f"{mark})"


def inlines(text: tuple[Run, ...]) -> Inlines:
    """Runs of a text as inlines."""
    out: list[Span | NoteMark] = []
    for run in text:
        if run.style == "note":
            out.append(NoteMark(note_mark(run.text)))
        elif run.style == "reference":  # where no value stands for it, as in a name
            out.append(Span(f"{{{run.text}}}"))
        else:
            out.append(Span(run.text, run.style))
    return tuple(out)


def period_words(period: str) -> str:
    """Return a period as people write it: 2021, augusti 2021, 31 juli 2024, januari–augusti 2021."""
    first, _, last = period.partition("/")
    if last and first[:4] == last[:4] and len(first) == len(last) == 7:
        return f"{MONTHS[int(first[5:]) - 1]}–{_format_month(last)}"
    return f"{_format_month(first)}–{_format_month(last)}" if last else _format_month(first)


def _format_month(period: str) -> str:
    year, *rest = period.split("-")
    if not rest:
        return year
    month = f"{MONTHS[int(rest[0]) - 1]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) > 1 else month


def last_day(period: str) -> dt.date:
    """The day on which a period ends."""
    year, *rest = (int(part) for part in period.rpartition("/")[2].split("-"))
    month = rest[0] if rest else 12
    return dt.date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


def label(text: str) -> Inlines:
    """A designation as inlines: footnote marks and emphasis are notation, the rest literal."""
    return inlines(runs(text))


def get_plain_text(content: Inlines) -> str:
    """The words of a designation, without footnote marks."""
    return "".join(part.text for part in content if isinstance(part, Span))


def figure_label(text: str) -> Inlines:
    """A value as inlines, with hard blanks in its figures."""
    return (Span(typeset(text)),)


def reject_placing(placing: Placing) -> tuple[Block, ...]:
    """Return the line as a notice, where nothing can be placed."""
    return (make_missing_notice(f"[{placing.kind}: {placing.id}]" if placing.id else f"[{placing.kind}]"),)


def make_missing_notice(subject: str) -> Paragraph:
    """Return a notice in the place of something that is missing."""
    return Paragraph((Span(f"{subject} saknas"),), "notice")


def blocks(prose: Prose, level: int, placed: Placer = reject_placing) -> tuple[Block, ...]:
    """A text as blocks; its sub-headings stand below a heading of `level`."""
    out: list[Block] = []
    for block in prose.blocks:
        out.extend(_build_block(block, level, placed))
    return tuple(out)


def _build_block(block: TextBlock, level: int, placed: Placer) -> tuple[Block, ...]:
    if isinstance(block, Placing):
        return placed(block)
    if isinstance(block, TextHeading):
        return (Heading(min(level + block.depth, 6), inlines(block.runs), in_contents=False),)
    if isinstance(block, TextList):
        items = tuple(tuple(b for part in item for b in _build_block(part, level, placed)) for item in block.items)
        return (ListBlock(block.kind, items, block.start),)
    return (Paragraph(inlines(block.runs)),)


def footnotes(prose: Prose, notes: Mapping[str, str]) -> tuple[Block, ...]:
    """The footnotes that a text uses, in the order of their marks."""
    marks = dict.fromkeys(mark for mark, _ in prose.notes())
    return tuple(note(mark, notes[mark]) for mark in marks if mark in notes)


def name_notes(name: str | None, notes: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The footnotes that a designation uses."""
    marks = dict.fromkeys(run.text for run in runs(name or "") if run.style == "note")
    return tuple(note(mark, notes[mark]) for mark in marks if mark in notes)


def note(mark: str, text: str) -> Paragraph:
    """A footnote as printed: its mark, its text."""
    return Paragraph((Span(f"{note_mark(mark)} "), *label(text)), "note")
