"""Small groups in what is rendered: hidden, shown for use inside, and never the one taken for the other."""

from __future__ import annotations

import json

import pytest

from tests.cli.support import BOARD, PLAN, Ws, outputs, parts, words

STAFF = """tabeller:
  personal:
    kolumner:
      kvinnor: {slag: årsarbetare}
      man: {slag: årsarbetare}
      totalt: {slag: årsarbetare, formel: "summa(kvinnor, man)"}
    tabell: |
      | Grupp     | [kvinnor] Kvinnor | [man] Män | [totalt] Totalt |
      | ---
      | Läkare    |               3,5 |      12,0 |            15,5 |
      | Vårdare   |              61,0 |      44,0 |           105,0 |
      | = Summa   |              64,5 |      56,0 |                 |
    källa: Personalsystemet
"""
NOTE = "Grupper med färre än tio personer visas inte, inte heller andra tal som de hade gått att räkna fram ur."


@pytest.fixture
def staffed(ws: Ws) -> Ws:
    """The plan with a table of staff, and an organisation that hides small groups."""
    ws.write(f"{PLAN}/personal.yaml", STAFF)
    ws.change(f"{PLAN}/dokument.yaml", "      - tabell: driftbudget\n", "      - tabell: [driftbudget, personal]\n")
    ws.write("vbgen.yaml", ws.read("vbgen.yaml") + "\nsmå grupper: {dölj: ja}\n")
    return ws


def rows(text: str) -> dict[str, list[str]]:
    """The cells of the table of staff, by the first."""
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    return {first.strip("*"): [cell.strip("*") for cell in rest] for first, *rest in lines}


def test_small_groups_and_what_would_give_them_are_dashes(staffed: Ws) -> None:
    assert staffed.plan().code == 0
    found = rows(staffed.markdown())
    assert found["Läkare"] == ["–", "–", "15,5"]
    assert found["Vårdare"] == ["–", "–", "105,0"]
    assert found["Summa"] == ["64,5", "56,0", "120,5"]
    text = staffed.markdown()
    assert text.index(NOTE) < text.index("Källa: Personalsystemet")


def test_a_reference_tells_no_more_than_the_table(staffed: Ws) -> None:
    said = "texter:\n  om-personal: Av {personal/lakare/totalt} läkare är {personal/lakare/kvinnor} kvinnor.\n"
    staffed.write(f"{PLAN}/personal.yaml", said + STAFF.replace("| Läkare    |", "| [lakare] Läkare |"))
    staffed.change(
        f"{PLAN}/dokument.yaml", "      - tabell: [driftb", "      - text: om-personal\n      - tabell: [driftb"
    )
    staffed.plan()
    assert "Av 15,5 läkare är – kvinnor." in staffed.markdown()
    staffed.plan("--internal")
    assert "Av 15,5 läkare är 3,5 kvinnor." in staffed.markdown("verksamhetsplan-intern")


def test_a_chart_tells_no_more_than_the_table(staffed: Ws) -> None:
    chart = "diagram:\n  kon:\n    rubrik: Personal efter kön\n    tabell: personal\n    kolumner: [kvinnor, man]\n"
    staffed.write(f"{PLAN}/personal.yaml", STAFF + chart)
    staffed.change(
        f"{PLAN}/dokument.yaml",
        "      - tabell: [driftbudget, personal]\n",
        "      - tabell: [driftbudget, personal]\n      - diagram: [kon]\n",
    )
    staffed.plan()
    assert "> **Personal efter kön:** siffrorna visas inte" in staffed.markdown()
    assert staffed.markdown().count(NOTE) == 2
    staffed.plan("--internal")
    assert "Läkare: Kvinnor 3,5, Män 12,0" in staffed.markdown("verksamhetsplan-intern")


@pytest.mark.process
def test_for_use_inside_all_is_shown_and_marked(staffed: Ws) -> None:
    result = staffed.plan("--internal", "--format", "md", "--format", "docx")
    assert [path.name for path in result.paths] == ["verksamhetsplan-intern.md", "verksamhetsplan-intern.docx"]
    text = staffed.markdown("verksamhetsplan-intern")
    assert rows(text)["Läkare"] == ["3,5", "12,0", "15,5"]
    assert NOTE not in text
    assert "**INTERN**" in text
    headers = parts(staffed.target("verksamhetsplan-intern.docx"), r"word/header\d*\.xml")
    assert any("INTERN" in words(header) for header in headers.values())


def test_what_is_published_is_not_marked(staffed: Ws) -> None:
    staffed.plan("--draft")
    assert "INTERN" not in staffed.markdown()
    assert "3,5" not in staffed.markdown()


def test_an_internal_draft_is_both(staffed: Ws) -> None:
    staffed.plan("--draft", "--internal")
    assert "**UTKAST · INTERN**" in staffed.markdown("verksamhetsplan-intern")


@pytest.mark.parametrize("setting", ["{dölj: nej}", "{minst: 0, dölj: ja}", "{minst: 3, dölj: ja}"])
def test_nothing_is_hidden_unless_asked_for(staffed: Ws, setting: str) -> None:
    staffed.change("vbgen.yaml", "{dölj: ja}", setting)
    staffed.plan()
    assert rows(staffed.markdown())["Läkare"] == ["3,5", "12,0", "15,5"]
    assert "visas inte" not in staffed.markdown()


def test_the_organisation_words_the_note(staffed: Ws) -> None:
    words = "\netiketter: {små grupper: Under {minst} visas inte.}\n"
    staffed.change(
        "vbgen.yaml", "{dölj: ja}\n", "{minst: 15, dölj: ja}" + words.replace("Under", '"Under').replace("}\n", '"}\n')
    )
    assert staffed.plan().code == 0
    assert "Under 15 visas inte." in staffed.markdown()


def test_tables_of_appendices_are_hidden_with_those_of_the_board(staffed: Ws) -> None:
    staffed.write(
        "data/2021/tandvarden/plan/personal.yaml",
        """tabeller:
  chefer:
    personer: ja
    kolumner: {antal: {slag: antal}}
    tabell: |
      | Grupp   | [antal] Antal |
      | ---
      | Kliniker |            4 |
""",
    )
    staffed.change(
        "data/2021/tandvarden/plan/dokument.yaml",
        "disposition:\n",
        "disposition:\n  - {rubrik: Chefer, innehåll: [{tabell: chefer}]}\n",
    )
    assert staffed.plan().code == 0
    assert rows(staffed.markdown())["Kliniker"] == ["–"]
    assert staffed.markdown().count(NOTE) == 2


def test_render_all_keeps_the_two_apart(staffed: Ws) -> None:
    def everything(*arguments: str) -> str:
        return staffed.run("render", "--all", "--jobs", "1", "--output", staffed.out, "--format", "md", *arguments).out

    everything()
    public = outputs(staffed.out)
    everything("--internal")
    made = outputs(staffed.out)
    assert {name: content for name, content in made.items() if "-intern." not in name} == public
    assert {name.replace("-intern.", ".") for name in made} == set(public)
    assert "0 filer gjorda, 4 oförändrade" in everything()
    assert "0 filer gjorda, 4 oförändrade" in everything("--internal")


def test_no_finding_tells_of_what_is_hidden(staffed: Ws) -> None:
    found = json.loads(staffed.validate("--format", "json").out)["diagnostics"]
    assert not [d for d in found if d["code"] == "VB705"]
    staffed.change("vbgen.yaml", "{dölj: ja}", "{dölj: nej}")
    found = json.loads(staffed.validate("--format", "json").out)["diagnostics"]
    assert [(d["file"], d["severity"]) for d in found if d["code"] == "VB705"] == [(f"{PLAN}/personal.yaml", "info")]
    assert BOARD in found[0]["file"]
