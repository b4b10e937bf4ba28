"""A short way for the event that is the last one again with another piece of text, as nearly all of a long stream are.

Where the bytes around the text are the same, all that a parser and a handler would find in them is known already, and the text alone
is read. What is no part of what is said may differ: white space before the last brace (Anthropic pads so), `obfuscation` (OpenAI pads
so), and a counter that goes on by one. Everything else goes the long way, which says each time whether the next may be so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from interlingua.types.json import read_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect.sse import ServerSentEvent
    from interlingua.types.chunks import Chunk

Grow: TypeAlias = "Callable[[str, list[Chunk]], None]"
"""Adds a piece of text to what has come, and appends the chunk that shows it."""

_PADDING: Final = b',"obfuscation":"'
_is_padding: Final = re.compile(rb',"obfuscation":"[^"\\\x00-\x1f]*"\}').fullmatch
_PATIENCE: Final = 8  # frames that didn't come again, before a stream is taken for one in which none does


class Lane:
    """The short way through one stream."""

    __slots__ = ("_find_number", "_grow", "_head", "_is_padded", "_last", "_name", "_number", "_patience", "_rest", "_tail", "_text")

    def __init__(self, counter: str = "") -> None:
        """Begin a stream.

        Args:
            counter: The field that counts its events, if there is one.
        """
        self._find_number = re.compile(rb'"%s":([0-9]+)' % counter.encode()).search if counter else None
        self._patience = _PATIENCE
        self._grow: Grow | None = None
        self._last: bytes | None = None  # the data of the last event, until its frame is known
        self._text = ""
        self._name = ""
        self._head = b""  # what stands before the text, or before the counter's number
        self._number = 0
        self._rest: bytes | None = None  # what stands between that and the text
        self._tail = b""
        self._is_padded = False

    @property
    def learns(self) -> bool:
        """Whether an event may still be like the one before."""
        return self._patience > 0

    def learn(self, text: str, grow: Grow) -> None:
        """Note what the event that goes the long way has said: one piece of text, and else nothing that would count twice.

        Args:
            text: The text.
            grow: Does all that another text in its place would do.
        """
        if self._patience:
            self._text, self._grow = text, grow

    def leave(self) -> None:
        """Forget what came before: an event goes the long way."""
        self._grow = None

    def end(self, event: ServerSentEvent) -> None:
        """Note the event that has gone the long way."""
        if self._grow is not None:
            self._name, self._last = event

    def take(self, event: ServerSentEvent, out: list[Chunk]) -> bool:
        """Read the text of an event that is the last one again; tell whether it is."""
        grow = self._grow
        if grow is None:
            return False
        name, data = event
        if name == self._name and (self._last is None or self._find_frame(self._last)):
            head = self._head if self._rest is None else b"%s%d%s" % (self._head, self._number + 1, self._rest)
            begin, end = len(head), self._end_of(data) - len(self._tail)
            if begin < end and data.startswith(head) and data.startswith(self._tail, end) and (text := read_string(data[begin:end])):
                self._number += 1
                self._patience = _PATIENCE
                grow(text, out)
                return True
        self._patience -= 1
        self._grow = None
        return False

    def _find_frame(self, data: bytes) -> bool:
        """Find what stands around the text of the last event; tell whether it is certain where that stands."""
        self._last = None
        literal = b'"%s"' % self._text.encode("utf-8", "surrogatepass")
        begin = data.find(literal)
        if b"\\" in data or begin < 0 or data.find(literal, begin + 1) >= 0:
            return False  # it may be spelt in several ways, or something else says the same
        self._is_padded = _PADDING in data
        end = self._end_of(data)
        self._head, self._tail = data[: begin + 1], data[begin + len(literal) - 1 : end]
        self._rest = None
        if self._find_number is not None and (number := self._find_number(self._head)):
            self._head, self._number, self._rest = self._head[: number.start(1)], int(number[1]), self._head[number.end(1) :]
        return begin < end

    def _end_of(self, data: bytes) -> int:
        """Give where the data ends, but for its last brace and what pads it; -1 where it has another end."""
        if self._is_padded:
            end = data.rfind(_PADDING)
            return end if end >= 0 and _is_padding(data, end) else -1
        if data[-1:] != b"}":
            return -1
        return len(data) - 1 if data[-2:-1] != b" " else len(data[:-1].rstrip(b" "))
