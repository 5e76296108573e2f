"""Places as lists show them: file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vbgen.findings import Place
    from vbgen.pipeline import CheckResult


def format_source(checked: CheckResult, place: Place | None) -> str:
    """Return file and line of a place; of None, that it comes from the lines above."""
    return f"{place.file}:{checked.locate(place)[0]}" if place is not None else "raderna ovan"
