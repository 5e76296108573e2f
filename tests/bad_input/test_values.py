"""Values: every kind of outcome arrives whole and prints, or the error says what to do; wrong ones have a place."""

from __future__ import annotations

import re

import pytest

from tests.cli.support import BOARD, FOLLOW_UP, PLAN, Ws, no_bug, outputs, plain
from vbgen.render import pandoc

UNQUOTED = [
    *("1 545 st", "88 %", "83", "77–80", "6,3–6,1 %", "-15 %", "Ökning 5 %", "Riket + 1 %", "62 % (riket + 1 %)"),
    *("12 av 21", "Topp 3 av 7", "1,2 miljoner ton", "45 600 KVÅ-koder", "31 mnkr", "28 (25)", "Helt", "Ska öka"),
    *(
        "82,6 år, män 80,7, kvinnor 84,6",
        "a) 12 % b) 14 %",
        "a) … b) …",
        "−15 %",
        "<5 %",
        "≥ 78",
        "ja",
        "nej",
        "0",
        "010",
    ),
    *(
        "1e400",
        "NaN",
        ".inf",
        "null",
        "~",
        "2021-02-30",
        "12:30",
        "0,5–1,0",
        "1.5",
        "100 000 000 000 000 000 000 000 000",
    ),
    *(
        "-3–-5 %",
        "+5 %",
        "1 av 0",
        "5 (–)",
        "(25)",
        "±0",
        "50/50",
        "ca 80 %",
        "minst 80 %",
        "80 % *preliminärt*",
        "1) 2",
    ),
    *("9" * 400, "a | b", "a\\b", "<b>83</b>", "83 %!", "_83_", "$83$", "83 %  ", "Å" * 300),
]
QUOTED = [
    *(
        ">78",
        "> 78 %",
        "3 åringar: 95 %, 6 åringar: 82 %",
        "#1",
        "nr 1 # 2",
        "*83*",
        "@",
        "`83`",
        "! 83",
        "| 83",
        "% av 21",
    ),
    *("- 83", "& 83", "Män: 80"),
]
ODD = ["{{ 83 }}", "? 83", "[^1]", "[83]", "'83'", '"83"']  # quotes inside the quotes; brackets that YAML reads


def outcome(ws: Ws, *written: str) -> None:
    """Outcomes of as many indicators, as written in the file."""
    items = "".join(
        f"          - id: matt-{n}\n            namn: Mått {n}.\n            tillkommen: nytt\n            utfall: {text}\n"
        for n, text in enumerate(written)
    )
    ws.write(
        f"{FOLLOW_UP}/mal.yaml",
        ws.read(f"{FOLLOW_UP}/mal.yaml").replace("        indikatorer:\n", f"        indikatorer:\n{items}"),
    )


def words(text: str) -> str:
    return " ".join(plain(text).split())


def printed(ws: Ws) -> dict[int, str]:
    """What Word says of each indicator: the cell after its name and the note that it was added."""
    lines = ws.word("verksamhetsberattelse").split("\n")
    return {
        int(found[1]): words(lines[index + 2])
        for index, line in enumerate(lines)
        if (found := re.fullmatch(r"Mått (\d+)\.", line))
    }


def follow_up(ws: Ws, *formats: str) -> int:
    arguments = [part for form in formats for part in ("--format", form)]
    result = ws.render("--document", "verksamhetsberättelse", *arguments)
    no_bug(result)
    return result.code


@pytest.mark.process
def test_every_kind_of_value_prints_whole(ws: Ws) -> None:
    quoted = ["'" + text.replace("'", "''") + "'" for text in [*QUOTED, *ODD]]
    outcome(ws, *UNQUOTED, *quoted)
    assert ": 0 fel," in ws.validate().out
    assert follow_up(ws, "md", "docx") == 0
    wanted = {n: words(text) for n, text in enumerate([*UNQUOTED, *QUOTED, *ODD])}
    assert printed(ws) == wanted
    said = pandoc.run(
        ["--from=gfm", "--to=plain", "--wrap=none", "--columns=9999"], ws.markdown("verksamhetsberattelse").encode()
    )
    text = words(said.decode())
    assert [value for value in wanted.values() if value not in text] == []


@pytest.mark.parametrize("text", [*QUOTED, *ODD[:4]])
def test_a_value_that_needs_quotes_says_so(ws: Ws, text: str) -> None:
    outcome(ws, text)
    line = ws.read(f"{FOLLOW_UP}/mal.yaml").split("\n").index(f"            utfall: {text}") + 1
    before = ws.target("verksamhetsberattelse.md").read_bytes()
    assert follow_up(ws, "md") == 1
    said = ws.validate().out
    assert f"{FOLLOW_UP}/mal.yaml:{line}:" in said
    assert text in ODD or "sätt citattecken" in said
    assert ws.target("verksamhetsberattelse.md").read_bytes() == before


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "said"),
    [
        (f"{PLAN}/budget.yaml", "-100 |", "hundra |", "VB116", "hundra"),
        (f"{PLAN}/budget.yaml", "-100 |", "NaN |", "VB116", "NaN"),
        (f"{PLAN}/budget.yaml", "-100 |", "1e400 |", "VB116", "1e400"),
        (f"{PLAN}/budget.yaml", "-100 |", "inf |", "VB116", "inf"),
        (f"{PLAN}/budget.yaml", "-100 |", "0x10 |", "VB116", "0x10"),
        (f"{PLAN}/budget.yaml", "-100 |", "--100 |", "VB116", "--100"),
        (f"{PLAN}/budget.yaml", "-100 |", "1,2,3 |", "VB116", "1,2,3"),
        (f"{PLAN}/budget.yaml", "-100 |", "1.000,5 |", "VB116", "1.000,5"),
        (f"{PLAN}/budget.yaml", "-100 |", f"{'9' * 400} |", "VB116", "999"),
        (f"{PLAN}/budget.yaml", "-100 |", "-100 | 1 |", "VB115", ""),
        (f"{PLAN}/budget.yaml", "        -100 |", "", "VB115", ""),
        (f"{PLAN}/budget.yaml", "typ: driftbudget", "typ: driftbudgeten", "VB201", "driftbudgeten"),
        (
            f"{PLAN}/mal.yaml",
            "            namn: Utreda",
            "            slutdatum: 2021-02-30\n            namn: Utreda",
            "VB104",
            "slutdatum",
        ),
        (f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nbeslut: {datum: 2021-02-30}", "VB107", "2021-02-30"),
        (f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nbeslut: {datum: 2021-02-29}", "VB107", "2021-02-29"),
        (f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nbeslut: {datum: 1/2 2021}", "VB107", "1/2 2021"),
        (f"{PLAN}/dokument.yaml", "period: 2021", "period: hela året", "VB107", "hela året"),
        (f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021-13", "VB107", "2021-13"),
        (f"{PLAN}/dokument.yaml", "dokument: verksamhetsplan", "dokument: protokoll", "VB109", "protokoll"),
        (f"{PLAN}/dokument.yaml", "titel: Plan 2021", "titel: [Plan]", "VB106", ""),
        (f"{PLAN}/dokument.yaml", "titel: Plan 2021", "titel:", "VB106", ""),
        (f"{PLAN}/dokument.yaml", "titel: Plan 2021", 'titel: "  "', "VB106", "tom"),
        (f"{PLAN}/mal.yaml", "id: invanare", "id: Invånare", "VB108", "Invånare"),
        (f"{PLAN}/mal.yaml", "id: invanare", 'id: ""', "VB108", ""),
        (f"{PLAN}/mal.yaml", "id: kortare-koer", "id: effektmal-1", "VB202", "två gånger"),
        (f"{PLAN}/mal.yaml", "id: effektmal-1", "id: effektmal-2", "VB201", "effektmal-2"),
        (f"{PLAN}/mal.yaml", "nivå: mål", "nivå: delmål", "VB206", "delmål"),
        (f"{PLAN}/mal.yaml", "nivå: mål", "överordnat: toppen", "VB201", "toppen"),
        (f"{PLAN}/mal.yaml", "nivå: mål", "ursprung: någon", "VB206", "någon"),
        (f"{PLAN}/mal.yaml", "målvärde: 80 %", "målvärde: {}", "VB105", "värdet saknas"),
        (f"{PLAN}/mal.yaml", "målvärde: 80 %", "målvärde: [80 %]", "VB106", ""),
        (f"{PLAN}/mal.yaml", "målvärde: 80 %", "målvärde:\n              Män: 80 %", "VB105", ""),
        (f"{PLAN}/dokument.yaml", "text: inledning", "text: inledningen", "VB201", "inledningen"),
        (f"{PLAN}/dokument.yaml", "text: inledning", "texten: inledning", "VB104", "texten"),
        (f"{PLAN}/dokument.yaml", "tabell: driftbudget", "tabell: driftbudgeten", "VB201", "driftbudgeten"),
        (f"{PLAN}/dokument.yaml", "bilaga: tandvarden", "bilaga: kulturen", "VB201", "kulturen"),
        (f"{PLAN}/texter.yaml", "    - vård", "    [tabell: ingen]", "VB201", "ingen"),
        (f"{PLAN}/texter.yaml", "    - vård", "    Vård.[^7]", "VB201", "7"),
        (f"{BOARD}/namnd.yaml", "[tandvarden]", "[tandvarden, folkhalsan]", "VB201", "folkhalsan"),
        ("vbgen.yaml", "format: 1", "format: 2", "VB120", "2"),
        ("vbgen.yaml", "kostnader: negativa", "kostnader: röda", "VB109", "röda"),
    ],
)
def test_a_wrong_value_has_a_place(ws: Ws, file: str, old: str, new: str, code: str, said: str) -> None:
    number = ws.read(file)[: ws.read(file).index(old)].count("\n") + 1
    ws.change(file, old, new)
    lines = range(number, number + 1 + new.count("\n"))
    before = outputs(ws.out)
    for result in (ws.validate(), ws.plan()):
        no_bug(result)
        assert result.code == 1, result.said
        assert any(f"{file}:{line}:" in result.said for line in lines), result.said
        assert f" fel {code}" in result.said
        assert said in result.said
    assert outputs(ws.out) == before


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("          - id: levnadsvanor", "          - id: levnadsvanorna", "levnadsvanorna"),
        (
            "          - id: levnadsvanor",
            "          - id: ny\n            namn: Ny indikator.\n            utfall: 1\n          - id: levnadsvanor",
            "ny",
        ),
        ("      - id: kortare-koer", "      - id: langre-koer", "langre-koer"),
        (
            "          - id: utreda-koer",
            "          - id: utreda\n            namn: Utreda.\n          - id: utreda-koer",
            "utreda",
        ),
        ("  - id: invanare", "  - id: medborgare\n    namn: Medborgare", "medborgare"),
    ],
)
def test_what_was_never_planned(ws: Ws, old: str, new: str, id_: str) -> None:
    ws.change(f"{FOLLOW_UP}/mal.yaml", old, new)
    line = next(
        n for n, text in enumerate(ws.read(f"{FOLLOW_UP}/mal.yaml").split("\n"), 1) if text.endswith(f"id: {id_}")
    )
    result = ws.render("--document", "verksamhetsberattelse", "--format", "md")
    no_bug(result)
    assert (result.code, result.out) == (1, "")
    assert f"{FOLLOW_UP}/mal.yaml:{line}:" in result.err
    assert "fel VB203" in result.err
    assert "tillkommen" in result.err


def test_what_came_during_the_year_is_marked_as_that(ws: Ws) -> None:
    new = "          - id: ny\n            namn: Ny indikator.\n            utfall: 1\n            tillkommen: beslut i maj\n"
    ws.change(f"{FOLLOW_UP}/mal.yaml", "          - id: levnadsvanor", f"{new}          - id: levnadsvanor")
    assert ws.render("--document", "verksamhetsberattelse", "--format", "md").code == 0
    assert "Ny indikator." in ws.markdown("verksamhetsberattelse")


def test_one_mistake_is_one_error(ws: Ws) -> None:
    """A mistake in the plan brings no errors in what builds on it."""
    ws.change(f"{PLAN}/mal.yaml", "    namn: Invånare", "    nam: Invånare")
    assert ws.validate().out.count(": fel ") == 1
