"""Tables as Word XML: repeated header rows, groups as merged cells, thin rules, figures to the right.

Written directly since pandoc's tables carry neither row headers, nor rules for totals, nor exact widths.
"""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.theme import Theme
from vbgen.render.common import (
    TALL,
    Placed,
    aligned,
    aligned_header,
    grid,
    indent,
    letters,
    padding,
    plain,
    stays_whole,
)
from vbgen.render.widths import TIGHT, TIGHT_MARGINS, ems, fit, needs_landscape
from vbgen.render.wordstyles import DEFAULT
from vbgen.render.wordxml import StyleId, attribute, caption, paragraph, runs, turned
from vbgen.view.blocks import Row, Table

INDENT = 200  # a level of "varav"
_BOLD_ROWS = frozenset(("heading", "subtotal", "total"))
_CLINGING = frozenset(("subtotal", "total", "comment"))  # on the same page as the row above
_NO_TOP = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>'
_NO_BOTTOM = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'


class _Frame(NamedTuple):
    """What all cells of one table share: its columns, their widths, the text size, the style ids."""

    block: Table
    widths: list[int]
    size: float
    header: str
    text: str
    theme: Theme


def table(block: Table, width: int, long: int, style: StyleId, theme: Theme) -> str:
    """Caption, table and notes, `width` wide; a low empty paragraph closes it, for Word would join two tables.

    A table that cannot be read at this width lies on its side, on pages of its own, `long` wide.
    """
    head, body = grid(block.header, len(block.columns)), grid(block.rows, len(block.columns))
    on_side = needs_landscape(block, head, body, width)
    widths, size = fit(block, head, body, long if on_side else width)
    frame = _Frame(block, widths, size, style("Table Header"), style("Table Text"), theme)
    pads = padding(block, body)
    together = stays_whole(body)
    made = [_header_row(frame, places, last=at == len(head)) for at, places in enumerate(head, 1)]
    for at, (source, places) in enumerate(zip(block.rows, body, strict=True), 1):
        following = block.rows[at].kind if at < len(body) else ""
        keep = source.kind == "heading" or together or following in _CLINGING
        made.append("<w:tr>" if max(map(letters, places)) > TALL else "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        keep = keep if following else bool(block.notes)
        made.append(_row(frame, source, places, pads.get(at - 1, {}), keep=keep, commented=following == "comment"))
    notes = "".join(paragraph(style("Note"), runs(note.content)) for note in block.notes)
    end = paragraph(style("Table End"), "")
    done = f"{caption(block, style)}{_open(frame, style('Table'))}{''.join(made)}</w:tbl>{notes}{end}"
    return turned(done, style) if on_side else done


def _open(frame: _Frame, style: str) -> str:
    """Properties and grid. The first column is flagged as row headers, the header rows as column headers."""
    block, tight = frame.block, TIGHT_MARGINS // 2
    margins = (
        f'<w:tblCellMar><w:left w:w="{tight}" w:type="dxa"/><w:right w:w="{tight}" w:type="dxa"/></w:tblCellMar>'
        if frame.size <= TIGHT
        else ""
    )
    described = f'<w:tblCaption w:val="{attribute(plain(block.caption))}"/>' if block.caption else ""
    listed = "".join(f'<w:gridCol w:w="{width}"/>' for width in frame.widths)
    first, flags = (1, "04A0") if block.header else (0, "0480")
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(frame.widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}<w:tblLook w:val="{flags}" w:firstRow="{first}" w:lastRow="0"'
        f' w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{described}</w:tblPr>'
        f"<w:tblGrid>{listed}</w:tblGrid>"
    )


def _header_row(frame: _Frame, places: list[Placed], *, last: bool) -> str:
    look = (_borders(frame.theme, bottom=8) if last else "") + _fill(frame.theme) + '<w:vAlign w:val="bottom"/>'
    made = [_cell(frame, place, look, frame.header, _jc(aligned_header(frame.block, place))) for place in places]
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(made)}</w:tr>"


def _row(frame: _Frame, source: Row, places: list[Placed], pads: dict[int, str], *, keep: bool, commented: bool) -> str:
    """`pads`: what figures lack at their end, by column; `keep`: on the same page as the next row; `commented`: no rule between the
    two."""
    theme, bold = frame.theme, source.kind in _BOLD_ROWS
    look = {"total": _borders(theme, top=8) + _fill(theme), "subtotal": _borders(theme, top=4), "comment": _NO_TOP}.get(
        source.kind, ""
    )
    look = look or (_NO_BOTTOM if commented else "")
    level = indent(source)
    kept = "<w:keepNext/>" if keep else ""
    made = []
    for place in places:
        left = INDENT * level if place.column == 0 else 0
        right = round(ems(pads[place.column]) * frame.size * 20) if place.column in pads else 0
        sides = (f' w:left="{left}"' if left else "") + (f' w:right="{right}"' if right else "")
        layout = kept + (f"<w:ind{sides}/>" if sides else "") + _jc(aligned(frame.block, source, place))
        made.append(_cell(frame, place, look, frame.text, layout, bold=bold))
    return f"{''.join(made)}</w:tr>"


def _cell(frame: _Frame, place: Placed, look: str, style: str, layout: str, *, bold: bool = False) -> str:
    """One cell in the schema's order; a place continued from above is an empty merged cell."""
    width = sum(frame.widths[place.column : place.column + place.span])
    made = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    made += f'<w:gridSpan w:val="{place.span}"/>' if place.span > 1 else ""
    if place.cell.rowspan > 1:
        made += "<w:vMerge/>" if place.continued else '<w:vMerge w:val="restart"/>'
    content = () if place.continued else place.cell.content
    scale = 0 if frame.size == DEFAULT.table_size else frame.size
    text = "".join(
        paragraph(style, runs(part, bold=bold, size=scale, theme=frame.theme), layout) for part in content or ((),)
    )
    return f"<w:tc><w:tcPr>{made}{look}</w:tcPr>{text}</w:tc>"


def _jc(align: str) -> str:
    return "" if align == "left" else f'<w:jc w:val="{align}"/>'


# Colours are named as the reference document's theme names them, so that one changed in Word brings its own; the value is for programs
# that do not know such names.
def _fill(theme: Theme) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{theme.fill}" w:themeFill="background2"/>'


def _borders(theme: Theme, top: int = 0, bottom: int = 0) -> str:
    """Rules of one cell, in eighths of a point."""
    made = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{theme.heading}" w:themeColor="text2"/>'
        for side, eighths in (("top", top), ("bottom", bottom))
        if eighths
    )
    return f"<w:tcBorders>{made}</w:tcBorders>"
