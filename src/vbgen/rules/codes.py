"""Every code that vbgen can report, and what may be done with it."""

from __future__ import annotations


def _codes(*numbers: int) -> tuple[str, ...]:
    return tuple(f"VB{number}" for number in numbers)


# found while files are read or findings acknowledged: their modules hold the page only
READING = _codes(*range(101, 118), 119, 120, 205)
# rules that go over the loaded data (`check`)
CHECKED = (
    *_codes(201, 202, 203, 204, 206, 207, 208, 210),
    *_codes(301, 302, 303, 304, 305, 306, 307, 308, 309, 310),
    *_codes(401, 402, 403, 404),
    *_codes(501, 502, 503, 504, 505, 506),
    *_codes(701, 702, 703, 704, 705),
)
CODES = tuple(sorted(READING + CHECKED))
# codes before it: faults of form and references, without which nothing else can be trusted
FIRST_OF_CONTENT = "VB3"


def known(prefix: str) -> bool:
    """Some code begins so: `VB301`, `VB3`."""
    return len(prefix) > 2 and any(code.startswith(prefix) for code in CODES)
