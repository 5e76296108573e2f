"""The record of a document's checks (Kontrollprotokoll), as a document: to be filed with the case when the document is decided.

It tells of all that the document is made of, and holds no date, user or path of a machine: the same data give the same record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from vbgen import __version__, rules
from vbgen.analysis.equations import KINDS
from vbgen.analysis.relation_outcomes import Checks, Outcome
from vbgen.findings import Finding, Place
from vbgen.model.items import Reasoned
from vbgen.model.numbers import parse
from vbgen.reporting import PLURAL, SEVERITY
from vbgen.reporting.relations import COUNTS, HEAD
from vbgen.reportset.context import Context
from vbgen.reportset.data import DocumentData, LocatedItem, Unit
from vbgen.rules.registry import FIRST_OF_CONTENT, RULES
from vbgen.view.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Inlines,
    ListBlock,
    Paragraph,
    Row,
    Span,
    Table,
    TitleBlock,
)
from vbgen.view.changes import changes
from vbgen.view.document import title_lines
from vbgen.view.prose import label, period_words, plain

TITLE = "Kontrollprotokoll"

Line = tuple[str | tuple[str, ...], ...]  # a row: a text for each cell, or its paragraphs
Group = tuple[str, list[Line]]  # rows, and what stands over them


class Record(NamedTuple):
    """What is told of a document. `context`: what it is made of and nothing later; `findings` and `checks` of that.

    `at`: line and column of a place. `broken`: files that the rules could not read in full. `sources`: file → SHA-256 of all that it is
    made of. `made`: name of a file → its SHA-256, or why it has none here.
    """

    context: Context
    unit: Unit
    document: DocumentData
    findings: list[Finding]
    checks: list[Checks]
    at: Callable[[Place], tuple[int, int]]
    broken: list[str]
    sources: Mapping[str, str]
    made: Mapping[str, str]
    pandoc: str

    def failing(self) -> int:
        """How many errors are open."""
        return sum(1 for finding in self.findings if finding.open and finding.severity == "error")


def document(record: Record) -> Document:
    """The record as a document."""
    info, organisation = record.document.info, record.context.data.organisation
    lines = [record.unit.file.name, f"Period: {period_words(info.period)}", *title_lines(organisation, info)]
    if info.decision is None:
        lines.append("Beslut: anges inte")
    title = TitleBlock(TITLE, info.title, tuple(lines))
    blocks = (title, *_result(record), *_checks(record), *_findings(record), *_sources(record))
    marks = (organisation.example,) if organisation.example is not None else ()
    return Document(
        f"{TITLE}: {info.title}", blocks, "", organisation.name, marks=marks, properties={"category": TITLE.lower()}
    )


# --------------------------------------------------------------------- result
def _result(record: Record) -> Iterator[Block]:
    yield _heading("1", "Resultat")
    open_ones = Counter(finding.severity for finding in record.findings if finding.open)
    noted = sum(1 for finding in record.findings if finding.acknowledged)
    if failing := record.failing():
        said = f"Dokumentet och det som det bygger på har {_counted(failing, 'öppet fel', 'öppna fel')} som ska rättas eller förklaras."
        yield Paragraph((Span(said, "strong"),), "notice")
    outcomes = [outcome for one in record.checks for outcome in one.outcomes]
    tried = sum(outcome.tried for outcome in outcomes)
    found = [_counted(open_ones[name], SEVERITY[name], PLURAL[name]) for name in ("error", "warning", "info")]
    told = f"Öppna fynd: {found[0]}, {found[1]} och {found[2]}. Förklarade (noterade) fynd: {noted}."
    yield _text(f"{tried} samband mellan siffror har prövats. {told}")
    yield _text(
        "Kontrollen omfattar dokumentet, dess bilagor och det som de bygger på: tidigare dokument samma år, "
        "gemensamt.yaml och vbgen.yaml."
    )
    if record.broken:
        said = (
            f"Gick inte att läsa i sin helhet: {', '.join(record.broken)}. Regler som bygger på dem kan ha missat fynd."
        )
        yield Paragraph((Span(said),), "notice")


# --------------------------------------------------------------------- checks
def _checks(record: Record) -> Iterator[Block]:
    yield _heading("2", "Kontroller")
    yield _heading("2.1", "Regler")
    codes = [rule.code for rule in RULES if rule.found != "rendering" and not rule.on_request]
    open_ones = Counter(finding.code for finding in record.findings if finding.open)
    noted = Counter(finding.code for finding in record.findings if finding.acknowledged)
    lines: list[Line] = [
        (code, rules.title(code), str(open_ones[code]), str(noted[code]))
        for code in codes
        if open_ones[code] or noted[code]
    ]
    yield _text(f"{len(codes)} regler har prövats. {len(lines) or 'Ingen'} av dem har fynd.")
    if lines:
        yield _table(("Regel", "Vad den letar efter", "Öppna fynd", "Förklarade fynd"), [("", lines)], right=(2, 3))
    quiet = [code for code in codes if not (open_ones[code] or noted[code])]
    yield Paragraph((Span("Regler utan fynd"),), "label")
    yield _list(
        tuple(span for code in group for span in (Span(code, "strong"), Span(f" {rules.title(code)} ")))
        for _, group in groupby(quiet, lambda code: code[:3])
    )
    yield _heading("2.2", "Samband mellan siffror")
    groups: list[Group] = [
        (_named(record, one.document), _outcomes(one.outcomes)) for one in record.checks if one.outcomes
    ]
    if groups:
        yield _table(HEAD[1:], groups, right=range(1, len(COUNTS) + 1))
        yield Paragraph((Span(_LEGEND),), "note")
    else:
        yield _text("Dokumentet har inga samband mellan siffror att pröva.")
    without = [f"{_named(record, one.document)}: {', '.join(one.without)}" for one in record.checks if one.without]
    if without:
        yield Paragraph((Span("Tabeller med siffror men utan samband som prövas"),), "label")
        yield _list((Span(text),) for text in without)


_LEGEND = (
    "Håller: siffran är den som ska stå. Avrundning: skillnaden förklaras av att siffrorna är avrundade. En enhet: två tabeller "
    "skiljer en enhet i sista siffran. Noterade: felet är känt och förklarat. Ett samband kan inte prövas när något som det "
    "bygger på inte visas."
)


def _outcomes(outcomes: tuple[Outcome, ...]) -> list[Line]:
    return [(KINDS[one.kind].words.capitalize(), *(str(getattr(one, name)) for name in COUNTS)) for one in outcomes]


def _named(record: Record, path: str) -> str:
    """A document's title and folder."""
    found = {one.path: one.info.title for one in record.context.data.documents()}
    return f"{found[path]} ({path})"


# ------------------------------------------------------------------- findings
def _findings(record: Record) -> Iterator[Block]:
    yield _heading("3", "Fynd och förklaringar")
    yield _heading("3.1", "Öppna fynd")
    open_ones = [finding for finding in record.findings if finding.open]
    for severity, word in PLURAL.items():
        if chosen := [finding for finding in open_ones if finding.severity == severity]:
            yield _table(
                ("Rad", "Regel", "Fynd", "Angivet", "Beräknat"),
                _by_file((f.place.file, _found(f)) for f in chosen),
                caption=word.capitalize(),
                right=(3, 4),
            )
    if not open_ones:
        yield _text("Inga.")
    yield _heading("3.2", "Förklarade fynd")
    noted = [finding for finding in record.findings if finding.acknowledged]
    if noted:
        yield _table(
            ("Rad", "Regel", "Fynd", "Angivet", "Beräknat", "Skäl"),
            _by_file((f.place.file, (*_found(f), f.reason or "")) for f in noted),
            right=(3, 4),
        )
    else:
        yield _text("Inga.")
    yield _heading("3.3", "Regler som organisationen har sänkt eller noterat")
    place = record.context.data.organisation_place
    settings: list[Line] = [
        (
            code,
            setting.severity or "noterad",
            setting.reason,
            f"{place.file}:{record.at(place.below('regler', code))[0]}",
        )
        for code, setting in record.context.data.organisation.rules.items()
        if code >= FIRST_OF_CONTENT
    ]
    yield _table(("Regel", "Blir", "Skäl", "Står i"), [("", settings)]) if settings else _text("Inga.")
    yield _heading("3.4", "Förklarade ändringar")
    explained = list(_by_file(_explanations(record)))
    titles, widths = ("Rad", "Vad", "Ändring", "Skäl", "Beslut"), (1, 6, 6, 3, 2)
    yield _table(titles, explained, widths=widths) if explained else _text("Inga.")


def _found(finding: Finding) -> Line:
    """A finding: what to do about it while it is open, how grave it was when it is explained."""
    place = finding.place
    code = (finding.code,) if finding.open else (finding.code, SEVERITY[finding.severity])
    message = (finding.message, f"→ {finding.hint}") if finding.open and finding.hint else finding.message
    return f"{place.line or 1}:{place.column or 1}", code, message, _figure(finding.stated), _figure(finding.computed)


def _figure(text: str | None) -> str:
    """A figure as printed; what is none as it stands."""
    figure = parse(text or "")
    return figure.show() if figure is not None else text or ""


def _explanations(record: Record) -> Iterator[tuple[str, Line]]:
    """What the items say of how they came, went or were worded anew."""
    context = record.context
    for one in context.data.documents():
        chain = context.chain(context.data.unit_of(one))
        for located in one.items():
            item, origin = located.item, chain.origin(located.kind, located.item.id)
            name = origin.item.name if origin is not None else None
            what = f"{located.kind} ”{plain(label(name))}”" if name is not None else located.kind
            found: list[tuple[str, Reasoned]] = changes(chain, item)
            if item.rewording is not None:
                found.append((f"Lydelse: ”{plain(label(item.rewording.text))}”", item.rewording))
            for words, why in found:
                line = (str(_line(record, located)), (what, item.id), words, why.reason, why.decided)
                yield located.place.file, line


def _line(record: Record, located: LocatedItem) -> int:
    return record.at(located.place.below("id"))[0]


# -------------------------------------------------------------------- sources
def _sources(record: Record) -> Iterator[Block]:
    yield _heading("4", "Versioner och kontrollsummor")
    versions: list[Line] = [
        ("vbgen", __version__),
        ("Dataformat (format: i vbgen.yaml)", str(record.context.data.organisation.format)),
        ("pandoc (gör Word-filerna)", record.pandoc),
    ]
    yield _table(("Program och format", "Version"), [("", versions)])
    yield _text(
        "En fil är oförändrad om dess kontrollsumma är densamma. Den räknas fram med certutil -hashfile FIL SHA256 i Windows och "
        "med sha256sum FIL i andra system."
    )
    split = sorted((*file.rpartition("/")[::2], digest) for file, digest in record.sources.items())
    groups: list[Group] = [
        (folder or "Arbetsytan", [(name, digest) for _, name, digest in lines])
        for folder, lines in groupby(split, lambda one: one[0])
    ]
    yield _table(("Fil", "SHA-256"), groups, caption="Det som dokumentet är gjort av")
    yield _table(("Fil", "SHA-256"), [("", list(record.made.items()))], caption="Det färdiga dokumentet")


# --------------------------------------------------------------------- blocks
def _heading(number: str, text: str) -> Heading:
    return Heading(number.count(".") + 1, (Span(text),), number, f"kapitel-{number.replace('.', '-')}")


def _text(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _list(lines: Iterable[Inlines]) -> ListBlock:
    return ListBlock("bullet", tuple((Paragraph(line),) for line in lines))


def _by_file(lines: Iterable[tuple[str, Line]]) -> list[Group]:
    """Lines under the names of their files, in order."""
    return [(file, [line for _, line in of]) for file, of in groupby(lines, lambda one: one[0])]


def _table(
    titles: tuple[str, ...],
    groups: list[Group],
    *,
    caption: str = "",
    right: Collection[int] = (),
    widths: tuple[float, ...] = (),
) -> Table:
    """A table; columns `right` hold figures. A group with a name has it in a row of its own."""
    columns = tuple(
        Column("right" if at in right else "left", widths[at] if widths else 1) for at in range(len(titles))
    )
    rows: list[Row] = []
    for name, lines in groups:
        rows += [Row((_cell(name),), "heading")] if name else []
        rows += [Row(tuple(map(_cell, line))) for line in lines]
    return Table(columns, (Row(tuple(map(_cell, titles))),), tuple(rows), (Span(caption),) if caption else ())


def _cell(text: str | tuple[str, ...]) -> Cell:
    return Cell(tuple((Span(part),) for part in ((text,) if isinstance(text, str) else text) if part))


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
