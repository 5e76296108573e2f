"""How a follow-up looks: what is planned, how it went, in the order and with the words of the document."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from vbgen import pipeline
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.view.prose import period_words
from vbgen.workspace import FolderWorkspace

pytestmark = pytest.mark.process

SETTINGS = """format: 1
organisation: Region Exempel
ursprung: {fullmäktige: Fullmäktige, nämnden: Nämnden}
nivåer:
  effektmål: {namn: Effektmål, etikett: 'Effektmål {nummer}. {namn}'}
  delmål: {namn: Delmål, numreras: ja}
  mål: {namn: Mål, visas: lista}
symboler:
  bedömning:
    rubrik: Bedömningar
    används för: [mål.bedömning, uppdrag.status, områden.bedömning]
    värden:
      uppnått: {tecken: ●, betydelse: målet är uppnått}
      inte uppnått: {betydelse: målet är inte uppnått}
  läge:
    rubrik: Lägen
    används för: [indikatorer.status, aktiviteter.status]
    värden:
      helt: {tecken: ●, betydelse: alldeles}
  pilar:
    rubrik: Pilar
    används för: indikatorer.trend
    värden:
      upp: {tecken: ↑, betydelse: det går uppåt}
"""
PLAN = """perspektiv:
  - id: invanare
    namn: Invånare
    områden:
      - id: kvalitet
        namn: Kvalitet
        text: Kvalitet är viktigt.
    mål:
      - {id: e1, nivå: effektmål, nummer: 1, namn: Alla mår bra.}
      - {id: eget, nivå: mål, namn: Vi gör rätt.}
      - {id: d1, nivå: delmål, namn: Ett delmål}
"""
DISPOSITION = """disposition:
  - rubrik: Mål
    kapitel:
      - rubrik: Sammanfattning
        innehåll: [{text: kort}]
      - perspektiv: alla
        numrera områden: nej
  - rubrik: Symboler
    innehåll: [{symboler: [bedömning, läge]}]
"""


class Report:
    """A workspace with a plan and an annual report, and what the report says as Markdown."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.head = "dokument: verksamhetsberättelse\ntitel: Berättelse\nperiod: 2030\n"
        self.files = {
            "vbgen.yaml": SETTINGS,
            "data/2030/namnden/namnd.yaml": "namn: Nämnden\n",
            "data/2030/namnden/plan/dokument.yaml": "dokument: verksamhetsplan\ntitel: Plan\nperiod: 2030\n",
            "data/2030/namnden/plan/mal.yaml": PLAN,
            "data/2030/namnden/2030-12/texter.yaml": "texter: {kort: Året i korthet.}\n",
        }

    def lines(self, goals: str, head: str = "", disposition: str = DISPOSITION) -> list[str]:
        report = "data/2030/namnden/2030-12"
        made = self.files | {f"{report}/dokument.yaml": self.head + head + disposition, f"{report}/mal.yaml": goals}
        for name, content in made.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        files = Files(FolderWorkspace(self.root))
        (job,) = choices.list_jobs(files, 2030, "namnden", ("verksamhetsberattelse",))
        rendered = pipeline.render(files, job, ("md", "docx"))
        assert rendered.files, [f.message for f in rendered.checked.findings]
        return [line for line in rendered.files["md"].decode().replace("\u00a0", " ").split("\n") if line.strip()]


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Report(tmp_path)


GOALS = """perspektiv:
  - id: invanare
    områden: [{id: kvalitet, bedömning: oläslig, text: Det gick bra.}]
    mål:
      - {id: e1, bedömning: uppnått, text: Alla mår bättre.}
      - {id: eget, bedömning: inte uppnått, text: Det gick fel.}
      - {id: d1, bedömning: oläslig}
"""


def test_areas_stand_among_chapters_where_the_disposition_says(report: Report) -> None:
    headings = [line for line in report.lines(GOALS) if line.startswith("#")]
    plain = [re.sub(r"\\", "", line.lstrip("# ")) for line in headings]
    at = plain.index
    assert at("1 Mål") < at("1.1 Sammanfattning") < at("1.2 Invånare") < at("Kvalitet") < at("2 Symboler")


def test_an_area_without_a_number_is_not_in_the_contents(report: Report) -> None:
    numbered = report.lines(GOALS, disposition=DISPOSITION.replace("        numrera områden: nej\n", ""))
    assert any("1.2.2 Kvalitet](" in line for line in numbered)
    assert not any("Kvalitet](" in line for line in report.lines(GOALS))


def test_goals_have_headings_numbers_or_neither_by_their_level(report: Report) -> None:
    lines = report.lines(GOALS)
    assert "#### Effektmål 1. Alla mår bra." in lines
    assert "#### 1.2.1 Ett delmål" in lines
    assert "**Vi gör rätt.**" in lines


def test_an_assessment_is_named_and_a_comment_set_apart(report: Report) -> None:
    lines = report.lines(GOALS)
    at = lines.index("**Vi gör rätt.**")
    assert lines[at + 1 : at + 4] == ["**Bedömning:** målet är inte uppnått", "**Kommentar**", "Det gick fel."]
    at = lines.index("#### Effektmål 1. Alla mår bra.")
    assert lines[at + 1 : at + 3] == ["**Bedömning:** ● målet är uppnått", "Alla mår bättre."]
    at = lines.index("#### Kvalitet")
    assert lines[at + 1] == "**Bedömning:** —"


def test_named_legends_are_printed_whole_and_say_what_a_dash_is(report: Report) -> None:
    lines = report.lines(GOALS, "symbolrubriker: {bedömning: Bedömningar vid årets slut}\n")
    at = lines.index("**Bedömningar vid årets slut**")
    assert lines[at + 1 : at + 3] == ["● = målet är uppnått\\", "inte uppnått = målet är inte uppnått"]
    assert "**Lägen**" in lines  # named, though no indicator is there
    assert "**Pilar**" not in lines
    assert "Där källan inte visar någon symbol står —." in lines
    readable = report.lines(GOALS.replace("oläslig", "uppnått"))
    assert "Där källan inte visar någon symbol står —." not in readable


INDICATORS = """perspektiv:
  - id: invanare
    mål:
      - id: e1
        bedömning: uppnått
        indikatorer:
          - id: i1
            namn: Andel (april 2029)
            tillkommen: Nytt i år
            utfall: {värde: 83 %, avser: 2029-04, omfattning: länet}
            status: helt
            trend: upp
            text: |
              Före tabellen.

              [tabell: kon]

              Efter tabellen.
          - {id: i2, namn: Antal, tillkommen: Nytt i år, utfall: {tabell: antal}, status: oläslig}
          - {id: i3, namn: Sist, tillkommen: Nytt i år, utfall: 7, text: Slut.}
tabeller:
  kon:
    kolumner: {k: {slag: procent}, m: {slag: procent}}
    tabell: |
      |           | [k] Kvinnor | [m] Män |
      | ---
      | [a]       |        47 % |    62 % |
  antal:
    tabell: |
      | Ort | [n] Antal |
      | ---
      | Här |         4 |
"""


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| ").split("|")]


def test_a_table_in_a_comment_stands_where_the_comment_places_it(report: Report) -> None:
    report.files["data/2030/namnden/2030-12/texter.yaml"] = "texter: {kort: Året i korthet.}\n"
    lines = [line for line in report.lines(INDICATORS) if line.startswith("|") and not line.startswith("|:")]
    first = [cells(line)[0] for line in lines if not re.match(r"\|-+", line)]
    order = ["Före tabellen", "Kvinnor", "47 %", "Efter tabellen", "Antal", "Ort", "Här", "**Sist**", "Slut"]
    found = [next(at for at, words in enumerate(first) if want in words) for want in order]
    assert found == sorted(found)
    assert Counter(first)["Indikatorer"] == 3  # the list goes on in a table of the same columns after each of the two


def test_outcome_status_and_trend_have_columns_of_their_own(report: Report) -> None:
    lines = report.lines(INDICATORS)
    header = next(cells(line) for line in lines if line.startswith("| Indikatorer"))
    assert header == ["Indikatorer", "Utfall", "Status", "Trend"]
    row = next(cells(line) for line in lines if "**Andel (april 2029)**" in line)
    # what the name says already is not said again
    assert row[1:] == ["83 %<br>*(länet)*", "● helt", "↑ upp"]
    other = next(cells(line) for line in lines if line.startswith("| Antal"))
    assert other[1:3] == ["Se tabellen nedan", "—"]


def test_a_table_without_labels_has_no_empty_column(report: Report) -> None:
    lines = report.lines(INDICATORS)
    assert [cells(line) for line in lines if "Kvinnor" in line] == [["Kvinnor", "Män"]]


ACTIVITIES = """områden:
  - id: omrade
    namn: Digitalisering
    tillkommen: Nytt
    aktiviteter:
      - {id: a, namn: Utbilda, tillkommen: Nytt, slutdatum: 2030-06-30, status: helt, text: Alla är utbildade.}
      - {id: b, namn: Öva, tillkommen: Nytt}
"""


def test_activities_with_a_day_or_a_status_are_a_table(report: Report) -> None:
    disposition = "disposition: [{rubrik: Mål, innehåll: [{områden: alla}]}, {rubrik: X, innehåll: [{text: kort}]}]\n"
    lines = report.lines(ACTIVITIES, disposition=disposition)
    at = next(at for at, line in enumerate(lines) if line.startswith("| Aktiviteter"))
    assert cells(lines[at]) == ["Aktiviteter", "Slutdatum", "Status"]
    assert cells(lines[at + 2]) == ["**Utbilda**<br>*Tillkommit: Nytt*", "2030-06-30", "● helt"]
    assert cells(lines[at + 3])[0] == "*Kommentar*<br>Alla är utbildade."
    assert "Aktiviteter" not in [line.lstrip("# ") for line in lines if line.startswith("#")]


ASSIGNMENTS = """uppdrag:
  - {id: u1, nummer: 4, ursprung: fullmäktige, namn: Att leda, tillkommen: Nytt}
  - {id: u2, ursprung: nämnden, namn: Att mäta, tillkommen: Nytt}
  - {id: u3, nummer: 9, ursprung: fullmäktige, namn: Att lyssna, tillkommen: Nytt}
"""


@pytest.mark.parametrize("apart", [True, False])
def test_assignments_by_origin(report: Report, apart: bool) -> None:
    headings = "uppdragsrubriker: {fullmäktige: Från fullmäktige, nämnden: Egna}\n" if apart else ""
    disposition = "disposition: [{rubrik: Mål, innehåll: [{uppdrag: alla}, {text: kort}]}]\n"
    lines = report.lines(ASSIGNMENTS, headings, disposition)
    names = ["### Från fullmäktige", "Nr 4. Att leda", "Nr 9. Att lyssna", "### Egna", "Att mäta"]
    if not apart:
        names = ["### Uppdrag", "Nr 4. Att leda", "Att mäta", "Nr 9. Att lyssna"]
    found = [lines.index(next(line for line in lines if line.replace("\\", "") == name)) for name in names]
    assert found == sorted(found)


def test_a_list_without_a_heading(report: Report) -> None:
    disposition = "disposition: [{rubrik: Mål, innehåll: [{uppdrag: alla}, {text: kort}]}]\n"
    lines = report.lines(ASSIGNMENTS, "rubriker: {uppdrag: nej}\n", disposition)
    assert not any(line.lstrip("# ") == "Uppdrag" for line in lines)
    assert any("Att leda" in line for line in lines)


def test_a_table_of_one_column_is_a_list_and_an_empty_one_still_prints(report: Report) -> None:
    tables = (
        "tabeller:\n  en:\n    kolumner: {u: {slag: text}}\n    tabell: |\n      | [u] Upphandling |\n      | ---\n      | Bilar |\n"
        "      | Cyklar |\n  ingen:\n    tabell: |\n      | Bolag | Status |\n      | ---\n"
        "  mal:\n    rader: {r: {slag: procent, målvärde: {värde: 48 %, avser: 2030, omfattning: länet}}}\n"
        "    tabell: |\n      | Nyckeltal | [n] Nu |\n      | ---\n      | [r] Ekologiskt | 46 % |\n"
    )
    disposition = "disposition: [{rubrik: Mål, innehåll: [{tabell: [en, ingen, mal]}, {text: kort}]}]\n"
    lines = report.lines(tables, disposition=disposition)
    assert "- Bilar" in lines and "- Cyklar" in lines
    assert any(cells(line) == ["Bolag", "Status"] for line in lines)
    assert any("Ekologiskt<br>*Målvärde 2030: 48 % (länet)*" in line for line in lines)


def test_restated_figures_say_so_under_the_table(report: Report) -> None:
    tables = (
        "tabeller:\n  antal:\n    omräknat: {skäl: ny indelning, beslut: {organ: Nämnden, paragraf: § 4}}\n"
        "    kolumner: {nu: {slag: antal}, fore: {slag: antal, föregående: nu}}\n"
        "    tabell: |\n      | Grupp | [nu] 2030 | [fore] 2029 |\n      | ---\n      | [a] Alla | 46 | 47 |\n"
    )
    disposition = "disposition: [{rubrik: Mål, innehåll: [{tabell: antal}, {text: kort}]}]\n"
    assert any(
        "Föregående års siffror är omräknade: ny indelning (Nämnden, § 4)" in line
        for line in report.lines(tables, disposition=disposition)
    )


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021", "2021"),
        ("2021-08", "augusti 2021"),
        ("2024-07-31", "31 juli 2024"),
        ("2021-01/2021-08", "januari–augusti 2021"),
        ("2020/2021", "2020–2021"),
        ("2020-07/2021-06", "juli 2020–juni 2021"),
    ],
)
def test_a_period_in_words(period: str, words: str) -> None:
    assert period_words(period) == words
