"""Differences between two sides: exit codes, streams, files; and those that are accepted."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from scripts.compare.steps import Step

TEXT = (".md", ".html", ".json", ".yaml", ".txt", ".tsv", ".svg")
_IGNORED = ".vbgen"  # hashes of the program
_SECONDS = re.compile(r"(?:(?<=, )|[ ]*)\b\d+,\d(?: s)?[ ]*$", re.MULTILINE)


class Result(NamedTuple):
    """The exit code of a command, and its output."""

    code: object
    out: str
    err: str


class Difference(NamedTuple):
    """A command or file that differs, and the difference in words."""

    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.name}\n{self.what}"


class Accepted(NamedTuple):
    """Differences that are meant. `name`: a pattern for their names. `old` and `new`: only that the one became the other."""

    name: str
    reason: str
    old: str | None = None
    new: str | None = None


class Acceptance:
    """The accepted differences, and which of them there were."""

    def __init__(self, entries: Sequence[Accepted]) -> None:
        self.entries = entries
        self.used: set[Accepted] = set()

    @classmethod
    def read(cls, path: Path) -> Acceptance:
        """Read a TOML file of [[accepted]] tables. ValueError or TypeError for one that cannot be used."""
        with path.open("rb") as file:
            entries = tomllib.load(file).get("accepted", [])
        accepted = [Accepted(**entry) for entry in entries]
        for entry in accepted:
            if not entry.reason.strip() or (entry.old is None) != (entry.new is None):
                raise ValueError(f"{path}: {entry.name}: a reason is needed, and `old` with `new` or neither")
        return cls(accepted)

    def whole(self, name: str) -> bool:
        """Tell whether any difference of this name is accepted."""
        entries = {entry for entry in self.entries if entry.old is None and fnmatchcase(name, entry.name)}
        self.used |= entries
        return bool(entries)

    def renew(self, name: str, text: str) -> str:
        """Return the old text as the new program would say it."""
        for entry in self.entries:
            if entry.old is not None and entry.new is not None and entry.old in text and fnmatchcase(name, entry.name):
                text = text.replace(entry.old, entry.new)
                self.used.add(entry)
        return text

    def unused(self) -> list[Accepted]:
        """List the entries that accept nothing."""
        return [entry for entry in self.entries if entry not in self.used]


def of_results(step: Step, old: Result, new: Result, acceptance: Acceptance) -> Iterator[Difference]:
    """Yield the differences of a command's exit code and streams."""
    name = f"{step.group}: {step.name}"
    pairs = (
        ("exit code", str(old.code), str(new.code)),
        ("stdout", _remove_seconds(step, old.out), _remove_seconds(step, new.out)),
        (
            "stderr",
            _sort_lines(step, _remove_seconds(step, old.err)),
            _sort_lines(step, _remove_seconds(step, new.err)),
        ),
    )
    for part, before, after in pairs:
        yield from _compare_texts(f"{name} ({part})", before, after, acceptance)


def _remove_seconds(step: Step, text: str) -> str:
    """Remove the seconds that documents took."""
    return _SECONDS.sub("", text) if "--all" in step.arguments else text


def _sort_lines(step: Step, text: str) -> str:
    """Sort lines, since boards end in any order."""
    return "".join(sorted(text.splitlines(keepends=True))) if "--all" in step.arguments else text


def of_files(old: Path, new: Path, acceptance: Acceptance) -> Iterator[Difference]:
    """Yield the differences of all files below two folders."""
    before, after = _list_files(old), _list_files(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            side = "only the new program" if name not in before else "only the old program"
            if not acceptance.whole(name):
                yield Difference(name, f"  {side} has it")
            continue
        yield from _compare_bytes(name, before[name].read_bytes(), after[name].read_bytes(), acceptance)


def _list_files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and _IGNORED not in path.parts
    }


def _compare_bytes(name: str, old: bytes, new: bytes, acceptance: Acceptance) -> Iterator[Difference]:
    if old == new:
        return
    if name.endswith(".docx") and zipfile.is_zipfile(io.BytesIO(old)) and zipfile.is_zipfile(io.BytesIO(new)):
        yield from _compare_packages(name, old, new, acceptance)
    elif name.endswith((*TEXT, ".xml", ".rels")):
        yield from _compare_texts(name, _format_text(name, old), _format_text(name, new), acceptance)
    elif not acceptance.whole(name):
        offset = next(
            (index for index, (old_byte, new_byte) in enumerate(zip(old, new, strict=False)) if old_byte != new_byte),
            min(len(old), len(new)),
        )
        yield Difference(name, f"  from byte {offset} on; {len(old)} and {len(new)} bytes")


def _format_text(name: str, content: bytes) -> str:
    """Decode a file; XML of Word, which is one line, gets a line for each element."""
    lines = content.replace(b"><", b">\n<") if name.endswith((".xml", ".rels")) else content
    return lines.decode("utf-8", "backslashreplace")


def _compare_packages(name: str, old: bytes, new: bytes, acceptance: Acceptance) -> Iterator[Difference]:
    """Compare part by part, and also as a whole, since a package must be packed the same."""
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        parts = [{part: package.read(part) for part in package.namelist()} for package in (before, after)]
    has_same_parts = True
    for part in sorted(parts[0].keys() | parts[1].keys()):
        contents = [side.get(part) for side in parts]
        if contents[0] == contents[1]:
            continue
        has_same_parts = False
        if contents[0] is None or contents[1] is None:
            if not acceptance.whole(f"{name}/{part}"):
                yield Difference(f"{name}/{part}", f"  only the {'new' if contents[0] is None else 'old'} has it")
        else:
            yield from _compare_bytes(f"{name}/{part}", contents[0], contents[1], acceptance)
    if has_same_parts and not acceptance.whole(name):
        yield Difference(name, "  the same parts, packed differently")


def _compare_texts(name: str, old: str, new: str, acceptance: Acceptance) -> Iterator[Difference]:
    if old == new:
        return
    old = acceptance.renew(name, old)
    if old == new or acceptance.whole(name):
        return
    lines = zip_longest(old.splitlines(), new.splitlines())
    for number, (before, after) in enumerate(lines, 1):
        if before != after:
            changes = [
                f"  {sign} {'(nothing)' if text is None else text}" for sign, text in (("-", before), ("+", after))
            ]
            yield Difference(name, "\n".join((f"  line {number}", *changes)))
            return
    yield Difference(name, "  in the ends of lines")
