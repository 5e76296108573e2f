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
from vbgen.analysis.relation_outcomes import DocumentOutcomes, Outcome
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
from vbgen.view.changes import list_changes
from vbgen.view.document import title_lines
from vbgen.view.prose import get_plain_text, label, period_words

TITLE = "Kontrollprotokoll"

Line = tuple[str | tuple[str, ...], ...]  # a row: a text for each cell, or its paragraphs
Group = tuple[str, list[Line]]  # rows, and the heading over them


class Record(NamedTuple):
    """The facts on a document's check. `context`: its data and nothing later; `findings` and `checks` of those.

    `at`: line and column of a place. `broken`: files that the rules could not read in full. `sources`: file → SHA-256 of all that it is
    made of. `made`: name of a file → its SHA-256, or why it has none here.
    """

    context: Context
    unit: Unit
    document: DocumentData
    findings: list[Finding]
    checks: list[DocumentOutcomes]
    locate: Callable[[Place], tuple[int, int]]
    broken_files: list[str]
    sources: Mapping[str, str]
    rendered_files: Mapping[str, str]
    pandoc: str

    def count_open_errors(self) -> int:
        """Count the open errors."""
        return sum(1 for finding in self.findings if finding.is_open and finding.severity == "error")


def build_document(record: Record) -> Document:
    """Return the record as a document."""
    info, organisation = record.document.info, record.context.data.organisation
    lines = [record.unit.file.name, f"Period: {period_words(info.period)}", *title_lines(organisation, info)]
    if info.decision is None:
        lines.append("Beslut: anges inte")
    title = TitleBlock(TITLE, info.title, tuple(lines))
    blocks = (title, *_build_result(record), *_build_checks(record), *_build_findings(record), *_build_sources(record))
    marks = (organisation.example,) if organisation.example is not None else ()
    return Document(
        f"{TITLE}: {info.title}", blocks, "", organisation.name, marks=marks, properties={"category": TITLE.lower()}
    )


# --------------------------------------------------------------------- result
def _build_result(record: Record) -> Iterator[Block]:
    yield _create_heading("1", "Resultat")
    open_counts = Counter(finding.severity for finding in record.findings if finding.is_open)
    noted_count = sum(1 for finding in record.findings if finding.is_acknowledged)
    if failing := record.count_open_errors():
        errors = _format_count(failing, "öppet fel", "öppna fel")
        warning = f"Dokumentet och det som det bygger på har {errors} som ska rättas eller förklaras."
        yield Paragraph((Span(warning, "strong"),), "notice")
    outcomes = [outcome for checks in record.checks for outcome in checks.outcomes]
    tried = sum(outcome.tried for outcome in outcomes)
    counts = [_format_count(open_counts[name], SEVERITY[name], PLURAL[name]) for name in ("error", "warning", "info")]
    summary = f"Öppna fynd: {counts[0]}, {counts[1]} och {counts[2]}. Förklarade (noterade) fynd: {noted_count}."
    yield _create_paragraph(f"{tried} samband mellan siffror har prövats. {summary}")
    yield _create_paragraph(
        "Kontrollen omfattar dokumentet, dess bilagor och det som de bygger på: tidigare dokument samma år, "
        "gemensamt.yaml och vbgen.yaml."
    )
    if record.broken_files:
        warning = f"Gick inte att läsa i sin helhet: {', '.join(record.broken_files)}. Regler som bygger på dem kan ha missat fynd."
        yield Paragraph((Span(warning),), "notice")


# --------------------------------------------------------------------- checks
def _build_checks(record: Record) -> Iterator[Block]:
    yield _create_heading("2", "Kontroller")
    yield _create_heading("2.1", "Regler")
    codes = [rule.code for rule in RULES if rule.stage != "rendering" and not rule.on_request]
    open_counts = Counter(finding.code for finding in record.findings if finding.is_open)
    acknowledged_counts = Counter(finding.code for finding in record.findings if finding.is_acknowledged)
    lines: list[Line] = [
        (code, rules.title(code), str(open_counts[code]), str(acknowledged_counts[code]))
        for code in codes
        if open_counts[code] or acknowledged_counts[code]
    ]
    yield _create_paragraph(f"{len(codes)} regler har prövats. {len(lines) or 'Ingen'} av dem har fynd.")
    if lines:
        yield _create_table(
            ("Regel", "Vad den letar efter", "Öppna fynd", "Förklarade fynd"), [("", lines)], right=(2, 3)
        )
    quiet = [code for code in codes if not (open_counts[code] or acknowledged_counts[code])]
    yield Paragraph((Span("Regler utan fynd"),), "label")
    yield _create_list(
        tuple(span for code in group for span in (Span(code, "strong"), Span(f" {rules.title(code)} ")))
        for _, group in groupby(quiet, lambda code: code[:3])
    )
    yield _create_heading("2.2", "Samband mellan siffror")
    groups: list[Group] = [
        (_format_document(record, checks.document), _build_outcome_lines(checks.outcomes))
        for checks in record.checks
        if checks.outcomes
    ]
    if groups:
        yield _create_table(HEAD[1:], groups, right=range(1, len(COUNTS) + 1))
        yield Paragraph((Span(_LEGEND),), "note")
    else:
        yield _create_paragraph("Dokumentet har inga samband mellan siffror att pröva.")
    without = [
        f"{_format_document(record, checks.document)}: {', '.join(checks.unrelated_tables)}"
        for checks in record.checks
        if checks.unrelated_tables
    ]
    if without:
        yield Paragraph((Span("Tabeller med siffror men utan samband som prövas"),), "label")
        yield _create_list((Span(text),) for text in without)


_LEGEND = (
    "Håller: siffran är den som ska stå. Avrundning: skillnaden förklaras av att siffrorna är avrundade. En enhet: två tabeller "
    "skiljer en enhet i sista siffran. Noterade: felet är känt och förklarat. Ett samband kan inte prövas när något som det "
    "bygger på inte visas."
)


def _build_outcome_lines(outcomes: tuple[Outcome, ...]) -> list[Line]:
    return [
        (KINDS[outcome.kind].words.capitalize(), *(str(getattr(outcome, name)) for name in COUNTS))
        for outcome in outcomes
    ]


def _format_document(record: Record, path: str) -> str:
    """Return a document's title and folder."""
    titles = {document.path: document.info.title for document in record.context.data.documents()}
    return f"{titles[path]} ({path})"


# ------------------------------------------------------------------- findings
def _build_findings(record: Record) -> Iterator[Block]:
    yield _create_heading("3", "Fynd och förklaringar")
    yield _create_heading("3.1", "Öppna fynd")
    open_findings = [finding for finding in record.findings if finding.is_open]
    for severity, word in PLURAL.items():
        if findings := [finding for finding in open_findings if finding.severity == severity]:
            yield _create_table(
                ("Rad", "Regel", "Fynd", "Angivet", "Beräknat"),
                _group_by_file((finding.place.file, _build_finding_line(finding)) for finding in findings),
                caption=word.capitalize(),
                right=(3, 4),
            )
    if not open_findings:
        yield _create_paragraph("Inga.")
    yield _create_heading("3.2", "Förklarade fynd")
    acknowledged = [finding for finding in record.findings if finding.is_acknowledged]
    if acknowledged:
        yield _create_table(
            ("Rad", "Regel", "Fynd", "Angivet", "Beräknat", "Skäl"),
            _group_by_file(
                (finding.place.file, (*_build_finding_line(finding), finding.reason or "")) for finding in acknowledged
            ),
            right=(3, 4),
        )
    else:
        yield _create_paragraph("Inga.")
    yield _create_heading("3.3", "Regler som organisationen har sänkt eller noterat")
    place = record.context.data.organisation_place
    settings: list[Line] = [
        (
            code,
            setting.severity or "noterad",
            setting.reason,
            f"{place.file}:{record.locate(place.child('regler', code))[0]}",
        )
        for code, setting in record.context.data.organisation.rules.items()
        if code >= FIRST_OF_CONTENT
    ]
    yield (
        _create_table(("Regel", "Blir", "Skäl", "Står i"), [("", settings)]) if settings else _create_paragraph("Inga.")
    )
    yield _create_heading("3.4", "Förklarade ändringar")
    explained = list(_group_by_file(_list_explanations(record)))
    titles, widths = ("Rad", "Vad", "Ändring", "Skäl", "Beslut"), (1, 6, 6, 3, 2)
    yield _create_table(titles, explained, widths=widths) if explained else _create_paragraph("Inga.")


def _build_finding_line(finding: Finding) -> Line:
    """Return the row of a finding: with its hint while it is open, with its severity when it is explained."""
    place = finding.place
    code = (finding.code,) if finding.is_open else (finding.code, SEVERITY[finding.severity])
    message = (finding.message, f"→ {finding.hint}") if finding.is_open and finding.hint else finding.message
    return (
        f"{place.line or 1}:{place.column or 1}",
        code,
        message,
        _format_figure(finding.stated),
        _format_figure(finding.computed),
    )


def _format_figure(text: str | None) -> str:
    """Return a figure as printed; other text as it stands."""
    figure = parse(text or "")
    return figure.show() if figure is not None else text or ""


def _list_explanations(record: Record) -> Iterator[tuple[str, Line]]:
    """Yield the reasons of items that came, went or were worded anew, under the names of their files."""
    context = record.context
    for document in context.data.documents():
        chain = context.chain(context.data.find_unit(document))
        for located in document.items():
            item, origin = located.item, chain.origin(located.kind, located.item.id)
            name = origin.item.name if origin is not None else None
            title = f"{located.kind} ”{get_plain_text(label(name))}”" if name is not None else located.kind
            reasons: list[tuple[str, Reasoned]] = list_changes(chain, item)
            if item.rewording is not None:
                reasons.append((f"Lydelse: ”{get_plain_text(label(item.rewording.text))}”", item.rewording))
            for words, reasoned in reasons:
                line = (
                    str(_find_line(record, located)),
                    (title, item.id),
                    words,
                    reasoned.reason,
                    reasoned.decision_text,
                )
                yield located.place.file, line


def _find_line(record: Record, located: LocatedItem) -> int:
    return record.locate(located.place.child("id"))[0]


# -------------------------------------------------------------------- sources
def _build_sources(record: Record) -> Iterator[Block]:
    yield _create_heading("4", "Versioner och kontrollsummor")
    versions: list[Line] = [
        ("vbgen", __version__),
        ("Dataformat (format: i vbgen.yaml)", str(record.context.data.organisation.format)),
        ("pandoc (gör Word-filerna)", record.pandoc),
    ]
    yield _create_table(("Program och format", "Version"), [("", versions)])
    yield _create_paragraph(
        "En fil är oförändrad om dess kontrollsumma är densamma. Den räknas fram med certutil -hashfile FIL SHA256 i Windows och "
        "med sha256sum FIL i andra system."
    )
    paths = sorted((*file.rpartition("/")[::2], digest) for file, digest in record.sources.items())
    groups: list[Group] = [
        (folder or "Arbetsytan", [(name, digest) for _, name, digest in lines])
        for folder, lines in groupby(paths, lambda path: path[0])
    ]
    yield _create_table(("Fil", "SHA-256"), groups, caption="Det som dokumentet är gjort av")
    yield _create_table(
        ("Fil", "SHA-256"), [("", list(record.rendered_files.items()))], caption="Det färdiga dokumentet"
    )


# --------------------------------------------------------------------- blocks
def _create_heading(number: str, text: str) -> Heading:
    return Heading(number.count(".") + 1, (Span(text),), number, f"kapitel-{number.replace('.', '-')}")


def _create_paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _create_list(lines: Iterable[Inlines]) -> ListBlock:
    return ListBlock("bullet", tuple((Paragraph(line),) for line in lines))


def _group_by_file(lines: Iterable[tuple[str, Line]]) -> list[Group]:
    """Group lines under the names of their files, in order."""
    return [(file, [line for _, line in pairs]) for file, pairs in groupby(lines, lambda pair: pair[0])]


def _create_table(
    titles: tuple[str, ...],
    groups: list[Group],
    *,
    caption: str = "",
    right: Collection[int] = (),
    widths: tuple[float, ...] = (),
) -> Table:
    """Return a table; columns `right` hold figures. A group with a name has it in a row of its own."""
    columns = tuple(
        Column("right" if index in right else "left", widths[index] if widths else 1) for index in range(len(titles))
    )
    rows: list[Row] = []
    for name, lines in groups:
        rows += [Row((_create_cell(name),), "heading")] if name else []
        rows += [Row(tuple(map(_create_cell, line))) for line in lines]
    return Table(columns, (Row(tuple(map(_create_cell, titles))),), tuple(rows), (Span(caption),) if caption else ())


def _create_cell(text: str | tuple[str, ...]) -> Cell:
    return Cell(tuple((Span(part),) for part in ((text,) if isinstance(text, str) else text) if part))


def _format_count(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular if count == 1 else plural}"
