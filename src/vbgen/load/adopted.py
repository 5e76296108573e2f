"""What was adopted of documents: read beside what they are now, and made of it.

A snapshot lies in the document's folder as `antaget/<day>/`: its files as they were, those of appendices below `bilagor/<unit>/`,
and antaget.yaml. It is compared as content, never loaded: what it says is said by the document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from vbgen.findings import Place
from vbgen.load.files import Files
from vbgen.load.folders import ADOPTED, adoptions
from vbgen.load.joined import Joiner
from vbgen.model.adoption import FILE, Adoption
from vbgen.model.base import Decision, of_ours
from vbgen.reportset.data import Adopted, DocumentData, Unit
from vbgen.reportset.differences import TABLE_FILE, Difference, Tree, differences, digest, said
from vbgen.source import SourceFile, decode, parse

if TYPE_CHECKING:
    from vbgen.load.loader import Loaded

Units = Mapping[tuple[int, str], Unit]
_TEXTS = (".yaml", TABLE_FILE)


def attach(joiner: Joiner) -> None:
    """Give each document what was adopted of it."""
    for key, unit in joiner.units.items():
        documents = {name: _with_adopted(joiner, document) for name, document in unit.documents.items()}
        joiner.units[key] = replace(unit, documents=documents)


def _with_adopted(joiner: Joiner, document: DocumentData) -> DocumentData:
    listed = adoptions(joiner.files, document.path)
    joiner.findings += listed.findings
    last = listed.folders[-1] if listed.folders else ""
    read = (_adopted(joiner, document, folder, last=folder == last) for folder in listed.folders)
    adopted = tuple(adoption for adoption in read if adoption is not None)
    return replace(document, adopted=adopted) if adopted else document


def _adopted(joiner: Joiner, document: DocumentData, folder: str, *, last: bool) -> Adopted | None:
    file = f"{folder}/{FILE}"
    read = joiner.files.model(Adoption, file)
    joiner.sources[file] = read.source
    joiner.findings += read.source.findings
    if read.source.findings:
        return None
    known: Adoption = read.model
    contents = {name: joiner.files.read(f"{folder}/{name}") for name in known.files}
    files = {name: raw for name, raw in contents.items() if isinstance(raw, bytes)}
    missing = tuple(name for name in known.files if name not in files)
    damaged = [name for name, raw in files.items() if _hash(name, raw) != known.files[name]]
    if known.seal != known.sealed():
        damaged.append(FILE)
    found = tuple(_differences(joiner, document, known, files)) if last and not (damaged or missing) else ()
    return Adopted(known.decision, Place(file), tuple(damaged), missing, found)


# ------------------------------------------------------------------- contents
class _Part(NamedTuple):
    """A file that a document is made of: what it says, whose tables stand in it, and for a picture where it is described."""

    file: str
    tree: Tree
    document: DocumentData
    described: Place | None = None


def _parts(files: Files, sources: Mapping[str, SourceFile], units: Units, document: DocumentData) -> dict[str, _Part]:
    """All files of a document and of its appendices, by their names in a snapshot."""
    found: dict[str, _Part] = {}
    for prefix, part in _documents(units, document):
        above = f"{part.path}/"
        for file, source in sources.items():
            name = file.removeprefix(above)
            if name != file and not name.startswith(f"{ADOPTED}/"):
                found[prefix + name] = _Part(file, _said(source), part)
        for picture in part.pictures.values():
            path = PurePosixPath(picture.thing.file)
            if ".." not in path.parts and not path.is_absolute():
                raw = files.read(f"{above}{path}")
                if isinstance(raw, bytes):
                    found[f"{prefix}{path}"] = _Part(f"{above}{path}", raw, part, picture.place)
    return dict(sorted(found.items()))


def _documents(units: Units, document: DocumentData) -> Iterator[tuple[str, DocumentData]]:
    """The document and its appendices, with where their files stand in a snapshot."""
    yield "", document
    for name in units[document.year, document.unit].file.appendices:
        unit = units.get((document.year, name))
        if unit is not None and document.folder in unit.documents:
            yield f"bilagor/{name}/", unit.documents[document.folder]


def _said(source: SourceFile) -> Tree:
    """What a file says, without what comes after a decision."""
    if source.root is None:
        return source.text
    tree = said(source.root.data())
    if isinstance(tree, dict) and PurePosixPath(source.file).name == "dokument.yaml":
        tree.pop("beslut", None)
    return tree


def _read(name: str, raw: bytes) -> Tree:
    if name.endswith(TABLE_FILE):
        return decode(name, raw).text
    return _said(parse(name, raw)) if name.endswith(_TEXTS) else raw


def _digest(parts: dict[str, _Part]) -> str:
    return digest({name: part.tree for name, part in parts.items()})


def _differences(
    joiner: Joiner, document: DocumentData, known: Adoption, files: dict[str, bytes]
) -> Iterator[Difference]:
    """What the document says otherwise than what was adopted. Nothing is said of files with faults in their form."""
    now, broken = _parts(joiner.files, joiner.sources, joiner.units, document), joiner.broken
    if _digest(now) == known.content or joiner.units[document.year, document.unit].place.file in broken:
        return
    for name in sorted({*now, *files}):
        part, is_text = now.get(name), name.endswith(_TEXTS)
        if part is None or name not in files:
            if is_text and (part is None or part.tree):  # a picture that came or went is told by bilder:
                place = document.place if part is None else Place(part.file, line=1, column=1)
                was, is_now = (name, None) if part is None else (None, name)
                yield Difference(place, was, is_now, f'filen "{name}"', None, document.place, name)
        elif part.described is not None:
            if part.tree != files[name]:
                place = part.described.below("fil")
                yield Difference(place, files[name], part.tree, f'bilden "{name}"', None, part.described)
        elif part.file not in broken:
            for found in differences(Place(part.file), _read(name, files[name]), part.tree):
                yield _owned(found, part)


def _owned(found: Difference, part: _Part) -> Difference:
    """What differs in a table belongs to the table, wherever its text lies."""
    path = found.place.path
    name = PurePosixPath(part.file).stem if part.file.endswith(TABLE_FILE) else path[1] if found.owner else ""
    if (table := part.document.tables.get(str(name))) is None:
        return found
    address = None
    if found.cell is not None:
        row, column = found.cell
        address = table.address(row, column) if column is not None else table.rows[row].id or f"rad {row + 1}"
    return found._replace(owner=table.place, address=address)


def _hash(name: str, raw: bytes) -> str:
    """Of a file; line ends may be others in another copy of the workspace."""
    return hashlib.sha256(raw.replace(b"\r\n", b"\n") if name.endswith(_TEXTS) else raw).hexdigest()


# ------------------------------------------------------------------- to adopt
def snapshot(files: Files, loaded: Loaded, document: DocumentData, decision: Decision) -> tuple[str, dict[str, bytes]]:
    """The folder for a decision, and its files; antaget.yaml last."""
    parts = _parts(files, loaded.sources, loaded.report.units, document)
    read = {name: files.read(part.file) for name, part in parts.items()}
    contents = {name: raw for name, raw in read.items() if isinstance(raw, bytes)}
    known = of_ours(
        Adoption,
        {
            "beslut": decision.model_dump(mode="json", by_alias=True, exclude_none=True),
            "innehåll": _digest(parts),
            "filer": {name: _hash(name, raw) for name, raw in contents.items()},
        },
    )
    day = f"{document.path}/{ADOPTED}/{decision.date}"
    names = (day if number == 1 else f"{day}-{number}" for number in count(1))
    return next(name for name in names if files.find(name) is None), {**contents, FILE: known.written()}
