"""`interlingua.dialect.sse`: bytes in, events out, the same however they are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect.sse import ServerSentEvent, SSEReader, begins_event_stream, said_error, write_event
from interlingua.errors import LimitExceededError

if TYPE_CHECKING:
    from interlingua.types import JsonValue

LINES = st.sampled_from(
    [
        b"data: x",
        b"data:",
        b"data",
        b"event: a",
        b":",
        b": hi",
        b"",
        b"",
        b"id: 1",
        b"retry: 5",
        b"\xef\xbb\xbfdata: b",
        b"x",
        b"error: {",
        b"{",
        b"}",
    ]
)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
STREAMS = st.lists(st.tuples(LINES, ENDS), max_size=12).map(lambda lines: b"".join(line + end for line, end in lines))


def read(*pieces: bytes, limit: int = 1000) -> list[ServerSentEvent]:
    """Read a whole stream in pieces."""
    reader = SSEReader(limit)
    events = [event for piece in pieces for event in reader.feed(piece)]
    last = reader.close()
    return events if last is None else [*events, last]


class TestStandard:
    """The standard's grammar."""

    @pytest.mark.parametrize(
        ("stream", "events"),
        [
            (b"data: hi\n\n", [("", b"hi")]),
            (b"event: ping\ndata: {}\n\n", [("ping", b"{}")]),
            (b"data: a\ndata: b\n\n", [("", b"a\nb")]),
            (b"data:a\n\n", [("", b"a")]),
            (b"data:  a\n\n", [("", b" a")]),
            (b"data\n\n", [("", b"")]),
            (b"data: a: b\n\n", [("", b"a: b")]),
            (b": comment\n\ndata: a\n: another\n\n", [("", b"a")]),
            (b"event: lonely\n\ndata: a\n\n", [("", b"a")]),
            (b"id: 7\nretry: 5\nfoo: bar\ndata: a\n\n", [("", b"a")]),
            (b"data: a\r\n\r\ndata: b\r\rdata: c\n\n", [("", b"a"), ("", b"b"), ("", b"c")]),
            (b"\xef\xbb\xbfdata: a\n\n", [("", b"a")]),
            (b"\xef\xbb\xbfdata: a", [("", b"a")]),
            (b"\n\xef\xbb\xbfdata: a\n\n", []),
            (b"event: \xff\ndata: \xff\n\n", [("\ufffd", b"\xff")]),
            (b"data: a\n\n\n\ndata: b", [("", b"a"), ("", b"b")]),
            (b"data: a\nda", [("", b"a")]),
            (b"", []),
            (b"\n\n", []),
        ],
    )
    def test_events(self, stream: bytes, events: list[tuple[str, bytes]]) -> None:
        """Lines end with LF, CR LF or CR; an event ends at a blank line."""
        assert read(stream) == events
        assert read(*(bytes([byte]) for byte in stream)) == events

    @given(stream=STREAMS, data=st.data())
    def test_cuts(self, stream: bytes, data: st.DataObject) -> None:
        """However the bytes are cut, the events are the same."""
        cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
        pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

        assert read(*pieces) == read(stream)

    @given(data=st.binary(max_size=20), name=st.sampled_from(["", "message_stop"]))
    def test_written(self, data: bytes, name: str) -> None:
        """What is written is read again."""
        data = data.translate(None, b"\r\n")

        assert read(write_event(data, name)) == [(name, data)]

    @pytest.mark.parametrize("name", ["a\nb", "a\r", "\ud800", "\x85"])
    def test_a_name_that_no_line_holds(self, name: str) -> None:
        """Is left out; the data stays."""
        assert read(write_event(b"x", name)) == [("", b"x")]


class TestBeyondTheStandard:
    """What hosts send where `data:` should stand."""

    @pytest.mark.parametrize(
        ("stream", "events"),
        [
            (b'error: {"code":500}\n\n', [("error", b'{"code":500}')]),
            (b"Error:broke\n\n", [("error", b"broke")]),
            (b"error: broke", [("error", b"broke")]),
            (b'error: {\n  "code": 500\n}\nid: 1\n\ndata: a\n\n', [("error", b'{\n  "code": 500\n}'), ("", b"a")]),
            (b"event: error\nerror: broke\n\n", [("error", b"broke")]),
            (b"data: a\nerror: broke\n\n", [("error", b"a\nbroke")]),
            (b'data: a\n\n{"b":1}\n\ndata: c\n\n', [("", b"a"), ("", b'{"b":1}'), ("", b"c")]),
            (b'{"b":1}\ndata: c\n\n', [("", b'{"b":1}'), ("", b"c")]),
            (b'{"b":1}\nevent: x\ndata: c\n\n', [("", b'{"b":1}'), ("x", b"c")]),
            (b'[{\n "error": {"code": 400}\n}]\n', [("", b'[{\n "error": {"code": 400}\n}]')]),
            (b'event: error\n{"code":1}\n\n', [("error", b'{"code":1}')]),
            (b"data: a\n{ignored}\nfoo\n\n", [("", b"a")]),
        ],
    )
    def test_events(self, stream: bytes, events: list[tuple[str, bytes]]) -> None:
        """An `error:` line is an event by that name; a line that begins with a bracket is data, up to the blank line or the next field."""
        assert read(stream) == events
        assert read(*(bytes([byte]) for byte in stream)) == events


class TestLimit:
    """An event has at most so many bytes."""

    def _read_until_refused(self, *pieces: bytes, limit: int) -> list[ServerSentEvent]:
        reader, events = SSEReader(limit), []

        def read_all() -> None:
            events.extend(event for piece in pieces for event in reader.feed(piece))

        with pytest.raises(LimitExceededError, match=f"event limit of {limit} bytes"):
            read_all()
        return events

    @pytest.mark.parametrize("stream", [b"data: 12345\n\n", b"data: 1\ndata: 2\n\n", b"event: 123456", b": 1234567890", b"foo: 123456\n\n"])
    def test_too_large(self, stream: bytes) -> None:
        """The events before it are given, in any cut, and then the limit is named."""
        stream = b"data: 1\n\n" + stream

        assert self._read_until_refused(stream, limit=10) == [("", b"1")]
        assert self._read_until_refused(*(bytes([byte]) for byte in stream), limit=10) == [("", b"1")]

    def test_exactly(self) -> None:
        """The limit itself is allowed."""
        assert read(b"data: 1234\n\n" * 2, limit=10) == [("", b"1234")] * 2

    def test_comments_are_no_event(self) -> None:
        """Comments that keep a connection alive for hours are no large event, not even inside one."""
        assert read(b"data: 1\n" + b": still here\n" * 1000 + b"\n", limit=30) == [("", b"1")]

    def test_data_between_comments(self) -> None:
        """Comments don't make a large event small."""
        assert self._read_until_refused(b"data:\n:\n" * 1000, limit=100) == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"event: message_start\n", True),
        (b"data: {}", True),
        (b"id: 1\ndata: {}", True),
        (b"retry: 5", True),
        (b": still here\n", True),
        (b"\n\ndata: {}", True),
        (b"\xef\xbb\xbfdata: {}", True),
        (b"eve", True),
        (b"", True),
        (b" \r\n", True),
        (b"<html>", False),
        (b"[1]", False),
        (b"upstream error", False),
    ],
)
def test_begins_event_stream(head: bytes, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The first bytes tell a stream, also one that was cut short, from a page."""
    assert begins_event_stream(head) is expected


@pytest.mark.parametrize(
    ("event", "error"),
    [
        (("error", b'{"a": 1}'), {"a": 1}),
        (("error", b"no room"), "no room"),
        (("error", b"null"), ""),
        (("", b'error: {"a": 1}'), {"a": 1}),
        (("", b"Error: no room"), "no room"),
        (("", b"slow_down"), "slow_down"),
        (("", b"slow down a bit"), None),
        (("", b'"slow_down"'), None),
        (("", b'{"error": 1}'), None),
        (("ping", b""), None),
    ],
)
def test_said_error(event: tuple[str, bytes], error: JsonValue) -> None:
    """An event is an error by its name, by its beginning, or by its only word."""
    assert said_error(ServerSentEvent(*event), {"slow_down"}.__contains__) == error
