"""vbgen schema: JSON Schema of each kind of file, for editors."""

from __future__ import annotations

import json
from pathlib import Path

from vbgen import output
from vbgen.model.content import FILE_KINDS


def schema(kind: str) -> str:
    """The JSON Schema of a kind of file."""
    made = FILE_KINDS[kind].model_json_schema(by_alias=True)
    made = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{kind}.yaml",
        **{k: v for k, v in made.items() if k != "title"},
    }
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_all(folder: Path) -> list[Path]:
    """All schemas as files."""
    written = []
    for kind in FILE_KINDS:
        path = folder / f"{kind}.schema.json"
        output.write(path, schema(kind).encode("utf-8"))
        written.append(path)
    return written
