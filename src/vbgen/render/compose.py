"""Templates: from the view to the blocks of a document, the same for every format.

A template is written in vbgen's own text notation plus `{{ … }}` and `{% … %}`. What stands in `{{ … }}` never passes through
the parser: it is kept aside and put in place afterwards, so that neither author text nor a figure can become markup. A workspace's
`templates/` overrides single templates of the packaged ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vbgen.findings import Finding, Place
from vbgen.model.text import Placing, Run, TextBlock, TextHeading, TextList, parse_text
from vbgen.view import blocks as b
from vbgen.view.chapters import DocumentView

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_START = "dokument.j2"
_PACKAGED = Path(__file__).parents[1] / "templates"
_STORE = "_vbgen_store"

OwnTemplates = Mapping[str, bytes | Finding]  # by their names below templates/: contents, or why one cannot be used


class TemplateFault(Exception):
    """A template cannot be used; `finding` says which line and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def compose(view: DocumentView, templates: OwnTemplates = MappingProxyType({}), language: str = "sv-SE") -> b.Document:
    """Compose the document's blocks. `templates`: the workspace's own."""
    environment = _environment(templates)
    store: list[Any] = []
    try:
        text = environment.get_template(_START).render({"document": view, _STORE: store})
    except jinja2.TemplateError as error:
        raise TemplateFault(_fault(error)) from error
    except RecursionError as error:
        message, hint = "mallarna inkluderar varandra utan slut", "ta bort en av raderna {% include %}"
        raise TemplateFault(_error(_where(error), message, hint)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError) as error:
        raise TemplateFault(_fault(error)) from error
    made = _numbered(_blocks(parse_text(text).blocks, store), view.table_word, view.chart_word)
    return b.Document(
        view.title,
        made,
        view.subtitle,
        view.organisation,
        language,
        view.marks,
        dict(view.properties),
        view.version,
        view.day,
    )


def _numbered(blocks: list[b.Block], table_word: str | None, chart_word: str | None) -> tuple[b.Block, ...]:
    """Tables and charts with captions get their numbers in the order in which they stand; without a word for them, none."""
    tables, charts = count(1), count(1)
    made: list[b.Block] = []
    for block in blocks:
        if isinstance(block, b.Table) and block.caption and table_word is not None:
            made.append(block._replace(number=f"{table_word} {next(tables)}"))
        elif isinstance(block, b.Chart) and block.caption and chart_word is not None:
            made.append(block._replace(number=f"{chart_word} {next(charts)}"))
        else:
            made.append(block)
    return tuple(made)


def _environment(templates: OwnTemplates) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Templates(templates),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_keep,
        keep_trailing_newline=True,
    )
    environment.globals = {}
    return environment


class _Templates(jinja2.BaseLoader):
    """The workspace's own templates, else the packaged ones: UTF-8, and no link that leads out of the workspace."""

    def __init__(self, own: OwnTemplates) -> None:
        self.own = own

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Any]:
        name = "/".join(jinja2.loaders.split_template_path(template))
        place = Place(f"templates/{template}", line=1, column=1)
        content = self.own.get(name)
        if isinstance(content, Finding):
            hint = "lägg den i templates/, länkar utåt följs inte"
            raise TemplateFault(_error(place, "mallen leder ut ur arbetsytan", hint))
        if content is None:
            content = _packaged(name)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise TemplateFault(_error(place, "mallen är inte UTF-8", "spara den som UTF-8")) from error
        if _OPEN in text or _CLOSE in text:
            raise TemplateFault(
                _error(place, "mallen innehåller ett otillåtet tecken", "ta bort tecknen U+E000 och U+E001")
            )
        return text, f"templates/{name}", lambda: True


def _packaged(name: str) -> bytes:
    """Read one of vbgen's own templates."""
    path = _PACKAGED / name
    if not path.is_file():
        raise jinja2.TemplateNotFound(name)
    return path.read_bytes()


@jinja2.pass_context
def _keep(context: jinja2.runtime.Context, value: Any) -> str:
    """Keep a value aside and leave a token in the text."""
    if value is None or value in ("", ()):
        return ""
    store = context[_STORE]
    store.append(value)
    return f"{_OPEN}{len(store) - 1}{_CLOSE}"


# ------------------------------------------------------------- text → blocks
def _blocks(parsed: tuple[TextBlock, ...], store: list[Any]) -> list[b.Block]:
    out: list[b.Block] = []
    for block in parsed:
        if isinstance(block, TextList):
            items = tuple(tuple(_blocks(item, store)) for item in block.items)
            out.append(b.ListBlock(block.kind, items, block.start))
        elif isinstance(block, TextHeading):
            out.append(b.Heading(block.depth, _inlines(block.runs, store), in_contents=False))
        elif isinstance(block, Placing):
            text = f"[{block.kind}: {block.id}]" if block.id else f"[{block.kind}]"
            out.append(b.Paragraph((b.Span(text),)))
        else:
            out.extend(_paragraph(block.runs, store))
    return out


def _paragraph(runs: tuple[Run, ...], store: list[Any]) -> list[b.Block]:
    """A paragraph; tokens of ready blocks in it stand for themselves."""
    out: list[b.Block] = []
    line: list[b.Inline] = []

    def close() -> None:
        if any(not isinstance(x, b.Span) or x.text.strip() for x in line):
            out.append(b.Paragraph(tuple(line)))
        line.clear()

    for run in runs:
        for value in _pieces(run, store):
            if isinstance(value, _BLOCKS):
                close()
                out.append(value)
            elif isinstance(value, tuple) and value and all(isinstance(x, _BLOCKS) for x in value):
                close()
                out.extend(value)
            else:
                line.extend(_as_inlines(value, run.style))
    close()
    return out


_BLOCKS = (
    b.Heading,
    b.Paragraph,
    b.ListBlock,
    b.Table,
    b.Image,
    b.Chart,
    b.Contents,
    b.PageBreak,
    b.TitleBlock,
    b.Links,
)


def _pieces(run: Run, store: list[Any]) -> list[Any]:
    """A run's literal texts and the values of its tokens, in order."""
    if run.style == "note":
        return [b.NoteMark(f"{run.text})")]
    if _OPEN not in run.text:
        return [run.text]
    pieces: list[Any] = []
    at = 0
    for match in _TOKEN.finditer(run.text):
        if match.start() > at:
            pieces.append(run.text[at : match.start()])
        pieces.append(store[int(match[1])])
        at = match.end()
    if at < len(run.text):
        pieces.append(run.text[at:])
    return pieces


def _inlines(runs: tuple[Run, ...], store: list[Any]) -> b.Inlines:
    return tuple(inline for run in runs for value in _pieces(run, store) for inline in _as_inlines(value, run.style))


def _as_inlines(value: Any, style: str) -> tuple[b.Inline, ...]:
    if isinstance(value, b.NoteMark | b.Break):
        return (value,)
    if isinstance(value, b.Span):
        return (value if value.style != "plain" else value._replace(style=style),)  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return tuple(inline for part in value for inline in _as_inlines(part, style))
    if isinstance(value, b.Heading | b.Paragraph):
        return _as_inlines(value.content, style)
    return (b.Span(str(value), "plain" if style == "note" else style),)  # type: ignore[arg-type]


# ------------------------------------------------------------------ faults
def _fault(error: BaseException) -> Finding:
    """Which template, which line, and what is wrong, in Swedish."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        name, line = error.name or _START, error.lineno
        return _error(
            Place(f"templates/{name}", line=line, column=1),
            "mallen går inte att läsa",
            "jämför {{ }} och {% %} med handboken",
        )
    place = _where(error)
    if isinstance(error, jinja2.TemplateNotFound):
        return _error(place, f'mallen "{error.name}" finns inte', "rätta namnet efter include")
    if isinstance(error, jinja2.UndefinedError):
        return _error(place, "mallen använder något som inte finns", f"kontrollera namnen på raden ({_names(error)})")
    if isinstance(error, SecurityError):
        return _error(place, "mallen försöker göra något som inte tillåts", "mallar får bara skriva ut det de får")
    return _error(place, f"mallen går inte att köra ({type(error).__name__})", "kontrollera uttrycken på raden")


def _where(error: BaseException) -> Place:
    """The line of a template that an error comes from; jinja2 puts its lines into the traceback.

    The innermost one; of templates that include each other without end the line that stands there most often.
    """
    met: list[tuple[str, int]] = []
    trace = error.__traceback__
    while trace is not None:
        parts = Path(trace.tb_frame.f_code.co_filename).parts
        if parts and parts[-1].endswith(".j2") and "templates" in parts:
            met.append(("/".join(parts[len(parts) - parts[::-1].index("templates") :]), trace.tb_lineno))
        trace = trace.tb_next
    if not met:
        return Place(f"templates/{_START}", line=1, column=1)
    name, line = Counter(met).most_common(1)[0][0] if isinstance(error, RecursionError) else met[-1]
    return Place(f"templates/{name}", line=line, column=1)


def _names(error: BaseException) -> str:
    found = re.findall(r"'([^']*)'", str(error))
    return found[-1] if found else "okänt namn"


def _error(place: Place, message: str, hint: str) -> Finding:
    return Finding("VB119", "error", place, message, hint)
