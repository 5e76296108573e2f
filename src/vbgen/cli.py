"""The command line: the list of commands, and the exit code of every way in which a run ends.

Exit: 0 fine; 1 an unacknowledged error in data or templates; 2 wrong use; 3 our own bug; 4 the surroundings; 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

# A run is short and keeps nearly all that it makes. Searching it for garbage costs a twentieth of it, if that is done as often as
# usual; the search at the end, of all that there is, a sixth: there is nothing to search in what is frozen.
gc.set_threshold(200_000, 20, 20)
atexit.register(gc.freeze)

from vbgen import __version__, formats, swedish  # noqa: E402 - after the thresholds, since most is made by imports

swedish.install()

import click  # noqa: E402 - after the language is chosen

from vbgen.commands import options  # noqa: E402
from vbgen.errors import ExitCode, RenderError, UnknownChoice  # noqa: E402

# A command is the module of its name in vbgen.commands; beside it the line that the list of commands has of it.
COMMANDS = {
    "validate": "Kontrollera data: form, hänvisningar, varje summa och skillnad.",
    "render": f"Gör en nämnds dokument, eller allas, som {formats.list_formats()}.",
    "protocol": (
        "Gör kontrollprotokoll för en nämnds dokument, att lägga till ärendet: kontroller, fynd, förklaringar, "
        "kontrollsummor."
    ),
    "adopt": "Frys det som beslutades: den som sedan ändrar utan nytt beslut får ett fel (VB408).",
    "overview": (
        "Nämnderna sida vid sida: bedömningar, gemensamma mål, åtgärder, budgetavvikelser och det som saknas."
    ),
    "status": "Det som dokumenten ännu saknar, per ansvarig och dag.",
    "list": "Lista nämnder, enheter, år och dokument.",
    "explain": "Förklara en regel: vad den letar efter, varför, fel och rätt.",
    "schema": "JSON Schema för varje filslag (eller alla), så att redigeraren kan hjälpa till.",
}


_COMPLETE = "_VBGEN_COMPLETE"  # set by a shell that asks what a word may become


class Commands(click.Group):
    """The commands, in the order of their list. A command is imported when it is called, not to be listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in order."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None if there is no such command."""
        return load(cmd_name) if cmd_name in self.commands else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines, as short as they have to be."""
        room = formatter.width - 6 - max(map(len, self.commands))
        with formatter.section("Kommandon"):
            formatter.write_dl([(name, line.get_short_help_str(room)) for name, line in self.commands.items()])


def load(name: str) -> click.Command:
    """Import the module of a command."""
    command: click.Command = import_module(f"vbgen.commands.{name}").command
    return command


@click.group(
    cls=Commands,
    commands={name: click.Command(name, help=line) for name, line in COMMANDS.items()},
    context_settings={
        "help_option_names": ["-h", "--help"],
        "token_normalize_func": options.normalize,
        "max_content_width": 100,
    },
    options_metavar="[FLAGGOR]",
    subcommand_metavar="KOMMANDO [ARGUMENT]…",
)
@click.option("-C", "directory", metavar="KATALOG", type=click.Path(path_type=Path), help="Arbeta i en annan katalog.")
@click.version_option(__version__, "--version", prog_name="vbgen", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, directory: Path | None) -> None:
    """Kontrollerar nämndernas YAML-filer och gör dem till verksamhetsplaner, delårsrapporter och verksamhetsberättelser.

    \b
    Exempel:
      vbgen validate
      vbgen render --year 2021 --nämnd regionstyrelsen
    """
    ctx.obj = directory or Path()


def main(arguments: list[str] | None = None) -> None:
    """Run, and turn every way of ending into an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        code = _call(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        click.echo("\n\nAvbrutet.", err=True)  # the first ends the line on which a terminal shows ^C
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.WRONG_USE
    except UnknownChoice as error:
        click.echo(f"Fel: {error}", err=True)
        return ExitCode.WRONG_USE
    except OSError as error:
        return _report_os_error(error)
    except RenderError as error:
        from vbgen.reporting.text import as_text

        click.echo(as_text(error.finding, None), err=True)
        return ExitCode.ERRORS
    except Exception as error:  # noqa: BLE001 - the last resort: a bug of ours
        return _report_bug(error)
    return code


def _call(arguments: list[str]) -> int:
    """Run the command that the arguments name; not by click's own `main`, which takes an EOFError for an interruption."""
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, "vbgen", _COMPLETE, instruction)
    try:
        with cli.make_context("vbgen", arguments) as context:
            cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return ExitCode.FINE


def _report_os_error(error: OSError) -> int:
    """Tell which file cannot be read, written or run, and why; return the exit code."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):  # what is left to print cannot be printed; the interpreter must not try again
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return ExitCode.SURROUNDINGS
    from vbgen.commands.os_errors import describe_os_error

    click.echo(f"vbgen: {describe_os_error(error)}", err=True)
    return ExitCode.SURROUNDINGS


def _report_bug(error: Exception) -> int:
    from vbgen.commands import bugs

    click.echo(bugs.describe(error), err=True)
    click.echo(bugs.REQUEST, err=True)
    return ExitCode.BUG
