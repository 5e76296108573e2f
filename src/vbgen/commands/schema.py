"""vbgen schema: JSON Schema of each kind of file, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vbgen import output
from vbgen.model.content import FILE_KINDS


def schema(kind: str) -> str:
    """The JSON Schema of a kind of file."""
    return _text(_schema(kind))


def all_schemas() -> str:
    """All schemas, by kind of file."""
    return _text({kind: _schema(kind) for kind in FILE_KINDS})


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _schema(kind: str) -> dict[str, Any]:
    made = FILE_KINDS[kind].model_json_schema(by_alias=True)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made, "title": f"{kind}.yaml"}


def write_all(folder: Path) -> list[Path]:
    """All schemas as files."""
    written = []
    for kind in FILE_KINDS:
        path = folder / f"{kind}.schema.json"
        output.write(path, schema(kind).encode("utf-8"))
        written.append(path)
    return written
