"""Every code that vbgen can report, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable


def _codes(*numbers: int) -> tuple[str, ...]:
    return tuple(f"VB{number}" for number in numbers)


# found while files are read or findings acknowledged: their modules hold the page only
READING = _codes(*range(101, 118), 119, 120, 122, 123, 205)
# of them, what is found only when a document is rendered
RENDERING = _codes(119, 123)
# rules that go over the loaded data (`check`)
CHECKED = (
    *_codes(201, 202, 203, 204, 206, 207, 208, 210),
    *_codes(301, 302, 303, 304, 305, 306, 307, 308, 309, 310),
    *_codes(401, 402, 403, 404, 405, 406, 407, 408, 409),
    *_codes(501, 502, 503, 504, 505, 506, 507),
    *_codes(601, 602, 603, 604, 605, 606, 607, 608, 609, 610, 611, 691),
    *_codes(701, 702, 703, 704, 705),
)
# rules that are tried only when they are selected
ASKED = _codes(691)
# rules that compare documents which are not always loaded together
ACROSS = _codes(404, 405, 406, 407, 409, 610)
# rules that never give an error: nothing stops for them
WARNING = (
    *_codes(401, 402, 403, 404, 405, 406, 407),
    *_codes(501, 502, 503, 504, 505, 506, 507),
    *_codes(602, 603, 604, 605, 606, 607, 608, 609, 610, 691),
    *_codes(701, 702, 703, 705),
)
CODES = tuple(sorted(READING + CHECKED))
# codes before it: faults of form and references, without which nothing else can be trusted
FIRST_OF_CONTENT = "VB3"


def known(prefix: str) -> bool:
    """Some code begins so: `VB301`, `VB3`."""
    return len(prefix) > 2 and any(code.startswith(prefix) for code in CODES)


def untried(asked: Iterable[str], *, partial: bool, errors_only: bool) -> frozenset[str]:
    """The rules of which silence says nothing: not asked for, not run, or with only some of the documents."""
    across, warning = ACROSS if partial else (), WARNING if errors_only else ()
    return frozenset(ASKED).difference(asked).union(across, warning)


def asked(select: Iterable[str]) -> tuple[str, ...]:
    """The rules of ASKED that a selection names: `VB69` does, `VB6` does not."""
    return tuple(code for code in ASKED if any(code.startswith(one) and len(one) > 3 for one in select))
