"""En hänvisning i en text leder ingenstans.

Vad: En text hänvisar till en siffra, `{tabell/rad/kolumn}` eller `{indikator/utfall}`, som inte finns, eller har klamrar som ser ut som en hänvisning men inte går att läsa.

Varför: Siffran skulle ha hämtats ur tabellen. Nu står klamrarna kvar i dokumentet.

Fel:

    text: |
      Resultatet blev {resultat/summma/utfall | miljoner kronor}.

Rätt: Rätta tabellens, radens eller kolumnens id. Så skrivs hänvisningar: handboken, texter.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from vbgen.findings import Finding, Place
from vbgen.model.items import Indicator
from vbgen.model.text import Prose
from vbgen.reportset.citations import BadReference, cite
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, Shared
from vbgen.texts.passages import passages

CODE = "VB601"
_LIKE_A_REFERENCE = re.compile(r"\{[^{}\n]*(?:[/|])[^{}\n]*\}")


def check(context: Context) -> Iterator[Finding]:
    """References that stand for nothing, in the texts of documents and of the shared files."""
    for shared in context.data.shared.values():
        for text in (text for text in shared.texts.values() if "{" in text.value.source):
            yield from _text(context, shared, text.value, text.place)
    for document in context.data.documents():
        for passage in passages(context, document):
            if "{" in passage.prose.source:
                yield from _text(context, document, passage.prose, passage.place, note=passage.note)


def _text(
    context: Context, home: DocumentData | Shared, prose: Prose, place: Place, *, note: bool = False
) -> Iterator[Finding]:
    for run, line in prose.runs():
        if run.style == "reference" and note:
            message = "hänvisningar fungerar inte i anmärkningar"
            hint = "skriv siffran, eller flytta anmärkningen till en text"
            yield _finding(prose, place, line, f"{{{run.text}}}", message, hint)
        elif run.style == "reference":
            try:
                cite(context, home, run.text)
            except BadReference as error:
                if error.name not in context.data.unloaded_ids:
                    yield _finding(prose, place, line, f"{{{run.text}}}", str(error), _hint(home, error))
        elif run.style != "note" and "{" in run.text:
            for found in _LIKE_A_REFERENCE.finditer(run.text):
                message = "klamrarna går inte att läsa som hänvisning"
                hint = (
                    "skriv {tabell/rad/kolumn} eller {indikator/utfall}, med id:n som i filerna och inte i *betoning*"
                )
                yield _finding(prose, place, line, found[0], message, hint)


def _hint(home: DocumentData | Shared, error: BadReference) -> str:
    known = set(home.tables)
    for table in home.tables.values():
        known |= table.row_ids.keys() | table.column_ids.keys()
    if isinstance(home, DocumentData):
        known |= {located.item.id for located in home.items() if isinstance(located.item, Indicator)}
    close = get_close_matches(error.name, sorted(known - {error.name}), n=1)
    return f'menade du "{close[0]}"?' if close else "rätta hänvisningen, eller skriv siffran"


def _finding(prose: Prose, place: Place, line: int, words: str, message: str, hint: str) -> Finding:
    """A finding at the first place from a line on where the words stand."""
    lines = prose.source.split("\n")
    at = next((n for n in range(line, len(lines)) if words in lines[n]), line)
    column = max(lines[at].find(words), 0)
    return Finding(CODE, "error", place.point(at, column), f'"{words}": {message}', hint, owner=place)
