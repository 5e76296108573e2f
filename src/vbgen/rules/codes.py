"""Every code that vbgen can report, in order, and what may be done with it."""

from __future__ import annotations

CODES = (
    *(
        f"VB{n}"
        for n in (101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 119, 120)
    ),
    *(f"VB{n}" for n in (201, 202, 203, 204, 205, 206, 207, 208, 210)),
    *(f"VB{n}" for n in (301, 302, 303, 304, 305, 306, 307, 308, 309, 310)),
    *(f"VB{n}" for n in (401, 402, 403, 404)),
    *(f"VB{n}" for n in range(501, 507)),
    *(f"VB{n}" for n in (701, 702)),
)
# codes before it: faults of form and references, without which nothing else can be trusted
FIRST_OF_CONTENT = "VB3"


def known(prefix: str) -> bool:
    """Some code begins so: `VB301`, `VB3`."""
    return len(prefix) > 2 and any(code.startswith(prefix) for code in CODES)
