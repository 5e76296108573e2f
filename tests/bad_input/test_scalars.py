"""What stands after `namn:` arrives whole, or there is an error that names the line: nothing is ever lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from vbgen.findings import Finding
from vbgen.load.forms import read_model
from vbgen.model.content import BoardFile, GoalFile
from vbgen.source import parse

DATA = Path(__file__).parents[2] / "data"
FIXED = settings(
    max_examples=250, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
COMMENT = re.compile(r"(?:^| )  ?#(?: |$)")  # two blanks before, one after: a comment on purpose
VALUES = [
    *("1 545 st", "88 %", "83", ">78", "77–80", "6,3–6,1 %", "-15 %", "Ökning 5 %", "Riket + 1 %"),
    *("62 % (riket + 1 %)", "12 av 21", "Topp 3 av 7", "1,2 miljoner ton", "45 600 KVÅ-koder", "31 mnkr", "28 (25)"),
    *("Helt", "Ska öka", "82,6 år, män 80,7, kvinnor 84,6", "3 åringar: 95 %, 6 åringar: 82 %"),
    *("a) 12 % b) 14 %", "a) … b) …", "> 78", "≥ 78", "<5 %", "-", "–", "—", "0", "010", "0x1F", "1e3", "1_000", "+5"),
    *("ja", "nej", "yes", "no", "on", "off", "true", "null", "~", "NaN", ".nan", ".inf", "2021-02-30", "12:30:15"),
    *("2021-01-01", "#1", "nr #1", "C# och F#", "100% klart", "%", "% av alla", "@region", "`kod`", "*fet*", "**fet**"),
    *(
        "&amp",
        "!viktigt",
        "! viktigt",
        "| streck",
        "a | b",
        "[x]",
        "[x] y",
        "{x}",
        "{{ x }}",
        "- streck",
        "? fråga",
        "?",
    ),
    *(
        "Mål: nå fram",
        "Mål:",
        "http://a.se/x#y",
        "a: b: c",
        ": a",
        ":a",
        "a :b",
        "'hej'",
        '"hej"',
        "'hej' sa hon",
        '"a" b',
    ),
    *(
        "Vad? Var!",
        "a, b",
        "it's",
        "...",
        "---",
        "--- a",
        "<<",
        "=",
        "a\\nb",
        "\\",
        "§ 12",
        "½",
        "a\u00a0#b",
        "a\t#b",
        "a\t# b",
    ),
    *(
        "a # b",
        "a #",
        "a  #b",
        "# a",
        "#",
        "a  # b",
        "'a' # b",
        "a 'b # c'",
        "a: 'b'",
        "> a",
        ">",
        ">-",
        "|",
        "|2",
        "* a",
    ),
]


def load(text: str) -> tuple[str | None, list[Finding]]:
    source = parse("namnd.yaml", f"namn: {text}\nbilagor: []\n".encode())
    model = read_model(BoardFile, source)
    if not source.findings:
        assert model is not None
        assert model.appendices == ()
    return (None if model is None else model.name), source.findings


def squeezed(text: str) -> str:
    return " ".join(text.split())


def whole_or_told(text: str, read_as: str | None = None) -> None:
    name, findings = load(text)
    if findings:
        assert all(finding.severity == "error" for finding in findings)
        assert min(finding.place.line or 0 for finding in findings) == 1, findings
    else:
        assert name == squeezed(text if read_as is None else read_as)


def unquoted(text: str) -> str | None:
    """What YAML makes of a text that is quoted from end to end; None if it is not."""
    if text[:1] not in {"'", '"'} or text[-1:] != text[:1] or len(text) < 2:
        return None
    try:
        events: list[Any] = list(yaml.parse(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError:
        return None
    scalars = [event.value for event in events if isinstance(event, yaml.ScalarEvent)]
    return scalars[0] if len(scalars) == 1 else None


@pytest.mark.parametrize("text", VALUES)
def test_values_and_odd_words(text: str) -> None:
    meant = text.partition("  # ")[0]  # a comment with its two blanks is a comment
    whole_or_told(text, unquoted(meant) if unquoted(meant) is not None else meant)


@pytest.mark.parametrize(
    "text", [">78", "> 78", "@region", "`kod`", "*fet*", "**fet**", "!viktigt", "% av alla", "Mål: nå fram"]
)
def test_the_error_says_what_to_do(text: str) -> None:
    _, findings = load(text)
    assert any("sätt citattecken" in f"{finding.message} {finding.hint}" for finding in findings)


@pytest.mark.parametrize("text", ["nr #1", "a #", "a  #b", "a\t# b", "'a' #b", "'C'# och F#", '"C"# och F#'])
def test_a_tail_that_would_be_lost_is_told(text: str) -> None:
    assert load(text)[1] != []


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", VALUES)
def test_in_quotes_everything_arrives(text: str, quote: str) -> None:
    inside = text.replace("'", "''") if quote == "'" else text.replace("\\", "\\\\").replace('"', '\\"')
    name, findings = load(f"{quote}{inside}{quote}  # en kommentar")
    assert (name, findings) == (squeezed(text), [])


@pytest.mark.parametrize(
    "line",
    [
        '{id: a, namn: "x #1", text: "y #2"}',
        "{id: a, namn: 'x #1', text: 'y #2'}  # kommentar",
        '{id: a, namn: "x #1"}  # kommentar #2',
        '{"id": a, "namn": "x #1"}',
    ],
)
def test_quoted_texts_in_a_row(line: str) -> None:
    source = parse("mal.yaml", f"mål:\n  - {line}\n".encode())
    model = read_model(GoalFile, source)
    assert source.findings == []
    assert model is not None
    assert model.goals[0].name == "x #1"


ODD = st.text(alphabet="aå1 \t#:-?>|*&!%@`'\"[]{},\\.~=<+–\u00a0", max_size=12)
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=20)
SWEDISH = st.lists(
    st.sampled_from(
        ["Mål", ":", "#", "-", "88", "%", ">", "(25)", "och", " ", "  ", "'", '"', "av", "|", ",", "[1]", "*"]
    ),
    max_size=8,
).map("".join)


@FIXED
@given(ODD | ANY | SWEDISH)
@example("a\t# b")
@example("a #")
@example("'C'# och F#")
@example('"C"# och F#')
@example("{1")
@example("")
def test_any_line_arrives_whole_or_is_told(text: str) -> None:
    assume(not COMMENT.search(text) or text.lstrip().startswith("#"))
    assume(text.strip()[:1] not in {"'", '"'} or unquoted(text.strip()) is None)
    whole_or_told(text)


@FIXED
@given(ODD | SWEDISH, ODD | SWEDISH)
@example("a", "- b")
@example("a", "# b")
@example("a", "b #1")
@example("> ", "a")
@example("|", "a")
@example("|#1", "a")
def test_a_value_over_two_lines(first: str, second: str) -> None:
    """The second line is indented under the first; a block (`|`) is one way to say it, all else is joined or told."""
    for line in (first, second):
        assume(not COMMENT.search(line))
        assume(line.strip()[:1] not in {"'", '"'})
    assume(second.strip() and not second.lstrip().startswith("#"))
    text = f"namn: {first}\n    {second}\nbilagor: []\n"
    source = parse("namnd.yaml", text.encode())
    model = read_model(BoardFile, source)
    if source.findings:
        assert (
            min(finding.place.line or 0 for finding in source.findings) <= 3
        )  # an open bracket is missed in the next line
        return
    assert model is not None
    meant = second if re.fullmatch(r"\|[-+1-9]*", first.strip()) else f"{first} {second}"
    assert squeezed(model.name) == squeezed(meant)


@FIXED
@given(st.lists(ODD | SWEDISH | ANY, min_size=1, max_size=5))
@example(["a", "# b", "> c", "- d: e"])
def test_a_block_keeps_every_line(lines: list[str]) -> None:
    assume(lines[0].strip() and not lines[0].startswith((" ", "\t")))
    block = "".join(f"      {line}\n" for line in lines)
    source = parse("mal.yaml", f"mål:\n  - id: a\n    text: |\n{block}    namn: b\n".encode())
    model = read_model(GoalFile, source)
    if source.findings:
        assert all((finding.place.line or 0) in range(3, 4 + len(lines)) for finding in source.findings)
        return
    assert model is not None
    assert model.goals[0].text is not None
    assert model.goals[0].text.source.rstrip() == "\n".join(lines).rstrip()
    assert model.goals[0].name == "b"


@cache
def titles() -> tuple[str, ...]:
    """Every text of one line that stands in data/."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield key
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)
        elif isinstance(node, str):
            yield from (line.strip() for line in node.split("\n"))

    found: dict[str, None] = {}
    for path in sorted(DATA.rglob("*.yaml")):
        source = parse(path.name, path.read_bytes())
        assert source.root is not None
        found |= dict.fromkeys(text for text in walk(source.root.data()) if text)
    return tuple(found)


def test_every_title_of_the_data_unquoted() -> None:
    assert len(titles()) > 300
    for title in titles():
        whole_or_told(title)


def test_most_titles_need_no_quotes() -> None:
    told = [title for title in titles() if not title.startswith("|") and load(title)[1]]
    assert len(told) < len(titles()) / 5, told
