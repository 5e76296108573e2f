"""Names as people write them: NFC or NFD, any case, with å, ä, ö or without; and several of them in a sentence."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case ASCII of a name: NFC/NFD, case and å/ä/ö do not matter."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(ch for ch in plain if not unicodedata.combining(ch))


def listing(names: list[str], last: str = "och") -> str:
    """Return words as a list in a sentence: a, b och c."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
