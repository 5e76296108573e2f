"""Words of long texts, found without splitting them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate


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


class Joined:
    """Many texts (of one line) as one, so that it takes one search to find those that have something, however many there are."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = tuple(texts)
        self.whole = "\n".join(known)
        self._ends = list(accumulate(len(text) + 1 for text in known))

    def having(self, letters: str) -> Iterator[int]:
        """Which of the texts have some letters, in order."""
        at = self.whole.find(letters)
        while at >= 0:
            index = bisect_right(self._ends, at)
            yield index
            at = self.whole.find(letters, self._ends[index])
