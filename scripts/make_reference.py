"""Make the reference document (fonts, styles, page, header, footer) that gives every Word file its look.

Run `python scripts/make_reference.py` after a change of `vbgen/model/theme.py` or `vbgen/render/word/styles.py`; it writes the
packaged default. An organisation's own look: `python scripts/make_reference.py --theme templates/tema.yaml templates/referens.docx`.
The parts are written from nothing, so that each is known, and the file is the same byte for byte every time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml

from vbgen.model.theme import Theme
from vbgen.render.word.package import pack
from vbgen.render.word.styles import DEFAULT, PAGE, Style, border, styles, twips

TARGET = Path(__file__).parents[1] / "src/vbgen/templates/referens.docx"

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# Part of the package → its kind of relation and its content type.
PARTS = {
    "styles.xml": ("styles", f"{WORD_TYPE}.styles+xml"),
    "settings.xml": ("settings", f"{WORD_TYPE}.settings+xml"),
    "fontTable.xml": ("fontTable", f"{WORD_TYPE}.fontTable+xml"),
    "numbering.xml": ("numbering", f"{WORD_TYPE}.numbering+xml"),
    "footnotes.xml": ("footnotes", f"{WORD_TYPE}.footnotes+xml"),
    "theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "header1.xml": ("header", f"{WORD_TYPE}.header+xml"),
    "header2.xml": ("header", f"{WORD_TYPE}.header+xml"),
    "footer1.xml": ("footer", f"{WORD_TYPE}.footer+xml"),
    "footer2.xml": ("footer", f"{WORD_TYPE}.footer+xml"),
}


def build(theme: Theme = DEFAULT) -> bytes:
    """Return the whole reference document."""
    parts = {
        "[Content_Types].xml": _write_content_types(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": _write_relations(),
        "word/document.xml": _write_document(theme),
        "word/styles.xml": _write_styles(theme),
        "word/settings.xml": _write_settings(),
        "word/fontTable.xml": _write_fonts(theme),
        "word/numbering.xml": f"<w:numbering {W}/>",
        "word/footnotes.xml": _write_footnotes(),
        "word/theme/theme1.xml": _write_theme(theme),
        "word/header1.xml": f"<w:hdr {W}>{_write_mark()}{_write_paragraph('Header', '{{title}}')}</w:hdr>",
        "word/header2.xml": f"<w:hdr {W}>{_write_mark()}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}>{_write_footer()}</w:ftr>",
        "word/footer2.xml": f"<w:ftr {W}>{_write_paragraph('Footer', '')}</w:ftr>",
    }
    return pack({name: (HEAD + text).encode() for name, text in parts.items()})


def _write_content_types() -> str:
    overrides = {f"/word/{name}": kind for name, (_, kind) in PARTS.items()}
    overrides["/word/document.xml"] = f"{WORD_TYPE}.document.main+xml"
    elements = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{elements}</Types>"
    )


def _write_relations() -> str:
    elements = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{name}"/>'
        for number, (name, (kind, _)) in enumerate(PARTS.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{elements}</Relationships>'


def _write_document(theme: Theme) -> str:
    """Return one empty page; its section counts: A4, margins, headers and footers (the first page has its own)."""
    ids = {name: f"rId{number}" for number, name in enumerate(PARTS, 1)}
    references = "".join(
        f'<w:{part}Reference w:type="{page_type}" r:id="{ids[f"{part}{number}.xml"]}"/>'
        for part in ("header", "footer")
        for page_type, number in (("default", 1), ("first", 2))
    )
    width, height = PAGE
    return (
        f"<w:document {W} {R}><w:body><w:p/><w:sectPr>{references}"
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{twips(theme.top)}" w:right="{twips(theme.side)}"'
        f' w:bottom="{twips(theme.bottom)}" w:left="{twips(theme.side)}" w:header="709" w:footer="624" w:gutter="0"/>'
        '<w:cols w:space="708"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def _write_paragraph(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _write_mark() -> str:
    return _write_paragraph("HeaderMark", "{{marks}}")


def _write_footer() -> str:
    def write_field(code: str) -> str:
        return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def write_run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{write_run("{{organisation}}{{version}}")}<w:r><w:tab/></w:r>'
        f"{write_run('Sida ')}{write_field('PAGE')}{write_run(' av ')}{write_field('NUMPAGES')}</w:p>"
    )


def _write_footnotes() -> str:
    return (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )


def _write_settings() -> str:
    """Return the settings without `updateFields`: the contents list alone is marked for Word to fill, not every number of a table."""
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="sv-SE"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
        ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"'
        ' w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _write_fonts(theme: Theme) -> str:
    return (
        f'<w:fonts {W}><w:font w:name="{theme.font}"><w:altName w:val="{theme.fallback}"/><w:family w:val="swiss"/>'
        "</w:font></w:fonts>"
    )


def _write_theme(theme: Theme) -> str:
    """Return Word's palette, from which readers pick when they add something of their own."""
    colours = {
        "dk1": theme.text, "lt1": "FFFFFF", "dk2": theme.heading, "lt2": theme.fill, "accent1": theme.accent,
        "accent2": theme.heading, "accent3": theme.rule, "accent4": theme.mark, "accent5": theme.muted,
        "accent6": theme.fill, "hlink": theme.accent, "folHlink": theme.muted,
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    face = f'<a:latin typeface="{theme.font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6350, 12700, 19050))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {A} name="vbgen"><a:themeElements><a:clrScheme name="vbgen">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="vbgen"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="vbgen"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def _write_styles(theme: Theme) -> str:
    font = f'w:ascii="{theme.font}" w:hAnsi="{theme.font}" w:eastAsia="{theme.font}" w:cs="{theme.font}"'
    size = round(theme.body_size * 2)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {font}/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
    )
    elements = "".join(_write_style(style) for style in styles(theme))
    return f"<w:styles {W}>{defaults}{elements}{_write_table_styles(theme)}</w:styles>"


def _write_style(style: Style) -> str:
    default = ' w:default="1"' if style.id in {"Normal", "DefaultParagraphFont"} else ""
    custom = "" if default or style.name[0].islower() else ' w:customStyle="1"'
    if style.name in {"Title", "Subtitle", "Body Text", "Hyperlink", "FollowedHyperlink", "Date", "Block Text"}:
        custom = ""  # Word's own names
    names = f'<w:name w:val="{style.name}"/>'
    names += f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    names += f'<w:next w:val="{style.next}"/>' if style.next else ""
    names += "<w:qFormat/>" if style.kind == "paragraph" else ""
    paragraph = _write_paragraph_properties(style) if style.kind == "paragraph" else ""
    return (
        f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.id}">{names}{paragraph}'
        f"{_write_run_properties(style)}</w:style>"
    )


def _write_paragraph_properties(style: Style) -> str:
    """Return the properties in the order that the schema demands."""
    elements = "".join(f"<w:keep{word.title()}/>" for word in style.keep.split())
    elements += f"<w:pBdr>{style.frame}</w:pBdr>" if style.frame else ""
    elements += f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>' if style.shade else ""
    leader = ' w:leader="dot"' if style.leader else ""
    stops = "".join(f'<w:tab w:val="{kind}"{leader} w:pos="{place}"/>' for kind, place in style.tabs)
    elements += f"<w:tabs>{stops}</w:tabs>" if stops else ""
    rule = "exact" if style.exact else "auto"
    spacing = f' w:before="{style.before}"' if style.before is not None else ""
    spacing += f' w:after="{style.after}"' if style.after is not None else ""
    spacing += f' w:line="{style.line}" w:lineRule="{rule}"' if style.line is not None else ""
    elements += f"<w:spacing{spacing}/>" if spacing else ""
    if style.left or style.hanging:
        elements += f'<w:ind w:left="{style.left + style.hanging}" w:hanging="{style.hanging}"/>'
    elements += "<w:contextualSpacing/>" if style.close else ""
    elements += f'<w:jc w:val="{style.align}"/>' if style.align else ""
    elements += f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    return f"<w:pPr>{elements}</w:pPr>" if elements else ""


def _write_run_properties(style: Style) -> str:
    face = style.face.split()
    elements = "<w:b/><w:bCs/>" if "bold" in face else ""
    elements += "<w:i/><w:iCs/>" if "italic" in face else ""
    elements += f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    size = round(style.size * 2)
    elements += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    elements += '<w:u w:val="single"/>' if "underline" in face else ""
    elements += '<w:vertAlign w:val="superscript"/>' if "raised" in face else ""
    return f"<w:rPr>{elements}</w:rPr>" if elements else ""


def _write_table_styles(theme: Theme) -> str:
    """Return thin rules between rows, no grid; header rows and totals get theirs from the writer, row by row."""
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in
                      (("top", 0), ("left", 85), ("bottom", 0), ("right", 85)))  # fmt: skip
    rules = border("top", theme.heading, 8, 0) + border("bottom", theme.heading, 8, 0)
    rules += border("insideH", theme.rule, 4, 0)
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{rules}</w:tblBorders></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )


def theme_of(file: Path) -> Theme:
    """Return the default theme with the fields of a YAML file instead; ValidationError for one that is no theme."""
    return Theme.model_validate(yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506 - texts only


def main() -> None:
    """Write the packaged default, or an organisation's own from its theme."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("target", nargs="?", type=Path, default=TARGET)
    parser.add_argument("--theme", type=Path, help="YAML file with the fields of Theme that differ")
    options = parser.parse_args()
    target: Path = options.target
    target.write_bytes(build(theme_of(options.theme) if options.theme else DEFAULT))
    print(target)


if __name__ == "__main__":
    main()
