"""What an item may say of how it differs from the plan: each way does what the table says, in rules, counts and documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbgen import pipeline
from vbgen.load.files import Files
from vbgen.model.items import PLAN_CHANGES, Item, Linked, PlanChange, Reasoned, Rewording
from vbgen.model.tables import Counted
from vbgen.reportset.followup import tally
from vbgen.view.changes import list_changes
from vbgen.workspace import FolderWorkspace

LEAVING = [change for change in PLAN_CHANGES if change.is_removal]
BOARD = "data/2030/namnden"
HEAD = "dokument: {}\ntitel: T\nperiod: {}\ndisposition: [{{rubrik: R, innehåll: [{{mål: alla}}]}}]\n"
DOCUMENTS = {"plan": "verksamhetsplan", "2030-08": "delårsrapport", "2030-12": "verksamhetsberättelse"}


def name(change: PlanChange) -> str:
    return change.key


def checked(root: Path, **goals: str) -> pipeline.CheckResult:
    """A year in which each document has the goals that are given, by its folder."""
    files = {"vbgen.yaml": "format: 1\norganisation: R\n", f"{BOARD}/namnd.yaml": "namn: N\n"}
    for folder, text in zip(DOCUMENTS, goals.values(), strict=True):
        files[f"{BOARD}/{folder}/dokument.yaml"] = HEAD.format(DOCUMENTS[folder], folder.replace("plan", "2030"))
        files[f"{BOARD}/{folder}/mal.yaml"] = f"mål:\n{text}"
    for file, text in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return pipeline.check(Files(FolderWorkspace(root)))


def linked(change: PlanChange) -> bool:
    """It names what the item went over into."""
    return Linked.__name__ in str(Item.model_fields[change.attribute].annotation)


def said(change: PlanChange, to: str = "andra") -> str:
    return f"{change.key}: {{id: {to}, skäl: beslutat}}" if linked(change) else f"{change.key}: beslutat"


PLAN = "  - {id: forsta, namn: Det första}\n  - {id: andra, namn: Det andra}\n"


def test_every_reason_that_an_item_can_give_is_in_the_table() -> None:
    reasons = {
        field
        for field, info in Item.model_fields.items()
        if any(kind.__name__ in str(info.annotation) for kind in (Reasoned, Linked, Rewording))
    }
    assert reasons == {change.attribute for change in PLAN_CHANGES} | {"rewording"}


def test_what_authors_are_promised() -> None:
    """Written down here, apart from the table."""
    assert [change.key for change in LEAVING] == ["utgår", "ersätts av", "delad i", "överförd till", "redovisas i"]
    settled = [change.key for change in PLAN_CHANGES if change.is_settled]
    assert settled == ["utgår", "ersätts av", "delad i", "överförd till"]
    assert [change.key for change in PLAN_CHANGES if change.has_item_ids] == ["ersätter", "ersätts av", "delad i"]


@pytest.mark.parametrize("change", LEAVING, ids=name)
def test_what_left_is_told_and_is_missed_again_unless_that_settled_it(change: PlanChange, tmp_path: Path) -> None:
    interim = f"  - {{id: forsta, {said(change)}}}\n  - {{id: andra}}\n"
    found = checked(tmp_path, plan=PLAN, interim=interim, annual="  - {id: andra}\n").findings
    told = [f for f in found if f.code == "VB401" and f.is_acknowledged]
    assert [f.place.path for f in told] == [("mål", 0, change.key)]
    assert f"följs inte upp här, {change.key}" in told[0].message and told[0].reason == "beslutat"
    missed = [f for f in found if f.code == "VB401" and not f.is_acknowledged]
    assert [f.address for f in missed] == ([] if change.is_settled else ["forsta"])
    assert all(f"{one.key}:" in (f.hint or "") for f in missed for one in LEAVING)


@pytest.mark.parametrize("change", PLAN_CHANGES, ids=name)
def test_what_left_is_counted_no_more(change: PlanChange, tmp_path: Path) -> None:
    context = checked(tmp_path, plan=PLAN, interim=f"  - {{id: forsta, {said(change)}}}\n", annual=PLAN).context
    unit = context.data.units[2030, "namnden"]
    counted = tally(unit.documents["2030-08"], context.chain(unit), Counted.model_validate({"slag": "mål"}))
    assert counted.total() == (0 if change.is_removal else 1)


@pytest.mark.parametrize("change", [change for change in PLAN_CHANGES if linked(change)], ids=name)
def test_names_of_items_must_be_there(change: PlanChange, tmp_path: Path) -> None:
    data = checked(tmp_path, plan=PLAN, interim=f"  - {{id: forsta, {said(change, 'ingen')}}}\n", annual=PLAN)
    dead = [f.place.path for f in data.findings if f.code == "VB201"]
    assert dead == ([("mål", 0, change.key, "id")] if change.has_item_ids else [])


@pytest.mark.parametrize("change", PLAN_CHANGES, ids=name)
def test_a_document_says_it_in_its_words(change: PlanChange, tmp_path: Path) -> None:
    context = checked(tmp_path, plan=PLAN, interim=f"  - {{id: forsta, {said(change)}}}\n", annual=PLAN).context
    unit = context.data.units[2030, "namnden"]
    (located,) = unit.documents["2030-08"].items()
    ((words, reasoned),) = list_changes(context.chain(unit), located.item)
    assert words == f"{change.words}{' ”Det andra”' if isinstance(reasoned, Linked) else ''}"
    assert change.words.lower()[:6] == change.key[:6]
