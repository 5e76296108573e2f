"""Amounts of money as people write them: `1 mnkr`, `500 tkr`; the unit says how many kronor one is."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from vbgen.model.base import FieldReader, quote_value, read_text, refuse
from vbgen.model.numbers import read

_THOUSAND, _MILLION, _BILLION = (Decimal(10) ** power for power in (3, 6, 9))
_KRONOR = {"kr": Decimal(1), "kronor": Decimal(1)}
_KRONOR |= dict.fromkeys(("tkr", "kkr", "tusen"), _THOUSAND)
_KRONOR |= dict.fromkeys(("mnkr", "mkr", "miljon", "miljoner"), _MILLION)
_KRONOR |= dict.fromkeys(("mdkr", "miljard", "miljarder"), _BILLION)
_WORD = re.compile(r"[a-zåäö]+")


def kronor(unit: str) -> Decimal | None:
    """Return the number of kronor in one of a unit (`mnkr`, `tusen kronor`); None for a unit that is not of money."""
    words = _WORD.findall(unit.lower())
    if not words or any(word not in _KRONOR for word in words):
        return None
    factors = {_KRONOR[word] for word in words} - {Decimal(1)}
    return Decimal(1) if not factors else factors.pop() if len(factors) == 1 else None


def find_units(text: str) -> set[Decimal]:
    """Return the units of money that a text names (`Belopp i mnkr`), each as the number of kronor in one."""
    factors = {_KRONOR[word] for word in _WORD.findall(text.lower()) if word in _KRONOR}
    return factors - {Decimal(1)} or factors


def _read_amount(value: Any) -> Decimal:
    text = read_text(value).strip()
    parsed = read(text)
    factor = kronor(text[parsed[1] :]) if parsed is not None else None
    if parsed is None or factor is None or parsed[0].value < 0:
        raise refuse("VB107", f"{quote_value(value)} är inte ett belopp", "skriv t.ex. 1 mnkr, 500 tkr eller 20 000 kr")
    return parsed[0].value * factor


def _read_share(value: Any) -> Decimal:
    text = read_text(value).strip()
    parsed = read(text)
    if parsed is None or text[parsed[1] :].strip() != "%" or parsed[0].value < 0:
        raise refuse("VB107", f"{quote_value(value)} är inte en andel", "skriv t.ex. 1 %")
    return parsed[0].value / 100


Amount = Annotated[Decimal, FieldReader(_read_amount, {"type": "string"})]  # in kronor
Share = Annotated[Decimal, FieldReader(_read_share, {"type": "string"})]  # 1 % is 0.01
