"""The walk over a document that the writers of all formats share.

A kind of block has a method. A writer that lacks it cannot be made, and mypy says so; a kind that the walk lacks is an error of mypy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar, assert_never

from vbgen.render.layout import Element, HeadingLayout, Layout, ListLayout, TableLayout
from vbgen.view.blocks import Chart, Contents, Image, Links, PageBreak, Paragraph, TitleBlock

Output = TypeVar("Output")


class Writer(ABC, Generic[Output]):
    """A writer of each kind of element. What a format leaves out, its method says."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def write(self, element: Element) -> Output:  # noqa: PLR0911 - a line for each kind
        """Return the output for an element."""
        match element:
            case Paragraph():
                return self.paragraph(element)
            case HeadingLayout():
                return self.heading(element)
            case TableLayout():
                return self.table(element)
            case ListLayout():
                return self.list_block(element)
            case Chart():
                return self.chart(element)
            case Image():
                return self.image(element)
            case TitleBlock():
                return self.title_block(element)
            case Contents():
                return self.contents(element)
            case PageBreak():
                return self.page_break(element)
            case Links():
                return self.links(element)
            case _:
                assert_never(element)

    @abstractmethod
    def paragraph(self, block: Paragraph) -> Output:
        """Return a paragraph."""

    @abstractmethod
    def heading(self, heading: HeadingLayout) -> Output:
        """Return a heading."""

    @abstractmethod
    def table(self, table: TableLayout) -> Output:
        """Return a table with its caption and notes."""

    @abstractmethod
    def list_block(self, listed: ListLayout) -> Output:
        """Return a list."""

    @abstractmethod
    def chart(self, block: Chart) -> Output:
        """Return a chart with its caption and notes."""

    @abstractmethod
    def image(self, block: Image) -> Output:
        """Return a picture with its caption."""

    @abstractmethod
    def title_block(self, block: TitleBlock) -> Output:
        """Return a title page."""

    @abstractmethod
    def contents(self, block: Contents) -> Output:
        """Return the contents list."""

    @abstractmethod
    def page_break(self, block: PageBreak) -> Output:
        """Return the start of a new page."""

    @abstractmethod
    def links(self, block: Links) -> Output:
        """Return ways to other places in the document."""
