"""Amazon's frames, read into server-sent events."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from itertools import pairwise

import pytest
from botocore.eventstream import EventStreamBuffer
from hypothesis import given
from hypothesis import strategies as st
from tests.anthropic.frames import chunk, failure, frame

from interlingua.dialect import MAX_EVENT_BYTES
from interlingua.errors import InternalServerError
from interlingua_anthropic.event_stream import EventStreamReader

PING = b'{"type":"ping"}'
STREAM = chunk(PING) + chunk(b'{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":3}}') + failure("x", "slow")
EVENTS = (
    b'data: {"type":"ping"}\n\n'
    b'data: {"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":3}}\n\n'
    b'event: error\ndata: {"type":"error","error":{"type":"x","message":"slow"}}\n\n'
)


def read(*pieces: bytes) -> bytes:
    """Read a stream in pieces."""
    reader = EventStreamReader()
    return b"".join(event for piece in pieces for event in reader.feed(piece))


class TestEvents:
    """What frames hold."""

    def test_chunks_and_failures(self) -> None:
        """Events come out as they are, without padding; a failure is the API's own error event."""
        assert read(STREAM) == EVENTS

    @given(st.lists(st.integers(1, len(STREAM)), max_size=8))
    def test_cuts(self, places: list[int]) -> None:
        """However the bytes are cut, the events are the same."""
        ends = [0, *sorted(places), len(STREAM)]

        assert read(*(STREAM[start:end] for start, end in pairwise(ends))) == EVENTS

    def test_bytes_one_by_one(self) -> None:
        """Likewise."""
        assert read(*(STREAM[place : place + 1] for place in range(len(STREAM)))) == EVENTS

    def test_unfinished(self) -> None:
        """A frame that isn't whole gives nothing: its event never came."""
        assert read(STREAM[:-1]) == EVENTS[: EVENTS.index(b"event: error")]

    def test_as_the_sdk_reads_them(self) -> None:
        """Amazon's own library reads the frames of these tests the same."""
        buffer = EventStreamBuffer()
        buffer.add_data(STREAM)

        assert [message.headers[":message-type"] for message in buffer] == ["event", "event", "exception"]

    def test_line_breaks(self) -> None:
        """An event that is spelt over several lines is one line."""
        assert read(chunk(b'{\n "type": "ping"\r\n}')) == b'data: {"type":"ping"}\n\n'

    def test_other_frames(self) -> None:
        """A frame of another kind, or a chunk without bytes, is no event."""
        assert read(frame({":event-type": "initial-response", ":message-type": "event"}, b"{}")) == b""
        assert read(frame({":event-type": "chunk", ":message-type": "event"}, b"{}")) == b""

    def test_failures_in_headers(self) -> None:
        """A failure without a payload stands in the headers."""
        error = frame({":message-type": "error", ":error-code": "InternalFailure", ":error-message": "oops"}, b"")

        assert read(error) == b'event: error\ndata: {"type":"error","error":{"type":"InternalFailure","message":"oops"}}\n\n'


def _relabelled(whole: bytes, size: int) -> bytes:
    """Write another length over a frame's own, with a good checksum."""
    lengths = struct.pack(">I", size) + whole[4:8]
    return lengths + struct.pack(">I", zlib.crc32(lengths)) + whole[12:]


class TestFaults:
    """Bytes that are no frames end the stream with an error of ours, after the events that stood before."""

    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            (b"event: ping\ndata: {}\n\n", "lengths"),
            (_relabelled(chunk(PING), 15), "lengths"),
            (_relabelled(chunk(PING), MAX_EVENT_BYTES + 1), "at most"),
            (chunk(PING)[:-1] + b"\x00", "checksum"),
            (frame({":event-type": "chunk", ":message-type": "event"}, b"{"), "payload can't be read"),
            (frame({":event-type": "chunk", ":message-type": "event"}, b"[]"), "no object"),
            (frame({":event-type": "chunk", ":message-type": "event"}, b'{"bytes": "*"}'), "no event"),
            (frame({":event-type": "chunk", ":message-type": "event"}, '{"bytes": "é"}'.encode()), "no event"),
            (frame({":event-type": "chunk", ":message-type": "event"}, b'{"bytes": "Cg=="}'), "no event"),
        ],
    )
    def test_garbled(self, fault: bytes, said: str) -> None:
        """Each says what was met."""
        reader = EventStreamReader()
        events = reader.feed(chunk(PING) + fault)

        assert next(events) == b'data: {"type":"ping"}\n\n'
        with pytest.raises(InternalServerError, match=said):
            next(events)

    @pytest.mark.parametrize(
        "headers", [b"\x05:a", b"\x02:a\x07\x00", b"\x02:a\x07\x00\x09b", b"\x02:a\x00\x00\x00", b"\x02\xff\xff\x07\x00\x00"]
    )
    def test_garbled_headers(self, headers: bytes) -> None:
        """Headers that are cut off, of another kind, or no text."""
        lengths = struct.pack(">II", 16 + len(headers), len(headers))
        body = lengths + struct.pack(">I", zlib.crc32(lengths)) + headers

        with pytest.raises(InternalServerError, match="header"):
            read(body + struct.pack(">I", zlib.crc32(body)))

    @given(st.binary(max_size=200))
    def test_any_bytes(self, data: bytes) -> None:
        """No bytes raise anything else."""
        with suppress(InternalServerError):
            read(data, chunk(PING))
