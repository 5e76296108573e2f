"""What leads from one place of a web page to another, and an organisation's own title page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pages import ROOT
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.pipeline import render
from vbgen.workspace import FolderWorkspace

VARMLAND = ROOT / "examples/region-varmland"
_LINK = re.compile(r'<a href="#([^"]+)">(.*?)</a>')
_TAG = re.compile(r"<[^>]+>")


def page(root: Path, board: str, kind: str, form: str = "html") -> str:
    files = Files(FolderWorkspace(root))
    made = render(files, choices.find_job(files, 2021, board, kind), (form,))
    return made.files[form].decode("utf-8")


@pytest.fixture(scope="module")
def report() -> str:
    return page(ROOT, "regionstyrelsen", "verksamhetsberattelse")


def test_the_summary_leads_to_each_goal_that_has_a_heading(report: str) -> None:
    ways = report.split('<div class="ways">')[1].split("</div>", maxsplit=1)[0]
    goals = [_TAG.sub("", heading) for heading in re.findall(r"<h\d id=[^>]+>(.*?)</h\d>", report)]
    goals = [goal for goal in goals if goal.startswith("Effektmål")]
    assert [words for _, words in _LINK.findall(ways)] == goals
    for anchor, words in _LINK.findall(ways):
        assert re.search(rf'<h\d id="{re.escape(anchor)}">{re.escape(words)}</h\d>', report)


def test_the_legend_leads_to_the_first_use_of_a_sign(report: str) -> None:
    legend = re.findall(r'<a href="#(tecken_\d+)">(?:<span[^>]*>)?(.)', report)
    assert len(legend) >= 3
    for anchor, sign in legend:
        used = report.index(f'id="{anchor}"')
        assert report[used:].split("</span>", maxsplit=1)[0].rpartition(">")[2].startswith(sign)
        assert report.count(f'id="{anchor}"') == 1


def test_a_sign_that_is_not_used_leads_nowhere(report: str) -> None:
    targets = set(re.findall(r'href="#(tecken_\d+)"', report))
    assert targets <= set(re.findall(r'id="(tecken_\d+)"', report))
    explained = re.findall(r"(<a [^>]*>)?<span[^>]*>■</span>(?:</a>)? = ", report)
    assert explained
    assert not any(explained)


@pytest.mark.parametrize("form", ["md", "html"])
def test_an_organisation_has_its_own_title_page(form: str) -> None:
    made = page(VARMLAND, "regionstyrelsen", "delarsrapport", form)
    assert "Perioden januari–augusti 2021" in made
    assert "Perioden" not in page(ROOT, "regionstyrelsen", "verksamhetsberattelse", form)


def test_and_its_own_colours() -> None:
    assert "--heading: #5B1F3A" in page(VARMLAND, "regionstyrelsen", "delarsrapport")
    assert "--heading: #1B4B5A" in page(ROOT, "regionstyrelsen", "verksamhetsplan")
