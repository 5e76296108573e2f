"""No kind of block or inline is lost in silence: one that a writer, or the walk, does not know is an error."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple, get_args

import pytest

from tests.cli.support import FORMATS
from tests.samples import image, row, text
from tests.test_formats import written
from vbgen import formats
from vbgen.render.layout import Layout
from vbgen.render.writer import Writer
from vbgen.view.blocks import (
    Block,
    Break,
    Chart,
    Column,
    Contents,
    Document,
    Heading,
    Inline,
    Links,
    ListBlock,
    NoteMark,
    PageBreak,
    Paragraph,
    Span,
    Table,
    TitleBlock,
)

BLOCKS: tuple[Block, ...] = (
    Paragraph(text("x")),
    Heading(1, text("x")),
    Table((Column(),), (), (row("x"),)),
    ListBlock("bullet", ((Paragraph(text("x")),),)),
    Chart("bars", (), "x", (), ()),
    image("x"),
    TitleBlock("x"),
    Contents("x"),
    PageBreak(),
    Links("x", ()),
)
INLINES: tuple[Inline, ...] = (Span("x"), NoteMark("1)"), Break())


def method(kind: type[Any]) -> str:
    """The method of a kind of block: `page_break` of PageBreak."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def walk() -> Writer[str]:
    """A writer that says which of its methods was called."""

    def named(name: str) -> Callable[[Any, Any], str]:
        return lambda _self, _element: name

    methods = {method(kind): named(method(kind)) for kind in get_args(Block)}
    made: Writer[str] = type("Walk", (Writer,), methods)(Layout(Document("T", BLOCKS)))
    return made


def test_samples_are_of_all_kinds() -> None:
    assert {type(block) for block in BLOCKS} == set(get_args(Block))
    assert {type(inline) for inline in INLINES} == set(get_args(Inline))


def test_each_kind_of_block_has_a_method() -> None:
    assert Writer.__abstractmethods__ == {method(kind) for kind in get_args(Block)}
    made = walk()
    assert [made.write(element) for element in made.layout.elements] == [method(type(block)) for block in BLOCKS]


@pytest.mark.parametrize("form", formats.FORMATS)
def test_each_writer_has_them_all(form: str) -> None:
    module = importlib.import_module(f"vbgen.render.{formats.FORMATS[form].module}")
    (writer,) = (
        found
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Writer) and found.__module__ == module.__name__
    )
    assert not inspect.isabstract(writer)
    signature = inspect.signature(module.write)
    taken = [parameter.annotation for parameter in signature.parameters.values()]
    assert (taken, signature.return_annotation) == (["Layout", "Look"], "bytes")


def test_a_writer_that_lacks_one_cannot_be_made() -> None:
    lacking: Any = type("Lacking", (type(walk()),), {"links": Writer.links})
    with pytest.raises(TypeError, match="links"):
        lacking(Layout(Document("T", ())))


def test_a_kind_that_nobody_knows_is_an_error() -> None:
    class Video(NamedTuple):
        """A kind of block that was added, and nothing else."""

        address: str

    video: Any = Video("x")
    with pytest.raises(AssertionError, match="Video"):
        Layout(Document("T", (video,)))
    with pytest.raises(AssertionError, match="Video"):
        walk().write(video)


@pytest.mark.process
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("inline", INLINES, ids=lambda inline: type(inline).__name__)
def test_each_writer_has_all_inlines(form: str, inline: Inline) -> None:
    def document(*inlines: Inline) -> Document:
        table = Table((Column(),), (), (row("x")._replace(cells=(row("x").cells[0]._replace(content=(inlines,)),)),))
        return Document("T", (Paragraph(inlines), table, Heading(1, inlines)))

    assert written(document(Span("a"), inline, Span("b")), form) != written(document(Span("a"), Span("b")), form)
    unknown: Any = 5
    with pytest.raises((AssertionError, AttributeError)):
        written(document(Span("a"), unknown), form)
