"""Texten säger ett annat antal än det som räknas upp.

Vad: En mening som slutar med kolon anger ett antal, och listan direkt under har fler eller färre punkter. Slutar den med "följande:" prövas också en tabell med bara ord direkt under. Uppräkningen efter kolon i samma mening prövas mot antalet före den ("fyra värdeord: samarbete, utveckling och professionalism"). Antalet ska stå först ("Tre förslag lämnades:"), sist ("arbetet har tre delar:") eller efter "följande"; annars räknar det oftast något annat än listan. Inte heller prövas listor med bara några av flera ("bland annat"). Eller texten säger "4 av 8 effektmål" (eller en annan målnivå i vbgen.yaml) och dokumentet har ett annat antal mål av den nivån.

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
from collections.abc import Collection, Iterator
from itertools import pairwise

from vbgen.findings import Finding
from vbgen.model.items import Goal
from vbgen.model.organisation import Organisation
from vbgen.model.text import Placing, TextParagraph
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData
from vbgen.rules.claims import clean, told
from vbgen.tables.table import Table
from vbgen.texts.amounts import MONEY, NUMBER_WORDS, Amount
from vbgen.texts.passages import Paragraph, paragraphs, read
from vbgen.texts.vocabulary import words

CODE = "VB607"
_POINTING = re.compile(r"\b(?:följande|dessa|de) $", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:följande|bland annat|bl\.? ?a\.?|t\.? ?ex\.?|till exempel|exempelvis|främst|framför ?allt)\b"
    r"|,|^ av |\b(?:om|inom|med|till|av|för|på|i|vid|så här) ?:$",
    re.IGNORECASE,
)
WORDS = 4  # that an item of an enumeration has at most
MOST = 12  # items
_LONGEST = 60  # letters from a number to the colon
_ENUMERATION = re.compile(r": ([^.:;()]+?)[.]?$")
_NOUN = re.compile(r"(?: [a-zåäö-]+){1,3}")
_AND = re.compile(r" (?:och|samt) (?!annat|andra|liknande)")
# it is no enumeration, or not a whole one
_NO_LIST = words(
    "är var har hade ska blir blev kan som att hur om när bland exempel exempelvis främst framför särskilt inte m.m. m.fl. flera"
)
_OF = re.compile(r"\b(?:av(?: de| nämndens| totalt)?|samtliga|alla(?: de)?) $", re.IGNORECASE)


def check(context: Context) -> Iterator[Finding]:
    """Counts in texts against the list below them, and against the document's goals."""
    for document in context.data.documents():
        for paragraph in paragraphs(context, document):
            if paragraph.listed is not None:
                yield from _listed(paragraph, paragraph.listed, "listan har {} punkter")
            elif paragraph.text.endswith(":") and (table := _table_below(paragraph, document)) is not None:
                counts = [count.value.stated for count in document.counts.values() if table.id in count.value.of]
                yield from _listed(paragraph, len(table.rows), "tabellen har {} rader", counts)
        for paragraph in read(context, document).having(": "):
            if _may_enumerate(paragraph.text):
                yield from _enumerated(paragraph)
        yield from _goals(document, context)


def _table_below(paragraph: Paragraph, document: DocumentData) -> Table | None:
    """The table that stands directly below a paragraph, if it is a list: of words only."""
    blocks = paragraph.passage.prose.blocks
    for block, following in pairwise(blocks):
        if isinstance(block, TextParagraph) and block.line == paragraph.line:
            if (
                isinstance(following, Placing)
                and following.kind == "tabell"
                and (following.id or "") in document.tables
            ):
                table = document.tables[following.id or ""]
                words = not any(column.is_numeric for column in table.columns)
                return table if words and all(row.is_plain for row in table.rows) else None
            return None
    return None


def _listed(paragraph: Paragraph, listed: int, what: str, told_at: Collection[int] | None = None) -> Iterator[Finding]:
    """`told_at`: of a table, the counts of it that are tried elsewhere (VB306)."""
    if not paragraph.text.rstrip().endswith(":"):
        return
    last = paragraph.sentences[-1]
    counts = [a for a in last.amounts if not a.rate and a.unit != MONEY and not a.figure.decimals]
    if len(counts) != 1 or len(last.amounts) != 1 or counts[0].hedge is not None or not counts[0].unit:
        return
    amount = counts[0]
    number = int(amount.value)
    if number == listed or number in (told_at or ()) or not 1 < number <= 2 * listed:
        return
    if _of_the_list(last.text, amount) if told_at is None else last.text.endswith("följande:"):
        message = f'texten säger "{clean(amount.said)} {amount.unit}", men {what.format(listed)}'
        span = (amount.start, amount.end)
        yield told(CODE, last, span, message, "rätta antalet eller listan", stated=amount)


def _of_the_list(text: str, amount: Amount) -> bool:
    """What is counted opens the sentence, follows a word that points at the list or stands last; and nothing says that the list is
    of something else, or of some of it."""
    before, after = text[: amount.start], text[amount.end :]
    leads = not before or _POINTING.search(before) or after.strip(" :").lower() == amount.unit
    return bool(leads) and not _ANOTHER.search(_POINTING.sub("", before)) and not _ANOTHER.search(after)


def _may_enumerate(text: str) -> bool:
    """A quick look: some colon has a number of things before it."""
    at = text.find(": ")
    while at >= 0:
        # a number and at most two words before what is counted
        before = text[max(0, at - _LONGEST) : at].split(" ")[-4:-1]
        if any(word[-1:].isdecimal() or word.lower() in NUMBER_WORDS for word in before):
            return True
        at = text.find(": ", at + 1)
    return False


def _enumerated(paragraph: Paragraph) -> Iterator[Finding]:
    """`fyra värdeord: samarbete, utveckling och professionalism`"""
    for sentence in paragraph.sentences:
        listed = _ENUMERATION.search(sentence.text) if ": " in sentence.text else None
        if listed is None:
            continue
        counts = [a for a in sentence.amounts if a.end <= listed.start()]
        if not counts or len(counts) < len(sentence.amounts):
            continue
        amount, said = counts[-1], set(sentence.text.lower().split())
        if amount.measure or not amount.unit or amount.figure.decimals or amount.hedge is not None or said & _NO_LIST:
            continue
        if not _NOUN.fullmatch(sentence.text, amount.end, listed.start()) or not 1 < amount.value <= MOST:
            continue
        commas, ands = listed[1].count(", "), len(_AND.findall(listed[1]))
        items = re.split(rf", |{_AND.pattern}", listed[1])
        if not ands or max(len(item.split()) for item in items) > WORDS:
            continue
        # "och" may stand inside an item
        if amount.value > commas + ands + 1 or (ands == 1 and amount.value < commas + 2):
            message = f'texten säger "{clean(amount.said)} {amount.unit}", men räknar upp {commas + ands + 1}'
            yield told(
                CODE, sentence, (amount.start, amount.end), message, "rätta antalet eller uppräkningen", stated=amount
            )


def _goals(document: DocumentData, context: Context) -> Iterator[Finding]:
    levels = _levels(context.data.organisation)
    if not levels:
        return
    numbers: dict[str | None, int] | None = None
    texts = (one for one in read(context, document).having(*levels) if one.digits or one.spelt)
    for sentence in (sentence for paragraph in texts for sentence in paragraph.sentences):
        for amount in sentence.amounts:
            level = next((word for word in levels if amount.unit.startswith(word)), None)
            if level is None or amount.figure.decimals or not _OF.search(sentence.text[: amount.start]):
                continue
            numbers = numbers or _numbers(document, context)
            number = numbers.get(levels[level], 0)
            if number and int(amount.value) != number:
                message = f'texten säger "{clean(amount.said)} {amount.unit}", men dokumentet har {number}'
                span = (amount.start, amount.end)
                yield told(CODE, sentence, span, message, "rätta antalet, eller mal.yaml", stated=amount)


def _levels(organisation: Organisation) -> dict[str, str]:
    """The words of levels that mean nothing else, with the levels' ids."""
    return {level.name.lower(): key for key, level in organisation.levels.items() if len(level.name) > len("mål")}


def _numbers(document: DocumentData, context: Context) -> dict[str | None, int]:
    chain = context.chain(context.data.find_unit(document))
    found: dict[str | None, int] = {}
    for located in document.items():
        if isinstance(located.item, Goal) and not located.item.is_gone:
            level = chain.resolve(located.item).level
            found[level] = found.get(level, 0) + 1
    return found
