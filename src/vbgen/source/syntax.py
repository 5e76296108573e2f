"""Texts that YAML would cut or cannot read, told in the author's terms (the library's wording is not read)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from vbgen.findings import Finding, Place
from vbgen.source.files import SourceFile, make_fault

_GOOD_COMMENT = re.compile(r"  #(?: |)")
_BLOCK_HEADER = re.compile(r"(?:^|[\s:-])[|>][-+0-9]*$")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_VALUE = re.compile(r"^ *(?:- +)*(?:[^\s:\"'\[{][^:]*: +)?")
_OPENS = re.compile(r"(?:: |- )[\[{][^\]}]*$")
_SPECIAL = "*&!%@`>|\"'#[{"


# from line, column to line, column, all from 0
Span = tuple[int, int, int, int]


class Mark:
    """A line and column from 0, where no event gives one."""

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column


def check_comments(out: SourceFile, opaque: list[Span]) -> None:
    """Report each ` #` that cuts what an author meant as text: only `␣␣# note` counts as a comment."""
    if "#" not in out.text:
        return
    ends = {(line, column) for _, _, line, column in opaque}
    for number, line in enumerate(out.lines):
        if "#" not in line:
            continue
        column = _find_comment(line, number, opaque, ends)
        if (
            column is not None
            and line[:column].strip()
            and not _GOOD_COMMENT.fullmatch(line[:column][-2:] + line[column : column + 2])
        ):
            hint = "sätt citattecken om värdet; är det en kommentar: två blanksteg före # och ett efter"
            place = Place(out.file, line=number + 1, column=column + 1)
            out.findings.append(make_fault("VB110", place, "texten från # och framåt skulle gå förlorad", hint))


def _find_comment(line: str, number: int, opaque: list[Span], ends: set[tuple[int, int]]) -> int | None:
    """Return where a comment begins in a line, as the library sees it: after white space or right after a quoted text."""
    for match in re.finditer("#", line):
        position = (number, match.start())
        if any((a, b) <= position < (c, d) for a, b, c, d in opaque):
            continue
        text_before = line[: match.start()]
        if not text_before or text_before[-1] in " \t" or position in ends or _BLOCK_HEADER.search(text_before):
            return match.start()
    return None


def check_decimal_commas(out: SourceFile, flows: list[Span], opaque: list[Span]) -> None:
    """Report commas that part values between `{}` or `[]`: `[Varav 1,5 mnkr]` would silently be two texts."""
    for first_line, first_column, last_line, last_column in flows:
        for number in range(first_line, last_line + 1):
            line = out.lines[number]
            start = first_column if number == first_line else 0
            end = last_column if number == last_line else len(line)
            for match in _DECIMAL_COMMA.finditer(line, start, end):
                position = (number, match.start())
                if not any((a, b) <= position < (c, d) for a, b, c, d in opaque):
                    place = Place(out.file, line=number + 1, column=match.start() + 1)
                    hint = "sätt citattecken om värdet; är det en lista: ett blanksteg efter kommat"
                    out.findings.append(make_fault("VB110", place, "kommat delar värdet i två", hint))


class _Diagnosis(NamedTuple):
    """The fault of a line: column from 0 (None: where the library stopped), message, hint."""

    column: int | None
    message: str
    hint: str


def describe_syntax_error(out: SourceFile, error: yaml.MarkedYAMLError) -> Finding:
    """Say what the author did, from the line itself (the library's wording is not read)."""
    mark: Any = error.problem_mark or error.context_mark or Mark(0, 0)
    numbers = [min(mark.line, len(out.lines) - 1)]
    if error.context_mark is not None:
        numbers.append(min(error.context_mark.line, len(out.lines) - 1))
        if _OPENS.search(out.lines[numbers[1]]):  # what was opened there never ended
            numbers.reverse()
    if (unclosed := _find_unclosed_quote(out, numbers)) is not None:
        return unclosed
    for number in numbers:
        diagnosis = _diagnose(out.lines[number])
        if diagnosis is None:
            continue
        line_number = _find_first_pasted(out, number) if diagnosis.message == _EXCEL else number
        column = diagnosis.column
        if column is None:
            line = out.lines[line_number]
            column = mark.column if line_number == mark.line else len(line) - len(line.lstrip())
        return make_fault(
            "VB101", Place(out.file, line=line_number + 1, column=column + 1), diagnosis.message, diagnosis.hint
        )
    place = Place(out.file, line=numbers[0] + 1, column=mark.column + 1)
    message = "filen går inte att läsa som YAML"
    return make_fault("VB101", place, message, "jämför indrag och kolon med raderna intill")


_EXCEL = "raden ser ut att vara klistrad från Excel men saknar indrag"


def _find_first_pasted(source: SourceFile, number: int) -> int:
    """The first of the rows that were pasted without indent."""
    while number > 0 and "\t" in source.lines[number - 1] and not source.lines[number - 1].startswith(" "):
        number -= 1
    return number


def _diagnose(line: str) -> _Diagnosis | None:
    if re.match(r" *\t", line):
        return _Diagnosis(None, "raden är indragen med tabb", "dra in med blanksteg")
    if "\t" in line and not line.startswith(" "):
        return _Diagnosis(0, _EXCEL, "dra in raderna under tabell: |, eller spara dem i tabeller/<id>.tsv")
    match = _VALUE.match(line)
    value = line[match.end() :].rstrip() if match else line.strip()
    if value[:1] and value[0] in _SPECIAL:
        message = f'värdet börjar med "{value[0]}", som betyder något särskilt i YAML'
        return _Diagnosis(len(line.rstrip()) - len(value), message, "sätt citattecken om hela värdet")
    if re.match(r"[-?](?: |$)", value):
        message = f'värdet börjar med "{value[0]}", som betyder något särskilt i YAML'
        return _Diagnosis(len(line.rstrip()) - len(value), message, "sätt citattecken om hela värdet")
    if ": " in value or value.endswith(":"):
        return _Diagnosis(None, "värdet innehåller kolon", "sätt citattecken om hela värdet")
    return None


def _find_unclosed_quote(source: SourceFile, numbers: list[int]) -> Finding | None:
    """A quoted value that never ends: the quote stands where the library began to read it."""
    for number in numbers:
        line = source.lines[number]
        match = _VALUE.match(line)
        value = line[match.end() :].rstrip() if match else line.strip()
        quote = value[:1]
        if quote in ("'", '"') and quote not in value[1:]:
            place = Place(source.file, line=number + 1, column=len(line.rstrip()) - len(value) + 1)
            return make_fault(
                "VB101", place, "citattecknet slutar aldrig", "sätt ett likadant citattecken sist i värdet"
            )
    return None
