"""Ett årtal eller datum som dokumentet inte kan mena.

Vad: En text nämner ett datum som inte finns (31 juni), ett årtal långt utanför dokumentets tid (2201), något som redan har hänt under ett år som kommer efter perioden ("År 2022 har fler …" i en berättelse om 2021; vad som hände en viss månad året efter får berättas), eller jämför periodens år med sig självt ("jämfört med 2021 har …" i en berättelse om 2021). Det som väntas eller planeras får ligga hur långt fram som helst.

Varför: Årtal följer med när texten från förra året skrivs om. Läsaren vet inte vilket år som menas.

Fel:

    # 2021-12/mal.yaml
    text: |
      År 2022 har fler patienter screenats.

Rätt: Rätta årtalet.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator

from vbgen.findings import Finding
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData
from vbgen.rules.claims import told
from vbgen.texts.passages import Sentence, with_digits
from vbgen.texts.vocabulary import MONTHS

CODE = "VB606"
HINT = "rätta årtalet eller datumet"
EARLIEST, AHEAD = 1800, 100  # years that a document may speak of: from, and after its own
_DAYS = dict(zip(MONTHS, (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))
_LEAST_DAYS = 28  # that a month has
_MONTHS = "|".join(MONTHS)
_DATE = re.compile(rf"([0-9][0-9]?[0-9]?) ({_MONTHS})\b(?: ([0-9]{{4}})\b)?")
_SEASON = r"(?:[Åå]r(?:et)?|[Uu]nder|[Vv]åren|[Hh]östen|[Ss]ommaren|[Vv]intern|" + _MONTHS + ")"
_YEAR = re.compile(rf"\b{_SEASON} (\d{{4}})\b(?! (?:kronor|kr|personer|st|stycken|procent)\b)")
_THAT_YEAR = re.compile(
    r"\b(?:(?:[Åå]r|[Uu]nder(?: år)?) (20\d\d)\b(?!\s?[-–/])|(?<!med )(?<!än )(20\d\d) (?:jämfört med|än|mot) (?:år )?20\d\d)"
)
_MONTH_OF = re.compile(rf"\b(?:{_MONTHS}) (20\d\d)\b(?!\s?[-–/])")
_COMPARED = re.compile(r"\b(?:[Jj]ämfört med|[Jj]ämförelse med|än)(?: år)? (20\d\d)\b(?!\s?[-–/]| års\b)")
_PART = re.compile(r",| men ")
# they begin with one plain set of digits, as the date does, so that the scan is fast
_DIGITS = re.compile(r"[0-9][0-9]{3,}")
_LIKE_A_YEAR = re.compile(rf"[0-9](?:[0-9]{{3,}}(?: (?:{_MONTHS}))?|[0-9] (?:{_MONTHS}))")
_HAPPENED = re.compile(
    r"\b(?:har|hade|blev|var|fick|steg|sjönk|gick|kom|togs|hölls|(?!således)[a-zåäö]{3,}(?:ade|des))\b"
)
_TO_COME = re.compile(
    r"\b(?:ska|skall|skulle|kommer|kan|bör|avser|inför|budget\w*|plan\w*|mål\w*|prognos\w*|program\w*|(?:för)?vänta[sd]?\w*|beräkna\w*"
    r"|bedöm\w*|besluta\w*|beslut\w*|avtal\w*|gäller|fortsätt\w*|kommande|framåt|nästa|upphandla\w*|beställ\w*|bokad\w*|boka\w*|skjut\w*"
    r"|flytta\w*|senarelag\w*|sköts|vilande|överfört\w*|ansök\w*|bevilja\w*|uppdrag\w*|tecknat\w*|tecknad\w*|påbörja\w*)\b",
    re.IGNORECASE,
)


def check(context: Context) -> Iterator[Finding]:
    """Dates that do not exist, and years that cannot be meant."""
    for document in context.data.documents():
        last = int(document.info.period.rpartition("/")[2][:4])
        texts = with_digits(context, document)
        # the same years stand everywhere, and few of them are odd
        years = [year for year in set(_LIKE_A_YEAR.findall(texts.joined.whole)) if _odd(year, last)]
        telling = (*years, *(f"{word} {year}" for word in ("med", "än") for year in (last, f"år {last}")))
        for paragraph in texts.having(*telling):
            for sentence in paragraph.sentences:
                if any(words in sentence.text for words in telling):
                    yield from _dates(sentence)
                    yield from _years(sentence, document, last)


def _odd(found: str, last: int) -> bool:
    """A year that the document may not mean, or a day that some month lacks."""
    digits, _, month = found.partition(" ")
    if month and int(digits) > _LEAST_DAYS:
        return True
    return len(digits) == 4 and (last < int(digits) <= last + AHEAD or _impossible(int(digits), last))


def _impossible(year: int, last: int) -> bool:
    """A year of another age, or a slip of the pen; larger numbers count something."""
    return year < EARLIEST or last + AHEAD < year < 3000


def _dates(sentence: Sentence) -> Iterator[Finding]:
    for date in _DATE.finditer(sentence.text):
        before = sentence.text[max(0, date.start() - 1) : date.start()]
        days = 28 if date[2] == "februari" and date[3] is not None and not isleap(int(date[3])) else _DAYS[date[2]]
        if before not in tuple(",.:–-") and not 0 < int(date[1]) <= days:
            yield told(
                CODE,
                sentence,
                date.span(),
                f'datumet "{date[0] if days == 28 else f"{date[1]} {date[2]}"}" finns inte',
                HINT,
            )


def _years(sentence: Sentence, document: DocumentData, last: int) -> Iterator[Finding]:
    text, years = sentence.text, set(_numbers_of_four(sentence.text))
    for year in _YEAR.finditer(text) if any(_impossible(year, last) for year in years) else ():
        if _impossible(int(year[1]), last):
            yield told(CODE, sentence, year.span(1), f"året {year[1]} kan inte vara det som menas", HINT)
            return
    if document.is_plan or not years:
        return
    period = f"dokumentet gäller {document.info.period}"
    ahead = any(last < year <= last + AHEAD for year in years)
    for year in _THAT_YEAR.finditer(text) if ahead else ():
        which = 1 if year[1] else 2
        if last < int(year[which]) <= last + AHEAD and _happened(_clause(text, year.start()), text):
            message = f"texten säger att något har hänt {year[which]}, men {period}"
            yield told(CODE, sentence, year.span(which), message, HINT)
            return
    for year in _MONTH_OF.finditer(text) if ahead else ():
        # what happened in the first months of the next year may be told
        if last + 1 < int(year[1]) <= last + AHEAD and _happened(_clause(text, year.start()), text):
            message = f"texten säger att något har hänt {year[1]}, men {period}"
            yield told(CODE, sentence, year.span(1), message, HINT)
            return
    for year in _COMPARED.finditer(text) if years == {last} else ():
        if _happened(text, text):
            yield told(CODE, sentence, year.span(1), f"texten jämför med {year[1]}, men {period}", HINT)
            return


def _numbers_of_four(text: str) -> list[int]:
    return [int(digits) for digits in _DIGITS.findall(text) if len(digits) == 4]


def _clause(text: str, at: int) -> str:
    """What stands between commas and "men" around an offset."""
    return _PART.split(text[:at])[-1] + _PART.split(text[at:])[0]


def _happened(clause: str, text: str) -> bool:
    """A clause tells what has happened, and nothing in its sentence is still to come."""
    return _HAPPENED.search(clause) is not None and _TO_COME.search(text) is None
