"""Names as people write them: NFC or NFD, any case, with å, ä, ö or without."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case ASCII of a name: NFC/NFD, case and å/ä/ö do not matter."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(ch for ch in plain if not unicodedata.combining(ch))
