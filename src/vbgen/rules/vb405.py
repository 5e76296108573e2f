"""Förra årets siffror är andra än i förra årets dokument.

Vad: En kolumn som har föregående års siffror (`föregående:` i tabelltypen eller tabellen) säger något annat än samma tabell i nämndens dokument för samma månad förra året. Rader med samma id jämförs, med de decimaler som båda har. Det prövas bara när förra årets dokument finns i arbetsytan. Säger tabellen `omräknat:` med skäl är fyndet noterat.

Varför: Läsaren som lägger rapporterna bredvid varandra ska känna igen siffrorna. Är de omräknade ska det stå.

Fel:

    # data/2022/…/2022-12/ekonomi.yaml; i 2021-12 är kansliets utfall -267,7
    tabell: |
      | Belopp i mnkr             | Utfall 2022 | Budget 2022 | Utfall 2021 | Budgetavvikelse | Utfallsavvikelse |
      | ---
      | [kansliet] Regionkansliet |      -280,0 |      -300,0 |      -276,7 |            20,0 |             -3,3 |

Rätt: Rätta siffran. Är förra årets siffror omräknade, säg det på tabellen: `omräknat: Staben HR hör till kansliet från 2022`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.analysis.last_year import FigurePair, compare, find_follow_up_tables
from vbgen.findings import Finding, Place
from vbgen.reportset.context import Context

CODE = "VB405"


def check(context: Context) -> Iterator[Finding]:
    """Figures of last year that last year's document has otherwise, a finding for each table."""
    for document, evaluation in find_follow_up_tables(context):
        table = evaluation.table
        differing = [comparison for comparison in compare(context, document, evaluation) if comparison.differs]
        if not differing:
            continue
        is_ambiguous = sum(1 for column in table.columns if column.spec.last_year_of is not None) > 1
        rows = "; ".join(_format_row(comparison, with_column=is_ambiguous) for comparison in differing)
        message = f'tabellen "{table.id}": föregående års siffror är andra än i {differing[0].document.path}: {rows}'
        hint = "rätta siffrorna; är de omräknade, säg varför på tabellen: omräknat: …"
        place = Place(table.place.file, table.place.path, on_key=True)
        finding = Finding(CODE, "warning", place, message, hint, owner=table.place)
        if (restated := table.source.restated) is not None:
            finding = finding._replace(place=table.place.child("omräknat")).acknowledge(restated.explanation)
        yield finding


def _format_row(comparison: FigurePair, *, with_column: bool) -> str:
    name = f"{comparison.row} ({comparison.column})" if with_column else comparison.row
    return f"{name} {comparison.before.show()} → {comparison.after.show()}"
