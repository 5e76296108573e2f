"""All validators, in the order in which they run. A new one is a function, and a line here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scripts.check_documents import pdf, text, web, word
from scripts.check_documents.documents import Document, Result, Validator

VALIDATORS = (
    Validator(("package",), "docx", word.package),
    Validator(("ooxml-sdk",), "docx", word.ooxml_sdk),
    Validator(("openxml-audit",), "docx", word.openxml_audit),
    Validator(("libreoffice",), "docx", word.libreoffice),
    Validator(("words",), "docx", text.words),
    Validator(("nu-html",), "html", web.nu),
    Validator(web.IN_BROWSER, "html", web.in_browser),
    Validator(("words",), "html", text.words),
    Validator(tuple(pdf.PROFILES), "pdf", pdf.verapdf),
    Validator(("words",), "pdf", text.words),
)


def check(documents: Sequence[Document]) -> Iterator[Result]:
    """What all validators say of all documents of their kinds. Raises ToolError."""
    for validator in VALIDATORS:
        own = [document for document in documents if document.kind == validator.kind]
        results = list(validator.check(own)) if own else []
        yield from results
        yield from _silent(validator, own, results)


def _silent(validator: Validator, documents: Sequence[Document], results: Sequence[Result]) -> Iterator[Result]:
    """A document of which a validator said nothing is not one that is fine."""
    told = {(result.validator, result.document) for result in results}
    for name in validator.names:
        for document in documents:
            if (name, document) not in told:
                yield Result(name, document, ("the validator did not say anything",))
