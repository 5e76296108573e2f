"""vbgen explain: the page of a rule, or the titles of all."""

from __future__ import annotations

import click

from vbgen.commands import options
from vbgen.errors import ExitCode


@options.command
@click.argument("code", metavar="[KOD]", required=False)
def command(code: str | None) -> int:
    """Förklara en regel: vad den letar efter, varför, fel och rätt.

    \b
    Exempel:
      vbgen explain VB301
      vbgen explain            (alla regler)
    """
    page = explain(code)
    if page is None:
        raise click.UsageError(f'regeln "{code}" finns inte; vbgen explain utan kod listar alla')
    click.echo(page, nl=False)
    return ExitCode.FINE


def explain(code: str | None) -> str | None:
    """Return the page of a code; all codes with their titles for None; None if there is no such code."""
    from vbgen import rules

    if code is None:
        return "".join(f"{name}  {rules.title(name)}\n" for name in rules.CODES)
    page = rules.page(code.strip().upper())
    return None if page is None else f"{code.strip().upper()}: {page}\n"
