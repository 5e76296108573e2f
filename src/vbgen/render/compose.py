"""Templates: from the view to the blocks of a document, the same for every format.

A template is written in vbgen's own text notation plus `{{ … }}` and `{% … %}`. What stands in `{{ … }}` never passes through
the parser: it is kept aside and put in place afterwards, so that neither author text nor a figure can become markup. A workspace's
`templates/` overrides single templates of the packaged ones.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from itertools import count
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any, get_args

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vbgen.findings import Finding, Place
from vbgen.model.text import Placing, Run, TextBlock, TextHeading, TextList, parse_text
from vbgen.render.errors import TemplateFault
from vbgen.view import blocks as b
from vbgen.view.chapters import DocumentView, WrongArgument

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_START = "dokument.j2"
_PACKAGED = Path(__file__).parents[1] / "templates"
_STORE = "_vbgen_store"
_JINJA = Path(jinja2.__file__).parent
_STANDARD = Path(os.__file__).parent
# What an expression of a template can fail with; SyntaxError: more nested than Python can compile.
_FAILURES = (
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    MemoryError,
    RecursionError,
    SyntaxError,
)
# How deep templates may include each other, and macros call each other: what 40 levels of YAML can hold needs some 80, and Python's own
# limit is a good way off (a level takes up to six of its 1 000).
_DEEPEST = 120

OwnTemplates = Mapping[str, bytes | Finding]  # by their names below templates/: contents, or why one cannot be used


class _EndlessNesting(Exception):
    """Calls of templates, macros and blocks without end."""


def compose(view: DocumentView, templates: OwnTemplates = MappingProxyType({}), language: str = "sv-SE") -> b.Document:
    """Return the document's blocks. `templates`: the workspace's own. Raises TemplateFault."""
    environment = _build_environment(templates)
    store: list[Any] = []
    try:
        text = environment.get_template(_START).render({"document": view, _STORE: store})
    except (jinja2.TemplateError, WrongArgument, _EndlessNesting) as error:
        raise TemplateFault(_describe_error(error)) from error
    except _FAILURES as error:
        if not _is_template_error(error):  # a template calls code of ours too
            raise
        raise TemplateFault(_describe_error(error)) from error
    blocks = _number_captions(_build_blocks(parse_text(text).blocks, store), view.table_word, view.chart_word)
    return b.Document(
        view.title,
        blocks,
        view.subtitle,
        view.organisation,
        language,
        view.marks,
        dict(view.properties),
        view.version,
        view.day,
    )


def _number_captions(blocks: list[b.Block], table_word: str | None, chart_word: str | None) -> tuple[b.Block, ...]:
    """Number tables and charts with captions in the order in which they stand; without a word for them, none."""
    tables, charts = count(1), count(1)
    numbered: list[b.Block] = []
    for block in blocks:
        if isinstance(block, b.Table) and block.caption and table_word is not None:
            numbered.append(block._replace(number=f"{table_word} {next(tables)}"))
        elif isinstance(block, b.Chart) and block.caption and chart_word is not None:
            numbered.append(block._replace(number=f"{chart_word} {next(charts)}"))
        else:
            numbered.append(block)
    return tuple(numbered)


def _build_environment(templates: OwnTemplates) -> jinja2.Environment:
    environment = _Environment(
        loader=_TemplateLoader(templates),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_keep,
        keep_trailing_newline=True,
    )
    environment.globals = {}
    return environment


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that counts how deep templates nest, and takes no bug in a property of ours for a name that is not there."""

    depth = 0

    def enter(self) -> None:
        """Go one level deeper."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _EndlessNesting

    def leave(self) -> None:
        """Go back one level."""
        self.depth -= 1

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.enter()
        try:
            return super().call(context, obj, *args, **kwargs)
        finally:
            self.leave()

    def getattr(self, obj: Any, attribute: str) -> Any:
        return getattr(obj, attribute) if self._is_property(obj, attribute) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return getattr(obj, argument) if self._is_property(obj, argument) else super().getitem(obj, argument)

    def _is_property(self, obj: Any, name: Any) -> bool:
        """Tell whether a name is a property's: an AttributeError in it does not mean that the name is not there."""
        is_property = isinstance(name, str) and isinstance(getattr(type(obj), name, None), property)
        return is_property and self.is_safe_attribute(obj, name, None)


class _TemplateLoader(jinja2.BaseLoader):
    """The workspace's own templates, else the packaged ones: UTF-8, and no link that leads out of the workspace."""

    def __init__(self, own: OwnTemplates) -> None:
        self.own = own

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> jinja2.Template:
        template = super().load(environment, name, globals)
        assert isinstance(environment, _Environment)
        template.root_render_func = _count_level(environment, template.root_render_func)
        return template

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Any]:
        name = "/".join(jinja2.loaders.split_template_path(template))
        place = Place(f"templates/{template}", line=1, column=1)
        content = self.own.get(name)
        if isinstance(content, Finding):
            hint = "lägg den i templates/, länkar utåt följs inte"
            raise TemplateFault(_make_finding(place, "mallen leder ut ur arbetsytan", hint))
        if content is None:
            content = _read_packaged(name)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise TemplateFault(_make_finding(place, "mallen är inte UTF-8", "spara den som UTF-8")) from error
        if _OPEN in text or _CLOSE in text:
            raise TemplateFault(
                _make_finding(place, "mallen innehåller ett otillåtet tecken", "ta bort tecknen U+E000 och U+E001")
            )
        return text, f"templates/{name}", lambda: True


def _read_packaged(name: str) -> bytes:
    """Read one of vbgen's own templates."""
    path = _PACKAGED / name
    if not path.is_file():
        raise jinja2.TemplateNotFound(name)
    return path.read_bytes()


def _count_level(
    environment: _Environment, render: Callable[[Context], Iterator[str]]
) -> Callable[[Context], Iterator[str]]:
    """Count the rendering of a template as a level, as long as it goes on."""

    def render_counted(context: Context) -> Iterator[str]:
        environment.enter()
        try:
            yield from render(context)
        finally:
            environment.leave()

    return render_counted


@jinja2.pass_context
def _keep(context: Context, value: Any) -> str:
    """Keep a value aside and leave a token in the text."""
    if value is None or value in ("", ()):
        return ""
    store = context[_STORE]
    store.append(value)
    return f"{_OPEN}{len(store) - 1}{_CLOSE}"


# ------------------------------------------------------------- text → blocks
def _build_blocks(parsed: tuple[TextBlock, ...], store: list[Any]) -> list[b.Block]:
    out: list[b.Block] = []
    for block in parsed:
        if isinstance(block, TextList):
            items = tuple(tuple(_build_blocks(item, store)) for item in block.items)
            out.append(b.ListBlock(block.kind, items, block.start))
        elif isinstance(block, TextHeading):
            out.append(b.Heading(block.depth, _build_inlines(block.runs, store), in_contents=False))
        elif isinstance(block, Placing):
            text = f"[{block.kind}: {block.id}]" if block.id else f"[{block.kind}]"
            out.append(b.Paragraph((b.Span(text),)))
        else:
            out.extend(_build_paragraphs(block.runs, store))
    return out


def _build_paragraphs(runs: tuple[Run, ...], store: list[Any]) -> list[b.Block]:
    """Return a paragraph; tokens of ready blocks in it stand for themselves."""
    out: list[b.Block] = []
    line: list[b.Inline] = []

    def close() -> None:
        if any(not isinstance(part, b.Span) or part.text.strip() for part in line):
            out.append(b.Paragraph(tuple(line)))
        line.clear()

    for run in runs:
        for value in _split_run(run, store):
            if isinstance(value, _BLOCKS):
                close()
                out.append(value)
            elif isinstance(value, tuple) and value and all(isinstance(part, _BLOCKS) for part in value):
                close()
                out.extend(value)
            else:
                line.extend(_convert_to_inlines(value, run.style))
    close()
    return out


_BLOCKS = get_args(b.Block)


def _split_run(run: Run, store: list[Any]) -> list[Any]:
    """Return a run's literal texts and the values of its tokens, in order."""
    if run.style == "note":
        return [b.NoteMark(f"{run.text})")]
    if _OPEN not in run.text:
        return [run.text]
    pieces: list[Any] = []
    position = 0
    for match in _TOKEN.finditer(run.text):
        if match.start() > position:
            pieces.append(run.text[position : match.start()])
        pieces.append(store[int(match[1])])
        position = match.end()
    if position < len(run.text):
        pieces.append(run.text[position:])
    return pieces


def _build_inlines(runs: tuple[Run, ...], store: list[Any]) -> b.Inlines:
    return tuple(
        inline for run in runs for value in _split_run(run, store) for inline in _convert_to_inlines(value, run.style)
    )


def _convert_to_inlines(value: Any, style: str) -> tuple[b.Inline, ...]:
    if isinstance(value, b.NoteMark | b.Break):
        return (value,)
    if isinstance(value, b.Span):
        return (value if value.style != "plain" else value._replace(style=style),)  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return tuple(inline for part in value for inline in _convert_to_inlines(part, style))
    if isinstance(value, b.Heading | b.Paragraph):
        return _convert_to_inlines(value.content, style)
    return (b.Span(str(value), "plain" if style == "note" else style),)  # type: ignore[arg-type]


# ------------------------------------------------------------------ faults
def _is_template_error(error: BaseException) -> bool:
    """Tell whether a template failed, or what jinja did for it, and not code of ours that it called.

    The standard library fails for both: what called it counts.
    """
    for frame in reversed(_list_frames(error)):
        file = frame.f_code.co_filename
        path = Path(file)
        if "__jinja_exception__" in frame.f_globals or path.is_relative_to(_JINJA):  # a line of a template, or of jinja
            return True
        standard = path.is_relative_to(_STANDARD) and "site-packages" not in path.parts
        if not standard and not file.startswith("<"):  # <string>: what the standard library made
            return False
    return False


def _list_frames(error: BaseException) -> list[FrameType]:
    """Return the frames of an error, the innermost last."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    return frames


def _describe_error(error: BaseException) -> Finding:
    """Return a finding in Swedish: the template, the line, and what is wrong."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        name, line = error.name or _START, error.lineno
        return _make_finding(
            Place(f"templates/{name}", line=line, column=1),
            "mallen går inte att läsa",
            "jämför {{ }} och {% %} med handboken",
        )
    place = _find_place(error)
    if isinstance(error, jinja2.TemplateNotFound):
        return _make_finding(place, f'mallen "{error.name}" finns inte', "rätta namnet efter include")
    if isinstance(error, jinja2.UndefinedError):
        return _make_finding(
            place, "mallen använder något som inte finns", f"kontrollera namnen på raden ({_get_quoted_name(error)})"
        )
    if isinstance(error, SecurityError):
        return _make_finding(
            place, "mallen försöker göra något som inte tillåts", "mallar får bara skriva ut det de får"
        )
    if isinstance(error, _EndlessNesting):
        return _make_finding(place, "mallarna inkluderar varandra utan slut", "ta bort en av raderna {% include %}")
    name = "TypeError" if isinstance(error, WrongArgument) else type(error).__name__
    return _make_finding(place, f"mallen går inte att köra ({name})", "kontrollera uttrycken på raden")


def _find_place(error: BaseException) -> Place:
    """Return the line of a template that an error comes from; jinja2 puts its lines into the traceback.

    The innermost one; of templates that include each other without end the line that stands there most often.
    """
    template_lines: list[tuple[str, int]] = []
    trace = error.__traceback__
    while trace is not None:
        parts = Path(trace.tb_frame.f_code.co_filename).parts
        if parts and parts[-1].endswith(".j2") and "templates" in parts:
            template_lines.append(("/".join(parts[len(parts) - parts[::-1].index("templates") :]), trace.tb_lineno))
        trace = trace.tb_next
    if not template_lines:
        return Place(f"templates/{_START}", line=1, column=1)
    name, line = (
        Counter(template_lines).most_common(1)[0][0] if isinstance(error, _EndlessNesting) else template_lines[-1]
    )
    return Place(f"templates/{name}", line=line, column=1)


def _get_quoted_name(error: BaseException) -> str:
    quoted = re.findall(r"'([^']*)'", str(error))
    return quoted[-1] if quoted else "okänt namn"


def _make_finding(place: Place, message: str, hint: str) -> Finding:
    return Finding("VB119", "error", place, message, hint)
