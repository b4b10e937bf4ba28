r"""Keep a model's words from commanding the terminal. Pure.

A terminal obeys control characters: an answer that holds `ESC ]0;…` renames the window, other sequences move the cursor over what
was printed, or put text into the clipboard. So on a terminal they are shown as escapes (`\x1b`), and nowhere else are they touched.
Direction marks, with which a text may pretend to be another one, are shown the same way.
"""

from __future__ import annotations

import re
from typing import Final

# C0 but tab and newline, DEL, C1 (8-bit forms of ESC sequences), direction overrides and isolates, line separators.
_COMMANDS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def visible(text: str) -> str:
    """Show control characters as escapes; tabs and newlines stay, and CR LF becomes LF."""
    return _COMMANDS.sub(_escape, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Show a text on one line: as `visible`, with white space folded."""
    return visible(" ".join(text.split()))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class VisibleText:
    """`visible` for text that comes in pieces: a carriage return waits for the newline that may follow."""

    def __init__(self) -> None:
        """Begin with nothing waiting."""
        self._waiting = ""

    def feed(self, text: str) -> str:
        """Take a piece, give what can be shown."""
        text, self._waiting = self._waiting + text, ""
        if text.endswith("\r"):
            text, self._waiting = text[:-1], "\r"
        return visible(text)

    def close(self) -> str:
        """Give what still waits."""
        waiting, self._waiting = self._waiting, ""
        return visible(waiting)
