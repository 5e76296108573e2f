"""The first page of a year: when it is made, what it tells, where its links lead."""

from __future__ import annotations

import re
import shutil
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from tests.cli.support import FOLLOW_UP, PLAN, Result, Ws, no_bug, outputs
from tests.webpage import read, table, words
from vbgen.commands import index

CULTURE = "data/2021/kulturnamnden"
INDEX = "2021/index.html"
REPORT = "dokument: verksamhetsberättelse\ntitel: {}\nperiod: 2021\n"
VARIANCE = """tabeller:
  {id}:
    typ: resultatrapport
    enhet: {unit}
    översikt: summa
    tabell: |
      | Belopp          |   Utfall |   Budget | Utfall 2020 | Budgetavvikelse | Utfallsavvikelse |
      | ---
      | [a] Kansliet    | {outcome} | {budget} |         -80 |                 |                  |
      | = [summa] {label} |        |          |             |                 |                  |
"""


def everything(ws: Ws, *arguments: str) -> Result:
    return ws.run("render", "--all", "--jobs", "1", "--output", ws.out, *arguments)


def page(ws: Ws) -> ET.Element:
    return read((ws.out / INDEX).read_text(encoding="utf-8"))


def section(ws: Ws, heading: str) -> list[list[str]]:
    """The table below a heading; none where the heading is not there."""
    at = ""
    for node in page(ws).iter():
        if node.tag == "h2":
            at = words(node)
        elif node.tag == "table" and at == heading:
            return table(node)
    return []


# ------------------------------------------------------------- when it is made
def test_render_with_web_pages_makes_it_and_names_it_last(ws: Ws) -> None:
    result = ws.plan("--format", "md", "--format", "html")
    assert result.code == 0
    assert [path.relative_to(ws.out).as_posix() for path in result.paths] == [
        "2021/halsonamnden/verksamhetsplan.md",
        "2021/halsonamnden/verksamhetsplan.html",
        INDEX,
    ]


@pytest.mark.process
@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "md"),
        ("--format", "docx", "--format", "md"),
        ("--format", "html", "--internal"),
        ("--format", "html", "--draft"),
    ],
)
def test_it_is_made_for_web_pages_that_others_may_read_only(ws: Ws, arguments: tuple[str, ...]) -> None:
    assert ws.plan(*arguments).code == 0
    assert everything(ws, *arguments).code == 0
    assert INDEX not in outputs(ws.out)


def test_with_very_many_boards_it_is_left_to_render_all(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MANY", 1)
    assert len(ws.plan("--format", "html").paths) == 1
    assert not (ws.out / INDEX).exists()
    assert everything(ws, "--format", "html").code == 0
    assert (ws.out / INDEX).is_file()


@pytest.mark.process
def test_render_and_render_all_make_the_same_page(ws: Ws) -> None:
    for board in ("halsonamnden", "kulturnamnden"):
        ws.render("--format", "html", board=board)
    made = outputs(ws.out)
    shutil.rmtree(ws.out)
    result = everything(ws, "--format", "html", "--jobs", "2")
    assert outputs(ws.out) == made
    assert result.out.splitlines()[-1] == str(ws.out / INDEX)


def test_what_is_unchanged_is_kept(ws: Ws) -> None:
    everything(ws, "--format", "html")
    before = (ws.out / INDEX).read_bytes()
    (ws.out / INDEX).write_bytes(b"kvar")
    assert INDEX not in everything(ws, "--format", "html").out
    assert (ws.out / INDEX).read_bytes() == b"kvar"
    everything(ws, "--format", "html", "--force")
    assert (ws.out / INDEX).read_bytes() == before


def test_one_board_that_changed_makes_it_anew(ws: Ws) -> None:
    everything(ws, "--format", "html")
    ws.change(f"{CULTURE}/plan/dokument.yaml", "Kulturplan 2021", "En helt annan plan")
    result = everything(ws, "--format", "html")
    assert "1 filer gjorda, 3 oförändrade" in result.out
    assert "En helt annan plan" in words(page(ws))


def test_a_page_that_was_removed_is_made_again(ws: Ws) -> None:
    everything(ws, "--format", "html")
    before = (ws.out / INDEX).read_bytes()
    (ws.out / INDEX).unlink()
    result = everything(ws, "--format", "html")
    assert "0 filer gjorda" in result.out
    assert (ws.out / INDEX).read_bytes() == before


def test_where_no_document_is_made_no_page_is(ws: Ws) -> None:
    ws.write("data/2021/gemensamt.yaml", "mål: [")
    assert (ws.plan("--format", "html").code, everything(ws, "--format", "html").code) == (1, 1)
    assert not ws.out.exists()


def test_an_error_of_one_board_leaves_its_documents_and_the_page(ws: Ws) -> None:
    everything(ws, "--format", "html")
    before = outputs(ws.out)
    ws.write(f"{CULTURE}/plan/texter.yaml", "texter: [")
    result = everything(ws, "--format", "html")
    assert (result.code, outputs(ws.out)) == (1, before)
    assert INDEX not in result.out


@pytest.mark.parametrize(
    "file", ["namnd.yaml", "plan/dokument.yaml", "plan/texter.yaml", "plan/okand.yaml", "skrap/dokument.yaml"]
)
def test_what_is_wrong_with_another_board_does_not_stop_it(ws: Ws, file: str) -> None:
    ws.write(f"{CULTURE}/{file}", "titel: [")
    result = ws.plan("--format", "html")
    no_bug(result)
    assert (result.code, len(result.paths)) == (0, 2)
    assert "Hälsonämnden" in words(page(ws))


def test_a_board_without_documents_has_its_row(ws: Ws) -> None:
    shutil.rmtree(ws.file(f"{CULTURE}/plan"))
    assert ws.plan("--format", "html").code == 0
    assert section(ws, "Dokument")[1:] == [
        ["Hälsonämnden", "Plan 2021 Webbsida", "–", "–"],
        ["Kulturnämnden", "–", "–", "–"],
    ]


# ------------------------------------------------------------------- documents
def test_every_link_leads_to_a_file_that_is_there(ws: Ws) -> None:
    everything(ws, "--format", "html", "--format", "md")
    ws.target("delarsrapport.md").unlink()
    ws.plan("--format", "html")
    targets = [unquote(node.attrib["href"]) for node in page(ws).iter("a") if not node.attrib["href"].startswith("#")]
    folder = (ws.out / INDEX).parent
    assert {(folder / target).resolve() for target in targets} == {
        path for path in folder.rglob("*") if path.is_file() and path.name != "index.html"
    }
    assert len(targets) == len(set(targets)) + 4  # the title leads where the first of the formats does


def test_documents_stand_by_board_and_kind(ws: Ws) -> None:
    everything(ws, "--format", "html", "--format", "md")
    assert section(ws, "Dokument") == [
        ["Nämnd", "Verksamhetsplan", "Delårsrapport", "Verksamhetsberättelse"],
        [
            "Hälsonämnden",
            "Plan 2021 Webbsida · Markdown",
            "Delårsrapport 2021 Webbsida · Markdown",
            "Berättelse 2021 Webbsida · Markdown",
        ],
        ["Kulturnämnden", "Kulturplan 2021 Webbsida · Markdown", "–", "–"],
    ]


def test_two_documents_of_a_kind_have_a_line_each(ws: Ws) -> None:
    for name in ("dokument.yaml", "mal.yaml"):
        ws.write(f"data/2021/halsonamnden/2021-04/{name}", ws.read(f"data/2021/halsonamnden/2021-08/{name}"))
    ws.change("data/2021/halsonamnden/2021-04/dokument.yaml", "2021-01/2021-08", "2021-01/2021-04")
    ws.change("data/2021/halsonamnden/2021-04/dokument.yaml", "Delårsrapport 2021", "Tertialrapport 2021")
    assert ws.render("--format", "html").code == 0
    assert section(ws, "Dokument")[1][2] == "Tertialrapport 2021 Webbsida Delårsrapport 2021 Webbsida"


def test_a_recreated_plan_is_no_document(ws: Ws) -> None:
    ws.change(f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nåterskapad ur: 2021-12")
    ws.render("--format", "html")
    assert section(ws, "Dokument")[1][1:] == ["–", "Delårsrapport 2021 Webbsida", "Berättelse 2021 Webbsida"]


# -------------------------------------------------------------------- statuses
def test_statuses_of_the_last_follow_up_are_counted(ws: Ws) -> None:
    ws.render("--format", "html")
    assert section(ws, "Mål") == [
        ["Nämnd", "Dokument", "● uppnått", "■ avvikelse"],
        ["Hälsonämnden", "Berättelse 2021", "1", "1"],
    ]
    assert section(ws, "Uppdrag") == [["Nämnd", "Dokument", "● uppnått"], ["Hälsonämnden", "Berättelse 2021", "1"]]
    told = [words(node) for node in page(ws).iter("desc")]
    assert told == [
        "Staplat stapeldiagram. Hälsonämnden: 1 uppnått, 1 avvikelse.",
        "Staplat stapeldiagram. Hälsonämnden: 1 uppnått.",
    ]


def test_without_a_follow_up_there_is_no_status(ws: Ws) -> None:
    shutil.rmtree(ws.file(FOLLOW_UP))
    shutil.rmtree(ws.file("data/2021/halsonamnden/2021-08"))
    ws.render("--format", "html")
    assert [words(node) for node in page(ws).iter("h2")] == ["Dokument"]


def test_a_status_that_cannot_be_read_is_counted_as_such(ws: Ws) -> None:
    ws.change(f"{FOLLOW_UP}/mal.yaml", "bedömning: avvikelse", "bedömning: oläslig")
    ws.render("--format", "html")
    assert section(ws, "Mål")[0][2:] == ["● uppnått", "visas inte i källan"]
    assert section(ws, "Mål")[1][2:] == ["1", "1"]


COUNTING = """tabeller:
  {id}:
    kolumner:
      uppnatt: {{slag: antal, räknar: uppnått}}
      avvikelse: {{slag: antal, räknar: avvikelse}}
    rader:
{rules}
    tabell: |
      | Resultat | [uppnatt] Uppnått | [avvikelse] Avvikelse |
      | ---
{rows}
"""


def counting(name: str, **rows: tuple[str, int, int]) -> str:
    """A table whose rows count (`rule`) and state how many are reached and are not."""
    rules = "\n".join(f"      {key}: {{räknar: {rule}}}" for key, (rule, _, _) in rows.items())
    lines = "\n".join(f"      | [{key}] Rad {key} | {reached} | {not_} |" for key, (_, reached, not_) in rows.items())
    return COUNTING.format(id=name, rules=rules, rows=lines)


def test_what_tables_state_goes_before_what_items_show(ws: Ws) -> None:
    """The items of a source may lack statuses that its own summary counts."""
    ws.write(f"{FOLLOW_UP}/sammanfattning.yaml", counting("resultat", mal=("mål", 7, 2)))
    ws.render("--format", "html")
    assert section(ws, "Mål")[1][2:] == ["7", "2"]
    assert section(ws, "Uppdrag")[1][2:] == ["1"]


def test_rows_of_parts_are_added(ws: Ws) -> None:
    rows = {"a": ("{slag: mål, nivå: effektmål}", 4, 1), "b": ("{slag: mål, nivå: mål}", 2, 3)}
    ws.write(f"{FOLLOW_UP}/sammanfattning.yaml", counting("resultat", **rows))
    ws.render("--format", "html")
    assert section(ws, "Mål")[1][2:] == ["6", "4"]


def test_what_tables_state_twice_is_counted_once(ws: Ws) -> None:
    """A row of all beside its parts; a second table of the same goals."""
    rows = {"a": ("{slag: mål, nivå: effektmål}", 4, 1), "b": ("{slag: mål, nivå: mål}", 2, 3), "alla": ("mål", 6, 4)}
    ws.write(f"{FOLLOW_UP}/sammanfattning.yaml", counting("resultat", **rows))
    ws.write(f"{FOLLOW_UP}/bilaga.yaml", counting("samma", mal=("mål", 6, 4)))
    ws.render("--format", "html")
    assert section(ws, "Mål")[1][2:] == ["6", "4"]


# ------------------------------------------------------------------- variances
def variance(label: str, outcome: str, budget: str, unit: str = "mnkr", name: str = "resultat") -> str:
    return VARIANCE.format(id=name, unit=unit, outcome=outcome, budget=budget, label=label)


def test_the_largest_variances_come_first_whatever_their_unit(ws: Ws) -> None:
    ws.write(f"{FOLLOW_UP}/a.yaml", variance("Sjukvård", "-90", "-100"))
    ws.write(f"{FOLLOW_UP}/b.yaml", variance("Tolkar", "-112 345", "-100 000", "tkr", "tolkar"))
    ws.write(f"{FOLLOW_UP}/c.yaml", variance("Jämnt", "-100", "-100", "mnkr", "jamnt"))
    ws.write(f"{CULTURE}/2021-12/dokument.yaml", REPORT.format("Kulturens år"))
    ws.write(f"{CULTURE}/2021-12/a.yaml", variance("Teater", "-9 500 000", "-9 000 000", "kronor"))
    ws.render("--format", "html")
    plain = [[cell.replace("−", "-") for cell in row] for row in section(ws, "Största budgetavvikelserna")]
    assert plain == [
        ["Nämnd", "Post", "Utfall", "Budget", "Budgetavvikelse"],
        ["Hälsonämnden", "Tolkar", "-112 345 tkr", "-100 000 tkr", "-12 345 tkr"],
        ["Hälsonämnden", "Sjukvård", "-90 mnkr", "-100 mnkr", "10 mnkr"],
        ["Kulturnämnden", "Teater", "-9 500 000 kronor", "-9 000 000 kronor", "-500 000 kronor"],
    ]


def test_no_more_than_ten_variances_are_shown(ws: Ws) -> None:
    for at in range(12):
        ws.write(f"{FOLLOW_UP}/e{at}.yaml", variance(f"Post {at}", f"-{100 + at}", "-90", name=f"r{at}"))
    ws.render("--format", "html")
    shown = [row[1] for row in section(ws, "Största budgetavvikelserna")[1:]]
    assert shown == [f"Post {at}" for at in range(11, 1, -1)]


# ---------------------------------------------------------------------- author
def test_names_are_text_and_not_markup(ws: Ws) -> None:
    hostile = '<script>alert("1")</script> & <b>'
    ws.write(f"{CULTURE}/namnd.yaml", f"namn: '{hostile}'\n")
    ws.change(f"{CULTURE}/plan/dokument.yaml", "titel: Kulturplan 2021", f"titel: '{hostile}'")
    ws.change("vbgen.yaml", "organisation: Provregionen", f"organisation: '{hostile}'")
    ws.write(f"{CULTURE}/2021-12/dokument.yaml", REPORT.format(f"'{hostile}'"))
    ws.write(f"{CULTURE}/2021-12/a.yaml", variance(hostile.replace('"', "'"), "-1", "-2", "'<i>&'"))
    assert everything(ws, "--format", "html").code == 0
    made = page(ws)
    assert not list(made.iter("script")) + list(made.iter("b")) + list(made.iter("i"))
    assert section(ws, "Dokument")[-1][0] == hostile
    assert section(ws, "Dokument")[-1][1] == f"{hostile} Webbsida"
    assert section(ws, "Största budgetavvikelserna")[-1][0] == hostile


def test_the_example_mark_stands_on_it(ws: Ws) -> None:
    ws.write("vbgen.yaml", ws.read("vbgen.yaml") + "exempel: Exempel – påhittade siffror\n")
    ws.render("--format", "html")
    assert re.search(r'<strong class="marks">Exempel – påhittade siffror</strong>', (ws.out / INDEX).read_text("utf-8"))
