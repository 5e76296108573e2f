"""The control plan as a table: area, risk, measure; with status and comment where it is followed up."""

from __future__ import annotations

from vbgen.model.content import ControlFile
from vbgen.model.control import ControlArea, Measure
from vbgen.model.items import Item
from vbgen.reportset.data import KINDS
from vbgen.view.blocks import Block, Cell, Column, Heading, Inlines, Paragraph, Row, Span, Table
from vbgen.view.changes import chain_words
from vbgen.view.followup import collect_placed_blocks, comment_lines, make_cell_lines, make_strong
from vbgen.view.items import Items
from vbgen.view.prose import blocks, footnotes, label, name_notes


class ControlView:
    """Builds the control plan of one document. `items`: for what texts place, and their footnotes."""

    def __init__(self, items: Items) -> None:
        self.items = items
        self.chain = items.chain
        self.words = items.words

    def plan(self, areas: tuple[ControlArea, ...]) -> tuple[Block, ...]:
        """Area | risk | measure; what is region-wide is marked so."""
        rows: list[Row] = []
        for area in map(self.chain.resolve, areas):
            height = sum(max(len(risk.measures), 1) for risk in area.risks) or 1
            cells: list[Cell] = [Cell(self._build_item_lines(area), rowspan=height)]
            for risk in area.risks:
                measures = [self._build_item_lines(measure) for measure in risk.measures] or [()]
                cells.append(Cell(self._build_item_lines(risk), rowspan=len(measures)))
                for lines in measures:
                    rows.append(Row((*cells, Cell(lines))))
                    cells = []
            if cells:
                rows.append(Row((*cells, Cell(), Cell())))
        table = Table(
            (Column("left", 1.1), Column("left", 1.9), Column("left", 3.4)),
            (_build_header("Verksamhet", "Risk", "Åtgärd"),),
            tuple(rows),
        )
        return (table, *self._collect_placed_blocks(areas))

    def _build_item_lines(self, item: Item) -> tuple[Inlines, ...]:
        """Return a name (what is region-wide is marked so), the words of the chain, the text."""
        resolved = self.chain.resolve(item)
        lines: list[Inlines] = []
        name = label(resolved.name or item.id)
        if isinstance(item, Measure) and item.text is not None:
            name = make_strong(name)
        if self.chain.is_shared(KINDS[type(item)], item.id):
            name = (Span(f"{self.words.headings['regionövergripande']}: ", "emphasis"), *name)
        lines.append(name)
        lines += [note.content for note in chain_words(self.chain, resolved)]
        if item.text is not None:
            lines += comment_lines(item.text, self.words) if isinstance(item, Measure) else make_cell_lines(item.text)
        return tuple(lines)

    def _collect_placed_blocks(self, items: tuple[Item, ...]) -> tuple[Block, ...]:
        """Return the blocks that texts of the items, and of those in them, place; and their footnotes."""
        out: list[Block] = []
        for item in items:
            out += name_notes(self.chain.resolve(item).name, self.items.notes())
            texts = [item.text]
            if isinstance(item, Measure):
                texts += [answer.text for answer in (item.effect, item.carry_over) if answer is not None]
            for text in texts:
                out += collect_placed_blocks(text, self.items.place, self.items.notes())
            out += self._collect_placed_blocks(getattr(item, "risks", ()) or getattr(item, "measures", ()))
        return tuple(out)

    def follow_up(self, areas: tuple[ControlArea, ...], level: int) -> tuple[Block, ...]:
        """Per area and risk: status, measure, comment, answers."""
        out: list[Block] = []
        for area in areas:
            out += self._build_item_heading(area, level + 1)
            for risk in area.risks:
                out += self._build_item_heading(risk, level + 2)
                rows = []
                for measure in risk.measures:
                    status = self.words.format_short_status("åtgärder.status", measure.status)
                    comment_cell = Cell((*self._build_item_lines(measure), *self._build_answer_lines(measure)))
                    rows.append(Row((Cell((status,) if status else ()), comment_cell)))
                out.append(
                    Table((Column("left", 1.0), Column("left", 4.5)), (_build_header("Status", "Åtgärd"),), tuple(rows))
                )
                out += self._collect_placed_blocks(risk.measures)
        return tuple(out)

    def _build_item_heading(self, item: Item, level: int) -> list[Block]:
        """Return an area or risk: heading, words of the chain, text."""
        resolved = self.chain.resolve(item)
        out: list[Block] = [Heading(min(level, 6), label(resolved.name or item.id), in_contents=False)]
        out += (*name_notes(resolved.name, self.items.notes()), *chain_words(self.chain, resolved))
        if item.text is not None:
            out += (*blocks(item.text, level, self.items.place), *footnotes(item.text, self.items.notes()))
        return out

    def _build_answer_lines(self, measure: Measure) -> tuple[Inlines, ...]:
        lines: list[Inlines] = []
        questions = (
            ("Har åtgärden bidragit till önskad effekt?", measure.effect),
            ("Ska risken ingå i nästkommande års riskanalys?", measure.carry_over),
        )
        for question, answer in questions:
            if answer is not None:
                word = "Svar saknas" if answer.answer == "saknas" else answer.answer.capitalize()
                lines.append((Span(question, "emphasis"), Span(f" {word}.")))
                lines += make_cell_lines(answer.text) if answer.text is not None else ()
        return tuple(lines)

    def assessment(self, control: ControlFile, level: int) -> tuple[Block, ...]:
        """The ISK assessment."""
        assessment = control.assessment
        if assessment is None:
            return ()
        out: list[Block] = []
        if assessment.sufficient is not None:
            words = "tillräcklig" if assessment.sufficient else "inte tillräcklig"
            sentence = Span(f"den interna styrningen och kontrollen är {words}.")
            out.append(Paragraph((Span("Bedömning: ", "strong"), sentence), "lead"))
        if assessment.text is not None:
            out += (*blocks(assessment.text, level, self.items.place), *footnotes(assessment.text, self.items.notes()))
        return tuple(out)


def _build_header(*titles: str) -> Row:
    return Row(tuple(Cell(((Span(title),),)) for title in titles))
