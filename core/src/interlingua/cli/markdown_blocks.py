"""Where streamed Markdown may be cut: finished blocks are printed for good, and only the tail is drawn again. Pure.

Markdown's block structure is read line by line: once a whole line has begun a new top-level block, nothing that follows can change
the blocks before it. So everything before the last block that began with a whole line is finished.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FENCES = ("```", "~~~")


@cache
def grammar() -> MarkdownIt:
    """Give the grammar that answers are read with, for cutting and for showing alike."""
    from markdown_it import MarkdownIt

    # Definitions of links (`[1]: https://…`) are text: they may come after what refers to them is printed for good, and a
    # definition that nothing refers to would vanish.
    return MarkdownIt().enable("strikethrough").enable("table").disable("reference")


def split_blocks(text: str) -> tuple[str, str]:
    """Split a text into its finished blocks and the tail.

    Args:
        text: Markdown that begins at a top-level block.

    Returns:
        The finished blocks and the rest; together they are the text.
    """
    from markdown_it.rules_block import StateBlock

    lines = text[: text.rfind("\n") + 1]
    parser = grammar()
    # Block structure alone: `block` leaves the inline content unparsed, which is most of the work.
    tokens = StateBlock(lines, parser, {}, []).tokens
    parser.block.parse(lines, parser, {}, tokens)
    starts = [token.map[0] for token in tokens if token.level == 0 and token.map and token.nesting >= 0]
    if len(starts) < 2:
        return "", text
    cut = 0
    for _ in range(starts[-1]):
        cut = text.index("\n", cut) + 1
    return text[:cut], text[cut:]


def preview(tail: str, lines: int) -> str:
    """Give what of a long tail fits on a screen: its last lines, inside their fence where it is one."""
    every = tail.split("\n")
    if len(every) <= lines:
        return tail
    shown = every[-lines:]
    fence = every[0].lstrip()
    return "\n".join([every[0], *shown] if fence.startswith(_FENCES) else shown)
