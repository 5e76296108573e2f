"""Messages on a bug of ours: the error and its position, in Swedish, and where to send them."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from vbgen import __version__

REQUEST = "Beskriv vad du gjorde och bifoga texten ovan till den som sköter vbgen hos er."


def describe(error: Exception) -> str:
    """Return a sentence on an error that nobody expected; with VBGEN_DEBUG set the traceback below it."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    position = f"{Path(frame.filename).name}:{frame.lineno}"
    sentence = f"vbgen {__version__}: ett fel i vbgen självt ({type(error).__name__} i {position}): {error}"
    if not os.environ.get("VBGEN_DEBUG"):
        return sentence
    return f"{sentence}\n{''.join(traceback.format_exception(error)).rstrip()}"
