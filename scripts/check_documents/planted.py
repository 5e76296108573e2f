"""Planted faults: does each validator still find what it is there for?

A document of each kind is made that is fine. Each fault is put into a copy of it, and its validator has to name it.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typst

from scripts.check_documents.documents import ROOT, SOURCES, Document, vbgen
from scripts.check_documents.validators import check

FOLDER = ROOT / "build" / "planted"
(EXAMPLE,) = (source for source in SOURCES if source.name == "exempelkommunen")

PAGE = """<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verksamhetsplan</title>
<style>
.skip { position: absolute; left: -999px; }
.skip:focus { left: 0; }
.wide { overflow-x: auto; }
.wide table { width: 900px; }
img { max-width: 100%; }
</style>
</head>
<body>
<a class="skip" href="#innehall">Till innehållet</a>
<header><a href="https://example.org/">Kommunen</a></header>
<main id="innehall" tabindex="-1">
<h1>Verksamhetsplan</h1>
<p>Nämnden svarar för kulturen. <a href="#budget">Se budgeten</a>.</p>
<h2 id="budget">Budget</h2>
<div class="wide" role="region" aria-label="Budget" tabindex="0">
<table>
<caption>Budget</caption>
<thead><tr><th scope="col">Belopp</th><th scope="col">2024</th></tr></thead>
<tbody><tr><th scope="row">Bibliotek</th><td>24 300</td></tr></tbody>
</table>
</div>
<p><img alt="Stapel" width="20" height="20" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="></p>
</main>
</body>
</html>
"""

PDF = """#set document(title: "Verksamhetsplan", date: datetime(year: 2024, month: 1, day: 1))
#set text(lang: "sv", font: "Libertinus Serif")
= Verksamhetsplan
Nämnden svarar för kulturen.
#table(columns: 2, table.header([Belopp], [2024]), [Bibliotek], [24 300])
"""

MARKDOWN = "# Verksamhetsplan\n\nNämnden svarar för kulturen. Bibliotek.\n"

STANDARDS = ("ua-1", "a-2a")


class Fault(NamedTuple):
    """A validator, its expected message (a pattern), and the fault: a passage (a pattern too) and its replacement."""

    validator: str
    says: str
    passage: str
    instead: str


WORD_FAULTS = (
    Fault("ooxml-sdk", "expected: <.*:tblGrid>", r"<w:tblGrid>.*?</w:tblGrid>", ""),
    Fault("openxml-audit", "'Ingen' referenced but not defined", r'(<w:pStyle w:val=)"[^"]*"', r'\1"Ingen"'),
    Fault("words", "words are missing", r"<w:t\b[^>]*>[^<]*</w:t>", "<w:t/>"),
    Fault("libreoffice", "does not open, or is empty", r"<w:body>.*</w:body>", "<w:body></w:body>"),
)
HTML_FAULTS = (
    Fault("nu-html", "error .*alt", 'alt="Stapel" ', ""),
    Fault("nu-html", "warning ", "<table>\n<caption>.*?</caption>", "<section><p>x</p></section><table>"),
    Fault("axe-core", "^desktop: image-alt", 'alt="Stapel" ', ""),
    Fault("axe-core", "^phone: color-contrast", "<p>Nämnden", '<p style="color: #aaa">Nämnden'),
    Fault(
        "axe-core",
        "^dark: color-contrast",
        "<style>",
        "<style>@media (prefers-color-scheme: dark) { p { color: #aaa } }",
    ),
    Fault("axe-core", "empty-table-header", "Belopp", ""),
    Fault("axe-core", "heading-order", "<(/?)h2", r"<\1h4"),
    Fault("page", "console: ", "</main>", '</main><script>console.error("fel")</script>'),
    Fault("page", "script: ", "</main>", '</main><script>throw new Error("fel")</script>'),
    Fault("page", "it loads https://example.org/", 'data:image[^"]*', "https://example.org/a.gif"),
    Fault(
        "page", "phone: the page is .* on a screen of 390", r"<p>Nämnden", r'<p style="width: 900px; margin: 0">Nämnden'
    ),
    Fault("page", "the page is .* on a screen of 390", '<meta name="viewport"[^>]*>', ""),
    Fault("page", "first Tab reaches no link", '<a class="skip".*?</a>', ""),
    Fault("page", "skip link cannot be seen", r"\.skip:focus \{ left: 0; \}", ""),
    Fault("page", "the first Tab reaches no link", 'href="#innehall"', 'href="#annat"'),
    Fault("page", "cannot be scrolled", "overflow-x: auto", "overflow-x: hidden"),
    Fault("page", "cannot get the focus", ' tabindex="0"', ""),
    Fault("page", "no named region", ' role="region"', ""),
    Fault("page", "there is no #budget", ' id="budget"', ""),
    Fault("page", "there is no file:.*annan.html", 'href="#budget">Se', 'href="annan.html">Se'),
    Fault("words", "words are missing", "Nämnden svarar för", ""),
)
PDF_FAULTS = (
    Fault("words", "it has no text", "Libertinus Serif", 'Saknas", fallback: false, style: "italic'),
    Fault("words", "words are missing", "Nämnden svarar för", ""),
)
PDF_STANDARDS = (
    Fault("pdf/ua-1", "5-1 ", "", "a-2a"),
    Fault("pdf/a-2a", r"6\.6\.4-1 ", "", "ua-1"),
    Fault("pdf/ua-1", r"7\.1-3 .*Artifact or tagged", "", ""),
    Fault("pdf/a-2a", r"6\.7\.3\.3-1 ", "", ""),
)


def report() -> int:
    """Print which faults are found; return the exit code: 1 if one is not, or if a fine document is called wrong."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    planted = {Document(path, path.name): fault for path, fault in (*_plant_word(), *_plant_html(), *_plant_pdf())}
    results = list(check(list(planted)))
    missed_count = 0
    for document, fault in planted.items():
        if fault:
            own_results = [
                result for result in results if (result.validator, result.document) == (fault.validator, document)
            ]
            problems = [problem for result in own_results for problem in result.problems]
            is_found = any(re.search(fault.says, problem) for problem in problems) or any(
                result.skipped for result in own_results
            )
            missed_count += not is_found
            print(f"{document.kind:5} {fault.validator:14} {fault.says}  {'found' if is_found else 'NOT FOUND'}")
            for problem in problems if not is_found else ():
                print(f"      {problem}")
    false_alarms = [result for result in results if result.problems and not planted[result.document]]
    for alarm in false_alarms:
        print(f"{alarm.document.kind:5} {alarm.validator:14} FALSE ALARM: {'; '.join(alarm.problems)}")
    faults = sum(fault is not None for fault in planted.values())
    print(f"\n{faults} faults, {missed_count} not found, {len(false_alarms)} false alarms")
    return 1 if missed_count or false_alarms else 0


def _plant_word() -> Iterator[tuple[Path, Fault | None]]:
    """Make a document with vbgen, and copies of it with faults."""
    board = ("--year", "2024", "--nämnd", "kulturnamnden", "--document", "verksamhetsplan")
    vbgen(EXAMPLE, "render", "--quiet", *board, "--output", str(FOLDER / "vbgen"))
    (source,) = FOLDER.glob("vbgen/**/*.docx")
    markdown = source.with_suffix(".md").read_text(encoding="utf-8")
    yield _write_file(FOLDER / "word" / "fine.docx", source.read_bytes(), markdown), None
    yield (
        _write_file(FOLDER / "word" / "date.docx", _plant_in_package(source, None), markdown),
        Fault("package", "tells when or where", "", ""),
    )
    for number, fault in enumerate(WORD_FAULTS):
        yield _write_file(FOLDER / "word" / f"{number}.docx", _plant_in_package(source, fault), markdown), fault


def _plant_html() -> Iterator[tuple[Path, Fault | None]]:
    yield _write_file(FOLDER / "html" / "fine.html", PAGE.encode()), None
    for number, fault in enumerate(HTML_FAULTS):
        yield _write_file(FOLDER / "html" / f"{number}.html", _plant_in_text(PAGE, fault).encode()), fault


def _plant_pdf() -> Iterator[tuple[Path, Fault | None]]:
    yield _write_file(FOLDER / "pdf" / "fine.pdf", _compile_pdf(PDF, STANDARDS)), None
    for number, fault in enumerate(PDF_FAULTS):
        yield (
            _write_file(FOLDER / "pdf" / f"text-{number}.pdf", _compile_pdf(_plant_in_text(PDF, fault), STANDARDS)),
            fault,
        )
    for number, fault in enumerate(PDF_STANDARDS):
        yield _write_file(FOLDER / "pdf" / f"standard-{number}.pdf", _compile_pdf(PDF, fault.instead.split())), fault


def _write_file(path: Path, content: bytes, markdown: str = MARKDOWN) -> Path:
    """Write the file, and beside it the Markdown file that its words are compared with."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.with_suffix(".md").write_text(markdown, encoding="utf-8")
    return path


def _plant_in_text(text: str, fault: Fault) -> str:
    changed, count = re.subn(fault.passage, fault.instead, text, flags=re.DOTALL)
    if not count:
        raise LookupError(f"there is no {fault.passage}")
    return changed


def _plant_in_package(source: Path, fault: Fault | None) -> bytes:
    """Return the Word file with a fault in its text, or with the dates of today."""
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if fault and info.filename == "word/document.xml":
                content = _plant_in_text(content.decode(), fault).encode()
            new.writestr(info if fault else info.filename, content)
    return target.getvalue()


def _compile_pdf(source: str, standards: Sequence[str]) -> bytes:
    pdf_standards: Any = [*standards]
    return typst.compile(source.encode(), format="pdf", pdf_standards=pdf_standards, pdf_tags=bool(standards))
