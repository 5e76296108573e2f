"""What differs between two sides: exit codes, streams, files; and which differences are accepted."""

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
    """How a command ended, and what it printed."""

    code: object
    out: str
    err: str


class Difference(NamedTuple):
    """A command or file that differs, in what, and how."""

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
        """Any difference of this name is accepted."""
        found = {entry for entry in self.entries if entry.old is None and fnmatchcase(name, entry.name)}
        self.used |= found
        return bool(found)

    def renew(self, name: str, text: str) -> str:
        """The old text as the new program would say it."""
        for entry in self.entries:
            if entry.old is not None and entry.new is not None and entry.old in text and fnmatchcase(name, entry.name):
                text = text.replace(entry.old, entry.new)
                self.used.add(entry)
        return text

    def unused(self) -> list[Accepted]:
        """The entries that accept nothing."""
        return [entry for entry in self.entries if entry not in self.used]


def of_results(step: Step, old: Result, new: Result, acceptance: Acceptance) -> Iterator[Difference]:
    """The differences of a command's exit code and streams."""
    name = f"{step.group}: {step.name}"
    pairs = (
        ("exit code", str(old.code), str(new.code)),
        ("stdout", _timeless(step, old.out), _timeless(step, new.out)),
        ("stderr", _ordered(step, _timeless(step, old.err)), _ordered(step, _timeless(step, new.err))),
    )
    for part, before, after in pairs:
        yield from _of_texts(f"{name} ({part})", before, after, acceptance)


def _timeless(step: Step, text: str) -> str:
    """Without the seconds that documents took."""
    return _SECONDS.sub("", text) if "--all" in step.arguments else text


def _ordered(step: Step, text: str) -> str:
    """Boards end in any order."""
    return "".join(sorted(text.splitlines(keepends=True))) if "--all" in step.arguments else text


def of_files(old: Path, new: Path, acceptance: Acceptance) -> Iterator[Difference]:
    """The differences of all files below two folders."""
    before, after = _files(old), _files(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            side = "only the new program" if name not in before else "only the old program"
            if not acceptance.whole(name):
                yield Difference(name, f"  {side} has it")
            continue
        yield from _of_bytes(name, before[name].read_bytes(), after[name].read_bytes(), acceptance)


def _files(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and _IGNORED not in path.parts
    }


def _of_bytes(name: str, old: bytes, new: bytes, acceptance: Acceptance) -> Iterator[Difference]:
    if old == new:
        return
    if name.endswith(".docx") and zipfile.is_zipfile(io.BytesIO(old)) and zipfile.is_zipfile(io.BytesIO(new)):
        yield from _of_packages(name, old, new, acceptance)
    elif name.endswith((*TEXT, ".xml", ".rels")):
        yield from _of_texts(name, _text(name, old), _text(name, new), acceptance)
    elif not acceptance.whole(name):
        at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        yield Difference(name, f"  from byte {at} on; {len(old)} and {len(new)} bytes")


def _text(name: str, content: bytes) -> str:
    """XML of Word is one line: here an element is one."""
    lines = content.replace(b"><", b">\n<") if name.endswith((".xml", ".rels")) else content
    return lines.decode("utf-8", "backslashreplace")


def _of_packages(name: str, old: bytes, new: bytes, acceptance: Acceptance) -> Iterator[Difference]:
    """Part by part; a package is also compared as a whole, since it must be packed the same."""
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        parts = [{part: package.read(part) for part in package.namelist()} for package in (before, after)]
    same = True
    for part in sorted(parts[0].keys() | parts[1].keys()):
        contents = [side.get(part) for side in parts]
        if contents[0] == contents[1]:
            continue
        same = False
        if contents[0] is None or contents[1] is None:
            if not acceptance.whole(f"{name}/{part}"):
                yield Difference(f"{name}/{part}", f"  only the {'new' if contents[0] is None else 'old'} has it")
        else:
            yield from _of_bytes(f"{name}/{part}", contents[0], contents[1], acceptance)
    if same and not acceptance.whole(name):
        yield Difference(name, "  the same parts, packed differently")


def _of_texts(name: str, old: str, new: str, acceptance: Acceptance) -> Iterator[Difference]:
    if old == new:
        return
    old = acceptance.renew(name, old)
    if old == new or acceptance.whole(name):
        return
    lines = zip_longest(old.splitlines(), new.splitlines())
    for number, (before, after) in enumerate(lines, 1):
        if before != after:
            shown = [
                f"  {sign} {'(nothing)' if text is None else text}" for sign, text in (("-", before), ("+", after))
            ]
            yield Difference(name, "\n".join((f"  line {number}", *shown)))
            return
    yield Difference(name, "  in the ends of lines")
