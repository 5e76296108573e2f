"""En tabell visar grupper med få personer.

Vad: En tabell över personal visar grupper med färre än tio personer. Det gäller årsarbetare, antal med enheten personer, anställda eller medarbetare, och antal i tabeller med `personer: ja`. Noll och förändringar räknas inte. Det är en upplysning, en för varje tabell. Gränsen står i vbgen.yaml, och den som döljer små grupper får inget fynd.

Varför: I en liten grupp går det att känna igen enskilda personer, till exempel i en tabell över sjukfrånvaro för samma grupp.

Fel:

    tabell: |
      | Yrkesgrupp       | [kvinnor] Kvinnor | [man] Män |
      | ---
      | [lakare] Läkare  |               1,0 |      12,0 |

Rätt: Slå ihop grupper, eller dölj dem med `små grupper: {dölj: ja}` i vbgen.yaml. Är det bra som det är, notera tabellen: `noterat: - {kod: VB705, skäl: …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.tables.small_groups import find_small_groups
from vbgen.wording import list_rows, shorten

CODE = "VB705"


def check(context: Context) -> Iterator[Finding]:
    """Small groups of printed tables, one finding for each table; none where they are hidden."""
    settings = context.data.organisation.small_groups
    for document in context.data.documents() if not settings.hidden else ():
        for evaluation in context.evaluations(document) if document.info.recreated_from is None else ():
            table = evaluation.table
            rows: dict[int, dict[str, None]] = {}
            for row, column in find_small_groups(evaluation, settings.least):
                rows.setdefault(row, {})[shorten(table.columns[column].label)] = None
            if not rows:
                continue
            descriptions = [f'"{shorten(table.rows[row].label)}" ({", ".join(rows[row])})' for row in rows]
            message = (
                f'tabellen "{table.id}" visar grupper med färre än {settings.least} personer: {list_rows(descriptions)}'
            )
            hint = "slå ihop grupper, eller dölj dem: små grupper: {dölj: ja} i vbgen.yaml"
            yield Finding(CODE, "info", table.place, message, hint, owner=table.place)
