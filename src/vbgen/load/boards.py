"""Boards and years of a workspace, and those that a user means. Reads no file."""

from __future__ import annotations

import re

from vbgen.errors import UnknownChoice
from vbgen.load.folders import Inventory
from vbgen.names import fold


def list_boards(inventory: Inventory) -> list[tuple[int, str]]:
    """All boards, by year and name."""
    return sorted(key for key, unit in inventory.units.items() if unit.is_board)


def find_scope(inventory: Inventory, year: str | None, board: str | None) -> tuple[int | None, str | None]:
    """The year and board that a user means, however written; UnknownChoice says which there are."""
    units = inventory.units
    year_no = None
    if year is not None:
        years = sorted({y for y, _ in units})
        if not re.fullmatch(r"\s*[0-9]{4}\s*", year) or int(year) not in years:
            raise UnknownChoice(f"året {year} finns inte; de som finns: {', '.join(map(str, years)) or 'inga'}")
        year_no = int(year)
    if board is None:
        return year_no, None
    names = sorted({name for (y, name), unit in units.items() if unit.is_board and year_no in (None, y)})
    match = next((name for name in names if fold(name) == fold(board)), None)
    if match is None:
        when = f" {year_no}" if year_no is not None else ""
        raise UnknownChoice(f'nämnden "{board}" finns inte{when}; de som finns: {", ".join(names) or "inga"}')
    return year_no, match


def find_board(inventory: Inventory, year: str, board: str) -> tuple[int, str]:
    """Return them as `scope` does, both given."""
    year_no, name = find_scope(inventory, year, board)
    assert year_no is not None and name is not None
    return year_no, name
