"""References in texts: `{resultatrapport/summa/utfall | mnkr}`, `{telefontillganglighet/utfall}` and the values that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple, TypeVar

from vbgen.model.base import Model
from vbgen.model.items import Indicator
from vbgen.model.money import kronor
from vbgen.model.numbers import NBSP, Figure, show
from vbgen.model.text import Prose, Run, TextBlock, TextHeading, TextList, TextParagraph
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, PlacedValue, Shared
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.references import CellId, make_missing_column, make_missing_row
from vbgen.tables.table import DeadReference, Table
from vbgen.tables.units import get_unit

SIDES = {"utfall": "outcome", "målvärde": "target", "föregående": "previous", "långsiktigt-målvärde": "long_term"}
_DECIMALS = re.compile(r"(\d) decimal(?:er)?")

T = TypeVar("T")
ReferenceReader = Callable[[str], str]
HiddenCells = Mapping[Table, Collection[CellId]]  # cells that are not to be shown
_NOTHING: HiddenCells = {}


class BadReference(Exception):
    """A reference that stands for nothing; the message is Swedish, `name` is the id that is not there."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class Citation(NamedTuple):
    """A reference as written: what it points at, and how its value is to be shown."""

    prefix: str | None
    parts: tuple[str, ...]
    unit: str = ""
    unsigned: bool = False
    decimals: int | None = None


def parse(reference: str) -> Citation:
    """Read what stands between the braces: `tabell/rad/kolumn`, then `| mnkr`, `| utan tecken`, `| 1 decimal` in any order."""
    address, *options = (part.strip() for part in reference.split("|"))
    prefix, _, path = address.rpartition(":")
    citation = Citation(prefix or None, tuple(path.split("/")))
    for option in options:
        if option == "utan tecken":
            citation = citation._replace(unsigned=True)
        elif (decimals := _DECIMALS.fullmatch(option)) is not None:
            citation = citation._replace(decimals=int(decimals[1]))
        else:
            citation = citation._replace(unit=option)
    return citation


def cite(context: Context, home: DocumentData | Shared, reference: str, hidden: HiddenCells = _NOTHING) -> str:
    """Return the value that a reference stands for, as printed; a dash for a cell that is hidden. BadReference, with a Swedish
    message, if it stands for nothing."""
    citation = parse(reference)
    if len(citation.parts) == 2 and citation.prefix is None and isinstance(home, DocumentData):
        return _cite_measurement(context, home, *citation.parts)
    if len(citation.parts) != 3:
        raise BadReference("skriv tabell/rad/kolumn, eller indikator/utfall")
    table = context.find(home.id, citation.prefix, citation.parts[0])
    if isinstance(table, DeadReference):
        raise BadReference(*table)
    return _cite_cell(context.evaluation(table), citation, hidden)


def _cite_measurement(context: Context, document: DocumentData, item_id: str, side: str) -> str:
    chain = context.chain(context.data.find_unit(document))
    items = (chain.resolve(located.item) for located in document.items() if isinstance(located.item, Indicator))
    item = next((item for item in items if item.id == item_id), None)
    if not isinstance(item, Indicator):
        raise BadReference(f'indikatorn "{item_id}" finns inte i dokumentet', item_id)
    if side not in SIDES:
        raise BadReference(f'"{side}" är inget av {", ".join(SIDES)}', side)
    measurement = getattr(item, SIDES[side])
    if measurement is None or measurement.value is None:
        raise BadReference(f'indikatorn "{item_id}" har inget värde för {side}', side)
    text: str = measurement.value.show()
    return text


def _cite_cell(evaluation: Evaluation, citation: Citation, hidden: HiddenCells) -> str:
    table, (_, row_id, column_id) = evaluation.table, citation.parts
    row, column = table.row_ids.get(row_id), table.column_ids.get(column_id)
    if row is None:
        raise BadReference(*make_missing_row(table, row_id))
    if column is None:
        raise BadReference(*make_missing_column(table, column_id))
    if (row, column) in hidden.get(table, ()):
        return "–"
    figure = evaluation.get_figure(row, column)
    if figure is None:
        raise BadReference(f'cellen {row_id}/{column_id} i tabellen "{table.id}" har ingen siffra', row_id)
    table_unit = get_unit(table, table.rows[row], table.columns[column])
    if table.get_kind(table.rows[row], table.columns[column]) in ("procent", "andel", "procentenheter"):
        table_unit = ""
    value, decimals = _convert(figure, table_unit, citation.unit)
    decimals = decimals if citation.decimals is None else citation.decimals
    if citation.unsigned:
        value = abs(value)
    text = show(value, decimals, plus=figure.plus and not citation.unsigned)
    return text + NBSP + citation.unit if citation.unit else text


def _convert(figure: Figure, table_unit: str, unit: str) -> tuple[Decimal, int]:
    """Return a figure in the unit that is asked for, and its number of decimals; other units than those of money are only words."""
    source_factor, target_factor = kronor(table_unit), kronor(unit)
    if target_factor is None or source_factor is None or source_factor == target_factor:
        if target_factor is not None and source_factor is None:
            raise BadReference(
                f"tabellen säger inte vilken enhet beloppet har, så det går inte att skriva i {unit}", unit
            )
        return figure.value, figure.decimals
    value = figure.value * source_factor / target_factor
    exact = max(0, figure.decimals + (target_factor / source_factor).adjusted())
    return value, min(exact, 1) if target_factor > source_factor else 0


# --------------------------------------------------------------- putting them in
def fill_document(context: Context, document: DocumentData, hidden: HiddenCells = _NOTHING) -> DocumentData:
    """Return the document with values where its texts have references; itself where they have none."""

    def cite_here(reference: str) -> str:
        return cite(context, document, reference, hidden)

    texts = {name: PlacedValue(fill(text.value, cite_here), text.place) for name, text in document.texts.items()}
    goals, control = _fill_model(document.goals, cite_here), _fill_model(document.control, cite_here)
    is_same = all(texts[name].value is text.value for name, text in document.texts.items())
    if is_same and goals is document.goals and control is document.control:
        return document
    return replace(document, texts=texts, goals=goals, control=control)


def fill_shared_texts(context: Context, shared: Shared) -> dict[str, PlacedValue[Prose]]:
    """Return the texts of the shared file with values where they have references."""

    def cite_here(reference: str) -> str:
        return cite(context, shared, reference)

    return {name: PlacedValue(fill(text.value, cite_here), text.place) for name, text in shared.texts.items()}


def fill_source(context: Context, document: DocumentData, prose: Prose) -> str:
    """Return a text as written, with values for references."""
    source = prose.source
    for run, _ in prose.runs() if "{" in source else ():
        if run.style == "reference":
            with suppress(BadReference):
                source = source.replace(f"{{{run.text}}}", cite(context, document, run.text))
    return source


def _fill_model(value: T, cite_here: ReferenceReader) -> T:
    """Return a model, or a tuple of them, with its texts filled; the same object where nothing changes."""
    if isinstance(value, Prose):
        return fill(value, cite_here)  # type: ignore[return-value]
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        items = tuple(_fill_model(item, cite_here) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items  # type: ignore[return-value]
    if isinstance(value, Model):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        update = {name: new for name, old in fields.items() if (new := _fill_model(old, cite_here)) is not old}
        return value.model_copy(update=update) if update else value
    return value


def fill(prose: Prose, look: ReferenceReader) -> Prose:
    """Return a text with values for references; one that stands for nothing is left as written."""
    if not any(run.style == "reference" for run, _ in prose.runs()):
        return prose
    return Prose(prose.source, tuple(_fill_block(block, look) for block in prose.blocks))


def _fill_block(block: TextBlock, cite_here: ReferenceReader) -> TextBlock:
    if isinstance(block, TextList):
        return block._replace(items=tuple(tuple(_fill_block(part, cite_here) for part in item) for item in block.items))
    if isinstance(block, TextParagraph | TextHeading):
        return block._replace(runs=tuple(_fill_run(run, cite_here) for run in block.runs))
    return block


def _fill_run(run: Run, cite_here: ReferenceReader) -> Run:
    if run.style != "reference":
        return run
    try:
        return Run(cite_here(run.text))
    except BadReference:
        return run  # VB601
