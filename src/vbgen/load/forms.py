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
from vbgen.model.base import Model, raise_bugs, shown
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
        self.known: set[Path] = set()  # where something was said already
        self.quiet = {f.place.line for f in source.findings if f.code == "VB110"}  # lines that are cut already

    def mend(self, error: ValidationError) -> bool:
        """Report and take out; False if nothing of the file can be used."""
        faults = error.errors(include_url=False, include_input=True)
        raise_bugs(faults)
        renamed = {}
        for fault in faults:
            loc = tuple(fault["loc"])
            if fault["type"] == "extra_forbidden" and (meant := self._meant(loc)) is not None:
                renamed[loc] = meant
        seen: set[tuple[Path, str]] = set()
        for fault in faults:
            loc = tuple(fault["loc"])
            if (loc, fault["type"]) in seen or self._said(loc) or loc in renamed.values():
                continue
            seen.add((loc, fault["type"]))
            finding = _finding(self.model, self.source, loc, fault)
            if finding.place.line not in self.quiet:
                self.source.findings.append(finding)
            if fault["type"] != "extra_forbidden":
                self.known.add(loc[:-1] if loc and loc[-1] == _KEY else loc)
        usable = True
        # deepest and last first, so that taking one out does not move the others
        for fault in sorted(faults, key=lambda f: _order(f["loc"]), reverse=True):
            loc = tuple(fault["loc"])
            if loc in renamed:
                self._rename(loc, renamed[loc])
            elif loc not in renamed.values():
                usable = _take_out(self.root, loc, fault["type"], self.placeholders) and usable
        return usable

    def _said(self, loc: Path) -> bool:
        return any(loc[: len(known)] == known for known in self.known)

    def _meant(self, loc: Path) -> Path | None:
        """The path of the key that a misspelt one was meant to be, where that key is not there."""
        parent = _node(self.root, loc[:-1])
        guess = _guess(str(loc[-1]), allowed_keys(_descend(self.model, loc[:-1])))
        if guess is None or parent is None or parent.fields is None or guess in parent.fields:
            return None
        return (*loc[:-1], guess)

    def _rename(self, loc: Path, meant: Path) -> None:
        parent = _node(self.root, loc[:-1])
        if parent is not None and parent.fields is not None and parent.keys is not None:
            old, new = str(loc[-1]), str(meant[-1])
            parent.fields = {new if key == old else key: node for key, node in parent.fields.items()}
            parent.keys[new] = parent.keys[old]
            self.known.add(meant)


def _node(root: Node, path: Path) -> Node | None:
    at: Node | None = root
    for step in path:
        at = at.child(step) if at is not None else None
    return at


def _order(loc: tuple[int | str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in loc)


def _finding(model: type[Model], source: SourceFile, loc: Path, fault: Any) -> Finding:
    kind, context = fault["type"], fault.get("ctx") or {}
    on_key = bool(loc) and loc[-1] == _KEY
    path = loc[:-1] if on_key else loc
    place = Place(source.file, path, on_key=on_key)
    if kind.startswith("VB"):
        if key := context.get("key"):
            place = Place(source.file, (*path, key), on_key=True)
        return _located(source, place, kind, context.get("message", ""), context.get("hint") or None)
    if kind == "extra_forbidden":
        key, allowed = str(path[-1]), allowed_keys(_descend(model, path[:-1]))
        guess = _guess(key, allowed)
        message = f'okänd nyckel "{key}"' + (f' – menade du "{guess}"?' if guess else "")
        hint = f"skriv {guess}: i stället" if guess else "nycklar som finns här: " + ", ".join(allowed)
        return _located(source, Place(source.file, path, on_key=True), "VB104", message, hint)
    if kind == "missing":
        key = str(path[-1])
        return _located(
            source, Place(source.file, path[:-1]), "VB105", f'nyckeln "{key}" saknas', f"lägg till {key}: …"
        )
    if kind == "literal_error":
        choices = context.get("expected", "").replace("'", "").replace(" or ", " eller ")
        return _located(
            source, place, "VB109", f"{shown(fault.get('input'))} går inte att välja här", f"välj {choices}"
        )
    wanted = {
        "list_type": ("en lista", "skriv varje del på en egen rad med - framför"),
        "tuple_type": ("en lista", "skriv varje del på en egen rad med - framför"),
        "dict_type": ("nycklar och värden", "skriv t.ex. id: …, en per rad"),
        "model_type": ("nycklar och värden", "skriv t.ex. id: …, en per rad"),
        "model_attributes_type": ("nycklar och värden", "skriv t.ex. id: …, en per rad"),
    }.get(kind, ("något annat", "jämför med handboken"))
    return _located(
        source, place, "VB106", f"här väntades {wanted[0]}, men det står {shown(fault.get('input'))}", wanted[1]
    )


def _located(source: SourceFile, place: Place, code: str, message: str, hint: str | None) -> Finding:
    """Fix line and column now: the node may be taken out of the tree."""
    line, column = source.locate(place)
    return Finding(
        code, "error", Place(place.file, source.written(place.path), line=line, column=column), message, hint
    )


def _guess(key: str, allowed: list[str]) -> str | None:
    """The key that was meant: the same but for case and å/ä/ö, with its letters in another order (`tpy`), else the nearest."""
    folded = {fold(name): name for name in allowed}
    if fold(key) in folded:
        return folded[fold(key)]
    turned = [name for name in folded if sorted(name) == sorted(fold(key))]
    if len(turned) == 1:
        return folded[turned[0]]
    close = difflib.get_close_matches(fold(key), list(folded), n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def allowed_keys(model: type[BaseModel] | None) -> list[str]:
    """The YAML keys of a model."""
    if model is None:
        return []
    return [info.alias or name for name, info in model.model_fields.items()]


def _descend(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model at a path, by the types of the fields."""
    at: Any = model
    for step in path:
        if isinstance(at, type) and issubclass(at, BaseModel):
            info = _field(at, step)
            if info is None:
                return None
            at = _inner(info.annotation)
        else:
            at = _element(at)
    while not (isinstance(at, type) and issubclass(at, BaseModel)):
        below = _inner(at)
        if below is at or below is None:
            return None
        at = below
    return at


def _field(model: type[BaseModel], key: str | int) -> FieldInfo | None:
    for name, info in model.model_fields.items():
        if key in (info.alias, name):
            return info
    return None


def _inner(annotation: Any) -> Any:
    """Without Optional and Annotated."""
    if get_origin(annotation) in (Union, types.UnionType):
        return _inner(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _inner(annotation.__origin__)
    return annotation


def _element(annotation: Any) -> Any:
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return _inner(arguments[1])
    return _inner(arguments[0]) if arguments else None


def _take_out(root: Node, loc: Path, kind: str, placeholders: Mapping[str, str]) -> bool:
    """Remove the part that a fault is about; False if that part is the whole file."""
    if kind == "missing":
        if len(loc) == 1:
            return _stand_in(root, str(loc[0]), placeholders)
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
                _stand_in(root, step, placeholders)
            return True
        if parent is not None and parent.items is not None and isinstance(step, int) and step < len(parent.items):
            parent.take_out(step)
            return True
        loc = loc[:-1]
    return False


def _stand_in(root: Node, key: str, placeholders: Mapping[str, str]) -> bool:
    if key not in placeholders or root.fields is None:
        return False
    node = Node(root.line, root.column)
    node.value = placeholders[key]
    root.fields[key] = node
    return True
