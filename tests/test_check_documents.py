"""`make check-documents`, as far as it goes without the validators that it installs."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts.check_documents import __main__ as program
from scripts.check_documents import documents, text, tools, validators, word
from scripts.check_documents.documents import Document, Result, Validator
from vbgen.formats import FORMATS


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A Word file of a document that is also there as Markdown."""
    path = tmp_path / "plan.docx"
    path.with_suffix(".md").write_text("# Plan\n\nNämnden [svarar](#x) för **kulturen**.\n", encoding="utf-8")
    _write(path, "Plan", "Nämnden svarar", "för kul", "turen")
    return Document(path, "plan.docx")


def _write(path: Path, *texts: str, date: tuple[int, int, int, int, int, int] = (2000, 1, 1, 0, 0, 0)) -> None:
    body = "".join(f"<w:t>{text}</w:t>" for text in texts)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (("word/document.xml", body), ("docProps/core.xml", "")):
            info = zipfile.ZipInfo(name, date)
            info.create_system = 0
            package.writestr(info, content)


def test_formats_are_those_that_vbgen_offers() -> None:
    assert {"md", "docx"} <= set(documents.formats("render"))
    assert "json" in documents.formats("overview")


def test_every_format_but_markdown_has_a_validator() -> None:
    assert set(documents.formats("render")) - {"md"} == {validator.kind for validator in validators.VALIDATORS}


def test_every_validator_judges_a_format() -> None:
    assert set(validators.CHECKS) == {name for form in FORMATS.values() for name in form.validators}


def test_every_workspace_is_there() -> None:
    for source in documents.SOURCES:
        assert (source.workspace / "vbgen.yaml").is_file()


def test_a_validator_that_says_nothing_of_a_document_fails_it(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(found: Sequence[Document]) -> list[Result]:
        return [Result("one", document) for document in found]

    monkeypatch.setattr(validators, "VALIDATORS", (Validator(("one", "two"), "docx", half),))
    assert [(result.validator, bool(result.problems)) for result in validators.check([document])] == [
        ("one", False),
        ("two", True),
    ]


def test_lines_of_results(document: Document) -> None:
    assert list(program.lines(Result("words", document))) == ["docx  words          plan.docx  ok"]
    wrong = program.lines(Result("words", document, ("a", "b")))
    assert list(wrong) == ["docx  words          plan.docx  2 errors", "      a", "      b"]
    many = list(program.lines(Result("words", document, ("a",) * 100)))
    assert many[-1] == "      … and 80 more"
    skipped = program.lines(Result("libreoffice", document, skipped="it is not installed"))
    assert list(skipped) == ["docx  libreoffice    plan.docx  not checked: it is not installed"]


def test_no_documents_are_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.report([]) == 1
    assert capsys.readouterr().out == "\nchecks: 0, failed: 0\n"


def test_what_cannot_be_prepared_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise tools.ToolError("packages are missing: sudo apt-get install …")

    monkeypatch.setattr(tools, "prepare", fail)
    assert program.main([]) == 2
    assert capsys.readouterr().err == "packages are missing: sudo apt-get install …\n"


def test_words_are_found_across_formatting_and_lost_ones_are_named(document: Document) -> None:
    assert [result.problems for result in text.words([document])] == [()]
    _write(document.path, "Plan", "Nämnden svarar för")
    assert [result.problems for result in text.words([document])] == [("1 of 4 words are missing: kulturen",)]
    _write(document.path)
    assert [result.problems for result in text.words([document])] == [("it has no text",)]


def test_dates_in_a_word_file_are_found(document: Document) -> None:
    assert [result.problems for result in word.package([document])] == [()]
    _write(document.path, "x", date=(2024, 1, 1, 0, 0, 0))
    (result,) = word.package([document])
    assert result.problems[0] == "word/document.xml tells when or where it was made"


def test_what_is_installed_has_exact_versions() -> None:
    listed = (tools.HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[\w-]+==[\d.]+", line) for line in listed)
    content = json.loads((tools.HERE / "package.json").read_text(encoding="utf-8"))
    assert content.keys() == {"private", "dependencies"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in content["dependencies"].values())
