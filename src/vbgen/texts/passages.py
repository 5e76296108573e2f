"""The texts of a document, as paragraphs and sentences that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vbgen.findings import Place
from vbgen.model.control import Measure
from vbgen.model.items import Indicator
from vbgen.model.text import Prose, Run, TextBlock, TextList, TextParagraph, parse_text
from vbgen.reportset.context import Context, remember
from vbgen.reportset.data import DocumentData, LocatedItem
from vbgen.texts.amounts import Amount, has_digits, has_spelt, with_spelt, written
from vbgen.texts.vocabulary import ABBREVIATIONS
from vbgen.texts.words import Joined

_END = re.compile(r"[.!?][\"”)]? +(?=[\"”(*]?[A-ZÅÄÖ0-9–-])")
LONGEST = 20_000  # letters of a paragraph that is looked into
MOST_AMOUNTS = 60  # in a sentence
_MARK = re.compile(r" *(?:[-•]|\d{1,3}\.|[a-zåäö]\)) +")


class Passage(NamedTuple):
    """A text, and the item that it belongs to. `note`: it stands below a table.

    It stands at `steps` below `home`: only findings need that as one place, and most texts give none.
    """

    prose: Prose
    home: Place
    steps: tuple[str | int, ...] = ()
    located: LocatedItem | None = None
    note: bool = False

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.home.child(*self.steps) if self.steps else self.home

    @property
    def measures(self) -> bool:
        """It is the text of an indicator."""
        return self.located is not None and isinstance(self.located.item, Indicator)


class Paragraph:
    """A paragraph as one line of words. `line` (from 0) is that of the text where it begins; `listed`: how many items the list
    has that stands directly below it; `digits`: it has figures, and is not so long that it can be no prose."""

    __slots__ = ("_money", "_sentences", "_spelt", "_telling", "digits", "line", "listed", "passage", "text")

    def __init__(self, text: str, line: int, passage: Passage, listed: int | None = None) -> None:
        self.text = text
        self.line = line
        self.passage = passage
        self.listed = listed
        self.digits = len(text) <= LONGEST and has_digits(text)
        self._money: bool | None = None
        self._spelt: bool | None = None
        self._sentences: tuple[Sentence, ...] | None = None
        self._telling: tuple[Sentence, ...] | None = None

    @property
    def spelt(self) -> bool:
        """It has numbers in words."""
        if self._spelt is None:
            self._spelt = len(self.text) <= LONGEST and has_spelt(self.text)
        return self._spelt

    @property
    def figures(self) -> bool:
        """It has figures, or a number in words where one can be tested: above a list, or of an indicator."""
        return self.digits or ((self.listed is not None or self.passage.measures) and self.spelt)

    @property
    def money(self) -> bool:
        """It speaks of money, so that its millions are kronor."""
        if self._money is None:
            self._money = any(word in self.text for word in ("kronor", "mnkr", " mkr", " kr"))
        return self._money

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        if self._sentences is None:
            self._sentences = tuple(self._split())
        return self._sentences

    @property
    def telling(self) -> tuple[Sentence, ...]:
        """Those of its sentences that have figures."""
        if self._telling is None:
            self._telling = tuple(sentence for sentence in self.sentences if sentence.figures)
        return self._telling

    def _split(self) -> Iterator[Sentence]:
        start, before = 0, None
        for end in _END.finditer(self.text):
            if self.text[end.start()] == ".":
                last = self.text[max(start, end.start() - 8) : end.start()].rpartition(" ")[2]
                if last.lower().lstrip("(") in ABBREVIATIONS:
                    continue
            before = Sentence(self.text[start : end.end()].rstrip(), start, self, before)
            yield before
            start = end.end()
        yield Sentence(self.text[start:], start, self, before)

    def place(self, at: int, words: str) -> Place:
        """Where `words`, which stand at an offset of the paragraph's text, stand in the file."""
        first = words.split(" ", 1)[0]
        nth = self.text.count(first, 0, at)
        lines = self.passage.prose.source.split("\n")
        for number in range(self.line, len(lines)):
            mark = _MARK.match(lines[number]) if number == self.line else None
            column = mark.end() if mark is not None else 0
            while (column := lines[number].find(first, column)) >= 0:
                if nth == 0:
                    return self.passage.place.point(number, column)
                nth -= 1
                column += len(first)
        return self.passage.place.point(self.line, 0)


class Sentence:
    """A sentence; `start` is its offset in the paragraph, `before` the sentence that stands before it there."""

    __slots__ = ("_amounts", "_written", "before", "paragraph", "start", "text")

    def __init__(self, text: str, start: int, paragraph: Paragraph, before: Sentence | None) -> None:
        self.text = text
        self.start = start
        self.paragraph = paragraph
        self.before = before
        self._amounts: tuple[Amount, ...] | None = None
        self._written: list[Amount] | None = None

    @property
    def figures(self) -> bool:
        """It has figures, or its paragraph has numbers in words."""
        return has_digits(self.text) or self.paragraph.spelt

    @property
    def written(self) -> list[Amount]:
        """Those of the figures that are written with digits, however many."""
        if self._written is None:
            self._written = written(self.text, money=self.paragraph.money)
        return self._written

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The figures in it, in order; none where they are so many that it can be no sentence."""
        if self._amounts is None:
            found = self.written
            if self.paragraph.spelt:
                found = with_spelt(found, self.text, money=self.paragraph.money)
            self._amounts = tuple(found) if len(found) <= MOST_AMOUNTS else ()
        return self._amounts

    def place(self, start: int, end: int) -> Place:
        """Where a stretch of the sentence stands in the file."""
        return self.paragraph.place(self.start + start, self.text[start:end])

    @property
    def passage(self) -> Passage:
        """The text that it stands in."""
        return self.paragraph.passage


@remember
def passages(_: Context, document: DocumentData) -> tuple[Passage, ...]:
    """The texts of a document: its chapters', its items', the answers and the assessment of the internal control, the notes
    below tables."""
    return tuple(_all_passages(document))


def _all_passages(document: DocumentData) -> Iterator[Passage]:
    for text in document.texts.values():
        yield Passage(text.value, text.place)
    for located in document.items():
        item = located.item
        if item.text is not None:
            yield Passage(item.text, located.place, ("text",), located)
        if isinstance(item, Measure):
            for key, answer in (("effekt", item.effect), ("ingå i nästa års riskanalys", item.carry_over)):
                if answer is not None and answer.text is not None:
                    yield Passage(answer.text, located.place, (key, "text"), located)
    if document.control is not None and document.control_place is not None:
        found = document.control.assessment
        if found is not None and found.text is not None:
            yield Passage(found.text, document.control_place, ("isk", "text"))
    for table in document.tables.values():
        notes = table.source.notes
        for index, note in enumerate(notes):
            steps = ("anmärkning", index) if len(notes) > 1 else ("anmärkning",)
            yield Passage(parse_text(note), table.place, steps, note=True)


class Paragraphs:
    """Paragraphs of a document, to be searched as one."""

    def __init__(self, found: Iterable[Paragraph]) -> None:
        self.all = tuple(found)
        self.joined = Joined([paragraph.text for paragraph in self.all])

    def having(self, *letters: str) -> list[Paragraph]:
        """Those that have some letters or others, in order."""
        return [self.all[at] for at in sorted({at for each in letters for at in self.joined.having(each)})]


@remember
def read(context: Context, document: DocumentData) -> Paragraphs:
    """The paragraphs of all texts of a document; headings are none."""
    return Paragraphs(_all_paragraphs(context, document))


def paragraphs(context: Context, document: DocumentData) -> tuple[Paragraph, ...]:
    """The same, to go over."""
    return read(context, document).all


def _all_paragraphs(context: Context, document: DocumentData) -> Iterator[Paragraph]:
    for passage in passages(context, document):
        yield from _paragraphs_of(passage.prose.blocks, passage)


@remember
def with_digits(context: Context, document: DocumentData) -> Paragraphs:
    """Those of a document's paragraphs that have figures."""
    return Paragraphs(paragraph for paragraph in paragraphs(context, document) if paragraph.digits)


@remember
def with_figures(context: Context, document: DocumentData) -> tuple[Paragraph, ...]:
    """Those of a document's paragraphs that have figures, or numbers in words where one can be tested."""
    return tuple(paragraph for paragraph in paragraphs(context, document) if paragraph.figures)


def _paragraphs_of(blocks: tuple[TextBlock, ...], passage: Passage) -> Iterator[Paragraph]:
    for index, block in enumerate(blocks):
        if isinstance(block, TextList):
            for item in block.items:
                yield from _paragraphs_of(item, passage)
        elif isinstance(block, TextParagraph):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            listed = len(following.items) if isinstance(following, TextList) else None
            yield Paragraph(_words(block.runs), block.line, passage, listed)


def _words(runs: tuple[Run, ...]) -> str:
    """What stands there; references hold values that cannot contradict, and are left out with the marks of notes."""
    if len(runs) == 1 and runs[0].style == "plain":
        return runs[0].text
    return "".join(run.text for run in runs if run.style not in ("note", "reference"))
