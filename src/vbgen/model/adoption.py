"""antaget.yaml: the adopted files, with hashes by which a later change shows. `vbgen adopt` writes it, nobody edits it."""

from __future__ import annotations

import hashlib
import json

from pydantic import Field

from vbgen.model.base import Decision, Label, Model

FILE = "antaget.yaml"
_REMARK = "# Skriven av vbgen adopt. Mappen är det som beslutades: ändra inget i den."


class Adoption(Model):
    """A decision and the files that it was about.

    `files`: name → SHA-256 of the file, texts with the line ends of Unix. `content`: SHA-256 of what they say (`contents.digest`).
    `seal`: SHA-256 of all of this.
    """

    decision: Decision = Field(alias="beslut")
    content: Label = Field(alias="innehåll")
    files: dict[str, Label] = Field(alias="filer")
    seal: Label = Field("", alias="kontrollsumma")

    def compute_seal(self) -> str:
        """Return the seal that the rest must have."""
        rest = self.model_dump(mode="json", by_alias=True, exclude={"seal"}, exclude_none=True)
        return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the file, sealed."""
        decision = self.decision.model_dump(mode="json", by_alias=True, exclude_none=True)
        lines = [_REMARK, "beslut:", *(f"  {key}: {_quote(value)}" for key, value in decision.items())]
        lines += [f"innehåll: {self.content}", "filer:"]
        lines += [f"  {_quote(name)}: {digest}" for name, digest in self.files.items()]
        return "\n".join([*lines, f"kontrollsumma: {self.compute_seal()}", ""]).encode("utf-8")


def _quote(text: str) -> str:
    """Quote a text for YAML, whose quotes are JSON's."""
    return json.dumps(text, ensure_ascii=False)
