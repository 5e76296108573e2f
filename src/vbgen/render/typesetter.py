"""The one door to Typst: a template of ours and data in, PDF or PNG out, the same on every machine.

Only fonts that come as packages are used, never those of the machine. What is wrong with a document (a letter that no font has, a
picture without a text) is an error, not a hole on the page.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vbgen.render.errors import MissingLetterError
from vbgen.render.pandoc import EPOCH

if TYPE_CHECKING:
    import typst

Form = Literal["pdf", "png"]
STANDARDS: tuple[Literal["ua-1"], Literal["a-2a"]] = (
    "ua-1",
    "a-2a",
)  # accessible (PDF/UA-1), and to be archived (PDF/A-2a)
# It is told in words only: a letter of no font, or one that no archive can read (of private use, a mark of byte order).
_NO_LETTER = re.compile(r'(?:the text|codepoint) `"(.+?)"`')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_PNG = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", alt: "")'


class TypesetError(OSError):
    """Typst is missing or refused its input; the message is Typst's own."""


@cache
def fonts() -> typst.Fonts:
    """Return the fonts that come as packages: fontpkg-source-sans-3, and what Typst itself carries for signs that it lacks."""
    import typst

    spec = importlib.util.find_spec("fontpkg_source_sans_3")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (files := Path(folder) / "files").is_dir():
            return typst.Fonts(include_system_fonts=False, font_paths=[str(files)])
    raise TypesetError("typsnittet saknas: installera paketet fontpkg-source-sans-3")


def pdf(template: Path, document: str, pictures: Mapping[str, bytes], day: dt.date | None = None) -> bytes:
    """Set a template with `document` (JSON) as its input. It can read `pictures`, by their names, and no other file of authors.

    `day`: the date in the file.
    """
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC) if day is not None else None
    date = int(noon.timestamp()) if noon else EPOCH
    source, inputs = template.read_bytes(), {"document": document}
    if not pictures:
        return _run(source, inputs, template.parent, "pdf", day=date)
    # Typst takes pictures from files: as numbers in the document each MB of them would take a tenth of a second and 40 MB
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="vbgen-") as folder:
        for name, content in pictures.items():
            Path(folder, name).write_bytes(content)
        return _run(source, inputs, Path(folder), "pdf", day=date)


def png(svg: str, ppi: int = 200) -> bytes:
    """Return a drawing as a picture."""
    return _run(_PNG.encode(), {"svg": svg}, None, "png", ppi=ppi)


def _run(
    source: bytes, inputs: dict[str, str], root: Path | None, form: Form, *, ppi: float | None = None, day: int = EPOCH
) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise TypesetError("Typst saknas: installera paketet typst") from error
    faces, folder = fonts(), str(root) if root is not None else None
    try:
        content, warnings = typst.compile_with_warnings(  # type: ignore[type-var]  # of its stub: a path is a sequence there
            source,
            None,
            root=folder,
            font_paths=faces,
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            sys_inputs=inputs,
            pdf_standards=list(STANDARDS) if form == "pdf" else None,
            timestamp=day,
        )
    except RuntimeError as error:  # TypstError, and what it says without one
        if letter := _NO_LETTER.search(str(error)):
            raise MissingLetterError(_CODE.sub(lambda code: chr(int(code[1], 16)), letter[1])) from error
        raise TypesetError(f"dokumentet gick inte att sätta: {error}") from error
    if warnings:  # a letter in a font that is not there would be a hole on the page
        raise TypesetError(f"dokumentet gick inte att sätta: {warnings[0]}")
    return content
