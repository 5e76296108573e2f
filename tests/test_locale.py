"""click speaks Swedish: every word of the installed click is translated, and the compiled file is up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from vbgen import swedish

ROOT = Path(__file__).resolve().parent.parent
PO = swedish.LOCALE / "sv" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\(\w+\)s")

PROGRAM = """
import click
from vbgen import swedish

swedish.install()

@click.group()
@click.version_option("0.1.0", prog_name="prov")
def main(): ...

@main.command()
@click.argument("target", type=click.Choice(["alfa", "beta"]))
@click.option("--year", type=int, required=True)
@click.option("--file", type=click.Path(exists=True, dir_okay=False))
def run(target, year, file): ...

main(prog_name="prov")
"""


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Singular and plural, or the only form."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def translations() -> dict[tuple[str, ...], tuple[str, ...]]:
    with PO.open("rb") as source:
        catalog = read_po(source, locale="sv")
    return {forms(message.id): forms(message.string) for message in catalog if message.id and not message.fuzzy}


def words_of_click() -> set[tuple[str, ...]]:
    folder = str(Path(click.__file__).parent)
    found = extract_from_dir(folder, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {forms(message) for _, _, message, _, _ in found}


def run(*arguments: str, program: str = PROGRAM, **environment: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    return result.stdout + result.stderr


def test_every_word_of_the_installed_click_is_translated() -> None:
    translated = translations()
    words = words_of_click()
    assert ("Missing option",) in words
    assert {word for word in words if word not in translated or not all(translated[word])} == set()


def test_nothing_is_translated_that_click_does_not_say() -> None:
    assert set(translations()) - words_of_click() == set()


def test_translations_have_the_placeholders_of_the_original() -> None:
    for original, translation in translations().items():
        for before, after in zip(original, translation, strict=True):
            assert sorted(PLACEHOLDER.findall(after)) == sorted(PLACEHOLDER.findall(before)), before


@pytest.mark.process
def test_the_compiled_file_is_up_to_date() -> None:
    result = subprocess.run(
        [sys.executable, "scripts/compile_locale.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.process
@pytest.mark.parametrize("language", ["C", "de_DE.UTF-8", "en_US.UTF-8"])
def test_help_is_swedish_whatever_the_locale(language: str) -> None:
    output = run("run", "--help", LC_ALL=language, LANG=language, LANGUAGE="en")
    assert output.startswith("Användning: prov run ")
    assert "Flaggor:" in output
    assert "HELTAL" in output
    assert "[obligatorisk]" in output
    assert "Visa den här hjälpen och avsluta." in output


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "alfa"], "Fel: Saknad flagga '--year'."),
        (["run", "--year", "1"], "Fel: Saknat argument '{alfa|beta}'. Välj bland:\n\talfa,\n\tbeta"),
        (["run", "alfa", "--year", "i år"], "Fel: Ogiltigt värde för '--year': 'i år' är inte ett giltigt heltal."),
        (["run", "gamma", "--year", "1"], "'gamma' är inte ett av 'alfa', 'beta'."),
        (["run", "alfa", "--yaer", "1"], "Fel: Flaggan '--yaer' finns inte. Menade du '--year'?"),
        (["run", "alfa", "--file", "x.tsv"], "Fel: Ogiltigt värde för '--file': Fil 'x.tsv' finns inte."),
        (["run", "alfa", "beta", "gamma", "--year", "1"], "Fel: Oväntade extra argument (beta gamma)"),
        (["nothing"], "Kör 'prov --help' för hjälp.\n\nFel: Kommandot 'nothing' finns inte."),
        (["--help"], "Visa versionen och avsluta."),
    ],
)
def test_errors_are_swedish(arguments: list[str], expected: str) -> None:
    assert expected in run(*arguments)


@pytest.mark.process
def test_click_may_be_imported_before_or_after() -> None:
    after = PROGRAM.replace("import click\n", "", 1).replace("swedish.install()\n", "swedish.install()\nimport click\n")
    assert after.index("import click") > after.index("swedish.install()")
    assert run("--help", program=after) == run("--help")
