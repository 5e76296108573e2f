"""The organisation's reference document is what its theme says."""

from pathlib import Path

from scripts.make_reference import build, theme_of

TEMPLATES = Path(__file__).parents[1] / "templates"


def test_reference_document_is_made_of_the_theme() -> None:
    assert (TEMPLATES / "referens.docx").read_bytes() == build(theme_of(TEMPLATES / "tema.yaml"))
