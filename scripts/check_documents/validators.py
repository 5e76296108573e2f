"""All validators, in the order in which they run. A new one is a function, a line here, and its name in the entry of its format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from scripts.check_documents import pdf, text, web, word
from scripts.check_documents.documents import Document, Result, Validator
from vbgen.formats import FORMATS

# Name in `vbgen.formats` → the names of its results, and its function.
CHECKS: dict[str, tuple[tuple[str, ...], Callable[[Sequence[Document]], Iterable[Result]]]] = {
    "package": (("package",), word.package),
    "ooxml-sdk": (("ooxml-sdk",), word.ooxml_sdk),
    "openxml-audit": (("openxml-audit",), word.openxml_audit),
    "libreoffice": (("libreoffice",), word.libreoffice),
    "nu-html": (("nu-html",), web.nu),
    "browser": (web.IN_BROWSER, web.in_browser),
    "verapdf": (tuple(pdf.PROFILES), pdf.verapdf),
    "words": (("words",), text.words),
}
VALIDATORS = tuple(
    Validator(names, form.name, run)
    for form in FORMATS.values()
    for names, run in (CHECKS[name] for name in form.validators)
)


def check(documents: Sequence[Document]) -> Iterator[Result]:
    """Run all validators on all documents of their kinds. Raises ToolError."""
    for validator in VALIDATORS:
        own_documents = [document for document in documents if document.kind == validator.kind]
        results = list(validator.check(own_documents)) if own_documents else []
        yield from results
        yield from _report_silence(validator, own_documents, results)


def _report_silence(validator: Validator, documents: Sequence[Document], results: Sequence[Result]) -> Iterator[Result]:
    """Yield a problem for each document without a result: silence does not mean that it is fine."""
    reported = {(result.validator, result.document) for result in results}
    for name in validator.names:
        for document in documents:
            if (name, document) not in reported:
                yield Result(name, document, ("the validator did not say anything",))
