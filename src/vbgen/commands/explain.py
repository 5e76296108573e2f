"""vbgen explain."""

from __future__ import annotations

from vbgen import rules


def explain(code: str | None) -> str | None:
    """The page of a code; all codes with their titles for None; None if there is no such code."""
    if code is None:
        return "".join(f"{name}  {rules.title(name)}\n" for name in rules.CODES)
    page = rules.page(code.strip().upper())
    return None if page is None else f"{code.strip().upper()}: {page}\n"
