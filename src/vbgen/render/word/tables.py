"""Tables as Word XML: repeated header rows, groups as merged cells, thin rules, figures to the right.

Written directly since pandoc's tables carry neither row headers, nor rules for totals, nor exact widths.
"""

from __future__ import annotations

from typing import NamedTuple

from vbgen.model.theme import Theme
from vbgen.render.common import escape_attribute, get_plain_text
from vbgen.render.layout import LayoutCell, RowLayout, TableLayout
from vbgen.render.widths import TIGHT, TIGHT_MARGINS, fit_columns, measure_ems
from vbgen.render.word.styles import DEFAULT
from vbgen.render.word.xml import StyleId, caption, paragraph, runs, turn_pages
from vbgen.view.blocks import Table

INDENT = 200  # a level of "varav"
_BOLD_ROWS = frozenset(("heading", "subtotal", "total"))
_CLINGING = frozenset(("subtotal", "total", "comment"))  # on the same page as the row above
_NO_TOP = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>'
_NO_BOTTOM = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'


class _Frame(NamedTuple):
    """The common ground of all cells of one table: its columns, their widths, the text size, the style ids."""

    block: Table
    widths: list[int]
    size: float
    header: str
    text: str
    theme: Theme


def table_xml(table: TableLayout, width: int, long: int, style: StyleId, theme: Theme) -> str:
    """Return caption, table and notes, `width` wide; a low empty paragraph closes it, for Word would join two tables.

    A table that cannot be read at this width lies on its side, on pages of its own, `long` wide.
    """
    block = table.block
    column_fit = fit_columns(table, width, long)
    frame = _Frame(block, column_fit.widths, column_fit.size, style("Table Header"), style("Table Text"), theme)
    is_together = table.stays_whole()
    last = len(table.header)
    rows = [
        _build_header_row(frame, table, places, last=number == last) for number, places in enumerate(table.header, 1)
    ]
    for row, tall in zip(table.body, table.breakable_rows, strict=True):
        rows.append("<w:tr>" if tall else "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        keep = row.row.kind == "heading" or is_together or row.next_kind in _CLINGING
        rows.append(_build_row(frame, row, keep=keep if row.next_kind else bool(block.notes)))
    notes = "".join(paragraph(style("Note"), runs(note.content)) for note in block.notes)
    end = paragraph(style("Table End"), "")
    xml = f"{caption(block, style)}{_open_table(frame, style('Table'))}{''.join(rows)}</w:tbl>{notes}{end}"
    return turn_pages(xml, style) if column_fit.on_side else xml


def _open_table(frame: _Frame, style: str) -> str:
    """Return properties and grid. The first column is flagged as row headers, the header rows as column headers."""
    block, tight = frame.block, TIGHT_MARGINS // 2
    margins = (
        f'<w:tblCellMar><w:left w:w="{tight}" w:type="dxa"/><w:right w:w="{tight}" w:type="dxa"/></w:tblCellMar>'
        if frame.size <= TIGHT
        else ""
    )
    caption_xml = f'<w:tblCaption w:val="{escape_attribute(get_plain_text(block.caption))}"/>' if block.caption else ""
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in frame.widths)
    first, flags = (1, "04A0") if block.header else (0, "0480")
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(frame.widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}<w:tblLook w:val="{flags}" w:firstRow="{first}" w:lastRow="0"'
        f' w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{caption_xml}</w:tblPr>'
        f"<w:tblGrid>{grid_columns}</w:tblGrid>"
    )


def _build_header_row(frame: _Frame, table: TableLayout, places: list[LayoutCell], *, last: bool) -> str:
    look = (
        (_build_borders(frame.theme, bottom=8) if last else "")
        + _build_fill(frame.theme)
        + '<w:vAlign w:val="bottom"/>'
    )
    cells = [
        _build_cell(frame, place, look, frame.header, _build_alignment(table.header_align(place))) for place in places
    ]
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _build_row(frame: _Frame, row: RowLayout, *, keep: bool) -> str:
    """`keep`: on the same page as the next row. Between a row and the comment on it stands no rule."""
    theme, kind, padding = frame.theme, row.row.kind, row.padding
    look = {
        "total": _build_borders(theme, top=8) + _build_fill(theme),
        "subtotal": _build_borders(theme, top=4),
        "comment": _NO_TOP,
    }.get(kind, "")
    look = look or (_NO_BOTTOM if row.has_comment else "")
    level = row.indent
    keep_next = "<w:keepNext/>" if keep else ""
    cells = []
    for place in row.places:
        left = INDENT * level if place.column == 0 else 0
        right = round(measure_ems(padding[place.column]) * frame.size * 20) if place.column in padding else 0
        sides = (f' w:left="{left}"' if left else "") + (f' w:right="{right}"' if right else "")
        layout = keep_next + (f"<w:ind{sides}/>" if sides else "") + _build_alignment(row.align(place, frame.block))
        cells.append(_build_cell(frame, place, look, frame.text, layout, bold=kind in _BOLD_ROWS))
    return f"{''.join(cells)}</w:tr>"


def _build_cell(frame: _Frame, place: LayoutCell, look: str, style: str, layout: str, *, bold: bool = False) -> str:
    """Return a cell in the schema's order; a place continued from above is an empty merged cell."""
    width = sum(frame.widths[place.column : place.column + place.span])
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{place.span}"/>' if place.span > 1 else ""
    if place.cell.rowspan > 1:
        properties += "<w:vMerge/>" if place.is_continued else '<w:vMerge w:val="restart"/>'
    content = () if place.is_continued else place.cell.content
    scale = 0 if frame.size == DEFAULT.table_size else frame.size
    text = "".join(
        paragraph(style, runs(part, bold=bold, size=scale, theme=frame.theme), layout) for part in content or ((),)
    )
    return f"<w:tc><w:tcPr>{properties}{look}</w:tcPr>{text}</w:tc>"


def _build_alignment(align: str) -> str:
    return "" if align == "left" else f'<w:jc w:val="{align}"/>'


# Colours are named as the reference document's theme names them, so that one changed in Word brings its own; the value is for programs
# that do not know such names.
def _build_fill(theme: Theme) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{theme.fill}" w:themeFill="background2"/>'


def _build_borders(theme: Theme, top: int = 0, bottom: int = 0) -> str:
    """Return the rules of one cell, in eighths of a point."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{theme.heading}" w:themeColor="text2"/>'
        for side, eighths in (("top", top), ("bottom", bottom))
        if eighths
    )
    return f"<w:tcBorders>{sides}</w:tcBorders>"
