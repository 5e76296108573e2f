"""The JSON Schemas that editors use: committed as the program makes them, true for good data, strict about misspelt keys."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests.cli.support import run
from tests.pages import ROOT
from vbgen.commands import schema
from vbgen.model.content import FILE_KINDS, file_kind

SCHEMAS = ROOT / "schema"
CASES = ROOT / "tests" / "cases"
FIRST_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")

OWN = [
    ROOT / "vbgen.yaml",
    ROOT / "templates/tema.yaml",
    *sorted((ROOT / "data").rglob("*.yaml")),
    *sorted((ROOT / "examples").rglob("*.yaml")),
]
VALID = sorted(path for case in CASES.glob("valid-*") for path in case.rglob("*.yaml"))
FIXTURE = sorted((ROOT / "tests/cli/arbetsyta").rglob("*.yaml"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def kind(path: Path) -> str:
    """The kind of a file by its name, as the loader sees it."""
    return (
        path.stem if path.stem in ("vbgen", "gemensamt", "namnd", "enhet", "antaget", "tema") else file_kind(path.name)
    )


@cache
def validator(of: str) -> Draft7Validator:
    schema = json.loads((SCHEMAS / f"{of}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def as_an_editor(text: str) -> Any:
    """YAML as an editor reads it: numbers are numbers, keys are texts, days are texts."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(below) for key, below in value.items()}
        if isinstance(value, list):
            return [plain(below) for below in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return plain(yaml.load(text, yaml.CSafeLoader))


def wrong(of: str, text: str) -> list[str]:
    errors = validator(of).iter_errors(as_an_editor(text))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors]


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Schemas are made of the models once for all tests."""
    monkeypatch.setattr(schema, "build_schemas", schemas)


schemas = cache(schema.build_schemas)


@pytest.mark.usefixtures("made_once")
@pytest.mark.parametrize("of", sorted(FILE_KINDS))
def test_the_committed_schema_is_what_the_command_prints(of: str) -> None:
    result = run("schema", of)
    assert result.code == 0
    assert json.loads(result.out)["type"] == "object"
    assert result.out == (SCHEMAS / f"{of}.schema.json").read_text(encoding="utf-8"), "run make schema"


@pytest.mark.usefixtures("made_once")
def test_all_schemas_are_written_and_no_others(tmp_path: Path) -> None:
    assert run("schema", "--output", tmp_path).code == 0
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in SCHEMAS.iterdir()}
    assert {p.name for p in SCHEMAS.iterdir()} == {f"{of}.schema.json" for of in FILE_KINDS}


@pytest.mark.parametrize("path", [*OWN, *FIXTURE, *VALID], ids=name)
def test_a_schema_accepts_good_data(path: Path) -> None:
    assert wrong(kind(path), path.read_text(encoding="utf-8-sig")) == []


GOOD = {
    "a value alone": (
        "mal",
        "mål:\n  - {id: a, namn: A, indikatorer: [{id: b, namn: B, målvärde: 50 %, utfall: 83}]}\n",
    ),
    "a value with keys": (
        "mal",
        "mål:\n  - id: a\n    indikatorer:\n      - id: b\n        utfall: {värde: 12, avser: 2020, delar: {män: 1, kvinnor: 2}}\n",
    ),
    "no value": ("mal", "mål:\n  - id: a\n    indikatorer:\n      - {id: b, utfall: {saknas: mäts inte}}\n"),
    "a reason alone": (
        "mal",
        "uppdrag:\n  - {id: a, namn: A, tillkommen: Nytt beslut}\n  - {id: b, utgår: Återtaget}\n",
    ),
    "a reason with a decision": (
        "mal",
        "uppdrag:\n  - id: a\n    utgår: {skäl: Återtaget, beslut: {datum: 2021-06-01, paragraf: 45}}\n",
    ),
    "one id or several": (
        "mal",
        "uppdrag:\n  - {id: a, ersätts av: {id: b, skäl: S}}\n  - {id: b, ersätter: {id: [a, c], skäl: S}}\n",
    ),
    "parts of chapters": (
        "dokument",
        (
            "dokument: verksamhetsplan\ntitel: T\nperiod: 2021\ndisposition:\n  - rubrik: R\n    nummer: 1.1\n    innehåll:\n"
            "      - text: a\n      - tabell: [a, b]\n      - {områden: alla, numrera listor: ja}\n      - symboler: ja\n"
            "  - bilaga: b\n"
        ),
    ),
    "an answer alone": (
        "internkontroll",
        (
            "områden:\n  - {id: a, risker: [{id: b, åtgärder: [{id: c, effekt: ja, "
            "ingå i nästa års riskanalys: {svar: nej, text: T}}]}]}\n"
        ),
    ),
    "one appendix or several": ("namnd", "namn: N\nbilagor: a\n"),
    "one note or several": ("innehall", "tabeller:\n  a: {tabell: x, anmärkning: En anmärkning}\n"),
    "one field or several": (
        "vbgen",
        "format: 1\norganisation: O\nsymboler:\n  a: {rubrik: R, används för: mål.trend, värden: {}}\n",
    ),
    "footnotes by number": ("innehall", "fotnoter: {1: Ett}\ntabeller:\n  a: {tabell: x, fotnoter: {1: Ett}}\n"),
    "figures of a note": (
        "innehall",
        "tabeller:\n  a:\n    tabell: x\n    noterat: [{kod: VB301, skäl: S, angivet: -2821, beräknat: -2 807}]\n",
    ),
    "limits": ("vbgen", "format: 1\norganisation: O\ngränser: {filstorlek: 20}\n"),
}

BAD = {
    "a misspelt key at the top": ("namnd", "nam: N\n"),
    "a misspelt key of an indicator": ("mal", "mål:\n  - {id: a, indikatorer: [{id: b, malvarde: 50 %}]}\n"),
    "a misspelt key of a value": ("mal", "mål:\n  - {id: a, indikatorer: [{id: b, utfall: {varde: 5}}]}\n"),
    "a misspelt part": (
        "dokument",
        "dokument: verksamhetsplan\ntitel: T\nperiod: 2021\ndisposition:\n  - {rubrik: R, innehåll: [{texten: a}]}\n",
    ),
    "two parts in one": (
        "dokument",
        "dokument: verksamhetsplan\ntitel: T\nperiod: 2021\ndisposition:\n  - {rubrik: R, innehåll: [{text: a, tabell: b}]}\n",
    ),
    "how a part is kept": (
        "dokument",
        "dokument: verksamhetsplan\ntitel: T\nperiod: 2021\ndisposition:\n  - {rubrik: R, innehåll: [{del: text, id: a}]}\n",
    ),
    "a misspelt key of a column": ("innehall", "tabeller:\n  a: {tabell: x, kolumner: {b: {slags: antal}}}\n"),
    "a kind that does not exist": ("innehall", "tabeller:\n  a: {tabell: x, kolumner: {b: {slag: pengar}}}\n"),
    "a misspelt answer": (
        "internkontroll",
        "områden:\n  - {id: a, risker: [{id: b, åtgärder: [{id: c, effekt: jaa}]}]}\n",
    ),
    "a title that is not there": ("dokument", "dokument: verksamhetsplan\nperiod: 2021\n"),
    "an id with capitals": ("mal", "mål:\n  - {id: Effektmål 1, namn: N}\n"),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_may_be_written_short_or_long(case: str) -> None:
    of, text = GOOD[case]
    assert wrong(of, text) == []


@pytest.mark.parametrize("case", BAD)
def test_what_an_editor_underlines(case: str) -> None:
    of, text = BAD[case]
    assert wrong(of, text) != []


def misspelt(path: Path) -> Iterator[tuple[str, str]]:
    """The file with a letter too many in one of its own keys, for each key at the top."""
    text = path.read_text(encoding="utf-8")
    for key in re.findall(r"^([a-zåäö][a-zåäö ]*):", text, re.MULTILINE):
        yield key, re.sub(rf"^{key}:", f"{key}x:", text, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize("path", OWN, ids=name)
def test_a_misspelt_key_is_refused(path: Path) -> None:
    tried = list(misspelt(path))
    assert tried
    assert [key for key, text in tried if not wrong(kind(path), text)] == []


@pytest.mark.parametrize("path", OWN, ids=name)
def test_the_first_line_of_a_file_wires_its_schema(path: Path) -> None:
    found = FIRST_LINE.fullmatch(path.read_text(encoding="utf-8").split("\n", 1)[0])
    assert found is not None
    assert (path.parent / found[1]).resolve() == SCHEMAS / f"{kind(path)}.schema.json"
    assert (path.parent / found[1]).is_file()


def test_the_editor_settings_wire_every_schema() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    wired = settings["yaml.schemas"]
    assert {Path(file).name for file in wired} == {f"{of}.schema.json" for of in FILE_KINDS}
    assert all((ROOT / file).is_file() for file in wired)
    patterns = {pattern: Path(file).name for file, found in wired.items() for pattern in found}
    for path in OWN:
        fitting = {schema for pattern, schema in patterns.items() if path.relative_to(ROOT).match(pattern)}
        assert fitting == {f"{kind(path)}.schema.json"}, name(path)
