"""The control plan as a table: area, risk, measure; with status and comment where it is followed up."""

from __future__ import annotations

from vbgen.boardyear import Chain
from vbgen.model.content import ControlFile
from vbgen.model.control import ControlArea, Measure, Risk
from vbgen.view.blocks import Block, Cell, Column, Heading, Inlines, Paragraph, Row, Span, Table
from vbgen.view.items import Words, as_lines
from vbgen.view.prose import blocks, label


class ControlView:
    """Builds the control plan of one document."""

    def __init__(self, chain: Chain, words: Words) -> None:
        self.chain = chain
        self.words = words

    def plan(self, areas: tuple[ControlArea, ...]) -> Table:
        """Area | risk | measure; what is region-wide is marked so."""
        rows: list[Row] = []
        for area in map(self.chain.resolve, areas):
            height = sum(max(len(risk.measures), 1) for risk in area.risks) or 1
            first = True
            for risk in area.risks:
                cells: list[Cell] = []
                measures = [self.chain.resolve(m) for m in risk.measures]
                for index in range(max(len(measures), 1)):
                    if first:
                        cells.append(Cell((label(area.name or area.id),), rowspan=height))
                        first = False
                    if index == 0:
                        cells.append(Cell(self._risk(risk), rowspan=max(len(measures), 1)))
                    cells.append(Cell(self._measure(measures[index])) if measures else Cell())
                    rows.append(Row(tuple(cells)))
                    cells = []
            if not area.risks:
                rows.append(Row((Cell((label(area.name or area.id),)), Cell(), Cell())))
        titles = ("Verksamhet", "Risk", "Åtgärd")
        header = Row(tuple(Cell(((Span(title),),)) for title in titles))
        return Table((Column("left", 1.1), Column("left", 1.9), Column("left", 3.4)), (header,), tuple(rows))

    def _risk(self, risk: Risk) -> tuple[Inlines, ...]:
        resolved = self.chain.resolve(risk)
        wide = self.chain.is_shared("risk", risk.id)
        prefix = (Span("Regionövergripande:", "emphasis"),)
        text = label(resolved.name or risk.id)
        return (prefix, text) if wide else (text,)

    def _measure(self, measure: Measure) -> tuple[Inlines, ...]:
        text = label(measure.name or measure.id)
        if self.chain.is_shared("åtgärd", measure.id):
            return ((Span("Regionövergripande:", "emphasis"),), text)
        return (text,)

    def follow_up(self, areas: tuple[ControlArea, ...], level: int) -> tuple[Block, ...]:
        """Per area and risk: status, measure, comment, answers."""
        out: list[Block] = []
        for area in areas:
            out.append(Heading(min(level + 1, 6), label(self.chain.resolve(area).name or area.id), in_contents=False))
            for risk in area.risks:
                name = self.chain.resolve(risk).name or risk.id
                out.append(Heading(min(level + 2, 6), label(name), in_contents=False))
                rows = []
                for measure in risk.measures:
                    resolved = self.chain.resolve(measure)
                    status = self.words.symbol("åtgärder.status", resolved.status)
                    rows.append(
                        Row(
                            (
                                Cell((status,) if status else ()),
                                Cell((*self._measure(resolved), *self._comment(resolved))),
                            )
                        )
                    )
                header = Row((Cell(((Span("Status"),),)), Cell(((Span("Åtgärd"),),))))
                out.append(Table((Column("left", 1.0), Column("left", 4.5)), (header,), tuple(rows)))
        return tuple(out)

    def _comment(self, measure: Measure) -> tuple[Inlines, ...]:
        lines: list[Inlines] = []
        if measure.text is not None:
            lines.append((Span(self.words.headings["kommentar"], "emphasis"),))
            lines += as_lines(measure.text)
        questions = (
            ("Har åtgärden bidragit till önskad effekt?", measure.effect),
            ("Ska risken ingå i nästkommande års riskanalys?", measure.carry_over),
        )
        for question, answer in questions:
            if answer is not None:
                lines.append((Span(question, "emphasis"), Span(f" {answer.answer.capitalize()}.")))
                lines += as_lines(answer.text) if answer.text is not None else ()
        return tuple(lines)

    def assessment(self, control: ControlFile, level: int) -> tuple[Block, ...]:
        """The ISK assessment."""
        found = control.assessment
        if found is None:
            return ()
        out: list[Block] = []
        if found.sufficient is not None:
            words = "tillräcklig" if found.sufficient else "inte tillräcklig"
            out.append(
                Paragraph(
                    (Span("Bedömning: ", "strong"), Span(f"den interna styrningen och kontrollen är {words}.")), "lead"
                )
            )
        if found.text is not None:
            out.extend(blocks(found.text, level))
        return tuple(out)
