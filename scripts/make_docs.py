"""Generate documentation from the program: regler.md and ordlista.md of the handbook, the table of modules in architecture.md.

python scripts/make_docs.py          writes them
python scripts/make_docs.py --check  writes nothing; fails when one of them is out of date
"""

from __future__ import annotations

import ast
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import yaml

from vbgen import rules
from vbgen.model import base, content, document, items, money
from vbgen.model.base import Model
from vbgen.model.kinds import list_offered_kinds

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs" / "handbok"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
SOURCE = ROOT / "src" / "vbgen"
MEANINGS = Path(__file__).with_name("ordlista.yaml")
NOTE = "<!-- Sidan är gjord av scripts/make_docs.py. Ändra inte här. -->"

GROUPS = {
    "VB1": ("Filer och skrivsätt", "Fynd om hur filerna är skrivna. De hittas medan filen läses."),
    "VB2": ("Hänvisningar och ord", "Fynd om hur delarna hänger ihop: id, hänvisningar, ord och noteringar."),
    "VB3": ("Siffror", "Fynd om tabellernas siffror: summor, skillnader, andelar och samband."),
    "VB4": (
        "Från plan till uppföljning",
        "Fynd om kedjan: det som planerats ska följas upp, och budgeten ska vara den beslutade.",
    ),
    "VB5": (
        "Bedömningar",
        "Fynd om status, trender och bedömningar som siffrorna motsäger. De är varningar: nämnden avgör.",
    ),
    "VB6": (
        "Texten",
        "Fynd om löpande text som motsäger sig själv eller tabellerna. Nästan alla är varningar: en människa avgör.",
    ),
    "VB7": ("Fullständighet", "Fynd om det som en läsare väntar sig att få veta och som inte sägs."),
}

# types of fields as an author would name them
FORMS: tuple[tuple[Any, str], ...] = (
    (base.Label, "text"),
    (base.Id, "id"),
    (base.YesNo, "ja eller nej"),
    (base.Date, "datum"),
    (base.Year, "årtal"),
    (base.Period, "period"),
    (base.Number, "tal"),
    (base.PrintedFigure, "tal"),
    (base.Count, "heltal"),
    (money.Amount, "belopp med enhet"),
    (money.Share, "procent"),
    (base.Rich, "text i flera rader"),
    (items.ParsedValue, "värde"),
    (document.KindName, "slag av dokument"),
)
_PART_KEYS = ("kind", "ids")  # how a part is kept, not how it is written


class Entry(NamedTuple):
    """A model's entry in ordlista.yaml."""

    heading: str
    about: str
    keys: dict[str, str]


class DocsError(ValueError):
    """A disagreement of ordlista.yaml and the models."""


# --------------------------------------------------------------------- rules
def rule_pages() -> str:
    """Return regler.md: all codes, then the page of each."""
    sections = [
        NOTE,
        "# Regler",
        "Varje fynd har en kod. Här står vad koden betyder och vad du gör åt den. `vbgen explain` visar samma sidor.",
    ]
    for prefix, (heading, _) in GROUPS.items():
        sections.append(f"**{heading}**")
        codes = [code for code in rules.CODES if code.startswith(prefix)]
        sections.append(
            "\n".join(f"- [{code}](#{_slugify(_format_title(code))}) {rules.title(code)}" for code in codes)
        )
    for prefix, (heading, about) in GROUPS.items():
        sections += [f"## {heading}", about]
        for code in rules.CODES:
            if code.startswith(prefix):
                sections.append(f"### {_format_title(code)}")
                sections += _format_page(rules.page(code) or "")
    missing = [code for code in rules.CODES if code[:3] not in GROUPS]
    if missing:
        raise DocsError(f"no group for {', '.join(missing)}: add one to GROUPS")
    return "\n\n".join(sections) + "\n"


def _format_title(code: str) -> str:
    return f"{code} {rules.title(code).rstrip('.')}"


def _format_page(page: str) -> Iterator[str]:
    """Yield the parts of a page without its first line: the four words bold, examples fenced."""
    for part in re.split(r"\n\n(?=\S)|\n\n(?=    )", page.partition("\n")[2].strip("\n")):
        if part.startswith("    "):
            lines = [line.removeprefix("    ") for line in part.strip("\n").split("\n")]
            yield "\n".join(["```text", *lines, "```"])
        else:
            yield re.sub(r"\A(Vad|Varför|Fel|Rätt):", r"**\1:**", _escape(part.strip()))


def _escape(text: str) -> str:
    """Escape `<`, `|` and `*` outside `…`, so that they stand for themselves."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(piece if piece.startswith("`") else re.sub(r"[<*|\[]", r"\\\g<0>", piece) for piece in pieces)


# ------------------------------------------------------------------ glossary
def glossary() -> str:
    """Return ordlista.md: for each model its keys, their names in the code, their form and meaning."""
    meanings = _read_meanings()
    models = _find_models()
    _check_agreement(meanings, models)
    sections = [
        NOTE,
        "# Ordlista",
        "Alla nycklar i filerna, del för del. Fet nyckel måste finnas. *Kod* är namnet i programmet, för utvecklare.",
    ]
    for name, entry in meanings.items():
        model = models[name]
        sections += [f"## {entry.heading}", f"{entry.about} I koden: `{name}`."]
        parents = [parent for parent in model.__mro__[1:] if parent.__name__ in meanings]
        if parents:
            links = " och ".join(
                f"[{meanings[parent.__name__].heading}]({_format_anchor(meanings, parent.__name__)})"
                for parent in parents
            )
            sections.append(f"Har också nycklarna i {links}.")
        rows = ["| Nyckel | Kod | Form | Betydelse |", "|---|---|---|---|"]
        rows += [
            f"| {_format_key(model, code, key)} | `{code}` | {form} | {entry.keys[key]} |"
            for code, key, form in _list_fields(model, meanings)
        ]
        sections.append("\n".join(rows))
    return "\n\n".join(sections) + "\n"


def _format_key(model: type[Model], code: str, key: str) -> str:
    is_required = code in model.model_fields and model.model_fields[code].is_required()
    return f"**`{key}`**" if is_required else f"`{key}`"


def _read_meanings() -> dict[str, Entry]:
    raw_entries = yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    return {
        name: Entry(entry["rubrik"], entry["om"], {key: _fill_in(text) for key, text in entry["nycklar"].items()})
        for name, entry in raw_entries.items()
    }


def _fill_in(text: str) -> str:
    """Return a meaning with the program's own list in place of `{…}`."""
    return text.replace("{slag av dokument}", list_offered_kinds())


def _find_models() -> dict[str, type[Model]]:
    """Return every model that a file can hold, by name."""
    models: dict[str, type[Model]] = {}
    pending: list[Any] = list(content.FILE_KINDS.values())
    while pending:
        hint = pending.pop()
        if isinstance(hint, type) and issubclass(hint, Model):
            if hint is not Model and hint.__name__ not in models:
                models[hint.__name__] = hint
                pending += [*get_type_hints(hint).values(), *hint.__bases__]
        else:
            pending += get_args(hint)
    return models


def _check_agreement(meanings: dict[str, Entry], models: dict[str, type[Model]]) -> None:
    problems = [f"{name}: in the models only" for name in models if name not in meanings]
    problems += [f"{name}: in ordlista.yaml only" for name in meanings if name not in models]
    for name in models.keys() & meanings.keys():
        keys = [key for _, key, _ in _list_fields(models[name], meanings)]
        problems += [f"{name}.{key}: no meaning" for key in keys if key not in meanings[name].keys]
        problems += [f"{name}.{key}: no such key" for key in meanings[name].keys if key not in keys]
    if problems:
        raise DocsError("\n".join(sorted(problems)))


def _list_fields(model: type[Model], meanings: dict[str, Entry]) -> Iterator[tuple[str, str, str]]:
    """Yield code name, key and form of the fields that a model adds to its parents'."""
    if model is document.Part:
        for key in document.PARTS:
            yield "kind", key, "ja" if key in ("isk", "symboler") else "id, lista av id eller alla"
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        is_inherited = any(name in getattr(parent, "model_fields", {}) for parent in model.__mro__[1:])
        if is_inherited or (model is document.Part and name in _PART_KEYS):
            continue
        yield name, field.alias or name, _describe_form(hints[name], meanings)


def _describe_form(hint: Any, meanings: dict[str, Entry]) -> str:
    """Return the form of a field in words, with links to the models in it."""
    for field_type, form in FORMS:
        if hint == field_type:
            return form
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _describe_form(arguments[0], meanings)
    if origin in (Union, types.UnionType):
        return _describe_form(next(argument for argument in arguments if argument is not type(None)), meanings)
    if origin is tuple:
        return f"lista av {_describe_form(arguments[0], meanings)}"
    if origin is dict:
        return f"nyckel: {_describe_form(arguments[1], meanings)}"
    if origin is Literal:
        return " eller ".join(arguments)
    if isinstance(hint, type) and hint.__name__ in meanings:
        return f"[{meanings[hint.__name__].heading}]({_format_anchor(meanings, hint.__name__)})"
    return "text"


def _format_anchor(meanings: dict[str, Entry], name: str) -> str:
    return f"#{_slugify(meanings[name].heading)}"


def _slugify(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ------------------------------------------------------------------- modules
_MODULES = re.compile(
    r"(?<=<!-- modules: made by scripts/make_docs.py -->\n\n).*?(?=\n\n<!-- end of modules -->)", re.DOTALL
)
_RULE = re.compile(r"vb\d{3}")


def architecture() -> str:
    """Return architecture.md with a table of all modules and the first sentence of each."""
    page = ARCHITECTURE.read_text(encoding="utf-8")
    if not _MODULES.search(page):
        raise DocsError("architecture.md has no place for the modules")
    return _MODULES.sub(lambda _: "\n\n".join(_list_packages()), page)


def _list_packages() -> Iterator[str]:
    """Yield a table for each package, after its own first sentence; the modules beside the packages first."""
    yield _format_table(path for path in sorted(SOURCE.glob("*.py")) if not path.name.startswith("__"))
    for package in sorted(path.parent for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE):
        name = package.relative_to(SOURCE).as_posix()
        modules = [path for path in sorted(package.glob("*.py")) if path.name != "__init__.py"]
        yield f"**`{name}`**: {_read_first_sentence(package / '__init__.py')}"
        yield _format_table(path for path in modules if not _RULE.fullmatch(path.stem))


def _format_table(modules: Iterator[Path]) -> str:
    rows = [
        f"| `{path.relative_to(SOURCE).with_suffix('').as_posix()}` | {_read_first_sentence(path)} |"
        for path in modules
    ]
    return "\n".join(["| Module | What it is |", "|---|---|", *rows])


def _read_first_sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    sentence = re.split(r"(?<=[.!?]) (?=[A-ZÅÄÖ])", " ".join(text.split("\n\n")[0].split()))[0]
    return sentence.rstrip(".").replace("|", "\\|")


# ---------------------------------------------------------------------- main
def pages() -> dict[Path, str]:
    """Return the path of each generated page and its text."""
    return {HANDBOOK / "regler.md": rule_pages(), HANDBOOK / "ordlista.md": glossary(), ARCHITECTURE: architecture()}


def main(arguments: list[str]) -> int:
    """Write or check the pages; return the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = [
        (path, text) for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if arguments:
            print(f"{path.name} is out of date: run python scripts/make_docs.py", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
