"""Break lines between words, where a terminal would break them anywhere. Pure."""

from __future__ import annotations

import textwrap


def wrapped(text: str, columns: int) -> str:
    """Break the lines that are longer than a terminal is wide.

    An indented line is left alone: it quotes something, and a marker may stand below it. So is a word that is wider by itself, such as
    an address, because it may be copied.
    """
    lines = (
        [line]
        if len(line) <= columns or line[:1].isspace()
        else textwrap.wrap(
            line, columns, break_long_words=False, break_on_hyphens=False, replace_whitespace=False, expand_tabs=False
        )
        for line in text.split("\n")
    )  # fmt: skip
    return "\n".join(piece for pieces in lines for piece in pieces)
