"""HTML: the Nu HTML checker; in a browser axe-core, and the behaviour of pages on a phone and without a mouse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.check_documents import tools
from scripts.check_documents.documents import Document, Result

# Messages of the Nu HTML checker that are no faults, and why: a pattern of the message, the reason.
EXPLAINED: dict[str, str] = {}

IN_BROWSER = ("axe-core", "page")


def nu(documents: Sequence[Document]) -> Iterator[Result]:
    """Find errors and warnings with the checker that validator.w3.org uses."""
    jar = tools.NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [*tools.java(), "-jar", str(jar), "--format", "json", "--stdout"]
    output = json.loads(tools.run(*command, *(document.path for document in documents), fine=(0, 1)))
    problems: dict[str, list[str]] = {document.path.as_uri(): [] for document in documents}
    for message in output["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            address = re.sub("^file:/+", "file:///", message.get("url", ""))
            problems.setdefault(address, []).append(_format_message(message))
    for document in documents:
        lines = problems.pop(document.path.as_uri())
        yield Result("nu-html", document, tuple(line for line in lines if not _is_explained(line)))
    if any(problems.values()):
        raise tools.ToolError(f"vnu: {problems}")


def _is_explained(line: str) -> bool:
    return any(re.search(pattern, line) for pattern in EXPLAINED)


def _format_message(message: dict[str, object]) -> str:
    kind = message.get("subType") or message["type"]
    extract = " ".join(str(message.get("extract", "")).split())
    return (
        f"{message.get('lastLine', '')}:{message.get('firstColumn', '')} {kind} {message['message']} {extract}".rstrip()
    )


def in_browser(documents: Sequence[Document]) -> Iterator[Result]:
    """Run `browser.mjs`, which opens each page on a phone and on a desktop."""
    chromium = tools.browser()
    if not chromium:
        raise tools.ToolError("there is no Chromium")
    script = Path(__file__).with_name("browser.mjs")
    addresses = [document.path.as_uri() for document in documents]
    problems = json.loads(tools.run("node", script, tools.NODE, chromium, *addresses))
    for document in documents:
        for name in IN_BROWSER:
            yield Result(name, document, tuple(problems[document.path.as_uri()][name]))
