"""Snapshots of adopted documents: read beside what these are now, and made of it.

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
from vbgen.load.folders import ADOPTED, list_adoptions
from vbgen.load.joiner import Joiner
from vbgen.model.adoption import FILE, Adoption
from vbgen.model.base import Decision, read_own
from vbgen.reportset.data import AdoptedVersion, DocumentData, Unit
from vbgen.reportset.differences import TABLE_FILE, Difference, Tree, digest, find_differences, strip_acknowledgements
from vbgen.source import SourceFile, decode, parse

if TYPE_CHECKING:
    from vbgen.load.loader import LoadResult

Units = Mapping[tuple[int, str], Unit]
_TEXTS = (".yaml", TABLE_FILE)


def attach_adoptions(joiner: Joiner) -> None:
    """Give each document what was adopted of it."""
    for key, unit in joiner.units.items():
        documents = {name: _attach_snapshots(joiner, document) for name, document in unit.documents.items()}
        joiner.units[key] = replace(unit, documents=documents)


def _attach_snapshots(joiner: Joiner, document: DocumentData) -> DocumentData:
    listing = list_adoptions(joiner.files, document.path)
    joiner.findings += listing.findings
    last = listing.folders[-1] if listing.folders else ""
    snapshots = (_read_snapshot(joiner, document, folder, last=folder == last) for folder in listing.folders)
    adopted = tuple(adoption for adoption in snapshots if adoption is not None)
    return replace(document, adopted_versions=adopted) if adopted else document


def _read_snapshot(joiner: Joiner, document: DocumentData, folder: str, *, last: bool) -> AdoptedVersion | None:
    file = f"{folder}/{FILE}"
    file_read = joiner.files.read_model(Adoption, file)
    joiner.sources[file] = file_read.source
    joiner.findings += file_read.source.findings
    if file_read.source.findings:
        return None
    adoption: Adoption = file_read.model
    contents = {name: joiner.files.read(f"{folder}/{name}") for name in adoption.files}
    files = {name: raw for name, raw in contents.items() if isinstance(raw, bytes)}
    missing = tuple(name for name in adoption.files if name not in files)
    damaged = [name for name, raw in files.items() if _compute_hash(name, raw) != adoption.files[name]]
    if adoption.seal != adoption.compute_seal():
        damaged.append(FILE)
    changes = tuple(_find_differences(joiner, document, adoption, files)) if last and not (damaged or missing) else ()
    return AdoptedVersion(adoption.decision, Place(file), tuple(damaged), missing, changes)


# ------------------------------------------------------------------- contents
class _Part(NamedTuple):
    """A file that a document is made of: what it says, whose tables stand in it, and for a picture where it is described."""

    file: str
    tree: Tree
    document: DocumentData
    description: Place | None = None


def _collect_parts(
    files: Files, sources: Mapping[str, SourceFile], units: Units, document: DocumentData
) -> dict[str, _Part]:
    """All files of a document and of its appendices, by their names in a snapshot."""
    parts: dict[str, _Part] = {}
    for prefix, member in _list_documents(units, document):
        folder = f"{member.path}/"
        for file, source in sources.items():
            name = file.removeprefix(folder)
            if name != file and not name.startswith(f"{ADOPTED}/"):
                parts[prefix + name] = _Part(file, _extract_content(source), member)
        for picture in member.pictures.values():
            path = PurePosixPath(picture.value.file)
            if ".." not in path.parts and not path.is_absolute():
                raw = files.read(f"{folder}{path}")
                if isinstance(raw, bytes):
                    parts[f"{prefix}{path}"] = _Part(f"{folder}{path}", raw, member, picture.place)
    return dict(sorted(parts.items()))


def _list_documents(units: Units, document: DocumentData) -> Iterator[tuple[str, DocumentData]]:
    """The document and its appendices, with where their files stand in a snapshot."""
    yield "", document
    for name in units[document.year, document.unit].file.appendices:
        unit = units.get((document.year, name))
        if unit is not None and document.folder in unit.documents:
            yield f"bilagor/{name}/", unit.documents[document.folder]


def _extract_content(source: SourceFile) -> Tree:
    """Return what a file says, without what comes after a decision."""
    if source.root is None:
        return source.text
    tree = strip_acknowledgements(source.root.data())
    if isinstance(tree, dict) and PurePosixPath(source.file).name == "dokument.yaml":
        tree.pop("beslut", None)
    return tree


def _parse_content(name: str, raw: bytes) -> Tree:
    if name.endswith(TABLE_FILE):
        return decode(name, raw).text
    return _extract_content(parse(name, raw)) if name.endswith(_TEXTS) else raw


def _compute_digest(parts: dict[str, _Part]) -> str:
    return digest({name: part.tree for name, part in parts.items()})


def _find_differences(
    joiner: Joiner, document: DocumentData, adoption: Adoption, files: dict[str, bytes]
) -> Iterator[Difference]:
    """Return what the document says otherwise than what was adopted; nothing of files with faults in their form."""
    parts, broken = _collect_parts(joiner.files, joiner.sources, joiner.units, document), joiner.broken_files
    if _compute_digest(parts) == adoption.content or joiner.units[document.year, document.unit].place.file in broken:
        return
    for name in sorted({*parts, *files}):
        part, is_text = parts.get(name), name.endswith(_TEXTS)
        if part is None or name not in files:
            if is_text and (part is None or part.tree):  # a picture that came or went is told by bilder:
                place = document.place if part is None else Place(part.file, line=1, column=1)
                before, after = (name, None) if part is None else (None, name)
                yield Difference(place, before, after, f'filen "{name}"', None, document.place, name)
        elif part.description is not None:
            if part.tree != files[name]:
                place = part.description.child("fil")
                yield Difference(place, files[name], part.tree, f'bilden "{name}"', None, part.description)
        elif part.file not in broken:
            for difference in find_differences(Place(part.file), _parse_content(name, files[name]), part.tree):
                yield _assign_owner(difference, part)


def _assign_owner(difference: Difference, part: _Part) -> Difference:
    """Give what differs in a table to the table, wherever its text lies."""
    path = difference.place.path
    name = PurePosixPath(part.file).stem if part.file.endswith(TABLE_FILE) else path[1] if difference.owner else ""
    if (table := part.document.tables.get(str(name))) is None:
        return difference
    address = None
    if difference.cell is not None:
        row, column = difference.cell
        address = table.format_address(row, column) if column is not None else table.rows[row].id or f"rad {row + 1}"
    return difference._replace(owner=table.place, address=address)


def _compute_hash(name: str, raw: bytes) -> str:
    """Return the hash of a file; line ends may be others in another copy of the workspace."""
    return hashlib.sha256(raw.replace(b"\r\n", b"\n") if name.endswith(_TEXTS) else raw).hexdigest()


# ------------------------------------------------------------------- to adopt
def make_snapshot(
    files: Files, loaded: LoadResult, document: DocumentData, decision: Decision
) -> tuple[str, dict[str, bytes]]:
    """The folder for a decision, and its files; antaget.yaml last."""
    parts = _collect_parts(files, loaded.sources, loaded.report.units, document)
    results = {name: files.read(part.file) for name, part in parts.items()}
    contents = {name: raw for name, raw in results.items() if isinstance(raw, bytes)}
    adoption = read_own(
        Adoption,
        {
            "beslut": decision.model_dump(mode="json", by_alias=True, exclude_none=True),
            "innehåll": _compute_digest(parts),
            "filer": {name: _compute_hash(name, raw) for name, raw in contents.items()},
        },
    )
    first = f"{document.path}/{ADOPTED}/{decision.date}"
    folders = (first if number == 1 else f"{first}-{number}" for number in count(1))
    return next(folder for folder in folders if files.find(folder) is None), {**contents, FILE: adoption.to_bytes()}
