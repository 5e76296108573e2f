"""Diagrams as charts. What has no figure, or none that can be compared with the others, is left out, and a note says so; where
nothing is left a notice stands in the chart's place."""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.diagram import Diagram
from vbgen.reportset.context import Context
from vbgen.reportset.data import Chain, DocumentData
from vbgen.tables.smallgroups import HiddenCells
from vbgen.view.blocks import Block, Chart, Paragraph, Span
from vbgen.view.charts.counts import counted
from vbgen.view.charts.tables import tabled
from vbgen.view.charts.targets import targeted
from vbgen.view.charts.texts import Plot, alternative
from vbgen.view.prose import label, missing
from vbgen.view.tables import Hidden
from vbgen.view.words import Words


class Charts(NamedTuple):
    """The maker of a document's charts. `small`: the cells of its tables that are hidden."""

    context: Context
    document: DocumentData
    words: Words
    small: HiddenCells

    @property
    def chain(self) -> Chain:
        """The items of the document's unit, tied together."""
        return self.context.chain(self.context.data.unit_of(self.document))

    def blocks(self, diagram: Diagram, anchor: str) -> tuple[Block, ...]:
        """Return the chart, or a notice with the reason for its absence."""
        if diagram.missing is not None:
            return (_make_notice(diagram, diagram.missing),)
        plot = self._build_plot(diagram)
        if plot is None:
            return (missing(f'tabellen "{diagram.table}"'),)
        notes = tuple(Paragraph(label(text), "note") for text in plot.notes)
        if not plot.rows:
            return (_make_notice(diagram, plot.why), *notes)
        alt = alternative(diagram.title, plot)
        return (Chart(plot.kind, label(diagram.title), alt, plot.series, plot.rows, notes, anchor),)

    def _build_plot(self, diagram: Diagram) -> Plot | None:
        """Return the contents of the chart; None where its table is not there."""
        if diagram.counts:
            return counted(diagram.counts, self.document, self.chain, self.words)
        if diagram.table is None:
            return targeted(diagram.indicators, self.document, self.chain, self.words)
        table = self.document.tables.get(diagram.table)
        if table is None:
            return None
        why = self.words.small_groups(self.words.organisation.small_groups.least)
        return tabled(
            self.context.evaluation(table), diagram, Hidden(self.small.get(table, frozenset()), why), self.words
        )


def _make_notice(diagram: Diagram, why: str) -> Paragraph:
    return Paragraph((Span(f"{diagram.title}: ", "strong"), Span(why)), "notice")
