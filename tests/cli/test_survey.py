"""vbgen overview and vbgen status: boards side by side, and what documents lack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.support import FOLLOW_UP, PLAN, Ws, word_text

CULTURE = "data/2021/kulturnamnden"
TABLE = """tabeller:
  resultat:
    typ: resultatrapport
    översikt: summa
    tabell: |
      | Belopp i mnkr   | Utfall | Budget | Utfall 2020 | Budgetavvikelse | Utfallsavvikelse |
      | ---
      | [a] Kansliet    |    -90 |   -100 |         -80 |                 |                  |
      | = [summa] Summa |        |        |             |                 |                  |
"""


def sections(ws: Ws) -> dict[str, list[dict[str, str]]]:
    result = ws.run("overview", "--year", "2021", "--format", "json")
    assert result.code == 0
    report = json.loads(result.out)
    assert (report["version"], report["year"]) == (1, 2021)
    found: dict[str, list[dict[str, str]]] = report["sections"]
    return found


def missing(ws: Ws, *arguments: str) -> list[dict[str, Any]]:
    result = ws.run("status", "--year", "2021", "--format", "json", *arguments)
    assert result.code == 0
    found: list[dict[str, Any]] = json.loads(result.out)["missing"]
    return found


# ----------------------------------------------------------------- overview
def test_every_line_has_its_source(ws: Ws) -> None:
    found = sections(ws)
    lines = [line for section in found.values() for line in section]
    assert len(lines) > 5
    for line in lines:
        file, _, number = line["källa"].rpartition(":")
        if line["källa"] != "raderna ovan":
            assert 1 <= int(number) <= len(ws.read(file).split("\n"))


def test_assessments_are_counted_by_board(ws: Ws) -> None:
    (line,) = sections(ws)["bedomningar"]
    assert line["Nämnd"] == "Hälsonämnden"
    counted = sum(int(value) for key, value in line.items() if value.isdigit() and key not in ("Nämnd", "Dokument"))
    assert counted == ws.read(f"{FOLLOW_UP}/mal.yaml").count("bedömning:")


def test_shared_goals_stand_side_by_side(ws: Ws) -> None:
    ws.write(
        f"{CULTURE}/2021-12/dokument.yaml",
        "dokument: verksamhetsberättelse\ntitel: Berättelse\nperiod: 2021\n",
    )
    shared = ws.read("data/2021/gemensamt.yaml").split("id: ")[1].split("\n")[0]
    ws.write(f"{CULTURE}/2021-12/mal.yaml", f"mål:\n  - id: {shared}\n    bedömning: oläslig\n")
    boards = [line["Nämnd"] for line in sections(ws)["gemensamma mål"] if line["Indikator"] == ""]
    assert boards == ["Hälsonämnden", "Kulturnämnden"]
    totals = sections(ws)["bedomningar"][-1]
    assert (totals["Nämnd"], totals["källa"]) == ("Samtliga", "raderna ovan")


def test_a_unit_is_never_counted_beside_its_board(ws: Ws) -> None:
    ws.write("data/2021/tandvarden/2021-12/dokument.yaml", "dokument: verksamhetsberättelse\ntitel: T\nperiod: 2021\n")
    ws.write(
        "data/2021/tandvarden/2021-12/mal.yaml",
        "mål:\n  - {id: eget, namn: Ett eget mål, tillkommen: Nytt, bedömning: oläslig}\n",
    )
    for lines in sections(ws).values():
        assert not any("andvård" in line.get("Nämnd", "") for line in lines)
    assert len(sections(ws)["bedomningar"]) == 1


def test_variances_are_computed(ws: Ws) -> None:
    ws.write(f"{FOLLOW_UP}/ekonomi.yaml", TABLE)
    (line,) = sections(ws)["budgetavvikelser"]
    assert (line["Utfall"], line["Budget"], line["Budgetavvikelse"]) == ("−90", "−100", "10")
    assert line["källa"].startswith(f"{FOLLOW_UP}/ekonomi.yaml:")


def test_a_row_for_the_overview_must_be_there(ws: Ws) -> None:
    ws.write(f"{FOLLOW_UP}/ekonomi.yaml", TABLE.replace("översikt: summa", "översikt: suma"))
    result = ws.validate()
    assert f'{FOLLOW_UP}/ekonomi.yaml:4:15: fel VB201 raden "suma" finns inte' in result.out


def test_what_is_missing_is_told(ws: Ws) -> None:
    said = [(line["Nämnd"], line["Vad"]) for line in sections(ws)["saknas"]]
    assert ("Kulturnämnden", "ingen verksamhetsberättelse") in said
    ws.change(f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nåterskapad ur: 2021-12")
    said = [(line["Nämnd"], line["Vad"]) for line in sections(ws)["saknas"]]
    assert ("Hälsonämnden", "planen är återskapad ur 2021-12") in said


@pytest.mark.process
def test_markdown_and_word_say_the_same(ws: Ws) -> None:
    shown = ws.run("overview", "--year", "2021").out
    result = ws.run("overview", "--year", "2021", "--format", "docx", "--output", ws.out)
    assert result.out == f"{ws.out / '2021/oversikt.docx'}\n"
    said = word_text(ws.out / "2021/oversikt.docx")
    for heading in ("Mål per nämnd", "Gemensamma mål", "Regionövergripande åtgärder", "Det som saknas"):
        assert heading in shown and heading in said
    for line in sections(ws)["saknas"]:
        assert line["källa"] in shown.replace("\\", "") and line["källa"] in said


def test_a_year_that_is_not_there(ws: Ws) -> None:
    assert ws.run("overview", "--year", "1999").code == 2
    assert ws.run("status", "--year", "1999").code == 2
    assert ws.run("overview").code == 2


# ------------------------------------------------------------------- status
def test_owner_and_deadline_come_from_the_data(ws: Ws) -> None:
    head = ws.read(f"{FOLLOW_UP}/dokument.yaml")
    ws.write(f"{FOLLOW_UP}/dokument.yaml", f"klart senast: 2022-01-31\nansvarig: controllern\n{head}")
    text = ws.read(f"{FOLLOW_UP}/mal.yaml")
    ws.write(f"{FOLLOW_UP}/mal.yaml", "\n".join(line for line in text.split("\n") if "bedömning:" not in line))
    found = [
        gap for gap in missing(ws) if gap["what"].startswith("bedömning") and gap["document"] == "verksamhetsberattelse"
    ]
    assert found
    assert {(gap["deadline"], gap["owner"]) for gap in found} == {("2022-01-31", "controllern")}
    assert all(gap["source"].startswith(f"{FOLLOW_UP}/mal.yaml:") for gap in found)


def test_an_items_own_role_goes_before_the_documents(ws: Ws) -> None:
    text = ws.read(f"{PLAN}/mal.yaml")
    first = text.index("- id: ")
    line = text[first : text.index("\n", first)]
    indent = " " * (first - text.rindex("\n", 0, first) - 1 + 2)
    ws.change(f"{PLAN}/mal.yaml", f"{line}\n", f"{line}\n{indent}ansvarig: ekonomen\n")
    (ws.root / f"{FOLLOW_UP}/mal.yaml").unlink()
    assert any(gap["owner"] == "ekonomen" and gap["what"].startswith("uppföljning av") for gap in missing(ws))


def test_texts_that_a_chapter_places_and_nobody_wrote(ws: Ws) -> None:
    (ws.root / f"{FOLLOW_UP}/texter.yaml").unlink()
    assert any("texten" in gap["what"] and gap["document"] == "verksamhetsberattelse" for gap in missing(ws))


def test_a_recreated_plan_lacks_nothing(ws: Ws) -> None:
    (ws.root / f"{PLAN}/texter.yaml").unlink()
    assert any(gap["document"] == "verksamhetsplan" for gap in missing(ws, "--nämnd", "halsonamnden"))
    ws.change(f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nåterskapad ur: 2021-12")
    assert not any(gap["document"] == "verksamhetsplan" for gap in missing(ws, "--nämnd", "halsonamnden"))


def test_text_and_markdown(ws: Ws) -> None:
    (ws.root / f"{FOLLOW_UP}/texter.yaml").unlink()
    shown = ws.run("status", "--year", "2021").out
    assert shown.splitlines()[0].split()[:2] == ["Klart", "senast"]
    assert ws.run("status", "--year", "2021", "--format", "md").out.startswith("| Klart senast")
    assert len(missing(ws)) == len(shown.splitlines()) - 2


# -------------------------------------------------------------- recreated plans
def test_a_recreated_plan_is_no_document(ws: Ws) -> None:
    ws.change(f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nåterskapad ur: 2021-12")
    assert "återskapad ur 2021-12, görs inte" in ws.run("list").out
    (board,) = [b for b in json.loads(ws.run("list", "--format", "json").out)["boards"] if b["board"] == "halsonamnden"]
    assert board["recreated"] == [{"document": "verksamhetsplan", "folder": "plan", "from": "2021-12"}]
    result = ws.render("--format", "md")
    assert "återskapad ur 2021-12, görs inte" in result.err
    assert not ws.target("verksamhetsplan.md").exists()
    refused = ws.render("--document", "verksamhetsplan")
    assert refused.code == 2
    assert "är återskapad ur 2021-12 och är inget dokument" in refused.err
