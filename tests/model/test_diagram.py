"""A diagram is made of one thing, and says which."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from vbgen.model.diagram import ALL, Diagram


@pytest.mark.parametrize(
    ("keys", "code", "message"),
    [
        ({}, "VB105", "diagrammet säger inte vad det visar"),
        ({"antal": []}, "VB105", "diagrammet säger inte vad det visar"),
        ({"saknas": "okänt", "antal": "mål"}, "VB106", "diagrammet har både saknas och antal"),
        (
            {"tabell": "t", "kolumner": "k", "indikatorer": "alla"},
            "VB106",
            "diagrammet har både tabell och indikatorer",
        ),
        ({"tabell": "t"}, "VB105", "diagrammet säger inte vilka kolumner det visar"),
        ({"antal": "mål", "kolumner": "k"}, "VB106", "kolumner hör till en tabell, och diagrammet har ingen"),
        ({"saknas": "okänt", "rader": "r"}, "VB106", "rader hör till en tabell, och diagrammet har ingen"),
        ({"antal": "målen"}, "VB109", '"målen" går inte att räkna'),
        ({"tabell": "T"}, "VB108", '"T" duger inte som id'),
    ],
)
def test_what_a_diagram_may_not_be(keys: dict[str, object], code: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Diagram.model_validate({"rubrik": "R", **keys})
    assert [(fault["type"], fault["msg"]) for fault in caught.value.errors()] == [(code, message)]


def test_one_may_stand_for_a_list_of_one() -> None:
    assert Diagram.model_validate({"rubrik": "R", "indikatorer": "alla"}).indicators == ALL
    assert Diagram.model_validate({"rubrik": "R", "tabell": "t", "kolumner": "k"}).columns == ("k",)
    for written in ("mål", ["mål"], {"slag": "mål"}, [{"slag": "mål"}]):
        (one,) = Diagram.model_validate({"rubrik": "R", "antal": written}).counts
        assert (one.kind, one.level, one.origin) == ("mål", None, None)
