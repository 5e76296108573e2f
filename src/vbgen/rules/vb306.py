"""Ett antal stämmer inte med det som räknas.

Vad: En tabell som räknar mål, uppdrag, aktiviteter … efter status (`räknar:`) har ett annat antal än dokumentet ger. Är någon status `oläslig` prövas det som går: att antalen får plats och att raden tillsammans ger alla. Eller ett antal som texten anger (`angivna antal:`) är ett annat än antalet rader i listorna.

Varför: Sammanfattningen läses först, och ofta ensam. Räknar den fel blir bilden av året fel.

Fel:

    kolumner:
      uppnatt: {slag: antal, räknar: uppnått}
    rader:
      mal: {räknar: {slag: mål, nivå: effektmål}}
    tabell: |
      |                 | [uppnatt] Uppnått |
      | ---
      | [mal] Effektmål |                 5 |       # fyra mål har bedömningen uppnått

Rätt: Rätta antalet, lämna cellen tom så räknar vbgen, eller rätta statusen i mal.yaml. Är felet källans eget, notera det.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.equations import count_rows, describe_deviation, select_deviations
from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.reportset.data import status_field

CODE = "VB306"


def check(context: Context) -> Iterator[Finding]:
    """Counts of items by status, and of the rows of tables."""
    yield from _check_stated_counts(context)
    organisation = context.data.organisation
    for evaluation, deviation in select_deviations(context, CODE):
        table, equation = evaluation.table, deviation.equation
        counts, status = table.rows[equation.row].spec.counts, table.columns[equation.column].spec.counts
        assert counts is not None
        is_known_level = counts.level is None or counts.level in organisation.levels
        if is_known_level and status in organisation.statuses(
            status_field(counts.kind)
        ):  # a misspelt word is told already (VB206)
            yield describe_deviation(evaluation, deviation)


def _check_stated_counts(context: Context) -> Iterator[Finding]:
    for home in context.data.table_homes():
        for name, located in home.counts.items():
            count = located.value
            if any(table not in home.tables for table in count.of):
                continue  # VB201
            rows = count_rows(home, count)
            if rows != count.stated:
                message = f'antalet "{name}": {count.stated} är angivet men {_format_tables(count.of)} har {rows} rader'
                hint = f'rätta antalet eller listan; är felet källans eget: noterat: - {{kod: {CODE}, skäl: "…"}}'
                place = located.place.child("angivet")
                yield Finding(CODE, "error", place, message, hint, str(count.stated), str(rows), None, located.place)


def _format_tables(tables: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in tables)
    return f"tabellen {names}" if len(tables) == 1 else f"tabellerna {names} tillsammans"
