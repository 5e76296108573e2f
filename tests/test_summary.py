"""`validate --summary`: what was checked, held, was explained, and what nothing checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vbgen.commands.validate import validate
from vbgen.workspace import FolderWorkspace

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).resolve().parent.parent


def checks(root: Path) -> list[dict[str, Any]]:
    shown = json.loads(validate(FolderWorkspace(root), None, None, "json", strict=False, summary=True)[1])
    found: list[dict[str, Any]] = shown["checks"]
    return found


def of(root: Path, kind: str) -> dict[str, int]:
    """The counts of a kind, over all documents, without those that are nought."""
    total: dict[str, int] = {}
    for one in checks(root):
        for relations in one["relations"]:
            if relations["kind"] == kind:
                for name, count in relations.items():
                    if name != "kind" and count:
                        total[name] = total.get(name, 0) + count
    return total


def test_held_rounded_and_wrong_ones() -> None:
    assert of(CASES / "VB301-summa", "total") == {"tried": 1, "wrong": 1}
    rounded = of(CASES / "valid-tyst-arsarbetare-som-avrundas", "total")
    assert rounded["tried"] == rounded.get("held", 0) + rounded["rounded"]
    assert rounded["rounded"] >= 2


def test_what_is_acknowledged_is_not_wrong() -> None:
    assert of(CASES / "VB301-noterat", "total") == {"tried": 2, "held": 1, "acknowledged": 1}
    assert of(CASES / "VB306-angivet-antal-noterat", "count") == {"tried": 1, "acknowledged": 1}
    assert of(CASES / "VB306-angivet-antal", "count")["wrong"] == 1


def test_near_and_untested_ones() -> None:
    assert of(CASES / "VB307-en-enhet-skiljer", "equal")["near"] == 1
    assert of(CASES / "VB309-division-med-noll", "change")["untested"] == 1


def test_tables_that_nothing_checks_are_named() -> None:
    named = [name for one in checks(ROOT) for name in one["tables_without_relations"]]
    assert "frisktal" in named
    assert "driftbudget" not in named


def test_the_text_adds_up() -> None:
    text = validate(FolderWorkspace(ROOT), None, None, "text", strict=False, summary=True)[1]
    (line,) = [line for line in text.splitlines() if line.startswith("Alla ")]
    tried, *rest = (int(word) for word in line.split()[1:])
    assert tried == sum(rest[:-1]) > 500
    assert f"Prövade samband: {tried}. " in text
    assert (
        text.splitlines()[-1] == validate(FolderWorkspace(ROOT), None, None, "text", strict=False)[1].splitlines()[-1]
    )


def test_shared_tables_are_told_where_there_are_any() -> None:
    (shared, plan) = checks(CASES / "valid-gemensamma-siffror")
    assert shared["document"] == "data/2021/gemensamt.yaml"
    assert {relation["kind"]: relation["tried"] for relation in shared["relations"]} == {
        "total": 1,
        "count": 1,
        "equal": 2,
        "formula": 1,
    }
    assert plan["document"] == "data/2021/regionstyrelsen/plan"
    assert not any(one["document"].endswith(".yaml") for one in checks(ROOT))
