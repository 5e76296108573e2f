"""Amounts of money as people write them: `1 mnkr`, `500 tkr`; the unit says how many kronor one is."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from vbgen.model.base import Reads, as_text, refuse, shown
from vbgen.model.numbers import read

_THOUSAND, _MILLION, _BILLION = (Decimal(10) ** power for power in (3, 6, 9))
_KRONOR = {"kr": Decimal(1), "kronor": Decimal(1)}
_KRONOR |= dict.fromkeys(("tkr", "kkr", "tusen"), _THOUSAND)
_KRONOR |= dict.fromkeys(("mnkr", "mkr", "miljon", "miljoner"), _MILLION)
_KRONOR |= dict.fromkeys(("mdkr", "miljard", "miljarder"), _BILLION)
_WORD = re.compile(r"[a-zåäö]+")


def kronor(unit: str) -> Decimal | None:
    """How many kronor one of a unit is (`mnkr`, `tusen kronor`); None for what is no money."""
    words = _WORD.findall(unit.lower())
    if not words or any(word not in _KRONOR for word in words):
        return None
    factors = {_KRONOR[word] for word in words} - {Decimal(1)}
    return Decimal(1) if not factors else factors.pop() if len(factors) == 1 else None


def units_in(text: str) -> set[Decimal]:
    """The units of money that a text names, each as how many kronor one is: `Belopp i mnkr`."""
    found = {_KRONOR[word] for word in _WORD.findall(text.lower()) if word in _KRONOR}
    return found - {Decimal(1)} or found


def _amount(value: Any) -> Decimal:
    text = as_text(value).strip()
    found = read(text)
    factor = kronor(text[found[1] :]) if found is not None else None
    if found is None or factor is None or found[0].value < 0:
        raise refuse("VB107", f"{shown(value)} är inte ett belopp", "skriv t.ex. 1 mnkr, 500 tkr eller 20 000 kr")
    return found[0].value * factor


def _share(value: Any) -> Decimal:
    text = as_text(value).strip()
    found = read(text)
    if found is None or text[found[1] :].strip() != "%" or found[0].value < 0:
        raise refuse("VB107", f"{shown(value)} är inte en andel", "skriv t.ex. 1 %")
    return found[0].value / 100


Amount = Annotated[Decimal, Reads(_amount, {"type": "string"})]  # in kronor
Share = Annotated[Decimal, Reads(_share, {"type": "string"})]  # 1 % is 0.01
