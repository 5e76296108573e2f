"""vbgen adopt: what is kept, what is refused, and what is told when the document is changed afterwards."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from tests.cli.support import FOLLOW_UP, PLAN, Result, Ws, copy_workspace, no_bug, outputs
from tests.samples import PIXEL
from vbgen import output

TITLE = "titel: Plan 2021\n"
DAY = "2020-12-01"
KEPT = f"{PLAN}/antaget/{DAY}"


def adopt(ws: Ws, document: str = "verksamhetsplan") -> Result:
    return ws.run("adopt", "--year", "2021", "--nämnd", "hälsonämnden", "--document", document)


def decide(ws: Ws, decision: str = f"{{datum: {DAY}, paragraf: § 123}}", folder: str = PLAN) -> None:
    """Write the decision in a document, in place of one that stands there."""
    text = re.sub(r"^beslut:.*\n", "", ws.read(f"{folder}/dokument.yaml"), flags=re.MULTILINE)
    ws.write(f"{folder}/dokument.yaml", text.replace("titel:", f"beslut: {decision}\ntitel:", 1))


def told(ws: Ws) -> list[str]:
    """What VB408 says."""
    result = ws.validate("--select", "VB408")
    no_bug(result)
    return re.findall(r"VB408 (.*)", result.out)


@pytest.fixture
def adopted(ws: Ws) -> Ws:
    decide(ws)
    assert adopt(ws).code == 0
    return ws


# ----------------------------------------------------------------- what is kept
def test_the_files_of_the_document_and_of_its_appendices_are_kept_as_they_are(ws: Ws) -> None:
    decide(ws)
    before = outputs(ws.root)
    result = adopt(ws)
    assert (result.code, result.out) == (0, f"{KEPT}\n")
    after = outputs(ws.root)
    new = {name.removeprefix(f"{KEPT}/"): raw for name, raw in after.items() if name not in before}
    assert {name: after[name] for name in before} == before
    appendix = "data/2021/tandvarden/plan"
    assert {name: raw for name, raw in new.items() if name != "antaget.yaml"} == {
        **{name: before[f"{PLAN}/{name}"] for name in ("budget.yaml", "dokument.yaml", "mal.yaml", "texter.yaml")},
        **{f"bilagor/tandvarden/{name}": before[f"{appendix}/{name}"] for name in ("dokument.yaml", "texter.yaml")},
    }
    assert f'datum: "{DAY}"\n  paragraf: "§ 123"\n' in new["antaget.yaml"].decode()


def test_tables_and_pictures_are_kept_and_no_picture_that_is_not_used(ws: Ws) -> None:
    ws.write(f"{PLAN}/bilder/karta.png", PIXEL)
    ws.write(f"{PLAN}/bilder/annan.png", PIXEL)
    ws.change(f"{PLAN}/dokument.yaml", "tabell: driftbudget", "tabell: alla\n      - bild: karta")
    ws.write(f"{PLAN}/tabeller/personal.tsv", "Enhet\tAntal\n---\nKansliet\t4\n")
    ws.write(
        f"{PLAN}/mer.yaml",
        "tabeller:\n  personal: {kolumner: {}}\nbilder:\n  karta: {fil: bilder/karta.png, alt: Karta}\n",
    )
    decide(ws)
    assert adopt(ws).code == 0
    kept = outputs(ws.file(KEPT))
    assert {"bilder/karta.png", "tabeller/personal.tsv"} <= set(kept)
    assert "bilder/annan.png" not in kept
    assert told(ws) == []


def test_the_same_bytes_every_time(adopted: Ws, tmp_path: Path) -> None:
    other = Ws(copy_workspace(tmp_path / "annan"), tmp_path)
    decide(other)
    adopt(other)
    assert outputs(other.root) == outputs(adopted.root)


def test_what_was_adopted_validates_and_renders(adopted: Ws) -> None:
    assert adopted.validate("--strict").code == 0
    assert adopted.plan().code == 0
    assert "§ 123" in adopted.markdown()


def test_adopting_again_changes_nothing(adopted: Ws) -> None:
    before = outputs(adopted.root)
    result = adopt(adopted)
    assert (result.code, result.out) == (0, "")
    assert "redan antaget 2020-12-01 § 123, inget är ändrat" in result.err
    assert outputs(adopted.root) == before


def test_a_failure_leaves_nothing(ws: Ws, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(ws)
    before, write = outputs(ws.root), output.write
    written: list[Path] = []

    def full(target: Path, content: bytes) -> None:
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "full", str(target))
        write(target, content)
        written.append(target)

    monkeypatch.setattr(output, "write", full)
    result = adopt(ws)
    assert result.code == 4
    assert "disken är full" in result.err
    assert outputs(ws.root) == before
    monkeypatch.undo()
    assert adopt(ws).code == 0


def test_a_document_of_another_kind_can_be_adopted(ws: Ws) -> None:
    decide(ws, "{datum: 2022-02-20}", FOLLOW_UP)
    assert adopt(ws, "verksamhetsberättelse").out == f"{FOLLOW_UP}/antaget/2022-02-20\n"
    ws.change(f"{FOLLOW_UP}/texter.yaml", "texter:", "texter:\n  mer: Något mer.")
    assert len(told(ws)) == 1


def test_one_of_several_of_a_kind_is_chosen_by_its_name(ws: Ws) -> None:
    april = "data/2021/halsonamnden/2021-04"
    ws.write(f"{april}/dokument.yaml", ws.read("data/2021/halsonamnden/2021-08/dokument.yaml"))
    decide(ws, "{datum: 2021-05-20}", april)
    result = adopt(ws, "delårsrapport")
    assert result.code == 2
    assert "välj en av delarsrapport-2021-04, delarsrapport-2021-08" in result.err
    assert adopt(ws, "delårsrapport-2021-04").out == f"{april}/antaget/2021-05-20\n"
    assert ws.render("--document", "delårsrapport-2021-08", "--format", "md").paths[0].stem == "delarsrapport-2021-08"


# -------------------------------------------------------------- what is refused
def refused(ws: Ws, why: str) -> None:
    before = outputs(ws.root)
    result = adopt(ws)
    no_bug(result)
    assert (result.code, result.out) == (1, "")
    assert why in result.err.splitlines()[-1]
    assert outputs(ws.root) == before


@pytest.mark.parametrize("decision", [None, "{paragraf: § 123}"])
def test_without_a_day(ws: Ws, decision: str | None) -> None:
    if decision is not None:
        decide(ws, decision)
    refused(ws, f"skriv vad som beslutades, beslut: datum: ÅÅÅÅ-MM-DD, i {PLAN}/dokument.yaml")


def test_with_an_open_error(ws: Ws) -> None:
    decide(ws)
    ws.change(f"{PLAN}/budget.yaml", "|        -150 |", "|        -160 |")
    refused(ws, "rätta felen ovan")
    assert "VB301" in adopt(ws).err


def test_with_an_error_in_an_appendix(ws: Ws) -> None:
    decide(ws)
    ws.change("data/2021/tandvarden/plan/texter.yaml", "texter:", "textr:")
    refused(ws, "rätta felen ovan")


def test_the_same_decision_with_other_content(adopted: Ws) -> None:
    adopted.change(f"{PLAN}/mal.yaml", "80 %", "81 %")
    refused(adopted, "beslut: är det som redan är antaget (2020-12-01 § 123), men innehållet är ändrat (1 skillnad)")


def test_an_older_decision(adopted: Ws) -> None:
    decide(adopted, "{datum: 2020-11-30}")
    refused(adopted, "2020-11-30 är äldre än det senast antagna, 2020-12-01 § 123")


def test_where_what_was_adopted_is_damaged(adopted: Ws) -> None:
    adopted.change(f"{KEPT}/mal.yaml", "80 %", "81 %")
    decide(adopted, "{datum: 2021-03-01}")
    refused(adopted, "rätta felen ovan")


@pytest.mark.parametrize("arguments", [("--nämnd", "halsonamnden"), ("--document", "verksamhetsplan")])
def test_what_is_not_said(ws: Ws, arguments: tuple[str, str]) -> None:
    result = ws.run("adopt", "--year", "2021", *arguments)
    assert result.code == 2
    no_bug(result)


def test_a_document_that_is_not_there(ws: Ws) -> None:
    result = adopt(ws, "rapport")
    assert result.code == 2
    assert "de som finns: verksamhetsplan, delarsrapport, verksamhetsberattelse" in result.err


# ------------------------------------------------------------------- afterwards
def test_a_changed_document_is_not_made(adopted: Ws) -> None:
    adopted.change(f"{PLAN}/mal.yaml", "80 %", "81 %")
    assert adopted.plan().code == 1
    assert "VB408" in adopted.plan().err
    assert adopted.plan("--draft").code == 0


def test_a_new_decision_lets_a_change_be_adopted(adopted: Ws) -> None:
    adopted.change(f"{PLAN}/mal.yaml", "80 %", "81 %")
    decide(adopted, "{datum: 2021-03-01, paragraf: § 7}")
    assert "beslutet 2021-03-01 § 7 i beslut: är inte antaget än: kör vbgen adopt" in adopted.validate().out
    before = outputs(adopted.file(KEPT))
    assert adopt(adopted).out == f"{PLAN}/antaget/2021-03-01\n"
    assert told(adopted) == []
    assert outputs(adopted.file(KEPT)) == before
    adopted.change(f"{PLAN}/mal.yaml", "81 %", "80 %")  # as the first decision had it
    assert len(told(adopted)) == 1


def test_two_decisions_of_a_day(adopted: Ws) -> None:
    for number in range(2, 12):
        decide(adopted, f"{{datum: {DAY}, paragraf: § {number}}}")
        assert adopt(adopted).out == f"{KEPT}-{number}\n"
    adopted.change(f"{PLAN}/mal.yaml", "80 %", "81 %")
    assert [text[:34] for text in told(adopted)] == ["ändrat sedan beslutet 2020-12-01 §"]
    assert "§ 11:" in told(adopted)[0]  # the last, not the one whose name sorts last


def test_what_is_filled_in_later_is_no_new_decision(ws: Ws) -> None:
    decide(ws, f"{{datum: {DAY}}}")
    adopt(ws)
    decide(ws, f"{{datum: {DAY}, paragraf: § 123, diarienummer: 20RS1}}")
    assert ws.validate("--strict").code == 0
    assert "inget är ändrat" in adopt(ws).err


def test_a_changed_picture(ws: Ws) -> None:
    ws.write(f"{PLAN}/bilder/karta.png", PIXEL)
    ws.write(f"{PLAN}/mer.yaml", "bilder:\n  karta: {fil: bilder/karta.png, alt: Karta}\n")
    ws.change(f"{PLAN}/dokument.yaml", "tabell: driftbudget", "tabell: alla\n      - bild: karta")
    decide(ws)
    adopt(ws)
    ws.write(f"{PLAN}/bilder/karta.png", PIXEL + b"\r\n")
    (text,) = told(ws)
    assert text.endswith('bilden "bilder/karta.png" är en annan')
    assert f"{PLAN}/mer.yaml:2:16:" in ws.validate().out


def test_a_change_in_an_appendix(adopted: Ws) -> None:
    adopted.write("data/2021/tandvarden/plan/texter.yaml", "texter:\n  inledning: Något annat.\n")
    result = adopted.validate("--nämnd", "halsonamnden", "--select", "VB408")
    assert "data/2021/tandvarden/plan/texter.yaml:2:14: fel VB408" in result.out


def test_line_ends_of_another_system(adopted: Ws) -> None:
    for path in adopted.file("data").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert adopted.validate("--strict").code == 0


def test_a_file_with_faults_is_told_by_them_only(adopted: Ws) -> None:
    adopted.change(f"{PLAN}/mal.yaml", "målvärde: 80 %", "målvarde: 81 %")
    result = adopted.validate()
    assert "VB104" in result.out
    assert "VB408" not in result.out


def test_appendices_that_cannot_be_known_are_not_missed(adopted: Ws) -> None:
    adopted.change("data/2021/halsonamnden/namnd.yaml", "[tandvarden]", "[tandvarden")
    result = adopted.validate()
    assert "VB101" in result.out
    assert "VB408" not in result.out


def test_faults_of_antaget_yaml_have_their_places_and_hide_no_others(adopted: Ws) -> None:
    adopted.change(f"{KEPT}/antaget.yaml", "innehåll:", "innehål:")
    adopted.change(f"{PLAN}/mal.yaml", "id: utreda-koer", "id: utreda-koer\n            status: okänt")
    result = adopted.validate()
    assert f"{KEPT}/antaget.yaml:5:1: fel VB104" in result.out
    assert "VB206" in result.out
    assert "VB408" not in result.out


def test_an_unreadable_antaget_yaml_hides_no_others(adopted: Ws) -> None:
    adopted.write(f"{KEPT}/antaget.yaml", "beslut: [")
    adopted.change(f"{PLAN}/dokument.yaml", "text: inledning", "text: inledningen")
    result = adopted.validate()
    assert f"{KEPT}/antaget.yaml:1" in result.out
    assert "VB201" in result.out


def test_acknowledgements_in_what_was_adopted_are_not_used(ws: Ws) -> None:
    note = "noterat:\n  - {kod: VB301, skäl: så står det i källan}\n"
    ws.change(f"{PLAN}/budget.yaml", "|        -150 |", "|        -160 |")
    ws.write(f"{PLAN}/budget.yaml", note + ws.read(f"{PLAN}/budget.yaml"))
    decide(ws)
    assert adopt(ws).code == 0
    result = ws.validate()
    assert (result.code, "VB205" in result.out) == (0, False)
