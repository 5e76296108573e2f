"""Ett namn är stavat på två sätt.

Vad: Ett egennamn i texterna skiljer sig med en bokstav från ett annat, vanligare namn i samma dokument. Böjningar, genitiv, sammansättningar och stora bokstäver räknas inte, och inte ord som också används som vanliga ord. Ett namn som står i en tabell, eller i samma mening som det andra, anses vara ett eget namn.

Varför: Läsaren undrar om det är två saker.

Fel:

    text: |
      Uppdraget gick till Jämrix. Resultatet från Jämix och Jämix 2020 är lika. Läs mer i Jämix.

Rätt: Rätta det namn som är fel.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.rules.claims import told
from vbgen.texts.passages import paragraphs, read

CODE = "VB609"
MOST = (
    300  # names that begin and end alike: with more of them it is a register, and names in it are close to each other
)
TIMES = 3  # so many times commoner must the other name be
_NAME = re.compile(r"[A-ZÅÄÖ](?<![\w-].)[a-zåäöé]{4,}(?![\w-])")  # begins with a plain set of letters: the scan is fast


def check(context: Context) -> Iterator[Finding]:
    """Names that are one letter from a commoner name of the document."""
    for document in context.data.documents():
        slips = _slips(read(context, document).joined.whole)
        if slips:
            labels = {
                word for table in document.tables.values() for row in table.rows for word in _NAME.findall(row.label)
            }
            slips = {one: other for one, other in slips.items() if one not in labels}
        for paragraph in paragraphs(context, document) if slips else ():
            for sentence in paragraph.sentences:
                for name in _NAME.finditer(sentence.text):
                    if (other := slips.get(name[0])) is not None and other not in sentence.text:
                        message = f'"{name[0]}" är nästan "{other}", som dokumentet annars skriver'
                        yield told(CODE, sentence, name.span(), message, "rätta det namn som är fel")


def _slips(text: str) -> dict[str, str]:
    """Names that look misspelt, with the names that are meant."""
    names = Counter(_NAME.findall(text))
    groups: dict[tuple[str, str], list[str]] = {}
    for name in names:
        groups.setdefault((name[:2], name[-1]), []).append(name)
    common = ((group, [name for name in group if names[name] >= TIMES]) for group in groups.values())
    found = {
        one: other
        for group, others in common
        if len(group) <= MOST
        for one in group
        for other in others
        if names[other] >= TIMES * names[one] and _misspelt(one, other)
    }
    # what is also written as an ordinary word is no name
    return {one: other for one, other in found.items() if one.lower() not in text and other.lower() not in text}


def _misspelt(one: str, other: str) -> bool:
    """One letter more, less or other, or two that changed places; not in the ending."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    mine, others = one[same:], other[same:]
    swapped = mine[:2] == others[:2][::-1] and mine[2:] == others[2:]
    return min(len(mine), len(others)) > 1 and (
        mine[1:] == others[1:] or mine[1:] == others or mine == others[1:] or swapped
    )
