"""Amazon's binary event stream → server-sent events: bytes in, bytes out, bounded and linear, the same however the bytes are cut.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html (the frame: two lengths and their checksum,
headers, payload, checksum of all; numbers are big-endian, checksums CRC-32) and
https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html (a `chunk` event's payload is
`{"bytes": "<base64>"}` and holds one event of the Messages API; a failure is an `exception` frame named after its class).
"""

from __future__ import annotations

import binascii
import struct
import zlib
from typing import TYPE_CHECKING

from interlingua.dialect import MAX_EVENT_BYTES, write_event
from interlingua.errors import ConversionError, InterlinguaError, InternalServerError
from interlingua.types.json import dumps, loads
from interlingua_anthropic.names import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject

CONTENT_TYPE = "application/vnd.amazon.eventstream"
"""The media type that names such a stream."""

_PRELUDE = struct.Struct(">III")  # the frame's length, its headers' length, and the checksum of these two
_LENGTH = struct.Struct(">H")
_CHECKSUM = struct.Struct(">I")
_TEXT = 7  # the type of a header that holds text; the API writes no other

# What frames name that are no events of the API: by `:message-type`, the headers that hold kind and message of the failure.
_FAILURES = {"exception": (":exception-type", ":exception-message"), "error": (":error-code", ":error-message")}


class EventStreamReader:
    """Reads one stream."""

    __slots__ = ("_kept", "_wanted")

    def __init__(self) -> None:
        """Begin a stream."""
        self._kept = bytearray()
        self._wanted = _PRELUDE.size

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take bytes, give the server-sent events that they complete, one an item; those before a fault are given.

        A frame that the stream leaves unfinished gives nothing: the reader of the events then misses the final one.

        Raises:
            InternalServerError: A frame is garbled or too large.
        """
        self._kept += data
        start = 0
        try:
            while len(self._kept) - start >= self._wanted:
                frame = bytes(self._kept[start : start + self._wanted])
                if self._wanted == _PRELUDE.size:
                    self._wanted = _frame_size(frame)
                    continue
                start += self._wanted
                self._wanted = _PRELUDE.size
                if event := _read_frame(frame):
                    yield event
        finally:
            del self._kept[:start]


def _frame_size(prelude: bytes) -> int:
    size, headers_size, checksum = _PRELUDE.unpack(prelude)
    if zlib.crc32(prelude[:8]) != checksum or size < _PRELUDE.size + headers_size + _CHECKSUM.size:
        raise _garbled("its lengths are wrong")
    if size > MAX_EVENT_BYTES:
        raise _garbled(f"it has {size:,} bytes, and an event has at most {MAX_EVENT_BYTES:,}")
    return int(size)


def _read_frame(frame: bytes) -> bytes:
    """Read one whole frame, whose lengths have been checked."""
    body, (checksum,) = frame[: -_CHECKSUM.size], _CHECKSUM.unpack(frame[-_CHECKSUM.size :])
    if zlib.crc32(body) != checksum:
        raise _garbled("its checksum is wrong")
    _, headers_size, _ = _PRELUDE.unpack_from(body)
    end = _PRELUDE.size + headers_size
    headers = _read_headers(body[_PRELUDE.size : end])
    try:
        payload = loads(body[end:]) if len(body) > end else {}
    except InterlinguaError as error:
        raise _garbled(f"its payload can't be read: {error.sentence}") from None
    if not isinstance(payload, dict):
        raise _garbled("its payload is no object")
    names = _FAILURES.get(headers.get(":message-type", ""))
    if names is not None:
        return _failure(headers.get(names[0], ""), headers.get(names[1]), payload)
    return _event(payload) if headers.get(":event-type") == "chunk" else b""


def _read_headers(data: bytes) -> dict[str, str]:
    headers, place = {}, 0
    try:
        while place < len(data):
            name_end = place + 1 + data[place]
            kind, (size,) = data[name_end], _LENGTH.unpack_from(data, name_end + 1)
            value_start = name_end + 1 + _LENGTH.size
            if kind != _TEXT or value_start + size > len(data):
                raise _garbled("a header is no text")
            headers[data[place + 1 : name_end].decode()] = data[value_start : value_start + size].decode()
            place = value_start + size
    except (IndexError, struct.error, UnicodeDecodeError):
        raise _garbled("its headers are cut off") from None
    return headers


def _event(payload: JsonObject) -> bytes:
    """Say the event that a chunk holds, on one line, whatever its spelling."""
    encoded = payload.get("bytes")
    if not isinstance(encoded, str):
        return b""
    try:
        data = binascii.a2b_base64(encoded, strict_mode=True)
        return write_event(dumps(loads(data)) if b"\n" in data or b"\r" in data else data)
    except (binascii.Error, ValueError, ConversionError):
        raise _garbled("a chunk holds no event") from None


def _failure(kind: str, message: str | None, payload: JsonObject) -> bytes:
    """Say a failure as the API's own error event; `errors.py` knows the names."""
    sentence = payload.get("message", payload.get("Message", message or ""))
    return write_event(dumps({"type": "error", "error": {"type": kind, "message": sentence}}), "error")


def _garbled(reason: str) -> InternalServerError:
    return InternalServerError(f"a frame of the answer is garbled: {reason}", provider=PROVIDER)
