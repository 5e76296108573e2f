"""Common parts of commands: their declaration, their options, and the workspace that they work on.

An option stands here once, with its type; what only one command has stands in its module. A command returns its exit code.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, NoReturn, ParamSpec, TypeVar

import click
from click.types import StringParamType

from vbgen.formats import FORMATS
from vbgen.model.kinds import find_kind_by_role, list_offered_kinds
from vbgen.names import fold

if TYPE_CHECKING:
    from vbgen.workspace import FolderWorkspace

F = TypeVar("F", bound=Callable[..., object])
P = ParamSpec("P")
R = TypeVar("R")


class Command(click.Command):
    """A command that exits with the code that its function returns."""

    def invoke(self, ctx: click.Context) -> NoReturn:
        """Run it."""
        ctx.exit(super().invoke(ctx))


def command(function: Callable[..., int], line: str = "") -> Command:
    """Declare a command: its docstring is its help, its return value the exit code. `line`: stands first in the help, where other
    modules know its words."""
    text = "\n\n".join(filter(None, (line, cleandoc(function.__doc__ or ""))))
    return click.command(cls=Command, options_metavar="[FLAGGOR]", help=text)(function)


# --------------------------------------------------------------------- types
def as_unicode(text: str) -> str:
    """Return an argument as Unicode, also where the locale made bytes of it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def normalize(text: str) -> str:
    """Fold an option or a choice: NFC/NFD, case and å/ä/ö do not matter."""
    return fold(as_unicode(text))


class Text(StringParamType):
    """Words as they were typed, as Unicode. Paths are not of this type: they stay as they were given."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Decode what the locale could not."""
        return as_unicode(super().convert(value, param, ctx))


# ------------------------------------------------------------------- options
def year(*, required: bool = False) -> Callable[[F], F]:
    """Declare `--year`."""
    text = "Verksamhetsår, t.ex. 2021."
    return click.option("--year", "--år", "year", type=Text(), metavar="ÅR", required=required, help=text)


def board(*, required: bool = False) -> Callable[[F], F]:
    """Declare `--nämnd`."""
    text = "Nämndens mapp, t.ex. regionstyrelsen (--namnd går också bra)."
    return click.option("--nämnd", "board", type=Text(), metavar="NÄMND", required=required, help=text)


def boards() -> Callable[[F], F]:
    """Declare `--nämnd` where it may be given several times."""
    text = "Nämndens mapp, t.ex. regionstyrelsen (--namnd går också bra); flera går bra med --all."
    return click.option("--nämnd", "boards", type=Text(), metavar="NÄMND", multiple=True, help=text)


def documents() -> Callable[[F], F]:
    """Declare `--document` where it may be given several times: none means all."""
    text = f"{list_offered_kinds()}; flera går bra. Förval: alla."
    return click.option("--document", "documents", type=Text(), metavar="DOKUMENT", multiple=True, help=text)


def document() -> Callable[[F], F]:
    """Declare `--document` where it names the only one."""
    text = f"{list_offered_kinds()}; finns flera av slaget: {find_kind_by_role('interim').word}-2021-08."
    return click.option("--document", type=Text(), metavar="DOKUMENT", required=True, help=text)


def formats(usual: tuple[str, ...] = tuple(FORMATS)) -> Callable[[F], F]:
    """Declare `--format` for formats of documents, each once; `usual` where none is given."""

    def drop_duplicates(
        _context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]
    ) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names)) or usual

    text = f"Filformat; flera går bra. Förval: {'alla' if usual == tuple(FORMATS) else ' och '.join(usual)}."
    return click.option(
        "--format", "formats", type=click.Choice(list(FORMATS)), multiple=True, callback=drop_duplicates, help=text
    )


def form(names: tuple[str, ...], text: str) -> Callable[[F], F]:
    """Declare `--format` for one of several forms; the first where none is given."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True, help=text)


def codes(name: str, text: str) -> Callable[[F], F]:
    """Declare an option for codes of rules, as they are written: `--select vb3,VB402` names two."""

    def split_codes(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())

    return click.option(name, type=Text(), metavar="KOD", multiple=True, callback=split_codes, help=text)


def output(text: str, default: Path | None = Path("dist")) -> Callable[[F], F]:
    """Declare `--output`: a folder, below the one that is worked in."""

    def resolve_folder(context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
        return None if path is None else directory(context) / path

    return click.option(
        "--output",
        "target",
        type=click.Path(path_type=Path),
        default=default,
        show_default=True,
        metavar="KATALOG",
        callback=resolve_folder,
        help=text,
    )


def quiet() -> Callable[[F], F]:
    """Declare `--quiet`."""
    return click.option("-q", "--quiet", is_flag=True, help="Skriv inte ut vad som görs.")


# ----------------------------------------------------------------- workspace
def directory(context: click.Context) -> Path:
    """Return the folder that is worked in, `-C`."""
    return context.find_object(Path) or Path()


def workspace(context: click.Context) -> FolderWorkspace:
    """Find the workspace that is worked in. UsageError where there is none."""
    from vbgen.workspace import FolderWorkspace, NoWorkspace

    start = directory(context)
    if not start.is_dir():
        raise click.UsageError(f'katalogen "{start}" finns inte')
    try:
        return FolderWorkspace.find(start)
    except NoWorkspace:
        where = f"varken i {start.resolve()} eller ovanför"
        raise click.UsageError(f"ingen arbetsyta här: vbgen.yaml finns {where}") from None


def pass_workspace(function: Callable[Concatenate[FolderWorkspace, P], R]) -> Callable[P, R]:
    """Call a command with the workspace before its options."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(workspace(click.get_current_context()), *args, **kwargs)

    return call
