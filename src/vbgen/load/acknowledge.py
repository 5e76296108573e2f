"""Findings with their lines: those that `noterat` explains, or the organisation's rules, marked as acknowledged or lowered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from vbgen.findings import Finding, Place, Severity
from vbgen.findings import Path as DataPath
from vbgen.model.base import Acknowledgement, raise_bugs
from vbgen.model.numbers import parse as parse_number
from vbgen.model.organisation import RuleSetting
from vbgen.source import Node, SourceFile


def locate(finding: Finding, sources: Mapping[str, SourceFile]) -> Finding:
    """The finding with line, column and the path as the author's file has it."""
    place = finding.place
    if place.line is not None or place.file not in sources:
        return finding if place.line is not None else finding._replace(place=place._replace(line=1, column=1))
    source = sources[place.file]
    line, column = source.locate(place)
    return finding._replace(place=place._replace(line=line, column=column, path=source.path_as_written(place.path)))


@dataclass(slots=True)
class LocatedAcknowledgement:
    """One entry of `noterat`, and the object (`owner`) that it stands on."""

    file: str
    owner: DataPath
    place: Place
    acknowledgement: Acknowledgement
    is_used: bool = False


def acknowledge(
    findings: list[Finding], sources: Mapping[str, SourceFile], untried: Collection[str] = ()
) -> list[Finding]:
    """Mark the findings that `noterat` explains; an entry that explains none is a finding (VB205), unless its rule was not tried."""
    entries = [
        entry
        for source in sources.values()
        if source.root is not None and "noterat" in source.text
        for entry in list_entries(source)
    ]
    marked: list[Finding] = []
    for finding in findings:
        match = next((entry for entry in entries if explains(entry, finding)), None) if finding.is_open else None
        if match is None:
            marked.append(finding)
        else:
            match.is_used = True
            marked.append(finding.acknowledge(match.acknowledgement.reason))
    for entry in entries:
        if not entry.is_used and entry.acknowledgement.code not in untried:
            address = f" vid {entry.acknowledgement.at}" if entry.acknowledgement.at else ""
            figures = (
                " med de siffror som noteringen anger"
                if entry.acknowledgement.stated is not None or entry.acknowledgement.computed is not None
                else ""
            )
            message = f"noteringen träffar inget: det finns inget fynd {entry.acknowledgement.code}{address}{figures}"
            finding = Finding(
                "VB205", "error", entry.place, message, "ta bort noteringen, eller rätta vid:, kod: och siffror"
            )
            marked.append(locate(finding, sources))
    return marked


def list_entries(source: SourceFile) -> Iterable[LocatedAcknowledgement]:
    """All entries of `noterat` in a file."""
    stack: list[tuple[Node, DataPath]] = [(source.root, ())] if source.root is not None else []
    while stack:
        node, path = stack.pop()
        if node.fields is not None:
            for key, child in node.fields.items():
                if key == "noterat" and child.items is not None:
                    for index, item in enumerate(child.items):
                        try:
                            entry = Acknowledgement.model_validate(item.data())
                        except ValidationError as error:
                            raise_bugs(error.errors(include_url=False))
                            continue  # reported when the file was read
                        yield LocatedAcknowledgement(source.file, path, Place(source.file, (*path, key, index)), entry)
                else:
                    stack.append((child, (*path, key)))
        elif node.items is not None:
            stack.extend((item, (*path, index)) for index, item in enumerate(node.items))


def explains(entry: LocatedAcknowledgement, finding: Finding) -> bool:
    """Tell whether the entry is about this finding: its code, its place and, where the entry gives them, its figures."""
    acknowledgement = entry.acknowledgement
    if acknowledgement.code != finding.code:
        return False
    owner = finding.owner or finding.place
    if owner.file != entry.file or owner.path[: len(entry.owner)] != entry.owner:
        return False
    if acknowledgement.at is not None:
        path = "/".join(str(step) for step in owner.path[len(entry.owner) :])
        address = finding.address or path
        if acknowledgement.at not in (address, path) and not address.startswith(f"{acknowledgement.at}/"):
            return False
    return _is_same_figure(acknowledgement.stated, finding.stated) and _is_same_figure(
        acknowledgement.computed, finding.computed
    )


def _is_same_figure(pinned: Decimal | None, shown: str | None) -> bool:
    if pinned is None:
        return True
    figure = parse_number(shown) if shown is not None else None
    return figure is not None and figure.value == pinned


_RANK: tuple[Severity, ...] = ("info", "warning", "error")
_SEVERITY: dict[str, Severity] = {"upplysning": "info", "varning": "warning"}


def apply_settings(finding: Finding, settings: Mapping[str, RuleSetting]) -> Finding:
    """The finding as the organisation wants it told (`regler` in vbgen.yaml, the longest prefix first): never more severe."""
    codes = [code for code in settings if finding.code.startswith(code)]
    if finding.is_acknowledged or not codes:
        return finding
    setting = settings[max(codes, key=len)]
    if setting.severity is None:
        return finding.acknowledge(setting.reason)
    severity = min(finding.severity, _SEVERITY[setting.severity], key=_RANK.index)
    return finding._replace(severity=severity)
