"""PDF: veraPDF, with the profiles PDF/UA-1 (everybody can read it) and PDF/A-2a (it can be archived)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.check_documents import tools
from scripts.check_documents.documents import Document, Result

PROFILES = {"pdf/ua-1": "ua1", "pdf/a-2a": "2a"}


def verapdf(documents: Sequence[Document]) -> Iterator[Result]:
    """Run `VeraPdf.java`, which prints a line for each profile that was tried, and one for each rule that failed."""
    source = Path(__file__).with_name("VeraPdf.java")
    profiles = ",".join(PROFILES.values())
    output = tools.run(*tools.java(*tools.verapdf()), source, profiles, *(document.path for document in documents))
    problems: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in output.splitlines():
        path, profile, *message = line.split("\t")
        problems[path, profile].extend(message)
    for document in documents:
        for name, profile in PROFILES.items():
            if (str(document.path), profile) in problems:
                yield Result(name, document, tuple(problems[str(document.path), profile]))
