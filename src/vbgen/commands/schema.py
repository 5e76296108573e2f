"""vbgen schema: JSON Schema of each kind of file, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from vbgen.commands import options
from vbgen.errors import ExitCode


@options.command
@click.argument("kind", metavar="[FILSLAG]", required=False)
@options.output("Skriv alla scheman till en katalog.", default=None)
def command(kind: str | None, target: Path | None) -> int:
    """JSON Schema för varje filslag (eller alla), så att redigeraren kan hjälpa till.

    \b
    Exempel:
      vbgen schema mal
      vbgen schema --output schema
    """
    all_schemas = build_schemas()
    if target is not None:
        write(all_schemas, target)
    elif kind is None:
        click.echo(as_text(all_schemas), nl=False)
    elif (name := options.normalize(kind)) in all_schemas:
        click.echo(as_text(all_schemas[name]), nl=False)
    else:
        raise click.UsageError(f'filslaget "{kind}" finns inte; de som finns: {", ".join(all_schemas)}')
    return ExitCode.FINE


def build_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of file."""
    from vbgen.model.content import FILE_KINDS

    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return {
        kind: {**draft, **model.model_json_schema(by_alias=True), "title": f"{kind}.yaml"}
        for kind, model in FILE_KINDS.items()
    }


def as_text(value: object) -> str:
    """Return JSON with its keys in order: the same for the same models."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write(every: dict[str, dict[str, Any]], folder: Path) -> None:
    """Write a file for each kind, and tell its path."""
    from vbgen import output

    for kind, schema in every.items():
        path = folder / f"{kind}.schema.json"
        output.write(path, as_text(schema).encode("utf-8"))
        click.echo(path)
