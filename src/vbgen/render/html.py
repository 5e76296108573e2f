"""The web page: one file that holds all it needs, without a script, for a screen of any width and for paper.

The page is a template of ours (`templates/webb.html`) with autoescape on, the blocks in it are made here. What is markup has the type
Markup, and only the functions at the top make it: every author text goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, assert_never
from urllib.parse import quote

from markupsafe import Markup

from vbgen.model.theme import Theme
from vbgen.render.charts.chart import svg
from vbgen.render.common import (
    MARK_SEPARATOR,
    escape_attribute,
    get_plain_text,
    iterate_spans,
    make_data_address,
    number_caption,
)
from vbgen.render.layout import Element, HeadingLayout, Layout, LayoutCell, ListLayout, RowLayout, TableLayout
from vbgen.render.look import Look
from vbgen.render.writer import Writer
from vbgen.view.blocks import (
    Break,
    Chart,
    Contents,
    Image,
    Inline,
    Inlines,
    Links,
    NoteMark,
    PageBreak,
    Paragraph,
    Span,
    Table,
    TitleBlock,
)

TEMPLATES = Path(__file__).parents[1] / "templates"
STYLE = TEMPLATES / "webb.css"
CHART_WIDTH = 720.0  # CSS pixels
_TONES = ("grön", "gul", "röd", "blå", "grå")
_INDENTS = 3  # levels that the style knows
_MAIN = "sidans_innehall"  # like every id of ours, with what no heading's anchor has
_NOTHING = Markup("")
_LINE_BREAK = Markup("<br>")


def escape(text: object) -> Markup:
    """Return text as markup: the content of an element, or of an attribute in double quotes. What is markup stays as it is."""
    return text if isinstance(text, Markup) else Markup(escape_attribute(str(text)))  # noqa: S704 - this is the escaping


def element(tag: str, *content: Markup, **attributes: str) -> Markup:
    """Return an element; attributes that are empty are left out, `_` in their names is `-`, at the end nothing."""
    return Markup(f"{_build_start_tag(tag, attributes)}{''.join(content)}</{tag}>")  # noqa: S704 - what is not escaped is markup


def void_element(tag: str, **attributes: str) -> Markup:
    """Return an element that has no content."""
    return Markup(_build_start_tag(tag, attributes))  # noqa: S704 - all values are escaped


def _build_start_tag(tag: str, attributes: Mapping[str, str]) -> str:
    pairs = ""
    for name, value in attributes.items():
        if value:
            literal = value if isinstance(value, Markup) else escape_attribute(value)
            pairs += f' {name.rstrip("_").replace("_", "-")}="{literal}"'
    return f"<{tag}{pairs}>"


def join_markup(parts: Iterable[Markup], separator: str = "") -> Markup:
    """Return pieces of markup one after the other."""
    return Markup(separator.join(parts))  # noqa: S704 - all of it is markup


def write(layout: Layout, look: Look) -> bytes:
    """Return the document as a page."""
    return _Page(layout, look.theme).text().encode("utf-8")


@cache
def _load_macros() -> Any:
    """Load the template, which is ours alone: a workspace cannot replace it."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        finalize=escape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string((TEMPLATES / "webb.html").read_text(encoding="utf-8")).module


class _Entry(NamedTuple):
    """A line of the contents list, with the lists below it."""

    anchor: str
    number: str | None
    words: str
    below: list[list[_Entry]]


class _Page(Writer[Markup]):
    def __init__(self, layout: Layout, theme: Theme) -> None:
        super().__init__(layout)
        self._macros = _load_macros()
        self._theme = theme
        self._count = 0
        used = dict.fromkeys(span.symbol for span in iterate_spans(layout.document.blocks) if span.symbol)
        self._symbols = {
            symbol: f"tecken_{number}" for number, symbol in enumerate(used, 1)
        }  # where each is used first
        self._unmet = set(used)

    def text(self) -> str:
        """Return the whole page."""
        document = self.layout.document
        front, rest = self.layout.front(anywhere=True)
        body = join_markup(filter(None, map(self.write, rest)), "\n")
        contents_block = next((block for block in document.blocks if isinstance(block, Contents)), None)
        description = MARK_SEPARATOR.join(filter(None, (document.subtitle, *document.marks)))
        page: str = self._macros.page(
            document=document,
            title=" – ".join(filter(None, (document.title, document.subtitle))),
            description=description or document.title,
            about=MARK_SEPARATOR.join(filter(None, (document.organisation, document.title, document.version))),
            marks=MARK_SEPARATOR.join(document.marks),
            style=self._build_style(),
            front=front,
            navigation=self._build_navigation(contents_block) if contents_block is not None else _NOTHING,
            body=body,
            main=_MAIN,
        )
        return page

    def _build_style(self) -> Markup:
        """Return the theme's colours as variables, then the packaged style."""
        theme = self._theme
        fonts = [f'"{name}"' for name in (theme.font, theme.fallback) if name.replace(" ", "").isalnum()]
        colours = ("text", "heading", "accent", "muted", "mark", "rule", "fill")
        variables = "".join(f" --{name}: #{getattr(theme, name)};" for name in colours)
        tones = "".join(f".tone-{number} {{ color: #{theme.tone(name)}; }}\n" for number, name in enumerate(_TONES))
        font = ", ".join([*fonts, '"Source Sans 3"', '"Segoe UI"', "Roboto", "Arial", "sans-serif"])
        style = f":root {{{variables} --font: {font}; }}\n{STYLE.read_text(encoding='utf-8')}{tones}"
        return Markup(style)  # noqa: S704 - numbers and names of a theme that was checked

    # -------------------------------------------------------------- blocks
    def paragraph(self, block: Paragraph) -> Markup:
        return element("p", self._build_inlines(block.content), class_=block.role if block.role != "body" else "")

    def heading(self, heading: HeadingLayout) -> Markup:
        number, content = heading.block.number, self._build_inlines(heading.block.content)
        numbered = join_markup((element("span", escape(number), class_="number"), content), " ") if number else content
        return element(f"h{min(heading.level + 1, 6)}", numbered, id=heading.anchor)

    def list_block(self, listed: ListLayout) -> Markup:
        kind, start = listed.block.kind, listed.block.start
        items = [element("li", self._build_item(item)) for item in listed.items]
        if kind == "bullet":
            return element("ul", *items)
        if kind == "alpha":
            return element("ol", *items, class_=kind, style=f"--before: {start - 1}" if start != 1 else "")
        return element("ol", *items, start=str(start) if start != 1 else "")

    def _build_item(self, item: Sequence[Element]) -> Markup:
        """Return an item of a list; a single paragraph needs no element of its own."""
        if len(item) == 1 and isinstance(only := item[0], Paragraph) and only.role == "body":
            return self._build_inlines(only.content)
        return join_markup(map(self.write, item))

    def chart(self, block: Chart) -> Markup:
        drawing = svg(block, self._theme, width=CHART_WIDTH, title_id=self._make_id("diagram"))
        picture = Markup(drawing)  # noqa: S704 - the pen has escaped what it writes
        caption = self._build_caption(number_caption(block))
        return element("figure", caption, picture, *self._build_notes(block.notes), class_="chart")

    def image(self, block: Image) -> Markup:
        source = Markup(make_data_address(block.media, block.content))  # noqa: S704 - letters and figures, and many of them
        return element("figure", void_element("img", src=source, alt=block.alt), self._build_caption(block.caption))

    def _build_caption(self, caption: Inlines) -> Markup:
        return element("figcaption", self._build_inlines(caption)) if caption else _NOTHING

    def links(self, block: Links) -> Markup:
        entries = (element("li", self._build_inlines(entry)) for entry in block.entries)
        title = element("p", escape(block.title), class_="label")
        return element("div", title, element("ul", *entries), class_="ways")

    def title_block(self, block: TitleBlock) -> Markup:
        """Only the first title page is the page's own title."""
        title: Markup = self._macros.title_block(block, "h2")
        return title

    def contents(self, block: Contents) -> Markup:
        """It stands beside the text."""
        return _NOTHING

    def page_break(self, block: PageBreak) -> Markup:
        """A screen has no pages; on paper the style decides."""
        return _NOTHING

    def _build_navigation(self, block: Contents) -> Markup:
        """Return the contents list, beside the text where there is room."""
        lists: list[list[_Entry]] = []
        open_lists: list[tuple[int, list[_Entry]]] = []
        for heading in self.layout.contents:
            if heading.level > block.depth:
                continue
            while len(open_lists) > 1 and open_lists[-1][0] > heading.level:
                open_lists.pop()
            if not open_lists or heading.level > open_lists[-1][0]:
                holder = open_lists[-1][1][-1].below if open_lists else lists
                holder.append([])
                open_lists.append((heading.level, holder[-1]))
            entry = _Entry(heading.anchor, heading.block.number, get_plain_text(heading.block.content), [])
            open_lists[-1][1].append(entry)
        navigation: Markup = self._macros.navigation(f"{_MAIN}slista", block.title, lists)
        return navigation

    def _build_notes(self, notes: Iterable[Paragraph]) -> list[Markup]:
        return [element("p", self._build_inlines(note.content), class_="note") for note in notes]

    def _make_id(self, kind: str) -> str:
        """Return an id that no other element has."""
        self._count += 1
        return f"{kind}_{self._count}"

    # -------------------------------------------------------------- tables
    def table(self, table: TableLayout) -> Markup:
        """Return a table; one wider than the screen scrolls inside itself, by keyboard too."""
        block, name = table.block, self._make_id("tabell")
        caption = self._build_inlines(number_caption(block))
        parts = [element("caption", caption, id=name)] if block.caption else []
        if table.header:
            parts.append(element("thead", *(self._build_header_row(table, places) for places in table.header)))
        rows: list[Markup] = []
        for number, row in enumerate(table.body):
            if row.row.kind == "heading" and number:
                parts.append(element("tbody", *rows))
                rows = []
            rows.append(self._build_row(block, row))
        parts.append(element("tbody", *rows))
        label = {"aria_labelledby": name} if block.caption else {"aria_label": _get_table_label(block)}
        scroll = element("div", element("table", *parts), class_="scroll", role="group", tabindex="0", **label)
        return element("div", scroll, *self._build_notes(block.notes), class_="table")

    def _build_header_row(self, table: TableLayout, places: Sequence[LayoutCell]) -> Markup:
        cells = []
        for place in places:
            if not place.is_continued:
                tag = "th" if place.cell.content else "td"
                scope = "" if tag == "td" else "colgroup" if place.span > 1 else "col"
                cells.append(self._build_cell(place, tag, scope, _join_classes(table.header_align(place))))
        return element("tr", *cells)

    def _build_row(self, block: Table, row: RowLayout) -> Markup:
        cells = []
        kind, level = row.row.kind, row.indent
        for place in row.places:
            if place.is_continued:
                continue
            first = place.column == 0 and len(block.columns) > 1 and bool(place.cell.content)
            scope = ""
            if kind == "heading" and first:
                scope = "rowgroup"
            elif first and kind != "comment" and block.header:
                scope = "row"
            inset = f"in{min(level, _INDENTS)}" if level and place.column == 0 else ""
            classes = _join_classes(row.align(place, block), inset)
            tag = "th" if scope else "td"
            cells.append(self._build_cell(place, tag, scope, classes, row.padding.get(place.column, "")))
        look = kind if kind in ("heading", "subtotal", "total", "comment") else ""
        return element("tr", *cells, class_=_join_classes(look, "commented" if row.has_comment else ""))

    def _build_cell(self, place: LayoutCell, tag: str, scope: str, classes: str, padding: str = "") -> Markup:
        rowspan = place.cell.rowspan
        parts = list(map(self._build_inlines, place.cell.content))
        if len(parts) > 1:
            parts = [element("p", part) for part in parts]
        if padding:
            parts.append(element("span", escape(padding), class_="pad", aria_hidden="true"))
        colspan = str(place.span) if place.span > 1 else ""
        return element(
            tag, *parts, scope=scope, colspan=colspan, rowspan=str(rowspan) if rowspan > 1 else "", class_=classes
        )

    # -------------------------------------------------------------- inlines
    def _build_inlines(self, inlines: Inlines) -> Markup:
        return self._build_inline(inlines[0]) if len(inlines) == 1 else join_markup(map(self._build_inline, inlines))

    def _build_inline(self, part: Inline) -> Markup:
        match part:
            case Span():
                return self._build_span(part)
            case NoteMark():
                return element("sup", escape(part.text))
            case Break():
                return _LINE_BREAK
            case _:
                assert_never(part)

    def _build_span(self, part: Span) -> Markup:
        text = escape(part.text)
        if "emphasis" in part.style:
            text = element("em", text)
        if "strong" in part.style:
            text = element("strong", text)
        if part.tone in _TONES:
            text = element("span", text, class_=f"tone tone-{_TONES.index(part.tone)}")
        if part.symbol in self._unmet:
            self._unmet.remove(part.symbol)
            text = element("span", text, id=self._symbols[part.symbol])
        target = self._get_target(part.link) if part.link else None
        return element("a", text, href=target) if target is not None else text

    def _get_target(self, link: str) -> str | None:
        """Return the target of a link: a heading or the first use of a symbol, if it is there, or a file beside this one."""
        if link.startswith("@"):
            name = self._symbols.get(link[1:])
            return f"#{name}" if name is not None else None
        if not link.startswith("#"):
            return quote(link)
        anchor = self.layout.target(link[1:])
        return f"#{anchor}" if anchor is not None else None


def _get_table_label(block: Table) -> str:
    """Return the label of a table without a caption: its header."""
    labels = [get_plain_text(part) for row in block.header for cell in row.cells for part in cell.content]
    return f"Tabell: {', '.join(filter(None, labels))}" if any(labels) else "Tabell"


def _join_classes(*names: str) -> str:
    return " ".join(name for name in names if name and name != "left")
