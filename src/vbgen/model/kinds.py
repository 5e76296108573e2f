"""The kinds of documents: an entry each, the only place that lists them or tells the role of one."""

from __future__ import annotations

from typing import Literal, NamedTuple

from vbgen.names import fold
from vbgen.wording import join_words

# a role that rules and view ask after, or "other"; "general" is for a document that is of no kind of its own: it is not offered
Role = Literal["plan", "interim", "annual", "other", "general"]


class DocumentKind(NamedTuple):
    """A kind by the word that people write for it, and its role."""

    word: str
    role: Role = "other"

    @property
    def name(self) -> str:
        """The name in data, files and programs: the word in ASCII."""
        return fold(self.word)


# in the order of a year
DOCUMENT_KINDS = (
    DocumentKind("verksamhetsplan", "plan"),
    DocumentKind("delårsrapport", "interim"),
    DocumentKind("verksamhetsberättelse", "annual"),
    DocumentKind("rapport", "general"),
)
_BY_NAME = {kind.name: kind for kind in DOCUMENT_KINDS}

PLAN = "plan"  # the folder of a plan; that of a follow-up is named for the month in which its period ends


def find_kind(text: str) -> DocumentKind | None:
    """Return the kind of a name, with å, ä, ö or without; None if there is none."""
    return _BY_NAME.get(fold(text))


def find_kind_by_role(role: Role) -> DocumentKind:
    """Return the first kind of a role."""
    return next(kind for kind in DOCUMENT_KINDS if kind.role == role)


def list_kinds() -> str:
    """List all kinds, in a sentence."""
    return join_words([kind.word for kind in DOCUMENT_KINDS], "eller")


def list_offered_kinds() -> str:
    """List the kinds that help offers, in a sentence."""
    return join_words([kind.word for kind in DOCUMENT_KINDS if kind.role != "general"], "eller")
