"""Word: the validator of Microsoft's Open XML SDK, openxml-audit (styles too), LibreOffice, and vbgen's own promises."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.check_documents import tools
from scripts.check_documents.documents import Document, Result

_DATE = (2000, 1, 1, 0, 0, 0)


def ooxml_sdk(documents: Sequence[Document]) -> Iterator[Result]:
    """Check documents against the schemas of Word itself."""
    program = tools.NODE / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"

    def list_problems(document: Document) -> Iterator[str]:
        output = json.loads(tools.run("node", program, document.path, fine=(0, 1)))
        for error in output["errors"]:
            yield _format_line(error["path"], error["xPath"], error["description"])
        if not output["ok"] and not output["errors"]:
            yield "not valid"

    return _check_each("ooxml-sdk", documents, list_problems)


def openxml_audit(documents: Sequence[Document]) -> Iterator[Result]:
    """Find faults beyond the schemas that Word repairs or refuses: styles that are not defined, empty cells."""

    def list_problems(document: Document) -> Iterator[str]:
        options = ["--format", "microsoft365", "--max-errors", "0", "--output", "json"]
        (output,) = json.loads(tools.run(tools.PYTHON / "openxml-audit", *options, document.path, fine=(0, 1)))
        for error in output["errors"]:
            yield _format_line(error["part_uri"], error["path"], error["description"])
        if not output["valid"] and not output["errors"]:
            yield "not valid"

    return _check_each("openxml-audit", documents, list_problems)


def package(documents: Sequence[Document]) -> Iterator[Result]:
    """Check that bytes are the same at any time, on any machine: fixed dates, no trace of the system."""

    def list_problems(document: Document) -> Iterator[str]:
        try:
            with zipfile.ZipFile(document.path) as file:
                for info in file.infolist():
                    if info.date_time != _DATE or info.create_system != 0 or info.extra:
                        yield f"{info.filename} tells when or where it was made"
                if b"<dcterms:" in file.read("docProps/core.xml"):
                    yield "docProps/core.xml has a date"
        except (zipfile.BadZipFile, KeyError) as error:
            yield f"no Word document: {error}"

    return _check_each("package", documents, list_problems)


def libreoffice(documents: Sequence[Document]) -> Iterator[Result]:
    """Check that LibreOffice opens documents and finds text in them."""
    if not shutil.which("soffice"):
        yield from (Result("libreoffice", document, skipped="it is not installed") for document in documents)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        files = {document: folder / f"{number}.docx" for number, document in enumerate(documents)}
        for document, file in files.items():
            shutil.copy(document.path, file)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ["--headless", "--infilter=MS Word 2007 XML", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]
        tools.run("soffice", profile, *convert, folder, *files.values())
        for document, file in files.items():
            text = file.with_suffix(".txt")
            has_text = text.is_file() and text.read_text(encoding="utf-8-sig").strip()
            yield Result("libreoffice", document, () if has_text else ("it does not open, or is empty",))


def _check_each(
    name: str, documents: Sequence[Document], list_problems: Callable[[Document], Iterator[str]]
) -> Iterator[Result]:
    """Yield a result for each document, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        problems_by_document = pool.map(lambda document: tuple(list_problems(document)), documents)
        yield from (
            Result(name, document, document_problems)
            for document, document_problems in zip(documents, problems_by_document, strict=True)
        )


def _format_line(part: str | None, path: str | None, description: str) -> str:
    return " ".join(word for word in (part, path, description) if word)
