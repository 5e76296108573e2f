"""The web page: one file that holds all it needs, without a script, for a screen of any width and for paper.

Every author text goes through `escape`; there is no other way into the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from vbgen.model.theme import Theme
from vbgen.render.chart import svg
from vbgen.render.common import (
    MARK_SEPARATOR,
    Outline,
    Placed,
    address,
    aligned,
    aligned_header,
    captioned,
    clean,
    grid,
    indent,
    padding,
    plain,
    spans,
)
from vbgen.view.blocks import (
    Block,
    Break,
    Chart,
    Contents,
    Document,
    Heading,
    Image,
    Inlines,
    Links,
    ListBlock,
    NoteMark,
    Paragraph,
    Row,
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


def write(document: Document, theme: Theme) -> str:
    """Return the document as a page."""
    return _Page(document, theme).text()


class _Page:
    def __init__(self, document: Document, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._outline = Outline(document)
        self._places = iter(self._outline.headings)
        self._count = 0
        used = dict.fromkeys(span.symbol for span in spans(document.blocks) if span.symbol)
        self._symbols = {symbol: f"tecken_{at}" for at, symbol in enumerate(used, 1)}  # where each is used first
        self._unmet = set(used)
        self._contents = next((block for block in document.blocks if isinstance(block, Contents)), None)

    def text(self) -> str:
        document = self._document
        front, rest = self._front()
        body = "\n".join(made for block in rest for made in self._block(block))
        contents = self._navigation(self._contents) if self._contents is not None else ""
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

    def _front(self) -> tuple[TitleBlock, Sequence[Block]]:
        """The title page, or the document's title where there is none; and the other blocks."""
        blocks = self._document.blocks
        first = next((block for block in blocks if isinstance(block, TitleBlock)), None)
        if first is None:
            return TitleBlock(self._document.title, self._document.subtitle), blocks
        return first, tuple(block for block in blocks if block is not first)

    # -------------------------------------------------------------- blocks
    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            role = f' class="{block.role}"' if block.role != "body" else ""
            yield f"<p{role}>{self._inlines(block.content)}</p>"
        elif isinstance(block, Heading):
            place = next(self._places)
            number = f'<span class="number">{escape(block.number)}</span> ' if block.number else ""
            level = min(place.level + 1, 6)
            yield f'<h{level} id="{place.anchor}">{number}{self._inlines(block.content)}</h{level}>'
        elif isinstance(block, Table):
            yield self._table(block)
        elif isinstance(block, ListBlock):
            yield self._list(block)
        elif isinstance(block, Chart):
            caption = f"<figcaption>{self._inlines(captioned(block))}</figcaption>" if block.caption else ""
            drawn = svg(block, self._theme, width=CHART_WIDTH, title_id=self._name("diagram"))
            yield f'<figure class="chart">{caption}{drawn}{self._notes(block.notes)}</figure>'
        elif isinstance(block, Image):
            yield self._image(block)
        elif isinstance(block, TitleBlock):
            yield self._title(block, "h2")
        elif isinstance(block, Links):
            entries = "".join(f"<li>{self._inlines(entry)}</li>" for entry in block.entries)
            yield f'<div class="ways"><p class="label">{escape(block.title)}</p><ul>{entries}</ul></div>'

    def _title(self, block: TitleBlock, tag: str) -> str:
        subtitle = f'<p class="subtitle">{escape(block.subtitle)}</p>' if block.subtitle else ""
        lines = "".join(f'<p class="line">{escape(line)}</p>' for line in block.lines)
        above = f'<p class="above">{escape(block.above)}</p>' if block.above else ""
        return f'<div class="title">{above}<{tag}>{escape(block.title)}</{tag}>{subtitle}{lines}</div>'

    def _navigation(self, block: Contents) -> str:
        """The contents list, beside the text where there is room."""
        made: list[str] = []
        levels: list[int] = []
        listed = [one for one in self._document.blocks if isinstance(one, Heading)]
        for heading, place in zip(listed, self._outline.headings, strict=True):
            if not heading.in_contents or place.level > block.depth:
                continue
            while len(levels) > 1 and levels[-1] > place.level:
                made.append("</li></ul>")
                levels.pop()
            if not levels or place.level > levels[-1]:
                made.append("<ul>")
                levels.append(place.level)
            else:
                made.append("</li>")
            number = f"{escape(heading.number)} " if heading.number else ""
            made.append(f'<li><a href="#{place.anchor}">{number}{escape(plain(heading.content))}</a>')
        made += ["</li></ul>"] * len(levels)
        return f'<nav aria-labelledby="{_MAIN}slista"><h2 id="{_MAIN}slista">{escape(block.title)}</h2>{"".join(made)}</nav>\n'

    def _list(self, block: ListBlock) -> str:
        items = "".join(f"<li>{self._item(item)}</li>" for item in block.items)
        if block.kind == "bullet":
            return f"<ul>{items}</ul>"
        if block.kind == "alpha":
            before = f' style="--before: {block.start - 1}"' if block.start != 1 else ""
            return f'<ol class="alpha"{before}>{items}</ol>'
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"

    def _item(self, item: Sequence[Block]) -> str:
        """A single paragraph needs no element of its own."""
        if len(item) == 1 and isinstance(only := item[0], Paragraph) and only.role == "body":
            return self._inlines(only.content)
        return "".join(made for part in item for made in self._block(part))

    def _image(self, block: Image) -> str:
        caption = f"<figcaption>{self._inlines(block.caption)}</figcaption>" if block.caption else ""
        return f'<figure><img src="{address(block.media, block.content)}" alt="{escape(block.alt)}">{caption}</figure>'

    # --------------------------------------------------------------- tables
    def _table(self, block: Table) -> str:
        """What is wider than the screen scrolls inside itself, by keyboard too."""
        columns = len(block.columns)
        body = grid(block.rows, columns)
        pads = padding(block, body)
        name = self._name("tabell")
        caption = f'<caption id="{name}">{self._inlines(captioned(block))}</caption>' if block.caption else ""
        label = f'aria-labelledby="{name}"' if caption else f'aria-label="{escape(self._called(block))}"'
        head = "".join(
            self._header(block, row, places)
            for row, places in zip(block.header, grid(block.header, columns), strict=True)
        )
        made = []
        for at, (row, places) in enumerate(zip(block.rows, body, strict=True)):
            if row.kind == "heading" and at:
                made.append("</tbody><tbody>")
            commented = at + 1 < len(body) and block.rows[at + 1].kind == "comment"
            made.append(self._row(block, row, places, pads.get(at, {}), commented=commented))
        table = f"{caption}{f'<thead>{head}</thead>' if head else ''}<tbody>{''.join(made)}</tbody>"
        scroll = f'<div class="scroll" role="group" tabindex="0" {label}><table>{table}</table></div>'
        return f'<div class="table">{scroll}{self._notes(block.notes)}</div>'

    def _called(self, block: Table) -> str:
        """What a table without a caption is called: its header."""
        labels = [plain(part) for row in block.header for cell in row.cells for part in cell.content]
        return f"Tabell: {', '.join(filter(None, labels))}" if any(labels) else "Tabell"

    def _header(self, block: Table, row: Row, places: Sequence[Placed]) -> str:
        made = []
        for place in places:
            if place.continued:
                continue
            tag = "th" if place.cell.content else "td"
            scope = ' scope="colgroup"' if place.span > 1 else ' scope="col"'
            made.append(self._cell(place, tag, scope if tag == "th" else "", _class(aligned_header(block, place))))
        return f"<tr>{''.join(made)}</tr>"

    def _row(self, block: Table, row: Row, places: Sequence[Placed], pads: dict[int, str], *, commented: bool) -> str:
        made = []
        level = indent(row)
        for place in places:
            if place.continued:
                continue
            first = place.column == 0 and len(block.columns) > 1 and bool(place.cell.content)
            tag, scope = "td", ""
            if row.kind == "heading" and first:
                tag, scope = "th", ' scope="rowgroup"'
            elif first and row.kind != "comment" and block.header:
                tag, scope = "th", ' scope="row"'
            inset = f"in{min(level, _INDENTS)}" if level and place.column == 0 else ""
            classes = _class(aligned(block, row, place), inset)
            made.append(self._cell(place, tag, scope, classes, pads.get(place.column, "")))
        kinds = [row.kind] if row.kind in ("heading", "subtotal", "total", "comment") else []
        return f"<tr{_class(*kinds, *(['commented'] if commented else []))}>{''.join(made)}</tr>"

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

    def _inline(self, part: Span | NoteMark | Break) -> str:
        if isinstance(part, Break):
            return "<br>"
        if isinstance(part, NoteMark):
            return f"<sup>{escape(part.text)}</sup>"
        made = escape(part.text)
        if "emphasis" in part.style:
            made = f"<em>{made}</em>"
        if "strong" in part.style:
            made = f"<strong>{made}</strong>"
        if part.tone in _TONES:
            made = f'<span class="tone tone-{_TONES.index(part.tone)}">{made}</span>'
        if part.symbol in self._unmet:
            self._unmet.remove(part.symbol)
            made = f'<span id="{self._symbols[part.symbol]}">{made}</span>'
        target = self._target(part.link) if part.link else None
        return f'<a href="{target}">{made}</a>' if target is not None else made

    def _target(self, link: str) -> str | None:
        """What a link leads to: a heading or the first use of a symbol, if it is there, or a file beside this one."""
        if link.startswith("@"):
            name = self._symbols.get(link[1:])
            return f"#{name}" if name is not None else None
        if not link.startswith("#"):
            return quote(link)
        anchor = self._outline.target(link[1:])
        return f"#{anchor}" if anchor is not None else None


def _class(*names: str) -> str:
    used = [name for name in names if name and name != "left"]
    return f' class="{" ".join(used)}"' if used else ""
