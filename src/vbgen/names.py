"""Names as people write them: NFC or NFD, any case, with å, ä, ö or without."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return the lower case ASCII of a name: NFC/NFD, case and å/ä/ö do not matter."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
