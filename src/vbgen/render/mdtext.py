"""Literal text and inlines as Markdown.

Everything that CommonMark, GitHub or a template engine would act on is escaped, and nothing else, so that the file
itself stays readable.
"""

from __future__ import annotations

import re
from typing import assert_never

from vbgen.render.common import clean
from vbgen.view.blocks import Break, Inline, Inlines, NoteMark, Span

BREAK = "<br>"

# Always special, wherever they stand. `|` too: two lines of them would make a table.
_SPECIAL = re.compile(r"[\\`*\[|~$]")
# `_` inside a word means nothing.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
# `<5` is no tag, `R&D` no character reference; at the end of a text, what follows is not known.
_TAG = re.compile(r"<(?=[A-Za-z/!?]|\Z)")
_REFERENCE = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;|\Z)")
# Jinja and Liquid (which GitHub Pages runs): `{{`, `{%`, `{#`.
_TEMPLATE = re.compile(r"\{(?=[{%#]|\Z)")
_LINE_START = re.compile(r"\A([ \t]*)(?:(#{1,6}|[+-])(?=\s|\Z)|(>|=(?==*\s*\Z)|[:-](?=-))|(\d{1,9})([.)])(?=\s|\Z))")
_HEADING_END = re.compile(r"(?<=\s)(#+)\Z")
_MARKS = {"plain": "", "emphasis": "*", "strong": "**", "strong-emphasis": "***"}
_TAGS = {"emphasis": ("<em>", "</em>"), "strong": ("<strong>", "</strong>")}
_TAGS["strong-emphasis"] = ("<strong><em>", "</em></strong>")


def escape(text: str) -> str:
    """Escape literal text within a line."""
    text = _SPECIAL.sub(r"\\\g<0>", clean(text))
    text = _UNDERSCORE.sub(r"\\_", text) if "_" in text else text
    text = _REFERENCE.sub("&amp;", text) if "&" in text else text
    text = _TAG.sub("&lt;", text) if "<" in text else text
    return _TEMPLATE.sub(r"{\\", text) if "{" in text else text


def line(text: str) -> str:
    """Return escaped text as the start of a line: no list, quotation, heading or rule may begin there."""
    return _LINE_START.sub(_escape_start, text.strip(" \t"))


def _escape_start(start: re.Match[str]) -> str:
    if start[4]:
        return f"{start[4]}\\{start[5]}"
    return f"\\{start[2] or start[3]}"


def heading(text: str) -> str:
    """Return escaped text after the signs of a heading, which ends before a closing row of `#`."""
    return _HEADING_END.sub(r"\\\1", text.strip(" \t"))


def inlines(content: Inlines, *, strong: bool = False, newline: str = BREAK) -> str:
    """Return inlines within one line; `strong` makes all bold; `newline` is what a line break becomes."""
    text = ""
    parts = _merge_spans(content, strong=strong)
    for number, part in enumerate(parts, 1):
        match part:
            case Span():
                following = parts[number] if part.style != "plain" and number < len(parts) else None
                after = following.text[:1] if isinstance(following, Span) else ""
                text += escape(part.text) if part.style == "plain" else _emphasise(part, text[-1:], after)
            case NoteMark():
                text += f"<sup>{escape(part.text)}</sup>"
            case Break():
                text = text.rstrip(" ") + newline
            case _:
                assert_never(part)
    return text


def _merge_spans(content: Inlines, *, strong: bool) -> list[Inline]:
    """Join neighbours of one look, since escaping must see them together."""
    merged: list[Inline] = []
    for part in content:
        if not isinstance(part, Span):
            merged.append(part)
            continue
        style = part.style
        if strong and not style.startswith("strong"):
            style = "strong" if style == "plain" else "strong-emphasis"
        last = merged[-1] if merged else None
        if isinstance(last, Span) and last.style == style:
            merged[-1] = Span(last.text + part.text, style)
        elif part.text:
            merged.append(Span(part.text, style))
    return merged


def _emphasise(part: Span, before: str, after: str) -> str:
    """Emphasise by asterisks where they work, by tags where CommonMark would print them (`**Mål:**text`)."""
    text = clean(part.text)
    core = text.strip()
    if not core:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    opens = (
        lead or not before or before.isspace() or (before != "*" and not (before.isalnum() or _is_punctuation(core[0])))
    )
    closes = trail or not after or after.isspace() or not (after.isalnum() and _is_punctuation(core[-1]))
    first, last = _MARKS[part.style], _MARKS[part.style]
    if not (opens and closes and (lead or before != "*")):
        first, last = _TAGS[part.style]
    return f"{lead}{first}{escape(core)}{last}{trail}"


def _is_punctuation(letter: str) -> bool:
    return not letter.isalnum() and not letter.isspace()
