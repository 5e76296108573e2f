"""A file's nodes → its model. A pydantic error *type* becomes a code, a Swedish sentence, a place and a hint.

A part that does not fit is taken out of the node tree and the rest is read again, so that one fault neither hides
others nor stops the rest of the file. Library wording is never read.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from vbgen.findings import Finding, Path, Place
from vbgen.model.base import Model, quote_value, raise_bugs
from vbgen.names import fold
from vbgen.source import Node, SourceFile

M = TypeVar("M", bound=Model)
_ROUNDS = 40
_KEY = "[key]"


def read_model(model: type[M], source: SourceFile, placeholders: Mapping[str, str] | None = None) -> M | None:
    """The model of a file; its faults are added to the source's findings.

    `placeholders`: what stands in for missing top-level keys, so that a draft can be made of what is there.
    None if nothing of the file can be used.
    """
    root = source.root
    if root is None:
        return None
    model.build()
    reader = _Reader(model, source, root, placeholders or {})
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(root.data())
        except ValidationError as error:
            if not reader.mend(error):
                return None
    return None


class _Reader:
    """Reports the faults of a file and takes them out of its node tree.

    A key that was plainly meant to be another is taken for it, so that a typing error is one finding and not one for
    everything that depends on it.
    """

    def __init__(self, model: type[Model], source: SourceFile, root: Node, placeholders: Mapping[str, str]) -> None:
        self.model = model
        self.source = source
        self.root = root
        self.placeholders = placeholders
        self.reported: set[Path] = set()  # where something was said already
        # faults in lines that are cut already would follow from that
        self.cut_lines = {finding.place.line for finding in source.findings if finding.code == "VB110"}

    def mend(self, error: ValidationError) -> bool:
        """Report faults and take them out; False if nothing of the file can be used."""
        faults = error.errors(include_url=False, include_input=True)
        raise_bugs(faults)
        renames = {}
        for fault in faults:
            loc = tuple(fault["loc"])
            if fault["type"] == "extra_forbidden" and (meant := self._find_meant_key(loc)) is not None:
                renames[loc] = meant
        handled: set[tuple[Path, str]] = set()
        for fault in faults:
            loc = tuple(fault["loc"])
            if (loc, fault["type"]) in handled or self._is_reported(loc) or loc in renames.values():
                continue
            handled.add((loc, fault["type"]))
            finding = _make_finding(self.model, self.source, loc, fault)
            if finding.place.line not in self.cut_lines:
                self.source.findings.append(finding)
            if fault["type"] != "extra_forbidden":
                self.reported.add(loc[:-1] if loc and loc[-1] == _KEY else loc)
        usable = True
        # deepest and last first, so that taking one out does not move the others
        for fault in sorted(faults, key=lambda fault: _make_sort_key(fault["loc"]), reverse=True):
            loc = tuple(fault["loc"])
            if loc in renames:
                self._rename(loc, renames[loc])
            elif loc not in renames.values():
                usable = _remove_part(self.root, loc, fault["type"], self.placeholders) and usable
        return usable

    def _is_reported(self, loc: Path) -> bool:
        return any(loc[: len(path)] == path for path in self.reported)

    def _find_meant_key(self, loc: Path) -> Path | None:
        """The path of the key that a misspelt one was meant to be, where that key is not there."""
        parent = _find_node(self.root, loc[:-1])
        guess = _guess_key(str(loc[-1]), allowed_keys(_descend(self.model, loc[:-1])))
        if guess is None or parent is None or parent.fields is None or guess in parent.fields:
            return None
        return (*loc[:-1], guess)

    def _rename(self, loc: Path, meant: Path) -> None:
        parent = _find_node(self.root, loc[:-1])
        if parent is not None and parent.fields is not None and parent.keys is not None:
            old, new = str(loc[-1]), str(meant[-1])
            parent.fields = {new if key == old else key: node for key, node in parent.fields.items()}
            parent.keys[new] = parent.keys[old]
            self.reported.add(meant)


def _find_node(root: Node, path: Path) -> Node | None:
    node: Node | None = root
    for step in path:
        node = node.child(step) if node is not None else None
    return node


def _make_sort_key(loc: tuple[int | str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in loc)


def _make_finding(model: type[Model], source: SourceFile, loc: Path, fault: Any) -> Finding:
    error_type, context = fault["type"], fault.get("ctx") or {}
    on_key = bool(loc) and loc[-1] == _KEY
    path = loc[:-1] if on_key else loc
    place = Place(source.file, path, on_key=on_key)
    if error_type.startswith("VB"):
        if key := context.get("key"):
            place = Place(source.file, (*path, key), on_key=True)
        return _make_located_finding(source, place, error_type, context.get("message", ""), context.get("hint") or None)
    if error_type == "extra_forbidden":
        key, allowed = str(path[-1]), allowed_keys(_descend(model, path[:-1]))
        guess = _guess_key(key, allowed)
        message = f'okänd nyckel "{key}"' + (f' – menade du "{guess}"?' if guess else "")
        hint = f"skriv {guess}: i stället" if guess else "nycklar som finns här: " + ", ".join(allowed)
        return _make_located_finding(source, Place(source.file, path, on_key=True), "VB104", message, hint)
    if error_type == "missing":
        key = str(path[-1])
        return _make_located_finding(
            source, Place(source.file, path[:-1]), "VB105", f'nyckeln "{key}" saknas', f"lägg till {key}: …"
        )
    if error_type == "literal_error":
        choices = context.get("expected", "").replace("'", "").replace(" or ", " eller ")
        return _make_located_finding(
            source, place, "VB109", f"{quote_value(fault.get('input'))} går inte att välja här", f"välj {choices}"
        )
    expected, hint = {
        "list_type": ("en lista", "skriv varje del på en egen rad med - framför"),
        "tuple_type": ("en lista", "skriv varje del på en egen rad med - framför"),
        "dict_type": ("nycklar och värden", "skriv t.ex. id: …, en per rad"),
        "model_type": ("nycklar och värden", "skriv t.ex. id: …, en per rad"),
        "model_attributes_type": ("nycklar och värden", "skriv t.ex. id: …, en per rad"),
    }.get(error_type, ("något annat", "jämför med handboken"))
    return _make_located_finding(
        source, place, "VB106", f"här väntades {expected}, men det står {quote_value(fault.get('input'))}", hint
    )


def _make_located_finding(source: SourceFile, place: Place, code: str, message: str, hint: str | None) -> Finding:
    """Fix line and column now: the node may be taken out of the tree."""
    line, column = source.locate(place)
    return Finding(
        code, "error", Place(place.file, source.path_as_written(place.path), line=line, column=column), message, hint
    )


def _guess_key(key: str, allowed: list[str]) -> str | None:
    """The key that was meant: the same but for case and å/ä/ö, with its letters in another order (`tpy`), else the nearest."""
    folded = {fold(name): name for name in allowed}
    if fold(key) in folded:
        return folded[fold(key)]
    anagrams = [name for name in folded if sorted(name) == sorted(fold(key))]
    if len(anagrams) == 1:
        return folded[anagrams[0]]
    matches = difflib.get_close_matches(fold(key), list(folded), n=1, cutoff=0.7)
    return folded[matches[0]] if matches else None


def allowed_keys(model: type[BaseModel] | None) -> list[str]:
    """The YAML keys of a model."""
    if model is None:
        return []
    return [info.alias or name for name, info in model.model_fields.items()]


def _descend(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model at a path, by the types of the fields."""
    current: Any = model
    for step in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            info = _find_field(current, step)
            if info is None:
                return None
            current = _unwrap(info.annotation)
        else:
            current = _get_element_type(current)
    while not (isinstance(current, type) and issubclass(current, BaseModel)):
        inner = _unwrap(current)
        if inner is current or inner is None:
            return None
        current = inner
    return current


def _find_field(model: type[BaseModel], key: str | int) -> FieldInfo | None:
    for name, info in model.model_fields.items():
        if key in (info.alias, name):
            return info
    return None


def _unwrap(annotation: Any) -> Any:
    """Return a type without Optional and Annotated."""
    if get_origin(annotation) in (Union, types.UnionType):
        return _unwrap(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _unwrap(annotation.__origin__)
    return annotation


def _get_element_type(annotation: Any) -> Any:
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return _unwrap(arguments[1])
    return _unwrap(arguments[0]) if arguments else None


def _remove_part(root: Node, loc: Path, kind: str, placeholders: Mapping[str, str]) -> bool:
    """Remove the part that a fault is about; False if that part is the whole file."""
    if kind == "missing":
        if len(loc) == 1:
            return _insert_placeholder(root, str(loc[0]), placeholders)
        loc = loc[:-1]
    elif loc and loc[-1] == _KEY:
        loc = loc[:-1]
    while loc:
        parent: Node | None = root
        for step in loc[:-1]:
            parent = parent.child(step) if parent is not None else None
        step = loc[-1]
        if parent is not None and parent.fields is not None and isinstance(step, str) and step in parent.fields:
            del parent.fields[step]
            if len(loc) == 1:
                _insert_placeholder(root, step, placeholders)
            return True
        if parent is not None and parent.items is not None and isinstance(step, int) and step < len(parent.items):
            parent.remove_item(step)
            return True
        loc = loc[:-1]
    return False


def _insert_placeholder(root: Node, key: str, placeholders: Mapping[str, str]) -> bool:
    if key not in placeholders or root.fields is None:
        return False
    node = Node(root.line, root.column)
    node.value = placeholders[key]
    root.fields[key] = node
    return True
