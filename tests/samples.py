"""Small blocks for the tests of writers."""

from __future__ import annotations

import base64
from typing import Any

from vbgen.view.blocks import Cell, Image, Inlines, Row, Span

# one pixel
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC")


def image(alt: str, caption: Inlines = (), name: str = "bild.png") -> Image:
    """A picture of one pixel."""
    return Image(name, "image/png", PIXEL, alt, caption)


def text(words: str) -> tuple[Span]:
    """Words without a look of their own."""
    return (Span(words),)


def row(*texts: str, kind: Any = "plain", level: int = 0) -> Row:
    """A row of cells with a text each; "" is an empty cell."""
    return Row(tuple(Cell((text(words),)) if words else Cell() for words in texts), kind, level)
