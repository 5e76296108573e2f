"""Make the pictures of pages in docs/bilder: `python -m scripts.check_documents.pictures`, with the tools of `make check-documents`.

A page is found by words that stand on it, so that the pictures follow the documents.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from scripts.check_documents import tools
from scripts.check_documents.documents import ROOT, SOURCES, Source, vbgen

TARGET = ROOT / "docs" / "bilder"
_PPI = 75
_SCRIPT = Path(__file__).with_name("picture.mjs")
_REPORT = "2021/regionstyrelsen/verksamhetsberattelse"
_INTERIM = "2021/regionstyrelsen/delarsrapport"


class Page(NamedTuple):
    """A page of a PDF: the first after the contents list on which the words stand; without words the title page."""

    name: str
    source: Source
    document: str
    words: str = ""


class Screen(NamedTuple):
    """A web page as a screen of a size shows it from a place on: a selector, or the top."""

    name: str
    source: Source
    file: str
    width: int
    height: int
    place: str = ""


OREBRO, VARMLAND = SOURCES[0], SOURCES[1]
PAGES = (
    Page("titelsida", OREBRO, _REPORT),
    Page("titelsida-varmland", VARMLAND, _INTERIM),
    Page("mal", OREBRO, _REPORT, "Effektmål 2. Länets invånare får"),
    Page("ekonomi", OREBRO, _REPORT, "Totalt resultat"),
    Page("diagram", OREBRO, _REPORT, "5.4 Sjukfrånvaro"),
    Page("internkontroll", OREBRO, _REPORT, "Risken att verksamheten inte efterlever"),
)
SCREENS = (
    Screen("webbsida", OREBRO, f"{_REPORT}.html", 1280, 900, "#kapitel-3-1"),
    Screen("telefon", OREBRO, f"{_REPORT}.html", 390, 844, "#kapitel-4-1"),
    Screen("forstasida", OREBRO, "2021/index.html", 1280, 1400),
)


def main() -> None:
    """Render, and write every picture anew."""
    tools.prepare()
    with tempfile.TemporaryDirectory() as folder:
        rendered = Path(folder)
        for source in (OREBRO, VARMLAND):
            vbgen(source, "render", "--all", "--force", "--quiet", "--output", str(rendered / source.name))
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        for page in PAGES:
            _draw_page(page, rendered / page.source.name / f"{page.document}.pdf")
        for screen in SCREENS:
            _draw_screen(screen, rendered / screen.source.name / screen.file)
    print(TARGET)


def _draw_page(page: Page, path: Path) -> None:
    texts = tools.run("pdftotext", "-enc", "UTF-8", path, "-").split("\f")
    number = (
        next((index for index, text in enumerate(texts, 1) if index > 2 and page.words in text), None)
        if page.words
        else 1
    )
    if number is None:
        raise LookupError(f"{page.words} stands on no page of {path.name}")
    page_options = ("-f", str(number), "-l", str(number), "-singlefile")
    tools.run("pdftoppm", "-r", str(_PPI), "-png", *page_options, path, TARGET / page.name)


def _draw_screen(screen: Screen, path: Path) -> None:
    size = (str(screen.width), str(screen.height))
    chromium = tools.browser() or "chromium"
    tools.run("node", _SCRIPT, tools.NODE, chromium, path.as_uri(), TARGET / f"{screen.name}.png", *size, screen.place)


if __name__ == "__main__":
    main()
