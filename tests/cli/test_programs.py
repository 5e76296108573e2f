"""What can only be seen of a program of its own: its console, its end by a signal, the same bytes everywhere."""

from __future__ import annotations

import signal
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.cli.support import FORMATS, KINDS, PLAN, RENDER, Ws, command, copy_workspace, environment, outputs, program

pytestmark = pytest.mark.process


# -------------------------------------------------------------- determinism
def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Whatever time zone, locale, hash seed, folder of the workspace, folder of work."""
    surroundings = [
        ({"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "HOME": str(tmp_path)}, "a"),
        ({"TZ": "Asia/Tokyo", "LC_ALL": "sv_SE.UTF-8", "LANG": "sv_SE.UTF-8", "PYTHONHASHSEED": "1"}, "å b/c d"),
        ({"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "SOURCE_DATE_EPOCH": "1"}, "e/f/g"),
    ]
    made = []
    for env, folder in surroundings:
        root, out = copy_workspace(tmp_path / folder / "yta"), tmp_path / folder / "ut"
        cwd = root / PLAN if folder == "a" else tmp_path
        where = () if folder == "a" else ("-C", root)
        done = program(*where, *RENDER, "--output", out, cwd=cwd, env=env)
        assert done.returncode == 0, done.stderr.decode()
        made.append(outputs(out))
    assert len(made[0]) == len(FORMATS) * len(KINDS) + len(["index.html"])
    assert made[1] == made[0]
    assert made[2] == made[0]


def test_order_and_dates_of_files_do_not_matter(ws: Ws, tmp_path: Path) -> None:
    """A clone has other dates, and another order in its folders."""
    other = Ws(tmp_path / "klon", tmp_path / "ut2")
    for path in sorted((p for p in ws.root.rglob("*") if p.is_file()), reverse=True):
        other.write(path.relative_to(ws.root).as_posix(), path.read_bytes())
    assert ws.render().code == other.render().code == 0
    assert outputs(ws.out) == outputs(other.out)


def test_reports_are_the_same_too(ws: Ws) -> None:
    ws.write(f"{PLAN}/mal.yaml", ws.read(f"{PLAN}/mal.yaml").replace("namn:", "nam:"))
    runs = [
        program("-C", ws.root, "validate", env={"PYTHONHASHSEED": seed, "LC_ALL": locale}).stdout
        for seed, locale in (("0", "C"), ("99", "C.UTF-8"))
    ]
    assert b"VB104" in runs[0]
    assert runs[0] == runs[1]


# ------------------------------------------------------------------ console
@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_console_that_is_not_utf8(tmp_path: Path, env: dict[str, str]) -> None:
    ws = Ws(copy_workspace(tmp_path / "Å yta"), tmp_path / "färdigt")
    ws.change(f"{PLAN}/mal.yaml", "nivå: mål", "nivå: målet")
    done = program("-C", ws.root, "validate", env=env)
    assert done.returncode == 1, done.stderr.decode()
    assert 'nivån "målet" finns inte' in done.stdout.decode("utf-8")
    helped = program("render", "--help", env=env)
    assert helped.returncode == 0
    assert "--nämnd NÄMND" in helped.stdout.decode("utf-8")
    wrong = program("-C", ws.root, "validate", "--nämnd", "å", env=env)
    assert wrong.returncode == 2
    assert 'nämnden "å" finns inte' in wrong.stderr.decode("utf-8")
    made = program(
        "-C",
        ws.root,
        *("render", "--year", "2021", "--nämnd", "KULTURNÄMNDEN", "--format", "html", "--output", ws.out),
        env=env,
    )
    assert made.returncode == 0, made.stderr.decode()
    printed = made.stdout.decode("utf-8").splitlines()
    assert [Path(line) for line in printed] == [
        ws.target("verksamhetsplan.html", "kulturnamnden"),
        ws.out / "2021/index.html",
    ]
    assert all(Path(line).is_file() for line in printed)


def test_arguments_may_be_decomposed(ws: Ws) -> None:
    name = unicodedata.normalize("NFD", "hälsonämnden")
    option = unicodedata.normalize("NFD", "--nämnd")
    assert program("-C", ws.root, "validate", option, name, env={"LC_ALL": "C"}).returncode == 0


@pytest.mark.posix
def test_nobody_reads_the_output(ws: Ws) -> None:
    """`vbgen list | true`: no traceback."""
    running = subprocess.Popen(
        command("-C", ws.root, "validate", "--format", "json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert running.wait(30) == 4
    assert said == b""


@pytest.mark.linux
def test_the_output_goes_to_a_full_disk(ws: Ws) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("-C", ws.root, "list"), stdout=full, stderr=subprocess.PIPE, check=False, env=environment({})
        )
    assert done.returncode == 4
    assert "disken är full" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


# ------------------------------------------------------------------ signals
@pytest.mark.posix
def test_interrupted_while_it_works(ws: Ws) -> None:
    target = ws.target("verksamhetsplan.docx")
    target.parent.mkdir(parents=True)
    target.write_bytes(b"det gamla")
    # tests that run in the background of a shell ignore the signal, and what they start inherits that
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        command("-C", ws.root, *RENDER, "--output", ws.out),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
    )
    signal.signal(signal.SIGINT, before)
    assert running.stderr is not None
    first = running.stderr.readline()
    running.send_signal(signal.SIGINT)
    out, rest = running.communicate(timeout=30)
    assert b"Plan 2021" in first
    # 3.11 ends by the signal itself if that came inside an exec(): 130 to a shell all the same.
    assert running.returncode in {130, -signal.SIGINT}
    assert out == b""
    assert "Avbrutet" in rest.decode()
    assert b"Traceback" not in rest
    assert outputs(ws.out) == {"2021/halsonamnden/verksamhetsplan.docx": b"det gamla"}


# Kills the program before the n-th thing that it does below a folder: opens, makes, moves, removes. What it writes into a file that
# is not moved yet is nobody's.
KILLED = """
import os, signal, sys
def count(event, arguments, left=[{moment}]):
    if event in ("open", "os.mkdir", "os.rename", "os.remove") and str(arguments[0]).startswith({folder!r}):
        left[0] -= 1
        left[0] or os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
"""


@pytest.mark.posix
def test_killed_at_any_time_leaves_the_old_file_or_the_new(ws: Ws) -> None:
    arguments = ("-C", ws.root, *RENDER, "--document", "verksamhetsplan", "--format", "md", "--output", ws.out)
    assert ws.plan().code == 0
    target = ws.target("verksamhetsplan.md")
    new, old = target.read_bytes(), b"det gamla" * 1000
    outcomes: list[bytes] = []
    code = -signal.SIGKILL
    while code == -signal.SIGKILL:
        target.write_bytes(old)
        prelude = KILLED.format(moment=len(outcomes) + 1, folder=str(ws.out))
        code = program(*arguments, prelude=prelude).returncode
        outcomes.append(target.read_bytes())
    assert code == 0
    # killed before the old file is read, its folder made, the new one opened, the new one moved; then not at all
    assert outcomes == [old, old, old, old, new]
    assert [p.name for p in target.parent.iterdir() if not p.name.startswith(".")] == [target.name]


# -------------------------------------------------------------------- limits
@pytest.mark.posix
@pytest.mark.parametrize("form", ["md", "docx"])
def test_the_file_may_not_grow_so_large(ws: Ws, form: str) -> None:
    """RLIMIT_FSIZE: the write is cut short by the system, as on a full disk or at a quota."""
    target = ws.target(f"verksamhetsplan.{form}")
    target.parent.mkdir(parents=True)
    target.write_bytes(b"det gamla")
    done = program(
        "-C",
        ws.root,
        *(*RENDER, "--document", "verksamhetsplan", "--format", form, "--output", ws.out),
        prelude="import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    said = done.stderr.decode()
    assert done.returncode == 4, said
    assert "verksamhetsplan" in said
    assert "filen får inte bli så stor" in said
    assert "Traceback" not in said
    assert done.stdout == b""
    assert outputs(ws.out) == {f"2021/halsonamnden/verksamhetsplan.{form}": b"det gamla"}


SLOW = ("yaml", "jinja2", "pydantic", "json", "concurrent.futures", "logging", "urllib.request", "ssl")


def modules(*arguments: str | Path) -> set[str]:
    """The modules that a run imported, of vbgen and of the libraries that take long."""
    code = "import atexit, sys; atexit.register(lambda: print('\\n', *sys.modules))"
    done = program(*arguments, prelude=code)
    assert done.returncode == 0, done.stderr.decode()
    return {
        name for name in done.stdout.decode().splitlines()[-1].split() if name.split(".")[0] == "vbgen" or name in SLOW
    }


SHARED = {
    *("vbgen", "vbgen.cli", "vbgen.swedish", "vbgen.errors", "vbgen.formats", "vbgen.names", "vbgen.wording"),
    *("vbgen.commands", "vbgen.commands.options", "vbgen.model", "vbgen.model.kinds"),
}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_to_list_commands_imports_none(arguments: tuple[str, ...]) -> None:
    """Start-up is a feature."""
    assert modules(*arguments) == SHARED


@pytest.mark.parametrize("command", ["validate", "render"])
def test_the_help_of_a_command_imports_that_command_alone(command: str) -> None:
    assert modules(command, "--help") - {"vbgen.commands.progress"} == {*SHARED, f"vbgen.commands.{command}"}


def test_a_document_is_made_without_what_it_does_not_need(ws: Ws) -> None:
    """Neither threads for one format, nor the web, nor the rules of prose for texts that have no error."""
    imported = modules("-C", ws.root, *RENDER, "--document", "verksamhetsplan", "--format", "docx", "--output", ws.out)
    assert {"yaml", "pydantic", "jinja2", "vbgen.render.word.docx"} < imported
    unneeded = {"concurrent.futures", "logging", "urllib.request", "ssl", "vbgen.rules.claims", "vbgen.texts.changes"}
    assert imported & unneeded == set()


def test_what_is_left_at_the_end_is_not_searched_for_garbage() -> None:
    done = program("--version", prelude="import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count()))")
    assert int(done.stdout.decode().splitlines()[-1]) > 1000
