"""How a decision reads: in a message, on a title page, before a reason; what is not known is left out."""

from __future__ import annotations

import pytest

from vbgen.findings import Finding, Place
from vbgen.model.base import Decision
from vbgen.model.document import DocumentFile
from vbgen.model.items import Reasoned
from vbgen.model.organisation import Organisation
from vbgen.view.changes import NO_REASON, format_reason
from vbgen.view.document import title_lines

ALL = {
    "organ": "Regionstyrelsen",
    "datum": "2020-12-14",
    "paragraf": "§ 38",
    "diarienummer": "20RS11",
    "version": "2",
}


def decision(*keys: str) -> Decision:
    return Decision.model_validate({key: ALL[key] for key in keys})


@pytest.mark.parametrize(
    ("keys", "shown", "described", "because"),
    [
        ((), "", "", "sänkt"),
        (("version",), "", "", "sänkt"),
        (("datum",), "2020-12-14", "2020-12-14", "2020-12-14: sänkt"),
        (("paragraf", "organ"), "§ 38", "Regionstyrelsen, § 38", "Regionstyrelsen § 38: sänkt"),
        (
            tuple(ALL),
            "2020-12-14 § 38",
            "Regionstyrelsen, 2020-12-14, § 38, 20RS11",
            "Regionstyrelsen 2020-12-14 § 38 20RS11: sänkt",
        ),
    ],
)
def test_a_decision_reads_by_who_reads_it(keys: tuple[str, ...], shown: str, described: str, because: str) -> None:
    made = decision(*keys)
    assert (made.day_and_paragraph, made.describe(), made.explain("sänkt")) == (shown, described, because)
    reasoned = Reasoned.model_validate({"skäl": "sänkt", "beslut": {key: ALL[key] for key in keys}})
    assert (reasoned.decision_text, reasoned.explanation) == (described, because)
    assert format_reason(reasoned) == (f": sänkt ({described})" if described else ": sänkt")


def test_a_reason_without_a_decision_stands_alone() -> None:
    reasoned = Reasoned.model_validate({"skäl": "sänkt"})
    assert (reasoned.decision_text, reasoned.explanation, format_reason(reasoned)) == ("", "sänkt", ": sänkt")
    assert (
        format_reason(Reasoned.model_validate({"skäl": NO_REASON, "beslut": {"datum": ALL["datum"]}}))
        == " (2020-12-14)"
    )


def test_a_title_page_writes_the_day_out_and_has_the_version_on_a_line_of_its_own() -> None:
    organisation = Organisation.model_validate({"format": "1", "organisation": "R"})
    info = {"dokument": "rapport", "titel": "T", "period": "2021"}
    lines = title_lines(organisation, DocumentFile.model_validate({**info, "beslut": ALL}))
    assert lines == ("R", "Regionstyrelsen, beslutad 14 december 2020, § 38, 20RS11", "Version 2")
    assert title_lines(organisation, DocumentFile.model_validate({**info, "beslut": {}})) == ("R",)
    assert title_lines(organisation, DocumentFile.model_validate(info)) == ("R",)


def test_an_explained_finding_is_the_same_finding_with_its_reason() -> None:
    finding = Finding("VB402", "info", Place("a.yaml"), "m", "h", "1", "2", "a", Place("b.yaml"))
    explained = finding.acknowledge("beslutat")
    assert explained == finding._replace(is_acknowledged=True, reason="beslutat") and not explained.is_open
