"""The command line: a command parses, calls one function, prints, and returns an exit code.

Exit: 0 fine; 1 an unacknowledged error in data or templates; 2 wrong use; 3 our own bug; 4 the surroundings; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from vbgen import __version__, swedish
from vbgen.formats import FORMATS, RECORD, TEXT, listed
from vbgen.names import fold

# A run is short and keeps nearly all that it makes: searching for garbage as often as usual costs a twentieth of it.
gc.set_threshold(50_000, 20, 20)
swedish.install()

import click  # noqa: E402 - after the language is chosen

_ISSUES = "Beskriv vad du gjorde och bifoga texten ovan till den som sköter vbgen hos er."


def _fold(text: str) -> str:
    """Options and values are matched without regard to NFC/NFD, case and å/ä/ö."""
    return fold(_unicode(text))


def _unicode(text: str) -> str:
    """An argument as Unicode, also where the locale made bytes of it. Paths stay as they were given."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


CONTEXT = {"help_option_names": ["-h", "--help"], "token_normalize_func": _fold, "max_content_width": 100}


class _Group(click.Group):
    """Commands in the order in which they are declared."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Group, context_settings=CONTEXT, options_metavar="[FLAGGOR]", subcommand_metavar="KOMMANDO [ARGUMENT]…"
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


def _workspace(ctx: click.Context) -> Any:
    from vbgen.workspace import NoWorkspace, Workspace

    start: Path = ctx.obj
    if not start.is_dir():
        raise click.UsageError(f'katalogen "{start}" finns inte')
    try:
        return Workspace.find(start)
    except NoWorkspace:
        raise click.UsageError(
            f"ingen arbetsyta här: vbgen.yaml finns varken i {start.resolve()} eller ovanför"
        ) from None


def _year(*, required: bool) -> Callable[[Any], Any]:
    return click.option("--year", "--år", "year", metavar="ÅR", required=required, help="Verksamhetsår, t.ex. 2021.")


def _board(*, required: bool) -> Callable[[Any], Any]:
    text = "Nämndens mapp, t.ex. regionstyrelsen (--namnd går också bra)."
    return click.option("--nämnd", "board", metavar="NÄMND", required=required, help=text)


def _documents() -> Callable[[Any], Any]:
    text = "verksamhetsplan, delårsrapport eller verksamhetsberättelse; flera går bra. Förval: alla."
    return click.option("--document", "documents", metavar="DOKUMENT", multiple=True, help=text)


def _formats(usual: str) -> Callable[[Any], Any]:
    text = f"Filformat; flera går bra. Förval: {usual}."
    return click.option("--format", "formats", type=click.Choice(list(FORMATS)), multiple=True, help=text)


def _output(text: str) -> Callable[[Any], Any]:
    return click.option(
        "--output",
        "target",
        type=click.Path(path_type=Path),
        default=Path("dist"),
        show_default=True,
        metavar="KATALOG",
        help=text,
    )


def _quiet() -> Callable[[Any], Any]:
    return click.option("-q", "--quiet", is_flag=True, help="Skriv inte ut vad som görs.")


def _wanted(
    ctx: click.Context,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    target: Path,
    usual: tuple[str, ...] = tuple(FORMATS),
) -> Any:
    from vbgen.commands.render import Wanted

    chosen = tuple(dict.fromkeys(formats)) or usual
    folder = target if target.is_absolute() else ctx.obj / target
    return Wanted(tuple(_unicode(name) for name in documents), chosen, folder)


def _progress(*, quiet: bool) -> Callable[[str], None]:
    """Prints to stderr; what ends with … is progress and not for the quiet."""

    def say(text: str) -> None:
        if not quiet or not text.endswith("…"):
            click.echo(text, err=True)

    return say


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    """Codes as they are written: `--select vb3,VB402` names two."""
    return tuple(code.strip().upper() for one in given for code in _unicode(one).split(",") if code.strip())


def _given(text: str | None) -> str | None:
    return None if text is None else _unicode(text)


@cli.command(options_metavar="[FLAGGOR]")
@_year(required=False)
@_board(required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="Rapportens form.",
)
@click.option("--summary", is_flag=True, help="Visa också vad som prövats: samband per dokument och slag (text, json).")
@click.option("--strict", is_flag=True, help="Även varningar ger slutkod 1.")
@click.option("--select", metavar="KOD", multiple=True, help="Bara dessa regler: VB301 eller VB3; flera går bra.")
@click.option("--ignore", metavar="KOD", multiple=True, help="Utom dessa regler: VB402 eller VB4; flera går bra.")
@click.pass_context
def validate(
    ctx: click.Context,
    year: str | None,
    board: str | None,
    form: str,
    summary: bool,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Kontrollera data: form, hänvisningar, varje summa och skillnad.

    \b
    Exempel:
      vbgen validate
      vbgen validate --year 2021 --nämnd regionstyrelsen --strict
    """
    from vbgen.commands.validate import Selection
    from vbgen.commands.validate import validate as run

    selection = Selection(_codes(select), _codes(ignore))
    code, report = run(
        _workspace(ctx), _given(year), _given(board), form, strict=strict, selection=selection, summary=summary
    )
    click.echo(report, nl=False)
    ctx.exit(code)


_RENDER = f"""Gör en nämnds dokument, eller allas, som {listed(form.word for form in FORMATS.values())}.

\b
Exempel:
  vbgen render --year 2021 --nämnd regionstyrelsen
  vbgen render --year 2021 --nämnd regionstyrelsen --document verksamhetsplan --format docx --draft
  vbgen render --all --year 2021
"""


@cli.command(options_metavar="[FLAGGOR]", help=_RENDER)
@_year(required=False)
@click.option(
    "--nämnd",
    "boards",
    metavar="NÄMND",
    multiple=True,
    help="Nämndens mapp, t.ex. regionstyrelsen (--namnd går också bra); flera går bra med --all.",
)
@click.option("--all", "everything", is_flag=True, help="Alla nämnder och år, eller de som --year och --nämnd väljer.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="ANTAL", help="Med --all: så många processer. Förval: en per kärna."
)
@click.option("--force", is_flag=True, help="Med --all: gör också det som är oförändrat.")
@_documents()
@_formats("alla")
@_output("Var dokumenten läggs.")
@click.option("--draft", is_flag=True, help="Gör ett utkast även om kontrollen hittar fel.")
@click.option("--internal", is_flag=True, help="För internt bruk: visa också små grupper. Varje sida märks INTERN.")
@_quiet()
@click.pass_context
def render(
    ctx: click.Context,
    year: str | None,
    boards: tuple[str, ...],
    everything: bool,
    jobs: int | None,
    force: bool,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    target: Path,
    draft: bool,
    internal: bool,
    quiet: bool,
) -> None:
    from vbgen.commands.render import render as run

    if not everything:
        if year is None or len(boards) != 1:
            raise click.UsageError("ange --year och en --nämnd, eller --all")
        if jobs is not None or force:
            raise click.UsageError("--jobs och --force hör till --all")
    workspace = _workspace(ctx)
    wanted = _wanted(ctx, documents, formats, target)._replace(draft=draft, internal=internal)
    names = tuple(_unicode(board) for board in boards)
    if everything:
        ctx.exit(_render_all(workspace, _given(year), names, wanted, jobs, force=force, quiet=quiet))
    ctx.exit(run(workspace, _unicode(year or ""), names[0], wanted, say=_progress(quiet=quiet), done=click.echo))


def _render_all(
    workspace: Any,
    year: str | None,
    boards: tuple[str, ...],
    wanted: Any,
    jobs: int | None,
    *,
    force: bool,
    quiet: bool,
) -> int:
    """A progress bar on a terminal, a line for each board elsewhere; the table of all at the end."""
    from vbgen.commands import render_all as command

    wanted = wanted._replace(target=wanted.target.resolve())
    listed = command.tasks(workspace, year, boards, wanted)
    with command.executor_for(jobs, len(listed)) as executor:
        try:
            if sys.stderr.isatty() and not quiet:
                with click.progressbar(length=len(listed), label="Dokument", file=sys.stderr) as bar:
                    outcomes = command.render_all(listed, executor, force=force, done=lambda _: bar.update(1))
            else:
                outcomes = command.render_all(
                    listed,
                    executor,
                    force=force,
                    done=lambda outcome: None if quiet else click.echo(command.line(outcome), err=True),
                )
        except KeyboardInterrupt:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    for outcome in outcomes:
        for text in outcome.messages:
            click.echo(f"{outcome.year} {outcome.board}: {text}", err=True)
    click.echo(command.summary(outcomes), nl=False)
    for path in command.first_pages(workspace, outcomes, wanted):
        click.echo(path)
    return command.worst(outcomes)


@cli.command(options_metavar="[FLAGGOR]")
@_year(required=True)
@_board(required=True)
@_documents()
@_formats(listed(RECORD))
@_output("Var protokollen läggs, och var dokumenten söks.")
@_quiet()
@click.pass_context
def protocol(
    ctx: click.Context,
    year: str,
    board: str,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    target: Path,
    quiet: bool,
) -> None:
    """Gör kontrollprotokoll för en nämnds dokument, att lägga till ärendet: kontroller, fynd, förklaringar, kontrollsummor.

    \b
    Exempel:
      vbgen protocol --year 2021 --nämnd regionstyrelsen
      vbgen protocol --year 2021 --nämnd regionstyrelsen --document verksamhetsberättelse --format docx
    """
    from vbgen.commands.protocol import protocol as run

    wanted = _wanted(ctx, documents, formats, target, RECORD)
    say = _progress(quiet=quiet)
    ctx.exit(run(_workspace(ctx), _unicode(year), _unicode(board), wanted, say=say, done=click.echo))


@cli.command(options_metavar="[FLAGGOR]")
@_year(required=True)
@_board(required=True)
@click.option(
    "--document",
    metavar="DOKUMENT",
    required=True,
    help="verksamhetsplan, delårsrapport eller verksamhetsberättelse; finns flera av slaget: delårsrapport-2021-08.",
)
@click.pass_context
def adopt(ctx: click.Context, year: str, board: str, document: str) -> None:
    """Frys det som beslutades: den som sedan ändrar utan nytt beslut får ett fel (VB408).

    \b
    Exempel:
      vbgen adopt --year 2021 --nämnd regionstyrelsen --document verksamhetsplan
    """
    from vbgen.commands.adopt import adopt as run

    def say(text: str) -> None:
        click.echo(text, err=True)

    workspace = _workspace(ctx)
    ctx.exit(run(workspace, _unicode(year), _unicode(board), _unicode(document), say=say, done=click.echo))


@cli.command(options_metavar="[FLAGGOR]")
@_year(required=True)
@click.option(
    "--format", "form", type=click.Choice([*FORMATS, "json"]), default=TEXT.name, show_default=True, help="Filformat."
)
@_output("Var filen läggs, om det är en.")
@click.pass_context
def overview(ctx: click.Context, year: str, form: str, target: Path) -> None:
    """Nämnderna sida vid sida: bedömningar, gemensamma mål, åtgärder, budgetavvikelser och det som saknas.

    \b
    Exempel:
      vbgen overview --year 2021
      vbgen overview --year 2021 --format docx
    """
    from vbgen.commands.survey import overview as run

    folder = target if target.is_absolute() else ctx.obj / target
    click.echo(run(_workspace(ctx), _unicode(year), form, folder), nl=False)


@cli.command(options_metavar="[FLAGGOR]")
@_year(required=True)
@_board(required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", TEXT.name, "json"]),
    default="text",
    show_default=True,
    help="Listans form.",
)
@click.pass_context
def status(ctx: click.Context, year: str, board: str | None, form: str) -> None:
    """Det som dokumenten ännu saknar, per ansvarig och dag.

    \b
    Exempel:
      vbgen status --year 2021
      vbgen status --year 2021 --nämnd regionstyrelsen --format md
    """
    from vbgen.commands.survey import status as run

    click.echo(run(_workspace(ctx), _unicode(year), _given(board), form), nl=False)


@cli.command(name="list", options_metavar="[FLAGGOR]")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Listans form."
)
@click.pass_context
def list_(ctx: click.Context, form: str) -> None:
    """Lista nämnder, enheter, år och dokument.

    \b
    Exempel:
      vbgen list
      vbgen list --format json
    """
    from vbgen.commands.inventory import listing

    click.echo(listing(_workspace(ctx), form), nl=False)


@cli.command(options_metavar="[FLAGGOR]")
@click.argument("code", metavar="[KOD]", required=False)
def explain(code: str | None) -> None:
    """Förklara en regel: vad den letar efter, varför, fel och rätt.

    \b
    Exempel:
      vbgen explain VB301
      vbgen explain            (alla regler)
    """
    from vbgen.commands.explain import explain as run

    page = run(code)
    if page is None:
        raise click.UsageError(f'regeln "{code}" finns inte; vbgen explain utan kod listar alla')
    click.echo(page, nl=False)


@cli.command(options_metavar="[FLAGGOR]")
@click.argument("kind", metavar="[FILSLAG]", required=False)
@click.option(
    "--output", "target", type=click.Path(path_type=Path), metavar="KATALOG", help="Skriv alla scheman till en katalog."
)
@click.pass_context
def schema(ctx: click.Context, kind: str | None, target: Path | None) -> None:
    """JSON Schema för varje filslag (eller alla), så att redigeraren kan hjälpa till.

    \b
    Exempel:
      vbgen schema mal
      vbgen schema --output schema
    """
    from vbgen.commands import schema as command
    from vbgen.model.content import FILE_KINDS

    if target is not None:
        for path in command.write_all(ctx.obj / target):
            click.echo(path)
    elif kind is not None and _fold(kind) in FILE_KINDS:
        click.echo(command.schema(_fold(kind)), nl=False)
    elif kind is None:
        click.echo(command.all_schemas(), nl=False)
    else:
        raise click.UsageError(f'filslaget "{kind}" finns inte; de som finns: {", ".join(FILE_KINDS)}')


def main(arguments: list[str] | None = None) -> None:
    """Run, and turn every way of ending into an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        result = cli.main(arguments, prog_name="vbgen", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as stop:  # click's own way out when nobody reads what is printed
        return _surroundings(BrokenPipeError()) if stop.code == 1 else 2
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nAvbrutet.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except OSError as error:
        return _surroundings(error)
    except Exception as error:  # noqa: BLE001 - the last resort: a bug of ours
        return _wrong_use_or_bug(error)
    return result if isinstance(result, int) else 0


def _surroundings(error: OSError) -> int:
    """Cannot read, write or run: which file, and why."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):  # what is left to print cannot be printed; the interpreter must not try again
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 4
    from vbgen.commands.surroundings import reason

    click.echo(f"vbgen: {reason(error)}", err=True)
    return 4


def _wrong_use_or_bug(error: Exception) -> int:
    from vbgen.load.boards import UnknownChoice
    from vbgen.render.errors import RenderError

    if isinstance(error, RenderError):
        from vbgen.reporting.text import as_text

        click.echo(as_text(error.finding, None), err=True)
        return 1
    if isinstance(error, UnknownChoice):
        click.echo(f"Fel: {error}", err=True)
        return 2
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    click.echo(f"vbgen {__version__}: ett fel i vbgen självt ({type(error).__name__} i {where}): {error}", err=True)
    click.echo(_ISSUES, err=True)
    if os.environ.get("VBGEN_DEBUG"):
        traceback.print_exception(error)
    return 3
