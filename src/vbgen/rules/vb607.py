"""Texten säger ett annat antal än det som räknas upp.

Vad: En mening som slutar med kolon anger ett antal, och listan direkt under har fler eller färre punkter. Antalet ska stå först ("Tre förslag lämnades:"), sist ("arbetet har tre delar:") eller efter "följande"; annars räknar det oftast något annat än listan. Inte heller prövas listor med bara några av flera ("bland annat"). Eller texten säger "4 av 8 effektmål" (eller en annan målnivå i vbgen.yaml) och dokumentet har ett annat antal mål av den nivån.

Varför: Läsaren undrar vad som fattas. För antal som gäller tabellrader finns `angivna antal:` (VB306).

Fel:

    text: |
      Tre förslag riktades till nämnden:
      - förvaltning av digitala möten
      - ansvar för konferensrum

Rätt: Rätta antalet eller listan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbgen.boardyear import Data, DocumentData
from vbgen.findings import Finding
from vbgen.followed import gone
from vbgen.model.items import Goal
from vbgen.model.organisation import Organisation
from vbgen.rules.claims import clean, told
from vbgen.texts.amounts import MONEY, Amount
from vbgen.texts.passages import Paragraph, documents, paragraphs, read

CODE = "VB607"
_POINTING = re.compile(r"\b(?:följande|dessa|de) $", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:följande|bland annat|bl\.? ?a\.?|t\.? ?ex\.?|till exempel|exempelvis|främst|framför ?allt)\b"
    r"|,|^ av |\b(?:om|inom|med|till|av|för|på|i|vid|så här) ?:$",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?:av(?: de| nämndens| totalt)?|samtliga|alla(?: de)?) $", re.IGNORECASE)


def check(data: Data) -> Iterator[Finding]:
    """Counts in texts against the list below them, and against the document's goals."""
    for document in documents(data):
        for paragraph in paragraphs(document):
            if paragraph.listed is not None:
                yield from _listed(paragraph, paragraph.listed)
        yield from _goals(document, data)


def _listed(paragraph: Paragraph, listed: int) -> Iterator[Finding]:
    if not paragraph.text.rstrip().endswith(":"):
        return
    last = paragraph.sentences[-1]
    counts = [a for a in last.amounts if not a.rate and a.unit != MONEY and not a.figure.decimals]
    if len(counts) != 1 or len(last.amounts) != 1 or counts[0].hedge is not None or not counts[0].unit:
        return
    amount = counts[0]
    number = int(amount.value)
    if number != listed and 1 < number <= 2 * listed and _of_the_list(last.text, amount):
        message = f'texten säger "{clean(amount.said)} {amount.unit}", men listan har {listed} punkter'
        span = (amount.start, amount.end)
        yield told(CODE, last, span, message, "rätta antalet eller listan", stated=amount)


def _of_the_list(text: str, amount: Amount) -> bool:
    """What is counted opens the sentence, follows a word that points at the list or stands last; and nothing says that the list is
    of something else, or of some of it."""
    before, after = text[: amount.start], text[amount.end :]
    leads = not before or _POINTING.search(before) or after.strip(" :").lower() == amount.unit
    return bool(leads) and not _ANOTHER.search(_POINTING.sub("", before)) and not _ANOTHER.search(after)


def _goals(document: DocumentData, data: Data) -> Iterator[Finding]:
    levels = _levels(data.organisation)
    if not levels:
        return
    numbers: dict[str | None, int] | None = None
    texts = (one for one in read(document).having(*levels) if one.digits or one.spelt)
    for sentence in (sentence for paragraph in texts for sentence in paragraph.sentences):
        for amount in sentence.amounts:
            level = next((word for word in levels if amount.unit.startswith(word)), None)
            if level is None or amount.figure.decimals or not _OF.search(sentence.text[: amount.start]):
                continue
            numbers = numbers or _numbers(document, data)
            number = numbers.get(levels[level], 0)
            if number and int(amount.value) != number:
                message = f'texten säger "{clean(amount.said)} {amount.unit}", men dokumentet har {number}'
                span = (amount.start, amount.end)
                yield told(CODE, sentence, span, message, "rätta antalet, eller mal.yaml", stated=amount)


def _levels(organisation: Organisation) -> dict[str, str]:
    """The words of levels that mean nothing else, with the levels' ids."""
    return {level.name.lower(): key for key, level in organisation.levels.items() if len(level.name) > len("mål")}


def _numbers(document: DocumentData, data: Data) -> dict[str | None, int]:
    chain = data.chain(data.units[document.year, document.unit])
    found: dict[str | None, int] = {}
    for located in document.items():
        if isinstance(located.item, Goal) and not gone(located.item):
            level = chain.resolve(located.item).level
            found[level] = found.get(level, 0) + 1
    return found
