"""Bytes in, server-sent events out: bounded, linear, and the same however the bytes are cut.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream (lines end with LF, CR LF or CR;
a line that begins with a colon is a comment; an event ends at a blank line). `id` and `retry` have no use here: no provider's
stream can be resumed. Data stays bytes, ready for the JSON parser.

Two things more than the standard has are read, because hosts send what matters in them, and silence would lose it:

- A line `error: …` in the place of `data:` is the data of an event by that name (gpustack).
- A line that begins with a bracket, where no data has begun, is data that lost its field name: gpustack's last chunk beside usage
  (https://github.com/gpustack/gpustack/issues/6155), and errors sent as a bare body, on one line or several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.dialect.lines import LineReader
from interlingua.errors import ConversionError, LimitExceededError
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.types.base import JsonValue

MAX_EVENT_BYTES = 16 * 1024 * 1024
"""The most bytes that one event may have."""

_LONGEST_WORD = 80

_BLANK_LINE = b"\n\n"

_BOM = b"\xef\xbb\xbf"

# What a stream's first line begins with: a comment, or one of the fields that there are.
_BEGINNINGS = (b":", b"event", b"data", b"id", b"retry")


class ServerSentEvent(NamedTuple):
    """One event.

    Attributes:
        event: Its name; empty where the stream names none.
        data: Its data lines, joined by line feeds.
    """

    event: str
    data: bytes


class SSEReader:
    """Splits one stream into events."""

    __slots__ = ("_at_start", "_bare", "_data", "_event", "_is_between", "_kept", "_lines", "_max_event_bytes", "_size")

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        """Begin a stream.

        Args:
            max_event_bytes: The most bytes that one event may have.
        """
        self._max_event_bytes = max_event_bytes
        self._lines = LineReader()
        self._data: list[bytes] = []
        self._event = ""
        self._kept = 0  # bytes of the event's data lines so far
        self._size = 0  # bytes of the event's whole lines so far
        self._at_start = True
        self._bare = False  # the event's data goes on in lines without a field name
        self._is_between = False  # all that has come are whole events

    def feed(self, data: bytes) -> Iterator[ServerSentEvent]:
        """Take bytes, give the events that they complete, in order.

        Raises:
            LimitExceededError: An event is too large; the events before it were given.
        """
        if not self._is_between and (end := data.find(_BLANK_LINE)) >= 0:
            yield from self._feed_any(data[: end + 2])
            data = data[end + 2 :]
        if self._is_between and b"\r" not in data and (end := data.rfind(_BLANK_LINE)) >= 0:
            # How nearly all of it comes: whole events, each a line of data, perhaps below one with its name.
            for block in data[:end].split(_BLANK_LINE):
                name, rest = "", block
                if block[:7] == b"event: ":
                    line, _, rest = block.partition(b"\n")
                    name = line[7:].decode("utf-8", "replace")
                if rest[:6] == b"data: " and b"\n" not in rest and len(block) <= self._max_event_bytes:
                    yield ServerSentEvent(name, rest[6:])
                else:
                    yield from self._events_of([*block.split(b"\n"), b""])
            data = data[end + 2 :]
        if data:
            yield from self._feed_any(data)

    def _feed_any(self, data: bytes) -> Iterator[ServerSentEvent]:
        yield from self._events_of(self._lines.split(data))
        if self._size + self._lines.pending > self._max_event_bytes:
            raise LimitExceededError("event", self._max_event_bytes)
        self._is_between = not (self._size or self._event or self._at_start or self._lines.is_within)

    def _events_of(self, lines: list[bytes]) -> Iterator[ServerSentEvent]:
        for line in lines:
            self._size += len(line)
            if self._size > self._max_event_bytes:
                raise LimitExceededError("event", self._max_event_bytes)
            if self._at_start:
                self._at_start = False
                line = line.removeprefix(_BOM)  # noqa: PLW2901 - the mark is no part of it
            if line:
                if self._bare and line.startswith((b"data:", b"event:")) and (event := self._dispatch()) is not None:
                    yield event  # such data's blank line is lost as well
                self._take(line)
            elif (event := self._dispatch()) is not None:
                yield event

    def close(self) -> ServerSentEvent | None:
        """Give the last event, if the stream ended without its blank line."""
        if line := self._lines.close():
            self._take(line.removeprefix(_BOM) if self._at_start else line)
        return self._dispatch()

    def _take(self, line: bytes) -> None:
        if line[:1] == b":":
            self._size = self._kept  # comments keep a connection alive: endless ones are no large event
            return
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._add(value, line)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace")
        elif name.lower() == b"error":
            self._event = "error"
            self._bare = True  # JSON that is spelled on several lines follows
            self._add(value, line)
        elif (self._bare and name not in {b"id", b"retry"}) or (not self._data and line[:1] in {b"{", b"["}):
            self._bare = True
            self._add(line, line)

    def _add(self, data: bytes, line: bytes) -> None:
        self._data.append(data)
        self._kept += len(line)

    def _dispatch(self) -> ServerSentEvent | None:
        event = ServerSentEvent(self._event, b"\n".join(self._data)) if self._data else None
        self._data.clear()
        self._event = ""
        self._size = self._kept = 0
        self._bare = False
        return event


def said_error(event: ServerSentEvent, names_error: Callable[[str], bool]) -> JsonValue:
    """Read the data of an event that says of itself that it is an error; None for any other.

    It does so by its name, at the data's own beginning, or by being nothing but an error's word. It may be no JSON but bare text, which
    is given then.

    Args:
        event: The event.
        names_error: Tells whether a word is one of those that the wire's errors are known by.
    """
    data = event.data
    if event.event != "error":
        if data[:1] == b"{":  # nearly every event
            return None
        if data[:5].lower() != b"error":
            bare = len(data) < _LONGEST_WORD and data[:1].isalpha() and names_error(text := data.decode("utf-8", "replace"))
            return text if bare else None
        data = data[5:].lstrip(b": ")  # the line's own name, written behind `data:`
    try:
        value = loads(data)
    except ConversionError:
        return data.decode("utf-8", "replace")
    return "" if value is None else value


def begins_event_stream(head: bytes) -> bool:
    """Tell whether bytes may be the beginning of a stream of events, however short; those of a page of HTML are none."""
    beginning = head.removeprefix(_BOM).lstrip()
    return any(beginning.startswith(word) or word.startswith(beginning) for word in _BEGINNINGS)


def write_event(data: bytes, event: str = "") -> bytes:
    """Write one event.

    Args:
        data: What it holds; no line break, as JSON that `json.dumps` wrote.
        event: Its name. One that no line can hold, which wires say in the data as well, is left out.
    """
    head = f"event: {event}\n".encode() if event and event.isprintable() else b""
    return b"%sdata: %s\n\n" % (head, data)
