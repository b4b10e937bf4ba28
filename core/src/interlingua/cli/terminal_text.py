r"""What a text looks like on a terminal: a model's words never command it, and lines are broken between words. Pure.

A terminal obeys control characters: an answer that holds `ESC ]0;…` renames the window, other sequences move the cursor over what
was printed, or put text into the clipboard. So on a terminal they are shown as escapes (`\x1b`), and nowhere else are they touched.
Direction marks, with which a text may pretend to be another one, are shown the same way.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# C0 but tab and newline, DEL, C1 (8-bit forms of ESC sequences), direction overrides and isolates, line separators.
_COMMANDS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def visible(text: str) -> str:
    """Show control characters as escapes; tabs and newlines stay, and CR LF becomes LF."""
    return _COMMANDS.sub(_escape, text.replace("\r\n", "\n"))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def one_line(text: str) -> str:
    """Show a text on one line: as `visible`, with white space folded."""
    return visible(" ".join(text.split()))


def whole(text: str) -> str:
    """Join halves of a surrogate pair to the character that they mean; a half alone stays as it is."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


class Pieces:
    """Shows a text that comes in pieces as it would be shown whole.

    What the next piece may change waits for it: half a surrogate pair, for a wire may cut there, and a carriage return, which a newline
    may follow.
    """

    def __init__(self, show: Callable[[str], str]) -> None:
        """Begin with nothing waiting."""
        self._show = show
        self._waiting = ""

    def feed(self, text: str) -> str:
        """Take a piece, give what can be shown."""
        text, self._waiting = self._waiting + text, ""
        if text.endswith("\r") or "\ud800" <= text[-1:] <= "\udbff":
            text, self._waiting = text[:-1], text[-1]
        return self._show(text)

    def close(self) -> str:
        """Give what still waits."""
        waiting, self._waiting = self._waiting, ""
        return self._show(waiting)


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
