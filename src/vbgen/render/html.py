"""The web page: one file that holds all it needs, without a script, for a screen of any width and for paper.

Every author text goes through `escape`; there is no other way into the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import assert_never
from urllib.parse import quote

from vbgen.model.theme import Theme
from vbgen.render.chart import svg
from vbgen.render.common import MARK_SEPARATOR, address, captioned, clean, plain, spans
from vbgen.render.layout import Element, HeadingLayout, Layout, ListLayout, Placed, RowLayout, TableLayout
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

STYLE = Path(__file__).parents[1] / "templates" / "webb.css"
CHART_WIDTH = 720.0  # CSS pixels
_TONES = ("grön", "gul", "röd", "blå", "grå")
_INDENTS = 3  # levels that the style knows
_MAIN = "sidans_innehall"  # like every id of ours, with what no heading's anchor has


def escape(text: str) -> str:
    """Author text as the content of an element, or of an attribute in double quotes."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def write(layout: Layout, look: Look) -> bytes:
    """Return the document as a page."""
    return _Page(layout, look.theme).text().encode("utf-8")


class _Page(Writer[str]):
    def __init__(self, layout: Layout, theme: Theme) -> None:
        super().__init__(layout)
        self._theme = theme
        self._count = 0
        used = dict.fromkeys(span.symbol for span in spans(layout.document.blocks) if span.symbol)
        self._symbols = {
            symbol: f"tecken_{number}" for number, symbol in enumerate(used, 1)
        }  # where each is used first
        self._unmet = set(used)

    def text(self) -> str:
        document = self.layout.document
        front, rest = self.layout.front(anywhere=True)
        body = "\n".join(filter(None, map(self.write, rest)))
        listed = next((block for block in document.blocks if isinstance(block, Contents)), None)
        contents = self._navigation(listed) if listed is not None else ""
        marks = (
            f'<strong class="marks">{escape(MARK_SEPARATOR.join(document.marks))}</strong>' if document.marks else ""
        )
        about = MARK_SEPARATOR.join(filter(None, (document.organisation, document.title, document.version)))
        described = MARK_SEPARATOR.join(filter(None, (document.subtitle, *document.marks)))
        return f"""<!DOCTYPE html>
<html lang="{escape(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(" – ".join(filter(None, (document.title, document.subtitle))))}</title>
<meta name="author" content="{escape(document.organisation)}">
<meta name="description" content="{escape(described or document.title)}">
<meta name="generator" content="vbgen">
<style>
{self._style()}</style>
</head>
<body{' class="beside"' if contents else ""}>
<a class="skip" href="#{_MAIN}">Hoppa till innehållet</a>
<header>
<p class="bar"><span>{escape(document.organisation)}</span>{marks}</p>
{self._title(front, "h1")}
</header>
<div class="page">
{contents}<main id="{_MAIN}" tabindex="-1">
{body}
</main>
</div>
<footer>{escape(about)}</footer>
</body>
</html>
"""

    def _style(self) -> str:
        """The theme's colours as variables, then the packaged style."""
        theme = self._theme
        fonts = [f'"{name}"' for name in (theme.font, theme.fallback) if name.replace(" ", "").isalnum()]
        colours = ("text", "heading", "accent", "muted", "mark", "rule", "fill")
        variables = "".join(f" --{name}: #{getattr(theme, name)};" for name in colours)
        tones = "".join(f".tone-{at} {{ color: #{theme.tone(name)}; }}\n" for at, name in enumerate(_TONES))
        font = ", ".join([*fonts, '"Source Sans 3"', '"Segoe UI"', "Roboto", "Arial", "sans-serif"])
        return f":root {{{variables} --font: {font}; }}\n{STYLE.read_text(encoding='utf-8')}{tones}"

    # -------------------------------------------------------------- blocks
    def paragraph(self, block: Paragraph) -> str:
        role = f' class="{block.role}"' if block.role != "body" else ""
        return f"<p{role}>{self._inlines(block.content)}</p>"

    def heading(self, heading: HeadingLayout) -> str:
        block, level = heading.block, min(heading.level + 1, 6)
        number = f'<span class="number">{escape(block.number)}</span> ' if block.number else ""
        return f'<h{level} id="{heading.anchor}">{number}{self._inlines(block.content)}</h{level}>'

    def chart(self, block: Chart) -> str:
        caption = f"<figcaption>{self._inlines(captioned(block))}</figcaption>" if block.caption else ""
        drawn = svg(block, self._theme, width=CHART_WIDTH, title_id=self._name("diagram"))
        return f'<figure class="chart">{caption}{drawn}{self._notes(block.notes)}</figure>'

    def image(self, block: Image) -> str:
        caption = f"<figcaption>{self._inlines(block.caption)}</figcaption>" if block.caption else ""
        source = address(block.media, block.content)
        return f'<figure><img src="{source}" alt="{escape(block.alt)}">{caption}</figure>'

    def links(self, block: Links) -> str:
        entries = "".join(f"<li>{self._inlines(entry)}</li>" for entry in block.entries)
        return f'<div class="ways"><p class="label">{escape(block.title)}</p><ul>{entries}</ul></div>'

    def contents(self, block: Contents) -> str:
        """It stands beside the text."""
        return ""

    def page_break(self, block: PageBreak) -> str:
        """A screen has no pages; on paper the style decides."""
        return ""

    def title_block(self, block: TitleBlock) -> str:
        """Only the first title page is the page's own title."""
        return self._title(block, "h2")

    def _title(self, block: TitleBlock, tag: str) -> str:
        subtitle = f'<p class="subtitle">{escape(block.subtitle)}</p>' if block.subtitle else ""
        lines = "".join(f'<p class="line">{escape(line)}</p>' for line in block.lines)
        above = f'<p class="above">{escape(block.above)}</p>' if block.above else ""
        return f'<div class="title">{above}<{tag}>{escape(block.title)}</{tag}>{subtitle}{lines}</div>'

    def _navigation(self, block: Contents) -> str:
        """The contents list, beside the text where there is room."""
        made: list[str] = []
        levels: list[int] = []
        for heading in self.layout.contents:
            if heading.level > block.depth:
                continue
            while len(levels) > 1 and levels[-1] > heading.level:
                made.append("</li></ul>")
                levels.pop()
            if not levels or heading.level > levels[-1]:
                made.append("<ul>")
                levels.append(heading.level)
            else:
                made.append("</li>")
            number = f"{escape(heading.block.number)} " if heading.block.number else ""
            made.append(f'<li><a href="#{heading.anchor}">{number}{escape(plain(heading.block.content))}</a>')
        made += ["</li></ul>"] * len(levels)
        return f'<nav aria-labelledby="{_MAIN}slista"><h2 id="{_MAIN}slista">{escape(block.title)}</h2>{"".join(made)}</nav>\n'

    def list_block(self, listed: ListLayout) -> str:
        block = listed.block
        items = "".join(f"<li>{self._item(item)}</li>" for item in listed.items)
        if block.kind == "bullet":
            return f"<ul>{items}</ul>"
        if block.kind == "alpha":
            before = f' style="--before: {block.start - 1}"' if block.start != 1 else ""
            return f'<ol class="alpha"{before}>{items}</ol>'
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"

    def _item(self, item: Sequence[Element]) -> str:
        """A single paragraph needs no element of its own."""
        if len(item) == 1 and isinstance(only := item[0], Paragraph) and only.role == "body":
            return self._inlines(only.content)
        return "".join(map(self.write, item))

    # --------------------------------------------------------------- tables
    def table(self, table: TableLayout) -> str:
        """What is wider than the screen scrolls inside itself, by keyboard too."""
        block = table.block
        name = self._name("tabell")
        caption = f'<caption id="{name}">{self._inlines(captioned(block))}</caption>' if block.caption else ""
        label = f'aria-labelledby="{name}"' if caption else f'aria-label="{escape(_name_of(block))}"'
        head = "".join(self._header(table, places) for places in table.header)
        lines = []
        for number, row in enumerate(table.body):
            if row.row.kind == "heading" and number:
                lines.append("</tbody><tbody>")
            lines.append(self._row(block, row))
        whole = f"{caption}{f'<thead>{head}</thead>' if head else ''}<tbody>{''.join(lines)}</tbody>"
        scroll = f'<div class="scroll" role="group" tabindex="0" {label}><table>{whole}</table></div>'
        return f'<div class="table">{scroll}{self._notes(block.notes)}</div>'

    def _header(self, table: TableLayout, places: Sequence[Placed]) -> str:
        cells = []
        for place in places:
            if place.continued:
                continue
            tag = "th" if place.cell.content else "td"
            scope = ' scope="colgroup"' if place.span > 1 else ' scope="col"'
            cells.append(self._cell(place, tag, scope if tag == "th" else "", _class(table.header_align(place))))
        return f"<tr>{''.join(cells)}</tr>"

    def _row(self, block: Table, row: RowLayout) -> str:
        cells = []
        kind, level = row.row.kind, row.indent
        for place in row.places:
            if place.continued:
                continue
            first = place.column == 0 and len(block.columns) > 1 and bool(place.cell.content)
            tag, scope = "td", ""
            if kind == "heading" and first:
                tag, scope = "th", ' scope="rowgroup"'
            elif first and kind != "comment" and block.header:
                tag, scope = "th", ' scope="row"'
            inset = f"in{min(level, _INDENTS)}" if level and place.column == 0 else ""
            classes = _class(row.align(place, block), inset)
            cells.append(self._cell(place, tag, scope, classes, row.padding.get(place.column, "")))
        kinds = [kind] if kind in ("heading", "subtotal", "total", "comment") else []
        return f"<tr{_class(*kinds, *(['commented'] if row.commented else []))}>{''.join(cells)}</tr>"

    def _cell(self, place: Placed, tag: str, scope: str, classes: str, pad: str = "") -> str:
        spans = f' colspan="{place.span}"' if place.span > 1 else ""
        spans += f' rowspan="{place.cell.rowspan}"' if place.cell.rowspan > 1 else ""
        content = [self._inlines(part) for part in place.cell.content]
        made = content[0] if len(content) == 1 else "".join(f"<p>{part}</p>" for part in content)
        lacking = f'<span class="pad" aria-hidden="true">{pad}</span>' if pad else ""
        return f"<{tag}{scope}{spans}{classes}>{made}{lacking}</{tag}>"

    def _notes(self, notes: Iterable[Paragraph]) -> str:
        return "".join(f'<p class="note">{self._inlines(note.content)}</p>' for note in notes)

    def _name(self, kind: str) -> str:
        """An id for what needs one to be called by."""
        self._count += 1
        return f"{kind}_{self._count}"

    # -------------------------------------------------------------- inlines
    def _inlines(self, inlines: Inlines) -> str:
        return "".join(map(self._inline, inlines))

    def _inline(self, part: Inline) -> str:
        match part:
            case Span():
                return self._span(part)
            case NoteMark():
                return f"<sup>{escape(part.text)}</sup>"
            case Break():
                return "<br>"
            case _:
                assert_never(part)

    def _span(self, part: Span) -> str:
        text = escape(part.text)
        if "emphasis" in part.style:
            text = f"<em>{text}</em>"
        if "strong" in part.style:
            text = f"<strong>{text}</strong>"
        if part.tone in _TONES:
            text = f'<span class="tone tone-{_TONES.index(part.tone)}">{text}</span>'
        if part.symbol in self._unmet:
            self._unmet.remove(part.symbol)
            text = f'<span id="{self._symbols[part.symbol]}">{text}</span>'
        target = self._target(part.link) if part.link else None
        return f'<a href="{target}">{text}</a>' if target is not None else text

    def _target(self, link: str) -> str | None:
        """What a link leads to: a heading or the first use of a symbol, if it is there, or a file beside this one."""
        if link.startswith("@"):
            name = self._symbols.get(link[1:])
            return f"#{name}" if name is not None else None
        if not link.startswith("#"):
            return quote(link)
        anchor = self.layout.target(link[1:])
        return f"#{anchor}" if anchor is not None else None


def _name_of(block: Table) -> str:
    """Return what a table without a caption is called: its header."""
    labels = [plain(part) for row in block.header for cell in row.cells for part in cell.content]
    return f"Tabell: {', '.join(filter(None, labels))}" if any(labels) else "Tabell"


def _class(*names: str) -> str:
    used = [name for name in names if name and name != "left"]
    return f' class="{" ".join(used)}"' if used else ""
