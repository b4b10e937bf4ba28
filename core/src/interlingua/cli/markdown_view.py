"""Markdown on a terminal, with nothing of the text swallowed.

Rich drops HTML, the addresses of images, and the ends of lines inside a paragraph. Here HTML is shown as it is written, every address
is shown, because a link's text may say anything, and a line ends where the model ended it.
"""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING, Final

from rich.markdown import Heading, Markdown, MarkdownElement, TextElement
from rich.segment import Segment

from interlingua.cli.markdown_blocks import grammar

if TYPE_CHECKING:
    from typing import ClassVar

    from markdown_it.token import Token
    from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType, RenderResult

_SPARE_ROWS: Final = 2


class _Verbatim(TextElement):
    """A block shown as it is written."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the text without the newlines that end it: the block ends with one of its own."""
        self.text.rstrip()
        yield self.text


class _LeftHeading(Heading):
    """A heading where the text below it begins, whatever its level."""

    LEVEL_ALIGN: ClassVar[dict[str, JustifyMethod]] = dict.fromkeys(Heading.LEVEL_ALIGN, "left")


class MarkdownView(Markdown):
    """Markdown as a terminal shows it."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _LeftHeading,
        "html_block": _Verbatim,
    }

    def __init__(self, text: str) -> None:
        """Read a text."""
        super().__init__("", hyperlinks=False)
        self.markup = text
        self.parsed = grammar().parse(text)
        for block in self.parsed:
            for token in block.children or ():
                _keep(token)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the blocks, without the empty row that Rich puts before a list even where nothing stands above it."""
        return dropwhile(lambda part: part == Segment.line(), super().__rich_console__(console, options))


def _keep(token: Token) -> None:
    """Turn what Rich drops into what it shows."""
    match token.type:
        case "softbreak":
            token.type = "hardbreak"
        case "html_inline":
            token.type = "text"
        case "image":
            address = str(token.attrs.get("src", ""))
            token.type, token.tag = "text", ""
            token.content = f"{token.content} ({address})" if token.content else address
            token.children = None
        case _:
            pass


class Foot:
    """The last rows of something that may be higher than the screen, above one empty row.

    The cursor rests in the empty row, so that what the terminal itself prints there (`^C`) can't wrap: what is drawn next erases as
    many rows as were drawn, and a row more would be left on the screen for good.
    """

    def __init__(self, whole: RenderableType) -> None:
        """Show the foot of a whole."""
        self._whole = whole

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the rows that fit."""
        rows = console.render_lines(self._whole, options.update(height=None), pad=False)
        for row in rows[-max(1, options.size.height - _SPARE_ROWS) :]:
            yield from row
            yield Segment.line()
        yield Segment.line()
