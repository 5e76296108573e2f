"""The look of an organisation: what it may choose, what it gets without choosing, and where a fault of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.cli.support import Ws, copy_workspace
from vbgen.model.theme import READABLE, SERIES, TONES, VISIBLE, Theme, contrast

INKS = {
    "textfärg": "text",
    "rubrikfärg": "heading",
    "accentfärg": "accent",
    "dämpad färg": "muted",
    "märkesfärg": "mark",
}


@pytest.fixture
def ws(tmp_path: Path) -> Ws:
    return Ws(copy_workspace(tmp_path / "yta"), tmp_path / "ut")


def faults(keys: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Theme.model_validate(keys)
    return [(fault["type"], fault["msg"]) for fault in caught.value.errors()]


# -------------------------------------------------------------------- contrast
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "FFFFFF", 1.0), ("777777", "FFFFFF", 4.48), ("FF0000", "0000FF", 2.15)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_what_vbgen_brings_can_be_read() -> None:
    theme = Theme()
    inks = [getattr(theme, name) for name in INKS.values()] + list(TONES.values())
    assert min(map(contrast, inks)) >= READABLE
    assert min(map(contrast, SERIES)) >= VISIBLE
    for ground in (theme.fill, "FFFFFF"):  # the header of a table, a notice
        assert min(contrast(ink, ground) for ink in (theme.text, theme.heading)) >= READABLE


_COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06X}")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(INKS)), _COLOURS)
def test_a_colour_of_text_is_refused_exactly_if_it_cannot_be_read(key: str, colour: str) -> None:
    if contrast(colour) >= READABLE:
        assert getattr(Theme.model_validate({key: colour}), INKS[key]) == colour
    else:
        ((code, message),) = faults({key: colour})
        assert code == "VB122"
        assert message.startswith(f'färgen "{colour}" syns för dåligt mot vitt')


@pytest.mark.parametrize(
    ("keys", "least"),
    [({"statusfärger": {"grön": "888888"}}, "4,5"), ({"diagramfärger": ["1F5F99", "AAAAAA"]}, "3,0")],
)
def test_statuses_are_text_and_bars_are_not(keys: dict[str, object], least: str) -> None:
    ((code, message),) = faults(keys)
    assert code == "VB122"
    assert message.endswith(f"minst {least} krävs")


def test_a_colour_of_bars_need_only_be_seen() -> None:
    assert Theme.model_validate({"diagramfärger": ["888888"]}).series == ("888888",)


def test_lines_and_grounds_may_be_as_light_as_one_likes() -> None:
    theme = Theme.model_validate({"linjefärg": "FEFEFE", "fyllningsfärg": "#fffff0"})
    assert (theme.rule, theme.fill) == ("FEFEFE", "FFFFF0")


# ---------------------------------------------------------------------- values
def test_what_is_not_given_is_as_vbgen_has_it() -> None:
    changed, default = Theme.model_validate({"rubrikfärg": "#1b4b5a", "brödtext": "10,5"}), Theme()
    assert (changed.heading, changed.body_size) == ("1B4B5A", 10.5)
    assert changed.model_dump(exclude={"heading", "body_size"}) == default.model_dump(exclude={"heading", "body_size"})


def test_a_status_without_a_colour_of_its_own_has_that_of_vbgen() -> None:
    theme = Theme.model_validate({"statusfärger": {"grön": "004400"}, "textfärg": "112233"})
    assert theme.tone("grön") == "004400"
    assert {name: theme.tone(name) for name in TONES if name != "grön"} == {
        name: colour for name, colour in TONES.items() if name != "grön"
    }
    assert theme.tone("lila") == theme.tone("") == "112233"


@pytest.mark.parametrize(
    ("keys", "code", "message"),
    [
        ({"rubrikfärg": "blå"}, "VB107", '"blå" är inte en färg'),
        ({"rubrikfärg": "#FFF"}, "VB107", '"#FFF" är inte en färg'),
        ({"brödtext": "3,9"}, "VB107", '"3,9" är inte en textstorlek i punkter'),
        ({"nottext": "stor"}, "VB107", '"stor" är inte en textstorlek i punkter'),
        ({"sidmarginal": "61"}, "VB107", '"61" är inte en marginal i millimeter'),
        ({"radavstånd": "0,7"}, "VB107", '"0,7" är inte ett radavstånd'),
        ({"rubriker": []}, "VB106", "listan är tom"),
        ({"diagramfärger": []}, "VB106", "listan är tom"),
        ({"typsnitt": 'A"; } <b>'}, "VB107", '"A"; } <b>" är inte namnet på ett typsnitt'),
        ({"reservtypsnitt": "A & B"}, "VB107", '"A & B" är inte namnet på ett typsnitt'),
        ({"statusfärger": {"gron": "004400"}}, "VB104", 'okänd nyckel "gron"'),
        ({"rubrikfarg": "004400"}, "extra_forbidden", "Extra inputs are not permitted"),
    ],
)
def test_what_a_theme_may_not_be(keys: dict[str, object], code: str, message: str) -> None:
    assert faults(keys) == [(code, message)]


def test_the_ends_of_what_is_allowed() -> None:
    low = {"sidmarginal": "5", "övre marginal": "5", "nedre marginal": "5", "radavstånd": "0,8", "tabelltext": "4"}
    high = {"sidmarginal": "60", "övre marginal": "60", "nedre marginal": "60", "radavstånd": "3", "tabelltext": "72"}
    assert Theme.model_validate(low).side == 5.0
    assert Theme.model_validate(high).table_size == 72.0
    assert Theme.model_validate({"typsnitt": "Ålfont 3 Pro-Bok"}).font == "Ålfont 3 Pro-Bok"


# -------------------------------------------------------------------- validate
def test_every_fault_of_the_file_is_told_with_its_line(ws: Ws) -> None:
    lines = (
        "typsnitt: Calibri",
        'rubrikfärg: "7FB2D6"',
        "rubrikfarg: blå",
        "statusfärger:",
        '  gron: "004400"',
        '  röd: "FFAAAA"',
        "diagramfärger: []",
        "brödtext: 120",
        "rubriker: 20",
    )
    ws.write("templates/tema.yaml", "\n".join(lines) + "\n")
    result = ws.validate()
    assert result.code == 1
    told = [line.split(" ")[:3] for line in result.out.splitlines() if line.startswith("templates/tema.yaml:")]
    assert told == [
        ["templates/tema.yaml:2:13:", "fel", "VB122"],
        ["templates/tema.yaml:3:1:", "fel", "VB104"],
        ["templates/tema.yaml:5:3:", "fel", "VB104"],
        ["templates/tema.yaml:6:8:", "fel", "VB122"],
        ["templates/tema.yaml:7:16:", "fel", "VB106"],
        ["templates/tema.yaml:8:11:", "fel", "VB107"],
        ["templates/tema.yaml:9:11:", "fel", "VB106"],
    ]
    assert 'menade du "rubrikfärg"?' in result.out


@pytest.mark.parametrize("content", ["rubrikfärg: [", b"\xff\xfe\x00", 'rubrikfärg: "7FB2D6"'])
def test_documents_are_not_made_in_a_look_that_cannot_be_used(ws: Ws, content: str | bytes) -> None:
    ws.write("templates/tema.yaml", content)
    for run in (ws.validate(), ws.plan("--format", "html", "--format", "pdf")):
        assert run.code == 1
        assert "templates/tema.yaml:1" in run.said
    assert not ws.out.exists()


def test_a_draft_is_made_in_the_look_of_vbgen_then(ws: Ws) -> None:
    ws.write("templates/tema.yaml", 'rubrikfärg: "7FB2D6"\n')
    assert ws.plan("--draft", "--format", "html").code == 0
    assert f"--heading: #{Theme().heading};" in ws.target("verksamhetsplan.html").read_text(encoding="utf-8")


def test_the_workspaces_look_is_that_of_its_documents(ws: Ws) -> None:
    ws.write("templates/tema.yaml", 'rubrikfärg: "1B4B5A"\nstatusfärger: {grön: "004400"}\n')
    assert ws.render("--format", "html").code == 0
    for name in ("halsonamnden/verksamhetsberattelse.html", "index.html"):
        page = (ws.out / "2021" / name).read_text(encoding="utf-8")
        assert "--heading: #1B4B5A;" in page
        assert "color: #004400" in page
