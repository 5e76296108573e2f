"""Swedish for click, the library of the command line, whatever the language of the terminal."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Any

import click
from click.types import BoolParamType, File, FloatParamType, IntParamType, ParamType

LOCALE = Path(__file__).parent / "locale"

# Names of types, in help texts and in "… är inte ett giltigt heltal", are the only words that click does not translate.
_TYPE_NAMES: tuple[tuple[type[ParamType[Any]], str], ...] = (
    (IntParamType, "heltal"),
    (click.IntRange, "heltal"),
    (FloatParamType, "decimaltal"),
    (click.FloatRange, "decimaltal"),
    (BoolParamType, "true/false"),
    (File, "fil"),
)


def install() -> None:
    """Choose Swedish for this process and those that it starts; to be called before commands are declared.

    click asks gettext each time it needs a word, so that it does not matter whether click is imported already. Texts
    that click fixes when a command is declared (such as that of the version option) are Swedish from here on.
    """
    os.environ["LANGUAGE"] = "sv"
    gettext.bindtextdomain("messages", str(LOCALE))
    gettext.textdomain("messages")
    for param_type, name in _TYPE_NAMES:
        param_type.name = name
