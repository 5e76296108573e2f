"""Diagrams as charts. What has no figure, or none that can be compared with the others, is left out, and a note says so; where
nothing is left a notice stands in the chart's place."""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.diagram import Diagram
from vbgen.reportset.context import Context
from vbgen.reportset.data import Chain, DocumentData
from vbgen.tables.small_groups import HiddenCells
from vbgen.view.blocks import Block, Chart, Paragraph, Span
from vbgen.view.charts.counts import plot_counts
from vbgen.view.charts.tables import plot_table
from vbgen.view.charts.targets import plot_targets
from vbgen.view.charts.texts import Plot, describe_plot
from vbgen.view.prose import label, make_missing_notice
from vbgen.view.tables import HiddenTableCells
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
        return self.context.chain(self.context.data.find_unit(self.document))

    def blocks(self, diagram: Diagram, anchor: str) -> tuple[Block, ...]:
        """Return the chart, or a notice with the reason for its absence."""
        if diagram.missing is not None:
            return (_make_notice(diagram, diagram.missing),)
        plot = self._build_plot(diagram)
        if plot is None:
            return (make_missing_notice(f'tabellen "{diagram.table}"'),)
        notes = tuple(Paragraph(label(text), "note") for text in plot.notes)
        if not plot.rows:
            return (_make_notice(diagram, plot.reason), *notes)
        alt = describe_plot(diagram.title, plot)
        return (Chart(plot.kind, label(diagram.title), alt, plot.series, plot.rows, notes, anchor),)

    def _build_plot(self, diagram: Diagram) -> Plot | None:
        """Return the contents of the chart; None where its table is not there."""
        if diagram.counts:
            return plot_counts(diagram.counts, self.document, self.chain, self.words)
        if diagram.table is None:
            return plot_targets(diagram.indicators, self.document, self.chain, self.words)
        table = self.document.tables.get(diagram.table)
        if table is None:
            return None
        why = self.words.small_groups(self.words.organisation.small_groups.least)
        return plot_table(
            self.context.evaluation(table),
            diagram,
            HiddenTableCells(self.small.get(table, frozenset()), why),
            self.words,
        )


def _make_notice(diagram: Diagram, why: str) -> Paragraph:
    return Paragraph((Span(f"{diagram.title}: ", "strong"), Span(why)), "notice")
