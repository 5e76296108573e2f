"""The notation of texts: what it makes of lists, headings, placings, notes and emphasis; everything else is words, none lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbgen.model.text import Placing, Run, TextBlock, TextHeading, TextList, TextParagraph, parse_text, runs

LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def styled(content: tuple[Run, ...]) -> str:
    """Runs as one text: emphasis as <i>, strong as <b>, notes as <n>."""
    tags = {"plain": "", "emphasis": "i", "strong": "b", "note": "n"}
    return "".join(f"<{tag}>{run.text}</{tag}>" if (tag := tags[run.style]) else run.text for run in content)


def outline(blocks: tuple[TextBlock, ...]) -> list[object]:
    """Blocks as nested lists, for comparing."""
    out: list[object] = []
    for block in blocks:
        if isinstance(block, TextList):
            out.append([f"{block.kind} {block.start}", *(outline(item) for item in block.items)])
        elif isinstance(block, TextHeading):
            out.append(f"{'#' * block.depth} {styled(block.runs)}")
        elif isinstance(block, Placing):
            out.append((block.kind, block.id))
        else:
            out.append(styled(block.runs))
    return out


def parsed(*lines: str) -> list[object]:
    return outline(parse_text("\n".join(lines)).blocks)


# ------------------------------------------------------------------ paragraphs
def test_paragraphs_are_parted_by_blank_lines_and_lines_are_joined() -> None:
    assert parsed("Ett", "två.", "", "", "Tre.", "   ", "Fyra") == ["Ett två.", "Tre.", "Fyra"]


def test_an_empty_text_has_no_blocks() -> None:
    assert parsed("") == parsed(" ", "", "\t") == []


# ----------------------------------------------------------------------- lists
def test_bullets() -> None:
    assert parsed("- ett", "- två", "  fortsätter", "- tre") == [["bullet 1", ["ett"], ["två fortsätter"], ["tre"]]]


def test_a_line_that_is_not_indented_goes_on_with_the_item_above() -> None:
    assert parsed("- ett", "två") == [["bullet 1", ["ett två"]]]


def test_bullets_follow_a_paragraph_without_a_blank_line() -> None:
    assert parsed("Vi ska:", "- gå", "- stå", "", "Slut.") == ["Vi ska:", ["bullet 1", ["gå"], ["stå"]], "Slut."]


def test_a_number_in_running_text_begins_no_list() -> None:
    assert parsed("Beslutet togs", "2021. Det gäller", "5. juli och", "c) framåt") == [
        "Beslutet togs 2021. Det gäller 5. juli och c) framåt"
    ]


def test_a_list_that_begins_at_one_follows_a_paragraph_without_a_blank_line() -> None:
    assert parsed("Vi ska:", "1. gå", "2. stå") == ["Vi ska:", ["decimal 1", ["gå"], ["stå"]]]
    assert parsed("Vi ska:", "a) gå", "b) stå") == ["Vi ska:", ["alpha 1", ["gå"], ["stå"]]]


def test_numbered_and_lettered_lists() -> None:
    assert parsed("1. ett", "2. två", "", "a) alfa", "b) beta") == [
        ["decimal 1", ["ett"], ["två"]],
        ["alpha 1", ["alfa"], ["beta"]],
    ]


@pytest.mark.parametrize(("mark", "start"), [("c)", 3), ("e)", 5), ("z)", 26)])
def test_a_lettered_list_goes_on_where_it_says(mark: str, start: int) -> None:
    assert parsed("## Senare", "", f"{mark} punkt") == ["## Senare", [f"alpha {start}", ["punkt"]]]


def test_a_numbered_list_goes_on_where_it_says() -> None:
    assert parsed("4. fyra", "5. fem") == [["decimal 4", ["fyra"], ["fem"]]]


def test_a_list_is_parted_by_a_paragraph_and_goes_on_with_its_numbers() -> None:
    assert parsed("1. ett", "", "Mellan.", "", "2. två") == [["decimal 1", ["ett"]], "Mellan.", ["decimal 2", ["två"]]]


def test_lists_nest_by_indent() -> None:
    assert parsed("- ett", "  - inre", "    1. innerst", "  - andra", "- två") == [
        ["bullet 1", ["ett", ["bullet 1", ["inre", ["decimal 1", ["innerst"]]], ["andra"]]], ["två"]]
    ]


def test_a_lettered_list_in_a_numbered_one() -> None:
    assert parsed("1. ett", "   a) alfa", "   b) beta", "2. två") == [
        ["decimal 1", ["ett", ["alpha 1", ["alfa"], ["beta"]]], ["två"]]
    ]


def test_an_item_holds_several_paragraphs() -> None:
    assert parsed("- ett", "", "  mera", "", "- två") == [["bullet 1", ["ett", "mera"], ["två"]]]


def test_blank_lines_between_items_do_not_end_the_list() -> None:
    assert parsed("- ett", "", "- två") == [["bullet 1", ["ett"], ["två"]]]


def test_another_kind_of_mark_begins_another_list() -> None:
    assert parsed("- ett", "1. två") == [["bullet 1", ["ett"]], ["decimal 1", ["två"]]]


def test_a_heading_and_a_placing_end_a_list() -> None:
    assert parsed("- ett", "# Rubrik", "- två", "[tabell: t]") == [
        ["bullet 1", ["ett"]],
        "# Rubrik",
        ["bullet 1", ["två"]],
        ("tabell", "t"),
    ]


# ------------------------------------------------------- headings and placings
def test_headings() -> None:
    assert parsed("# Ett", "## Två", "### Tre", "Text") == ["# Ett", "## Två", "### Tre", "Text"]


def test_what_is_no_heading() -> None:
    assert parsed("#Ett", "", "#### Fyra", "", "Nr # 5", "", "#") == ["#Ett", "#### Fyra", "Nr # 5", "#"]


def test_placings() -> None:
    text = "Före.\n[tabell: drift-budget]\nEfter.\n\n  [diagram: d1]\n[bild:b]\n[mål]\n[indikatorer]"
    assert outline(parse_text(text).blocks) == [
        "Före.",
        ("tabell", "drift-budget"),
        "Efter.",
        ("diagram", "d1"),
        ("bild", "b"),
        ("mål", None),
        ("indikatorer", None),
    ]
    placed = parse_text(text).placings()
    assert [(p.line, p.column) for p in placed] == [(1, 0), (4, 2), (5, 0), (6, 0), (7, 0)]


@pytest.mark.parametrize(
    "line",
    ["[tabell]", "[mål: x]", "[annat: x]", "Se [tabell: x]", "[tabell: x] här", "[tabell: a b]", "[tabell: ]", "[]"],
)
def test_what_places_nothing_is_words(line: str) -> None:
    assert parsed(line) == [line]


# ---------------------------------------------------------- emphasis and notes
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*kursiv* och **fet**", "<i>kursiv</i> och <b>fet</b>"),
        ("**fet**text", "<b>fet</b>text"),
        ("*två ord*, **tre ord till**.", "<i>två ord</i>, <b>tre ord till</b>."),
        ("LOV[^1] och LOU[^*)]", "LOV<n>1</n> och LOU<n>*)</n>"),
        ("*kursiv*[^a]", "<i>kursiv</i><n>a</n>"),
        ("5 * 6 * 7", "5 * 6 * 7"),
        ("* lös *", "* lös *"),
        ("** lös **", "** lös **"),
        ("2*3*4", "2*3*4"),
        ("en * stjärna", "en * stjärna"),
        ("*) Procent av schemalagd tid", "*) Procent av schemalagd tid"),
        ("Omsättning *) 2021 *)", "Omsättning *) 2021 *)"),
        ("[^], [^ x], [^för-lång-not]", "[^], [^ x], [^för-lång-not]"),
        ("_inte_ `kod`", "_inte_ `kod`"),
    ],
)
def test_inline_notation(text: str, expected: str) -> None:
    assert styled(runs(text)) == expected


def test_notes_are_found_with_their_lines() -> None:
    prose = parse_text("Ett[^1]\n\n- två[^b]\n  - tre[^3]\n\n# Fyra[^d]")
    assert prose.notes() == [("1", 0), ("b", 2), ("3", 3), ("d", 5)]


# --------------------------------------------------------------- literal words
@pytest.mark.parametrize(
    "text",
    [
        *("{{ 7*7 }}", "{% raw %}", "<b>fet</b>", "<script>alert(1)</script>", "&amp; &nbsp;", "[länk](http://x)"),
        *("![bild](x.png)", "`rm -rf`", "```", "~~struken~~", "$x^2$", "C:\\x", "| a | b |", "---", "===", "> citat"),
        *("+ plus", "1) ett", "A) stor", "-utan blank", "1.utan blank", "•", "-", "1.", "\\newpage", ":::", "[^1]:"),
    ],
)
def test_everything_else_is_literal(text: str) -> None:
    blocks = parse_text(text).blocks
    assert all(isinstance(block, TextParagraph) for block in blocks)
    assert "".join(run.text for block in blocks if isinstance(block, TextParagraph) for run in block.runs) == (
        text if text != "[^1]:" else "1:"
    )


# ------------------------------------------------------------- nothing is lost
def words(blocks: tuple[TextBlock, ...]) -> str:
    """All that a parsed text says, list marks as printed."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, TextList):
            for number, item in enumerate(block.items, block.start):
                mark = {"bullet": "", "decimal": str(number), "alpha": LETTERS[(number - 1) % 29]}[block.kind]
                out += [mark, words(item)]
        elif isinstance(block, Placing):
            out += [block.kind, block.id or ""]
        else:
            out.append("".join(run.text if run.style != "note" else f" {run.text} " for run in block.runs))
    return " ".join(out)


def in_order(text: str) -> list[str]:
    """The words of a text: letters and figures only."""
    return re.findall(r"[^\W_]+", text)


LINES = st.sampled_from(
    (
        *(
            "",
            "",
            "  ",
            "ett två",
            "  indragen",
            "    mer",
            "# Rubrik",
            "## *Under*",
            "### Djup[^1]",
            "#### Fyra",
            "[mål]",
        ),
        *(
            "[tabell: t1]",
            "  [bild: b]",
            "[tabell: t] efter",
            "*kursiv* rad",
            "**fet** rad",
            "*öppen",
            "stängd* rad",
            "**",
        ),
        *(
            "- punkt",
            "-- streck",
            "• prick",
            "  - inre",
            "    - innerst",
            "      - djupast",
            "- # rubrik",
            "- [mål]",
            "-",
        ),
        *("{{ 7*7 }}", "<b>x</b>", "a * b * c", "not[^2] här[^b]", "2021", "7 %", "- - dubbel", "\tflik", "- \tflik"),
    )
)


@st.composite
def numbered(draw: st.DrawFn) -> str:
    """A list with marks that follow each other, from anywhere, with blank or further lines between."""
    indent = draw(st.sampled_from(("", "  ", "   ")))
    count, start = draw(st.integers(1, 4)), draw(st.integers(1, 9))
    between = draw(st.sampled_from(("", "", "\n", "\n" + indent + "    mera")))
    if draw(st.booleans()):  # noqa: SIM108 - two lines of one kind each
        marks = [f"{start + n}." for n in range(count)]
    else:
        marks = [f"{LETTERS[start + n - 1]})" for n in range(count)]
    return (between + "\n").join(f"{indent}{mark} del" for mark in marks)


@given(st.lists(st.one_of(LINES, numbered()), max_size=12).map("\n".join))
@example("- ett\n\n      långt in\n   mindre\n\n\n- två")
@example("text\n1. ett\n2. två")
@example("1. ett\n\n1. ett igen")
@example("c) tre\nd) fyra\n\nf) sex")
@example("{{ 7*7 }}\nstängd* rad")
def test_every_word_is_there_in_order(text: str) -> None:
    found = in_order(words(parse_text(text).blocks))
    assert found == in_order(text)


@given(st.text(alphabet="ab1. )(-*#[]^:\n\n  é•", max_size=40))
@example("*1 a*)")
def test_no_character_but_notation_is_lost(text: str) -> None:
    """Any text at all: without list marks, which are checked above, the letters come out in order."""
    source = re.sub(r"(?m)(?:^| )(?:\d{1,3}\.|[ab]\))(?= |$)", " ", text)
    result = re.sub(r"(?m)(?:^| )(?:\d{1,3}\.|[ab]\))(?= |$)", " ", words_without_marks(parse_text(text).blocks))
    assert "".join(re.findall(r"[abé]", result)) == "".join(re.findall(r"[abé]", source))


def words_without_marks(blocks: tuple[TextBlock, ...]) -> str:
    out: list[str] = []
    for block in blocks:
        if isinstance(block, TextList):
            out += [words_without_marks(item) for item in block.items]
        elif isinstance(block, Placing):
            out += [block.kind, block.id or ""]
        else:
            out.append("\0".join(run.text for run in block.runs))  # an `a` in emphasis before a `)` is no list mark
    return "\n".join(out)


def plain(text: str) -> str:
    """Without notation of emphasis and notes."""
    return re.sub(r"[*^\[\]]", "", text)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_lines_say_where_a_block_stands(text: str) -> None:
    """The first word of a block stands on the line that the block names."""
    lines = text.split("\n")

    def look(blocks: tuple[TextBlock, ...]) -> None:
        for block in blocks:
            if isinstance(block, TextList):
                for item in block.items:
                    look(item)
            elif isinstance(block, Placing):
                assert lines[block.line][block.column :].startswith(f"[{block.kind}")
            else:
                first = next(iter("".join(run.text for run in block.runs).split()), "")
                assert plain(first) in plain(lines[block.line])

    look(parse_text(text).blocks)
