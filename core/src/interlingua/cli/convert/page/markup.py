"""How a text becomes part of the page: escaped, visible, and no longer than one has patience for. Pure."""

from __future__ import annotations

from hashlib import blake2b
from html import escape
from typing import Final

from interlingua.cli.terminal_text import visible

MAX_WORDS: Final = 500
"""How many characters of a path or a reason are shown: both may hold words of the data."""


def safe(text: str, limit: int = MAX_WORDS) -> str:
    """Escape a text: nothing in it is a tag or commands the reader's screen. A longer one ends with how many characters are left out."""
    shown = escape(visible(text[:limit]), quote=True)
    return shown if len(text) <= limit else f"{shown}… {len(text) - limit:,} more characters"


def to_bytes(text: str) -> bytes:
    """Give the bytes of a piece of the page; half a character is shown as its escape."""
    return text.encode(errors="backslashreplace")


def group_name(kind: str, reason: str) -> str:
    """Name what is filtered by: losses of a kind and a reason, or lines that were set aside for one."""
    return "g" + blake2b(f"{kind}\0{reason}".encode(errors="backslashreplace"), digest_size=8).hexdigest()


def counted(number: int, one: str, many: str = "") -> str:
    """Say a number of things."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
