"""Words of Swedish messages: lists in a sentence, labels cut short, forms that agree with a noun."""

from __future__ import annotations

MOST_ROWS = 6  # rows that a message lists
_LONGEST = 60  # letters of a label in a message
_NEUTER = ("mål", "område", "uppdrag")


def join_words(names: list[str], last: str = "och") -> str:
    """Return words as a list in a sentence: a, b och c."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def list_rows(rows: list[str]) -> str:
    """List rows in a message: the first of them, and the number of the rest."""
    more = len(rows) - MOST_ROWS
    return join_words(rows if more <= 0 else [*rows[:MOST_ROWS], f"{more} {'rad' if more == 1 else 'rader'} till"])


def shorten(label: str) -> str:
    """Return a row's or column's label without footnote marks, cut to a length for messages."""
    text = label.split("[^", 1)[0].strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def inflect(noun: str, common: str, neuter: str) -> str:
    """Return the form of a word that agrees with a kind of item: `planerad risk`, `planerat mål`."""
    return neuter if noun.startswith(_NEUTER) else common
