"""Makes what the program itself knows of the documentation: regler.md and ordlista.md of the handbook, the modules in architecture.md.

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
from vbgen.model.kinds import offered_kinds

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
    (base.AsPrinted, "tal"),
    (base.Count, "heltal"),
    (money.Amount, "belopp med enhet"),
    (money.Share, "procent"),
    (base.Rich, "text i flera rader"),
    (items.ParsedValue, "värde"),
    (document.KindName, "slag av dokument"),
)
_PART_KEYS = ("kind", "ids")  # how a part is kept, not how it is written


class Entry(NamedTuple):
    """What ordlista.yaml says of a model."""

    heading: str
    about: str
    keys: dict[str, str]


class DocsError(ValueError):
    """ordlista.yaml and the models do not agree."""


# --------------------------------------------------------------------- rules
def rule_pages() -> str:
    """regler.md: all codes, then the page of each."""
    out = [
        NOTE,
        "# Regler",
        "Varje fynd har en kod. Här står vad koden betyder och vad du gör åt den. `vbgen explain` visar samma sidor.",
    ]
    for prefix, (heading, _) in GROUPS.items():
        out.append(f"**{heading}**")
        codes = [code for code in rules.CODES if code.startswith(prefix)]
        out.append("\n".join(f"- [{code}](#{_slug(_title(code))}) {rules.title(code)}" for code in codes))
    for prefix, (heading, about) in GROUPS.items():
        out += [f"## {heading}", about]
        for code in rules.CODES:
            if code.startswith(prefix):
                out.append(f"### {_title(code)}")
                out += _page(rules.page(code) or "")
    missing = [code for code in rules.CODES if code[:3] not in GROUPS]
    if missing:
        raise DocsError(f"no group for {', '.join(missing)}: add one to GROUPS")
    return "\n\n".join(out) + "\n"


def _title(code: str) -> str:
    return f"{code} {rules.title(code).rstrip('.')}"


def _page(page: str) -> Iterator[str]:
    """A page without its first line: the four words bold, examples fenced."""
    for part in re.split(r"\n\n(?=\S)|\n\n(?=    )", page.partition("\n")[2].strip("\n")):
        if part.startswith("    "):
            lines = [line.removeprefix("    ") for line in part.strip("\n").split("\n")]
            yield "\n".join(["```text", *lines, "```"])
        else:
            yield re.sub(r"\A(Vad|Varför|Fel|Rätt):", r"**\1:**", _escape(part.strip()))


def _escape(text: str) -> str:
    """What stands in `…` stays; elsewhere `<` is no tag and `|` and `*` are themselves."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(piece if piece.startswith("`") else re.sub(r"[<*|\[]", r"\\\g<0>", piece) for piece in pieces)


# ------------------------------------------------------------------ glossary
def glossary() -> str:
    """ordlista.md: for each model its keys, their names in the code, their form and meaning."""
    meanings = _meanings()
    models = _models()
    _agree(meanings, models)
    out = [
        NOTE,
        "# Ordlista",
        "Alla nycklar i filerna, del för del. Fet nyckel måste finnas. *Kod* är namnet i programmet, för utvecklare.",
    ]
    for name, entry in meanings.items():
        model = models[name]
        out += [f"## {entry.heading}", f"{entry.about} I koden: `{name}`."]
        parents = [b for b in model.__mro__[1:] if b.__name__ in meanings]
        if parents:
            links = " och ".join(f"[{meanings[b.__name__].heading}]({_anchor(meanings, b.__name__)})" for b in parents)
            out.append(f"Har också nycklarna i {links}.")
        rows = ["| Nyckel | Kod | Form | Betydelse |", "|---|---|---|---|"]
        rows += [
            f"| {_key(model, code, key)} | `{code}` | {form} | {entry.keys[key]} |"
            for code, key, form in _fields(model, meanings)
        ]
        out.append("\n".join(rows))
    return "\n\n".join(out) + "\n"


def _key(model: type[Model], code: str, key: str) -> str:
    needed = code in model.model_fields and model.model_fields[code].is_required()
    return f"**`{key}`**" if needed else f"`{key}`"


def _meanings() -> dict[str, Entry]:
    raw = yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    return {
        name: Entry(found["rubrik"], found["om"], {key: _known(text) for key, text in found["nycklar"].items()})
        for name, found in raw.items()
    }


def _known(text: str) -> str:
    """A meaning, with what the program knows in place of `{…}`."""
    return text.replace("{slag av dokument}", offered_kinds())


def _models() -> dict[str, type[Model]]:
    """Every model that a file can hold, by name."""
    found: dict[str, type[Model]] = {}
    pending: list[Any] = list(content.FILE_KINDS.values())
    while pending:
        at = pending.pop()
        if isinstance(at, type) and issubclass(at, Model):
            if at is not Model and at.__name__ not in found:
                found[at.__name__] = at
                pending += [*get_type_hints(at).values(), *at.__bases__]
        else:
            pending += get_args(at)
    return found


def _agree(meanings: dict[str, Entry], models: dict[str, type[Model]]) -> None:
    wrong = [f"{name}: in the models only" for name in models if name not in meanings]
    wrong += [f"{name}: in ordlista.yaml only" for name in meanings if name not in models]
    for name in models.keys() & meanings.keys():
        keys = [key for _, key, _ in _fields(models[name], meanings)]
        wrong += [f"{name}.{key}: no meaning" for key in keys if key not in meanings[name].keys]
        wrong += [f"{name}.{key}: no such key" for key in meanings[name].keys if key not in keys]
    if wrong:
        raise DocsError("\n".join(sorted(wrong)))


def _fields(model: type[Model], meanings: dict[str, Entry]) -> Iterator[tuple[str, str, str]]:
    """Code name, key and form of the fields that a model adds to its parents'."""
    if model is document.Part:
        for key in document.PARTS:
            yield "kind", key, "ja" if key in ("isk", "symboler") else "id, lista av id eller alla"
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        inherited = any(name in getattr(parent, "model_fields", {}) for parent in model.__mro__[1:])
        if inherited or (model is document.Part and name in _PART_KEYS):
            continue
        yield name, info.alias or name, _form(hints[name], meanings)


def _form(hint: Any, meanings: dict[str, Entry]) -> str:
    """The form of a field in words, with links to the models in it."""
    for known, form in FORMS:
        if hint == known:
            return form
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _form(arguments[0], meanings)
    if origin in (Union, types.UnionType):
        return _form(next(argument for argument in arguments if argument is not type(None)), meanings)
    if origin is tuple:
        return f"lista av {_form(arguments[0], meanings)}"
    if origin is dict:
        return f"nyckel: {_form(arguments[1], meanings)}"
    if origin is Literal:
        return " eller ".join(arguments)
    if isinstance(hint, type) and hint.__name__ in meanings:
        return f"[{meanings[hint.__name__].heading}]({_anchor(meanings, hint.__name__)})"
    return "text"


def _anchor(meanings: dict[str, Entry], name: str) -> str:
    return f"#{_slug(meanings[name].heading)}"


def _slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ------------------------------------------------------------------- modules
_MODULES = re.compile(
    r"(?<=<!-- modules: made by scripts/make_docs.py -->\n\n).*?(?=\n\n<!-- end of modules -->)", re.DOTALL
)
_RULE = re.compile(r"vb\d{3}")


def architecture() -> str:
    """architecture.md with a table of all modules: what the first sentence of each says of it."""
    page = ARCHITECTURE.read_text(encoding="utf-8")
    if not _MODULES.search(page):
        raise DocsError("architecture.md has no place for the modules")
    return _MODULES.sub(lambda _: "\n\n".join(_packages()), page)


def _packages() -> Iterator[str]:
    """A table for each package, after what its own first sentence says; the modules beside the packages first."""
    yield _table(path for path in sorted(SOURCE.glob("*.py")) if not path.name.startswith("__"))
    for package in sorted(path.parent for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE):
        name = package.relative_to(SOURCE).as_posix()
        modules = [path for path in sorted(package.glob("*.py")) if path.name != "__init__.py"]
        yield f"**`{name}`**: {_first_sentence(package / '__init__.py')}"
        yield _table(path for path in modules if not _RULE.fullmatch(path.stem))


def _table(modules: Iterator[Path]) -> str:
    rows = [
        f"| `{path.relative_to(SOURCE).with_suffix('').as_posix()}` | {_first_sentence(path)} |" for path in modules
    ]
    return "\n".join(["| Module | What it is |", "|---|---|", *rows])


def _first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    sentence = re.split(r"(?<=[.!?]) (?=[A-ZÅÄÖ])", " ".join(text.split("\n\n")[0].split()))[0]
    return sentence.rstrip(".").replace("|", "\\|")


# ---------------------------------------------------------------------- main
def pages() -> dict[Path, str]:
    """The generated pages and what they should say."""
    return {HANDBOOK / "regler.md": rule_pages(), HANDBOOK / "ordlista.md": glossary(), ARCHITECTURE: architecture()}


def main(arguments: list[str]) -> int:
    """Write or check the pages; the exit code."""
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
