"""The program that makes documents: vbgen, pandoc, Typst and fonts. The same data give the same bytes only by the same one."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import vbgen


class Program(NamedTuple):
    """The versions that decide the bytes of documents. `files`: a hash of vbgen's own files."""

    vbgen: str
    files: str
    pandoc: str
    typst: str
    fonts: str

    def differences(self, there: Program) -> list[str]:
        """Name the versions that differ in another program, in Swedish."""
        names = {"vbgen": "vbgen", "pandoc": "pandoc", "typst": "Typst", "fonts": "typsnittet"}
        versions = [(word, getattr(self, name), getattr(there, name)) for name, word in names.items()]
        differences = [f"{word} {other} (här {own})" for word, own, other in versions if own != other]
        if self.vbgen == there.vbgen and self.files != there.files:
            differences.append(f"vbgen {self.vbgen} med andra filer än här")
        return differences


@cache
def identify_program() -> Program:
    """Return the program of this process."""
    from vbgen.render import pandoc

    versions = (metadata.version(name) for name in ("typst", "fontpkg-source-sans-3"))
    return Program(vbgen.__version__, hash_program_files(), pandoc.version(), *versions)


@cache
def hash_program_files() -> str:
    """Return a hash of vbgen's own files: paths and contents."""
    base = Path(vbgen.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for path in base.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.relative_to(base).as_posix()} {content}".encode())
    return digest.hexdigest()
