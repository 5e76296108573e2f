"""What YAML would cut or cannot read, said in the author's terms (the library's wording is not read)."""

from __future__ import annotations

import re
from typing import Any

import yaml

from vbgen.findings import Finding, Place
from vbgen.source.files import SourceFile, fault

_COMMENT = re.compile(r"\s#")
_GOOD_COMMENT = re.compile(r"  #(?: |$)")
_SPECIAL = "*&!%@`>|\"'#[{"


class Mark:
    """A line and column from 0, where no event gives one."""

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column


def check_comments(out: SourceFile, opaque: list[tuple[int, int, int, int]]) -> None:
    """A ` #` inside what an author meant as text cuts the text: only `␣␣# note` counts as a comment."""
    if " #" not in out.text:
        return
    for number, line in enumerate(out.lines):
        match = _COMMENT.search(line)
        if match is None or not line[: match.start()].strip():
            continue
        at = (number, match.start())
        if any((a, b) <= at < (c, d) and (number > a or match.start() > b) for a, b, c, d in opaque):
            # inside quotes or a block; a comment may still follow a quoted text on the same line
            end = next(((c, d) for a, b, c, d in opaque if (a, b) <= at < (c, d)), at)
            rest = line[end[1] :] if end[0] == number else ""
            match = _COMMENT.search(rest)
            if match is None:
                continue
            at = (number, end[1] + match.start())
        if not _GOOD_COMMENT.match(line, max(at[1] - (line[at[1] - 1] == " "), 0)) and not _GOOD_COMMENT.match(
            line, at[1]
        ):
            place = Place(out.file, line=number + 1, column=line.index("#", at[1]) + 1)
            hint = "sätt citattecken om värdet; är det en kommentar: två blanksteg före # och ett efter"
            out.findings.append(fault("VB110", place, "texten från # och framåt skulle gå förlorad", hint))


def syntax_fault(out: SourceFile, error: yaml.MarkedYAMLError) -> Finding:
    """Say what the author did, from the line itself (the library's wording is not read)."""
    mark: Any = error.problem_mark or error.context_mark or Mark(0, 0)
    line_no = min(mark.line, len(out.lines) - 1)
    candidates = [line_no]
    if error.context_mark is not None:
        candidates.append(min(error.context_mark.line, len(out.lines) - 1))
    message, hint = "filen går inte att läsa som YAML", "jämför indrag och kolon med raderna intill"
    for number in candidates:
        line = out.lines[number]
        stripped = line.strip()
        value = re.sub(r"^(?:- +)?(?:[^\s:]+(?: [^\s:]+)?: +)?", "", stripped)
        if re.match(r" *\t", line):
            message, hint = "raden är indragen med tabb", "dra in med blanksteg"
        elif "\t" in line and not line.startswith(" "):
            message = "raden ser ut att vara klistrad från Excel men saknar indrag"
            hint = "dra in raderna under tabell: |, eller spara dem i tabeller/<id>.tsv"
        elif value[:1] and value[0] in _SPECIAL:
            message, hint = (
                f'värdet börjar med "{value[0]}", som betyder något särskilt i YAML',
                "sätt citattecken om hela värdet",
            )
        elif ": " in value or value.endswith(":"):
            message, hint = "värdet innehåller kolon", "sätt citattecken om hela värdet"
        else:
            continue
        line_no = number
        break
    same = line_no == mark.line
    column = mark.column + 1 if same else len(out.lines[line_no]) - len(out.lines[line_no].lstrip()) + 1
    return fault("VB101", Place(out.file, line=line_no + 1, column=column), message, hint)
