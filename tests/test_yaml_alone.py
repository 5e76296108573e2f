"""What needs no code: new tables and types of tables, new symbols, new outlines are made in YAML alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vbgen.cli import cli

SETTINGS = """\
format: 1
organisation: Region Påhittad
nivåer:
  mål: {namn: Mål, visas: lista}
"""
BOARD = "namn: Trafiknämnden\n"
DOCUMENT = """\
dokument: verksamhetsplan
titel: Plan för trafiken
period: 2030
"""
TABLE_TYPE = """\
tabelltyper:
  linjetrafik:
    namn: Linjetrafik
    kolumner:
      linje: {slag: text}
      vardag: {slag: antal}
      helg: {slag: antal}
      alla: {slag: antal, formel: "summa(vardag, helg)"}
      ifjol: {slag: antal}
      skillnad: {slag: antal, formel: alla - ifjol, plustecken: ja}
      andring: {slag: procent, enhet: "%", formel: "förändring(alla, ifjol)", plustecken: ja}
    rader:
      per-buss: {slag: tal, formel: "kvot(resor, bussar)", decimaler: 2}
"""
TABLE = """\
texter:
  om-trafiken: |
    Så här ser trafiken ut.

    [tabell: resor-per-linje]
tabeller:
  resor-per-linje:
    typ: linjetrafik
    rubrik: Resor på påhittade linjer
    kolumner:
      ifjol: {rubrik: Året före}
    tabell: |
      | Linje                       | Vardag | Helg  | Alla   | Ifjol  | Skillnad | Ändring |
      | ---
      | Stadslinjen                 | 12 000 | 3 000 |        | 14 500 |          |         |
      | Sjöbussen[^s], varav        |  1 200 |   900 |        |  2 000 |          |         |
      |   + Norra bryggan           |    700 |   400 |        |        |          |         |
      |   + Södra bryggan           |    500 |   500 |        |        |          |         |
      | = [resor] Alla resor        |        |       | 17 100 |        |          |         |
      | # Fordon
      | [bussar] Bussar             |     40 |    20 |        |     50 |          |         |
      | [per-buss] Resor per buss   |        |       |        |        |          |         |
    fotnoter: {s: Går bara isfria månader.}
"""


class Folder:
    """A workspace of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def plan(self, settings: str = "", document: str = "", **files: str) -> Folder:
        """A board with a plan; `files` by the name of the file in the plan's folder."""
        folder = "data/2030/trafiknamnden"
        written = {
            "vbgen.yaml": SETTINGS + settings,
            f"{folder}/namnd.yaml": BOARD,
            f"{folder}/plan/dokument.yaml": DOCUMENT + document,
        }
        self.write(written | {f"{folder}/plan/{name}.yaml": text for name, text in files.items()})
        return self

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, ["-C", str(self.root), *arguments])

    def validated(self) -> str:
        """What validate says; there must be no error."""
        done = self.run("validate")
        assert done.exit_code == 0, done.output
        return done.output

    def markdown(self) -> str:
        done = self.run("render", "--year", "2030", "--nämnd", "trafiknamnden", "--format", "md")
        assert done.exit_code == 0, done.output
        (path,) = self.root.glob("dist/2030/trafiknamnden/*.md")
        return path.read_text(encoding="utf-8").replace("\u00a0", " ")

    def headings(self) -> list[str]:
        """Level and words of each heading, anchors left out."""
        found = re.findall(r"(?m)^(#+) +(.*?)(?: *\{#[^}]*\})?$", self.markdown())
        return [f"{len(marks)} {words}".replace("\\", "") for marks, words in found]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def rows(markdown: str) -> dict[str, list[str]]:
    """Cells of all table rows by the words of their first cell."""
    found = {}
    for line in markdown.splitlines():
        if line.startswith("|"):
            cells = [cell.strip(" *") for cell in line.strip("|").split("|")]
            found[re.sub(r"^(?:&\w+;|[  –-])+|<[^>]*>", "", cells[0])] = cells[1:]
    return found


# ---------------------------------------------------------------------- tables
def test_a_new_type_of_table_with_new_labels_columns_and_formulas(folder: Folder) -> None:
    outline = "disposition:\n  - rubrik: Trafiken\n    innehåll: [{text: om-trafiken}]\n"
    folder.plan(TABLE_TYPE, outline, trafik=TABLE)
    assert " 0 fel" in folder.validated()
    markdown = folder.markdown()
    assert "Resor på påhittade linjer" in markdown
    assert "Går bara isfria månader." in markdown
    found = rows(markdown)
    assert next(cells for label, cells in found.items() if label.startswith("Linje")) == [
        "Vardag", "Helg", "Alla", "Året före", "Skillnad", "Ändring"
    ]  # fmt: skip
    by_start = {label.split("[")[0].split("^")[0].split(",")[0]: cells for label, cells in found.items()}
    assert by_start["Stadslinjen"] == ["12 000", "3 000", "15 000", "14 500", "+500", "+3,4 %"]
    assert next(cells for label, cells in found.items() if label.startswith("Sjöbussen")) == [
        "1 200", "900", "2 100", "2 000", "+100", "+5,0 %"
    ]  # fmt: skip
    assert by_start["Alla resor"] == ["13 200", "3 900", "17 100", "16 500", "+600", "+3,6 %"]
    assert by_start["Resor per buss"][:2] == ["330,00", "195,00"]


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("17 100", "17 200", "VB301", ("17 200", "17 100")),
        ("|  1 200 |   900 |", "|  1 300 |   900 |", "VB302", ("1 300", "1 200")),
        ("| 14 500 |          |", "| 14 500 |      600 |", "VB303", ("600", "500")),
        ("| 14 500 |          |         |", "| 14 500 |          |   4,3 % |", "VB304", ("4,3", "3,4")),
    ],
)
def test_the_figures_of_a_new_type_of_table_are_checked(
    folder: Folder, before: str, after: str, code: str, words: tuple[str, str]
) -> None:
    assert TABLE.count(before) == 1
    outline = "disposition:\n  - rubrik: Trafiken\n    innehåll: [{text: om-trafiken}]\n"
    done = folder.plan(TABLE_TYPE, outline, trafik=TABLE.replace(before, after)).run("validate")
    assert done.exit_code == 1
    output = done.output.replace("\u00a0", " ")
    found = [text for text in output.splitlines() if f" {code} " in text]
    assert found
    line = TABLE[: TABLE.index(before)].count("\n") + 1
    assert all(f"trafik.yaml:{line}:" in text and words[0] in text and words[1] in text for text in found)


def test_a_packaged_type_of_table_can_be_replaced(folder: Folder) -> None:
    own = "tabelltyper:\n  investeringar:\n    kolumner: {a: {slag: text}, x: {slag: antal}, y: {slag: antal, formel: x + 1}}\n"
    table = "tabeller:\n  t:\n    typ: investeringar\n    tabell: |\n      | A | X | Y |\n      | ---\n      | båtar | 4 | |\n"
    folder.plan(own, "disposition:\n  - rubrik: R\n    innehåll: [{tabell: t}]\n", t=table)
    folder.validated()
    assert rows(folder.markdown())["båtar"] == ["4", "5"]


def test_a_table_needs_no_type(folder: Folder) -> None:
    grid = ("| Båt | Antal |", "| ---", "| Eka | 4 |", "| Färja | 1 |", "| = Summa | |")
    table = "tabeller:\n  t:\n    tabell: |\n" + "".join(f"      {line}\n" for line in grid)
    folder.plan("", "disposition:\n  - rubrik: R\n    innehåll: [{tabell: t}]\n", t=table)
    folder.validated()
    assert rows(folder.markdown())["Summa"] == ["5"]


# --------------------------------------------------------------------- symbols
SYMBOLS = """\
symboler:
  sjöläge:
    rubrik: Läget till sjöss
    används för: [uppdrag.status]
    värden:
      lugnt: {tecken: ≈, betydelse: lugnt hav}
      storm: {tecken: ☈, betydelse: storm väntas, färg: röd}
  hamnläge:
    rubrik: Läget i hamn
    värden:
      öppen: {tecken: ⚓, betydelse: hamnen är öppen}
      stängd: {tecken: ⊘, betydelse: hamnen är stängd}
"""
BOATS = """\
uppdrag:
  - id: ny-brygga
    namn: Bygg en ny brygga.
    status: storm
tabeller:
  hamnar:
    kolumner:
      status: {slag: status, symboler: hamnläge}
    tabell: |
      | Hamn         | [platser] Platser | [status] Läge |
      | ---
      | Norra hamnen | 12                | öppen         |
      | Södra hamnen | 8                 | oläslig       |
      | = Summa      |                   |               |
"""
SYMBOL_CHAPTERS = """\
disposition:
  - rubrik: Till sjöss
    innehåll: [{uppdrag: alla}, {tabell: hamnar}]
  - rubrik: Tecken
    innehåll: [{symboler: ja}]
"""


def test_new_symbols_for_a_field_and_for_a_column(folder: Folder) -> None:
    folder.plan(SYMBOLS, SYMBOL_CHAPTERS, mal=BOATS)
    assert " 0 fel" in folder.validated()
    markdown = folder.markdown()
    body, _, legend = markdown.rpartition("Tecken")
    assert "☈ storm väntas" in body
    found = rows(body)
    assert found["Norra hamnen"] == ["12", "⚓ öppen"]
    assert found["Södra hamnen"] == ["8", "—"]
    for words in ("Läget till sjöss", "≈", "lugnt hav", "Läget i hamn", "⊘", "hamnen är stängd"):
        assert words in legend, words


@pytest.mark.parametrize(
    ("before", "after", "word"), [("status: storm", "status: orkan", "orkan"), ("| öppen ", "| öppet ", "öppet")]
)
def test_a_status_that_is_not_in_the_set_is_found(folder: Folder, before: str, after: str, word: str) -> None:
    done = folder.plan(SYMBOLS, SYMBOL_CHAPTERS, mal=BOATS.replace(before, after)).run("validate")
    assert done.exit_code == 1
    (found,) = [line for line in done.output.splitlines() if " VB206 " in line]
    assert f'"{word}"' in found


def test_a_status_may_be_that_of_another_row(folder: Folder) -> None:
    """As in the published table of building projects: "Inkl i reservvatten USÖ" stands where a status would."""
    boats = BOATS.replace("| Norra hamnen ", "| [norr] Norra hamnen ").replace("| oläslig ", "| Inkl i [norr] ")
    folder.plan(SYMBOLS, SYMBOL_CHAPTERS, mal=boats)
    assert " 0 fel" in folder.validated()
    assert rows(folder.markdown())["Södra hamnen"] == ["8", "Inkl i Norra hamnen"]


# -------------------------------------------------------------------- outlines
TEXTS = "texter:\n" + "".join(f"  {name}: |\n    Text om {name}.\n" for name in ("hav", "kaj", "skepp", "slut"))
OUTLINE = """\
    - rubrik: Havet
      innehåll: [{text: hav}]
    - rubrik: Förord om kajen
      nummer: nej
      innehåll: [{text: kaj}]
    - rubrik: Skeppen
      nummer: 4
      kapitel:
        - rubrik: Stora skepp
          innehåll: [{text: skepp}]
        - rubrik: Små skepp
          nummer: 4.7
          kapitel:
            - rubrik: Ekor
            - rubrik: Utan nummer
              nummer: nej
            - rubrik: Jollar
        - rubrik: Inga skepp
    - rubrik: Slutet
      innehåll: [{text: slut}]
"""
HEADINGS = [
    "1 1 Havet",
    "1 Förord om kajen",
    "1 4 Skeppen",
    "2 4.1 Stora skepp",
    "2 4.7 Små skepp",
    "3 4.7.1 Ekor",
    "3 Utan nummer",
    "3 4.7.2 Jollar",
    "2 4.8 Inga skepp",
    "1 5 Slutet",
]


def shifted(found: list[str]) -> list[str]:
    """Headings of the outline, levels counted from that of the first chapter."""
    at = next(index for index, heading in enumerate(found) if heading.endswith("1 Havet"))
    top = int(found[at].partition(" ")[0])
    return [f"{int(level) - top + 1} {words}" for level, _, words in (heading.partition(" ") for heading in found[at:])]


def test_an_outline_of_the_organisation_with_gaps_and_chapters_without_number(folder: Folder) -> None:
    folder.plan("dispositioner:\n  verksamhetsplan:\n" + OUTLINE, texter=TEXTS)
    assert " 0 fel" in folder.validated()
    assert shifted(folder.headings()) == HEADINGS
    markdown = folder.markdown()
    texts = [f"Text om {name}." for name in ("hav", "kaj", "skepp", "slut")]
    assert all(markdown.count(text) == 1 for text in texts)
    assert [markdown.index(text) for text in texts] == sorted(markdown.index(text) for text in texts)


def test_a_document_has_an_outline_of_its_own(folder: Folder) -> None:
    other = "dispositioner:\n  verksamhetsplan:\n    - rubrik: Något annat\n      innehåll: [{text: hav}]\n"
    folder.plan(other, "disposition:\n" + re.sub("(?m)^  ", "", OUTLINE), texter=TEXTS)
    assert " 0 fel" in folder.validated()
    assert shifted(folder.headings()) == HEADINGS
    assert "Något annat" not in folder.markdown()


def test_numbers_stand_in_the_contents_too(folder: Folder) -> None:
    folder.plan("dispositioner:\n  verksamhetsplan:\n" + OUTLINE, texter=TEXTS)
    contents = folder.markdown().partition("1 Havet")[2].partition("\n# ")[0].partition("\n## 1")[0]
    assert [number for number in ("4.1 Stora", "4.7 Små", "4.7.2 Jollar", "5 Slutet") if number not in contents] == []


def test_what_the_outline_leaves_out_is_found(folder: Folder) -> None:
    done = folder.plan("dispositioner:\n  verksamhetsplan:\n" + OUTLINE, texter=TEXTS + "  glömd: |\n    x\n").run(
        "validate"
    )
    assert done.exit_code == 1
    texts = TEXTS + "  glomd: |\n    Bortglömt.\n"
    done = folder.plan("dispositioner:\n  verksamhetsplan:\n" + OUTLINE, texter=texts).run("validate")
    assert done.exit_code == 1
    (found,) = [line for line in done.output.splitlines() if " VB207 " in line]
    assert '"glomd"' in found
