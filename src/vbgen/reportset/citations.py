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
from vbgen.reportset.data import DocumentData, Located, Shared
from vbgen.tables.evaluation import Evaluation
from vbgen.tables.references import CellId, no_column, no_row
from vbgen.tables.table import DeadReference, Table
from vbgen.tables.units import get_unit

SIDES = {"utfall": "outcome", "målvärde": "target", "föregående": "previous", "långsiktigt-målvärde": "long_term"}
_DECIMALS = re.compile(r"(\d) decimal(?:er)?")

T = TypeVar("T")
Cite = Callable[[str], str]
Hidden = Mapping[Table, Collection[CellId]]  # cells that are not to be shown
_NOTHING: Hidden = {}


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
    where, *said = (part.strip() for part in reference.split("|"))
    prefix, _, path = where.rpartition(":")
    found = Citation(prefix or None, tuple(path.split("/")))
    for word in said:
        if word == "utan tecken":
            found = found._replace(unsigned=True)
        elif (decimals := _DECIMALS.fullmatch(word)) is not None:
            found = found._replace(decimals=int(decimals[1]))
        else:
            found = found._replace(unit=word)
    return found


def cite(context: Context, home: DocumentData | Shared, reference: str, hidden: Hidden = _NOTHING) -> str:
    """The value that a reference stands for, as printed; a dash for a cell that is hidden. BadReference, with a Swedish message,
    if it stands for nothing."""
    wanted = parse(reference)
    if len(wanted.parts) == 2 and wanted.prefix is None and isinstance(home, DocumentData):
        return _measured(context, home, *wanted.parts)
    if len(wanted.parts) != 3:
        raise BadReference("skriv tabell/rad/kolumn, eller indikator/utfall")
    table = context.find(home.id, wanted.prefix, wanted.parts[0])
    if isinstance(table, DeadReference):
        raise BadReference(*table)
    return _cell(context.evaluation(table), wanted, hidden)


def _measured(context: Context, document: DocumentData, item_id: str, side: str) -> str:
    chain = context.chain(context.data.unit_of(document))
    items = (chain.resolve(one.item) for one in document.items() if isinstance(one.item, Indicator))
    item = next((item for item in items if item.id == item_id), None)
    if not isinstance(item, Indicator):
        raise BadReference(f'indikatorn "{item_id}" finns inte i dokumentet', item_id)
    if side not in SIDES:
        raise BadReference(f'"{side}" är inget av {", ".join(SIDES)}', side)
    measured = getattr(item, SIDES[side])
    if measured is None or measured.value is None:
        raise BadReference(f'indikatorn "{item_id}" har inget värde för {side}', side)
    shown: str = measured.value.show()
    return shown


def _cell(evaluation: Evaluation, wanted: Citation, hidden: Hidden) -> str:
    table, (_, row_id, column_id) = evaluation.table, wanted.parts
    row, column = table.row_ids.get(row_id), table.column_ids.get(column_id)
    if row is None:
        raise BadReference(*no_row(table, row_id))
    if column is None:
        raise BadReference(*no_column(table, column_id))
    if (row, column) in hidden.get(table, ()):
        return "–"
    figure = evaluation.figure(row, column)
    if figure is None:
        raise BadReference(f'cellen {row_id}/{column_id} i tabellen "{table.id}" har ingen siffra', row_id)
    own = get_unit(table, table.rows[row], table.columns[column])
    if table.kind(table.rows[row], table.columns[column]) in ("procent", "andel", "procentenheter"):
        own = ""
    value, decimals = _converted(figure, own, wanted.unit)
    decimals = decimals if wanted.decimals is None else wanted.decimals
    if wanted.unsigned:
        value = abs(value)
    shown = show(value, decimals, plus=figure.plus and not wanted.unsigned)
    return shown + NBSP + wanted.unit if wanted.unit else shown


def _converted(figure: Figure, own: str, unit: str) -> tuple[Decimal, int]:
    """A figure in the unit that is asked for, and with how many decimals; other units than those of money are only words."""
    have, want = kronor(own), kronor(unit)
    if want is None or have is None or have == want:
        if want is not None and have is None:
            raise BadReference(
                f"tabellen säger inte vilken enhet beloppet har, så det går inte att skriva i {unit}", unit
            )
        return figure.value, figure.decimals
    value = figure.value * have / want
    exact = max(0, figure.decimals + (want / have).adjusted())
    return value, min(exact, 1) if want > have else 0


# --------------------------------------------------------------- putting them in
def filled(context: Context, document: DocumentData, hidden: Hidden = _NOTHING) -> DocumentData:
    """The document with values where its texts have references; itself where they have none."""

    def look(reference: str) -> str:
        return cite(context, document, reference, hidden)

    texts = {name: Located(fill(one.thing, look), one.place) for name, one in document.texts.items()}
    goals, control = _filled(document.goals, look), _filled(document.control, look)
    same = all(texts[name].thing is one.thing for name, one in document.texts.items())
    if same and goals is document.goals and control is document.control:
        return document
    return replace(document, texts=texts, goals=goals, control=control)


def filled_texts(context: Context, shared: Shared) -> dict[str, Located[Prose]]:
    """The texts of the shared file with values where they have references."""

    def look(reference: str) -> str:
        return cite(context, shared, reference)

    return {name: Located(fill(one.thing, look), one.place) for name, one in shared.texts.items()}


def spoken(context: Context, document: DocumentData, prose: Prose) -> str:
    """A text as written, with values for references."""
    source = prose.source
    for run, _ in prose.runs() if "{" in source else ():
        if run.style == "reference":
            with suppress(BadReference):
                source = source.replace(f"{{{run.text}}}", cite(context, document, run.text))
    return source


def _filled(thing: T, look: Cite) -> T:
    """A model, or a tuple of them, with its texts filled; the same object where nothing changes."""
    if isinstance(thing, Prose):
        return fill(thing, look)  # type: ignore[return-value]
    if isinstance(thing, tuple) and not hasattr(thing, "_fields"):
        found = tuple(_filled(one, look) for one in thing)
        return thing if all(a is b for a, b in zip(found, thing, strict=True)) else found  # type: ignore[return-value]
    if isinstance(thing, Model):
        values = {name: getattr(thing, name) for name in type(thing).model_fields}
        update = {name: new for name, old in values.items() if (new := _filled(old, look)) is not old}
        return thing.model_copy(update=update) if update else thing
    return thing


def fill(prose: Prose, look: Cite) -> Prose:
    """A text with values for references; what stands for nothing is left as written."""
    if not any(run.style == "reference" for run, _ in prose.runs()):
        return prose
    return Prose(prose.source, tuple(_block(block, look) for block in prose.blocks))


def _block(block: TextBlock, look: Cite) -> TextBlock:
    if isinstance(block, TextList):
        return block._replace(items=tuple(tuple(_block(part, look) for part in item) for item in block.items))
    if isinstance(block, TextParagraph | TextHeading):
        return block._replace(runs=tuple(_run(run, look) for run in block.runs))
    return block


def _run(run: Run, look: Cite) -> Run:
    if run.style != "reference":
        return run
    try:
        return Run(look(run.text))
    except BadReference:
        return run  # VB601
