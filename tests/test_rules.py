"""What the table of rules says of each of them is so, by what they do on the cases; and a line that says otherwise is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest

from tests.test_cases import CASES, VALIDATED
from vbgen import pipeline
from vbgen.analysis.equations import KINDS
from vbgen.findings import Finding
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.rules import registry as codes
from vbgen.rules.registry import RULES, Rule
from vbgen.tables.relations import RelationKind
from vbgen.workspace import FolderWorkspace

Told = set[tuple[str, str, tuple[str | int, ...]]]  # code, file and path of what is found
CHECKED = [rule for rule in RULES if rule.stage == "checking"]
# It gives no error, and is tried where only errors count: a `noterat` that explains none of its findings stops a document.
NEVER_AN_ERROR = "VB309"
# The appendices that it looks into are loaded with their board: no part of the data lacks them.
NEVER_IN_PART = "VB406"


def name(rule: Rule) -> str:
    return rule.code


# ----------------------------------------------------------------- what they do
@pytest.fixture(scope="module")
def severities() -> dict[str, set[str]]:
    """How grave what each rule finds in the cases is."""
    found: dict[str, set[str]] = {}
    for case in VALIDATED:
        for one in json.loads((CASES / case / "expected.json").read_bytes())["diagnostics"]:
            found.setdefault(one["code"], set()).add(one["severity"])
    return found


@pytest.fixture(scope="module")
def missed() -> set[str]:
    """The rules that miss something in part of a case's data, of which the part has all files."""
    found: set[str] = set()
    for case in VALIDATED:
        files = Files(FolderWorkspace(CASES / case))
        if sum(len(unit.documents) for unit in files.inventory.units.values()) > 1:
            whole = told(pipeline.check(files).findings)
            for part in parts(files):
                found |= {code for code, file, path in whole - told(part.findings) if file in part.sources}
    return found


def told(findings: list[Finding]) -> Told:
    """What is found of what is checked; by the object where `noterat` would stand."""
    places = [(f.code, f.owner or f.place) for f in findings if f.code in {rule.code for rule in CHECKED}]
    return {(code, place.file, place.path) for code, place in places}


def parts(files: Files) -> Iterator[pipeline.CheckResult]:
    """Each board of a workspace alone, and what each of its documents is made of."""
    for (year, board), unit in files.inventory.units.items():
        if unit.is_board:
            yield pipeline.check(Files(files.workspace), year, board)
            for job in choices.list_jobs(files, year, board, ()):
                yield pipeline.check_document(Files(files.workspace), job, errors_only=False)


# --------------------------------------------------------------- what is said of them
def misjudged(rules: Iterable[Rule], severities: dict[str, set[str]]) -> set[str]:
    """The rules that are said to warn only and give errors, or the other way round."""
    return {rule.code for rule in rules if rule.warns_only == ("error" in severities.get(rule.code, ()))}


def misplaced(rules: Iterable[Rule], severities: dict[str, set[str]]) -> set[str]:
    """The rules of which it is wrong where they are found."""
    return {
        rule.code
        for rule in rules
        if not find_spec(rule.module)
        or (rule.stage == "checking") != hasattr(import_module(rule.module), "check")
        or (rule.stage == "rendering") == (rule.code in severities)
    }


def not_across(rules: Iterable[Rule], missed: set[str]) -> set[str]:
    """The rules that compare documents which are not always loaded together, or do not, against what is said."""
    return {rule.code for rule in rules if rule.across != (rule.code in missed)}


def not_on_request(rules: Iterable[Rule]) -> set[str]:
    """The rules of which the page does not say, or says wrongly, that they wait to be selected."""
    return {rule.code for rule in rules if rule.on_request != (f"--select {rule.code[:4]}" in rule.page)}


def test_what_the_table_says_is_so(severities: dict[str, set[str]], missed: set[str]) -> None:
    assert misjudged(CHECKED, severities) == {NEVER_AN_ERROR}
    assert misplaced(RULES, severities) == set()
    assert not_across(RULES, missed) == {NEVER_IN_PART}
    assert not_on_request(RULES) == set()


@pytest.mark.parametrize("rule", [rule for rule in CHECKED if rule.code != NEVER_AN_ERROR], ids=name)
def test_a_wrong_ceiling_is_found(rule: Rule, severities: dict[str, set[str]]) -> None:
    assert misjudged([rule._replace(warns_only=not rule.warns_only)], severities) == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_wrong_stage_is_found(rule: Rule, severities: dict[str, set[str]]) -> None:
    for found in {"checking", "reading", "rendering"} - {rule.stage}:
        assert misplaced([Rule(rule.code, found)], severities) == {rule.code}  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code != NEVER_IN_PART], ids=name)
def test_a_wrong_reach_is_found(rule: Rule, missed: set[str]) -> None:
    assert not_across([rule._replace(across=not rule.across)], missed) == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_that_waits_in_vain_is_found(rule: Rule) -> None:
    assert not_on_request([rule._replace(on_request=not rule.on_request)]) == {rule.code}


# ------------------------------------------------------------------- what they are for
def test_rules_stand_in_order_each_once() -> None:
    assert list(codes.CODES) == sorted(set(codes.CODES))


def test_every_module_of_a_rule_has_its_line() -> None:
    modules = {path.stem.upper() for path in Path(codes.__file__).parent.rglob("vb[0-9]*.py")}
    assert modules == set(codes.CODES)


def test_every_kind_of_relation_has_a_rule_of_its_own() -> None:
    assert set(KINDS) == set(get_args(RelationKind))
    used = [kind.code for kind in KINDS.values()]
    assert len(set(used)) == len(used) and set(used) < {rule.code for rule in CHECKED}


def test_rules_that_only_warn_do_not_run_where_errors_count() -> None:
    assert all(rule.is_tried((), errors_only=True) != rule.warns_only for rule in CHECKED)
    assert not any(rule.is_tried((rule.code,), errors_only=False) for rule in RULES if rule.stage != "checking")


def test_rules_on_request_run_when_they_are_asked_for() -> None:
    (rule,) = [rule for rule in RULES if rule.on_request]
    assert not rule.is_tried((), errors_only=False)
    assert rule.is_tried(codes.list_requested_rules([rule.code[:4]]), errors_only=False)
    assert codes.list_requested_rules([rule.code[:3]]) == ()


def test_silence_of_rules_that_were_not_tried_says_nothing() -> None:
    waiting = {rule.code for rule in RULES if rule.on_request}
    assert codes.list_untried_rules((), partial=False, errors_only=False) == waiting
    assert codes.list_untried_rules(tuple(waiting), partial=False, errors_only=False) == set()
    across = {rule.code for rule in RULES if rule.across}
    assert codes.list_untried_rules(tuple(waiting), partial=True, errors_only=False) == across
    warning = {rule.code for rule in RULES if rule.warns_only}
    assert codes.list_untried_rules((), partial=False, errors_only=True) == warning | waiting
