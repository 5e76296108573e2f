"""Words of a long text, found without splitting it."""

from __future__ import annotations

from collections.abc import Iterator


def beginning(text: str, letters: str) -> Iterator[str]:
    """The words of a text that begin with some letters, in order."""
    at = text.find(letters)
    while at >= 0:
        end = at + len(letters)
        if at == 0 or not text[at - 1].isalpha():
            while end < len(text) and text[end].isalpha():
                end += 1
            yield text[at:end]
        at = text.find(letters, end)
