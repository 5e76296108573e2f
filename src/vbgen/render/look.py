"""The look of an organisation's documents."""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.theme import Theme


class Look(NamedTuple):
    """The theme, and for Word a reference document of the organisation's own."""

    theme: Theme
    reference: bytes | None = None
