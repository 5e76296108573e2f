"""vbgen render: which documents, where, and what is printed."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.cli.support import BOARD, FOLLOW_UP, FORMATS, KINDS, PLAN, Ws, no_bug, outputs, parts, plain, words

MADE = [*(f"2021/halsonamnden/{kind}.{form}" for kind in KINDS for form in FORMATS), "2021/index.html"]
ALL = set(MADE)


@pytest.mark.process
def test_all_documents_in_all_formats_by_default(ws: Ws) -> None:
    result = ws.render()
    assert result.code == 0
    assert set(outputs(ws.out)) == ALL
    assert [path.relative_to(ws.out).as_posix() for path in result.paths] == MADE


@pytest.mark.process
def test_stdout_has_a_path_a_line_and_nothing_else(ws: Ws) -> None:
    result = ws.plan("--format", "md", "--format", "docx")
    assert result.out == f"{ws.target('verksamhetsplan.md')}\n{ws.target('verksamhetsplan.docx')}\n"
    assert "Plan 2021" in result.err


def test_a_second_run_leaves_the_files_alone_and_names_them_again(ws: Ws) -> None:
    first = ws.render("--format", "md")
    times = [path.stat().st_mtime_ns for path in first.paths]
    second = ws.render("--format", "md")
    assert (second.code, second.out) == (0, first.out)
    assert [path.stat().st_mtime_ns for path in second.paths] == times


def test_dist_in_the_workspace_is_the_default(ws: Ws) -> None:
    result = ws.run("render", "--year", "2021", "--nämnd", "kulturnamnden", "--format", "md")
    assert result.code == 0
    assert set(outputs(ws.root / "dist")) == {"2021/kulturnamnden/verksamhetsplan.md"}


@pytest.mark.process
def test_nothing_but_the_documents_is_left(ws: Ws) -> None:
    before = outputs(ws.root)
    ws.render()
    assert outputs(ws.root) == before
    assert set(outputs(ws.out)) == ALL


def test_quiet_prints_paths_only(ws: Ws) -> None:
    result = ws.plan("-q")
    assert (result.code, result.err) == (0, "")
    assert len(result.paths) == 1


@pytest.mark.parametrize(
    "name", ["verksamhetsberattelse", "verksamhetsberättelse", "VERKSAMHETSBERÄTTELSE", "Verksamhetsbera\u0308ttelse"]
)
def test_a_document_however_it_is_written(ws: Ws, name: str) -> None:
    result = ws.render("--document", name, "--format", "md")
    assert (result.code, [p.name for p in result.paths]) == (0, ["verksamhetsberattelse.md"])


def test_several_documents_and_formats(ws: Ws) -> None:
    result = ws.render("--document", "delårsrapport", "--document", "verksamhetsplan", "--format", "md")
    assert result.code == 0
    assert {p.name for p in result.paths} == {"delarsrapport.md", "verksamhetsplan.md"}


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--nämnd", "halsonamnden"),
        ("--namnd", "hälsonämnden"),
        ("--NÄMND", "HÄLSONÄMNDEN"),
        ("--na\u0308mnd", "ha\u0308lsona\u0308mnden"),
        ("--Nämnd", "HalsoNamnden"),
        ("--nämnd", " hälsonämnden "),
    ],
)
def test_the_board_however_it_is_written(ws: Ws, option: str, value: str) -> None:
    result = ws.run("render", "--year", "2021", option, value, "--format", "MD", "--output", ws.out)
    assert result.code == 0
    assert set(outputs(ws.out)) == {name for name in ALL if name.endswith(".md")}


@pytest.mark.parametrize("option", ["--ÅR", "--år", "--ar", "--Year", "--a\u030ar"])
def test_the_year_option_however_it_is_written(ws: Ws, option: str) -> None:
    result = ws.run("render", option, "2021", "--nämnd", "kulturnamnden", "--format", "md", "--output", ws.out)
    assert result.code == 0


@pytest.mark.parametrize(
    ("arguments", "exists"),
    [
        (("--year", "2020", "--nämnd", "halsonamnden"), ["2021"]),
        (("--year", "år", "--nämnd", "halsonamnden"), ["2021"]),
        (("--year", "²", "--nämnd", "halsonamnden"), ["2021"]),
        (("--year", "-1", "--nämnd", "halsonamnden"), ["2021"]),
        (("--year", "2021", "--nämnd", "halsonamden"), ["halsonamnden", "kulturnamnden"]),
        (("--year", "2021", "--nämnd", "tandvarden"), ["halsonamnden", "kulturnamnden"]),
        (("--year", "2021", "--nämnd", "../2021/halsonamnden"), ["halsonamnden", "kulturnamnden"]),
        (("--year", "2021", "--nämnd", ""), ["halsonamnden", "kulturnamnden"]),
        (("--year", "2021", "--nämnd", "kulturnamnden", "--document", "delårsrapport"), ["verksamhetsplan"]),
        (("--year", "2021", "--nämnd", "halsonamnden", "--document", "protokoll"), list(KINDS)),
        (("--year", "2021", "--nämnd", "halsonamnden", "--format", "odt"), ["md", "docx", "html", "pdf"]),
    ],
)
def test_unknown_choices_say_what_there_is(ws: Ws, arguments: tuple[str, ...], exists: list[str]) -> None:
    result = ws.run("render", "--output", ws.out, *arguments)
    no_bug(result)
    assert (result.code, result.out, ws.out.exists()) == (2, "", False)
    for name in exists:
        assert name in result.err


@pytest.mark.parametrize("arguments", [("--year", "2021"), ("--nämnd", "halsonamnden"), ()])
def test_year_and_board_are_required(ws: Ws, arguments: tuple[str, ...]) -> None:
    result = ws.run("render", *arguments)
    assert (result.code, result.out) == (2, "")


def test_an_unknown_document_stops_before_any_is_written(ws: Ws) -> None:
    result = ws.render("--document", "verksamhetsplan", "--document", "protokoll")
    assert (result.code, result.out, ws.out.exists()) == (2, "", False)


def test_an_error_in_another_board_stops_nothing(ws: Ws) -> None:
    ws.write("data/2021/kulturnamnden/plan/texter.yaml", "texter: [")
    ws.write("data/2021/kulturnamnden/namnd.yaml", b"\xff\xfe")
    ws.write("data/2022/skrap/plan/texter.yaml", "texter: [")
    assert ws.render("--format", "md").code == 0
    assert ws.validate().code == 1


def test_an_error_in_a_later_document_does_not_stop_the_plan(ws: Ws) -> None:
    ws.write(f"{FOLLOW_UP}/mal.yaml", "perspektiv: [")
    assert ws.plan().code == 0


@pytest.mark.parametrize(
    "file",
    [
        "vbgen.yaml",
        "data/2021/gemensamt.yaml",
        f"{BOARD}/namnd.yaml",
        f"{PLAN}/mal.yaml",
        f"{PLAN}/texter.yaml",
        f"{PLAN}/dokument.yaml",
        "data/2021/tandvarden/enhet.yaml",
        "data/2021/tandvarden/plan/texter.yaml",
        "data/2021/tandvarden/plan/dokument.yaml",
    ],
)
def test_what_a_document_is_made_of_is_checked(ws: Ws, file: str) -> None:
    ws.write(file, ws.read(file) + "okänd nyckel: 1\n")
    lines = ws.read(file).count("\n")
    result = ws.plan()
    assert (result.code, result.out, ws.out.exists()) == (1, "", False)
    assert f"{file}:{lines}:" in result.err


@pytest.mark.process
def test_errors_leave_the_old_document_alone(ws: Ws) -> None:
    ws.render()
    before = outputs(ws.out)
    ws.change(f"{PLAN}/dokument.yaml", "text: inledning", "text: inledningen")
    result = ws.plan("--format", "md", "--format", "docx")
    assert (result.code, result.out) == (1, "")
    assert f"{PLAN}/dokument.yaml:8:" in result.err
    assert outputs(ws.out) == before


def test_one_document_with_errors_does_not_stop_the_others(ws: Ws) -> None:
    ws.change(f"{FOLLOW_UP}/dokument.yaml", "text: sammanfattning", "text: inget")
    result = ws.render("--format", "md")
    assert result.code == 1
    assert [p.name for p in result.paths] == ["verksamhetsplan.md", "delarsrapport.md"]


def test_warnings_do_not_stop_a_document(ws: Ws) -> None:
    ws.write(f"{PLAN}/anteckningar.txt", "kom ihåg")
    assert ws.plan().code == 0


def test_an_acknowledged_error_does_not_stop_a_document(ws: Ws) -> None:
    ws.change(f"{PLAN}/budget.yaml", "-150 |         -135", "-160 |         -135")
    assert ws.plan().code == 1
    entry = "    noterat:\n      - {vid: summa/budget, kod: VB301, skäl: avrundning i källan}\n"
    ws.write(f"{PLAN}/budget.yaml", ws.read(f"{PLAN}/budget.yaml") + entry)
    assert ws.plan().code == 0
    assert "-160" in plain(ws.markdown())


def test_two_documents_never_share_a_path(ws: Ws) -> None:
    """Two interim reports in a year: two files, or an error; the first is not silently replaced."""
    ws.write(f"{BOARD}/2021-04/dokument.yaml", ws.read(f"{BOARD}/2021-08/dokument.yaml"))
    ws.write(f"{BOARD}/2021-04/mal.yaml", ws.read(f"{BOARD}/2021-08/mal.yaml"))
    result = ws.render("--document", "delårsrapport", "--format", "md")
    no_bug(result)
    assert len(set(result.paths)) == len(result.paths)
    assert (result.code, len(result.paths)) in {(0, 2), (1, 0), (2, 0)}


# --------------------------------------------------------------------- draft
@pytest.mark.process
def test_a_draft_is_marked_on_every_page_and_lists_what_is_open(ws: Ws) -> None:
    ws.change(f"{PLAN}/dokument.yaml", "tabell: driftbudget", "tabell: driftbudgeten")
    ws.change(f"{PLAN}/budget.yaml", "-150 |         -135", "-160 |         -135")
    result = ws.plan("--draft", "--format", "md", "--format", "docx")
    assert len(result.paths) == 2
    for text in (ws.markdown().replace("\\", ""), ws.word()):
        assert "saknas" in text
        end = text[text.rindex("Öppna fynd") :]
        assert re.search(rf"{PLAN}/dokument\.yaml:14:.*VB201", end)
        assert re.search(rf"{PLAN}/budget\.yaml:9:.*VB301", end)
    assert "UTKAST" in ws.markdown()


@pytest.mark.process
def test_every_header_of_a_draft_says_so(ws: Ws) -> None:
    ws.plan("--draft", "--format", "docx")
    found = parts(ws.target("verksamhetsplan.docx"), r"word/(?:document|header\d*|_rels/document\.xml)(?:\.xml|\.rels)")
    body = found["word/document.xml"]
    relations = re.findall(r"<Relationship [^>]*>", found["word/_rels/document.xml.rels"])
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in relations}
    headers = re.findall(r"<w:headerReference [^>]*>", body)
    kinds = {_attribute(tag, "w:type"): targets[_attribute(tag, "r:id")] for tag in headers}
    assert "default" in kinds
    assert "first" in kinds or "<w:titlePg" not in body
    assert {name: "UTKAST" in words(found[f"word/{name}"]) for name in kinds.values()} == dict.fromkeys(
        kinds.values(), True
    )


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    assert found is not None, tag
    return found[1]


@pytest.mark.process
def test_a_document_that_is_no_draft_does_not_say_so(ws: Ws) -> None:
    ws.plan("--format", "md", "--format", "docx")
    assert "UTKAST" not in ws.markdown()
    everything = parts(ws.target("verksamhetsplan.docx"), r".*\.xml")
    assert not [name for name, xml in everything.items() if "UTKAST" in xml]


@pytest.mark.process
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{PLAN}/dokument.yaml", "titel: Plan 2021\n", ""),
        (f"{PLAN}/dokument.yaml", "perspektiv: alla", "perspektiv: medborgare"),
        (f"{PLAN}/dokument.yaml", "bilaga: tandvarden", "bilaga: tandvard"),
        (f"{PLAN}/dokument.yaml", "period: 2021", "period: i år"),
        (f"{PLAN}/mal.yaml", "id: effektmal-1", "id: effektmal-9"),
        (f"{PLAN}/mal.yaml", "namn: Köerna ska bli kortare.", "namm: Köerna ska bli kortare."),
        (f"{PLAN}/budget.yaml", "-100 |", "hundra |"),
        (f"{PLAN}/texter.yaml", "    - vård", "    [bild: saknad]\n\n    [^9] - vård"),
        (f"{BOARD}/namnd.yaml", "namn: Hälsonämnden\n", ""),
        ("vbgen.yaml", "organisation: Provregionen\n", ""),
        ("vbgen.yaml", "format: 1", "format: 2"),
    ],
)
def test_a_draft_is_made_whatever_is_wrong(ws: Ws, file: str, old: str, new: str) -> None:
    ws.change(file, old, new)
    assert ws.plan().code == 1
    assert not ws.out.exists()
    result = ws.plan("--draft", *(part for form in FORMATS for part in ("--format", form)))
    no_bug(result)
    assert [p.name for p in result.paths] == [f"verksamhetsplan.{form}" for form in FORMATS]
    assert f"{file}:" in ws.markdown()[ws.markdown().rindex("Öppna fynd") :].replace("\\", "")


@pytest.mark.parametrize(
    "file",
    ["vbgen.yaml", "data/2021/gemensamt.yaml", f"{BOARD}/namnd.yaml", f"{PLAN}/dokument.yaml", f"{PLAN}/mal.yaml"],
)
def test_a_draft_is_made_around_a_file_that_is_no_yaml(ws: Ws, file: str) -> None:
    ws.write(file, ws.read(file) + '\nx: "y\n')
    result = ws.plan("--draft")
    no_bug(result)
    assert [p.name for p in result.paths] == ["verksamhetsplan.md"]
    assert "UTKAST" in ws.markdown()


def test_the_path_is_printed_as_one_can_use_it(ws: Ws, tmp_path: Path) -> None:
    target = tmp_path / unicodedata.normalize("NFC", "ut å ä ö")
    result = ws.run("render", "--year", "2021", "--nämnd", "kulturnamnden", "--format", "md", "--output", target)
    assert result.code == 0
    assert all(path.is_file() and path.is_relative_to(target) for path in result.paths)


def test_the_json_of_validate_agrees_with_render(ws: Ws) -> None:
    ws.change(f"{PLAN}/dokument.yaml", "text: inledning", "text: inledningen")
    found = json.loads(ws.validate("--format", "json").out)["diagnostics"]
    assert [(d["file"], d["line"]) for d in found if d["code"] == "VB201"] == [(f"{PLAN}/dokument.yaml", 8)]
    assert f"{PLAN}/dokument.yaml:8:" in ws.plan().err


@pytest.mark.process
@pytest.mark.parametrize("letter", ["🎉", "\ue000", "\u0378"])
def test_a_letter_that_no_pdf_can_have_is_told_with_its_line(ws: Ws, letter: str) -> None:
    ws.change(f"{PLAN}/texter.yaml", "hälsan i länet", f"hälsan {letter} i länet")
    result = ws.plan("--format", "md", "--format", "pdf")
    no_bug(result)
    assert (result.code, result.out, ws.out.exists()) == (1, "", False)
    assert re.search(rf"{PLAN}/texter\.yaml:3:\d+: fel VB123 tecknet .* \(U\+{ord(letter):04X}\)", result.err)
    assert ws.plan("--format", "md", "--format", "docx", "--format", "html").code == 0
