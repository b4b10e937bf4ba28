"""What the tests of Bedrock share: Amazon's frames, written by the specification's own words."""

from __future__ import annotations

import base64
import json
import struct
import zlib


def frame(headers: dict[str, str], payload: bytes) -> bytes:
    """Write one frame whose headers all hold text."""
    written = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode() for name, value in headers.items()
    )
    lengths = struct.pack(">II", 16 + len(written) + len(payload), len(written))
    body = lengths + struct.pack(">I", zlib.crc32(lengths)) + written + payload
    return body + struct.pack(">I", zlib.crc32(body))


def chunk(event: bytes) -> bytes:
    """Write an event of the Messages API as Bedrock streams it, padding included."""
    payload = json.dumps({"bytes": base64.b64encode(event).decode(), "p": "abcdefgh"}).encode()
    return frame({":event-type": "chunk", ":content-type": "application/json", ":message-type": "event"}, payload)


def failure(kind: str, message: str) -> bytes:
    """Write a failure in mid-stream."""
    return frame({":exception-type": kind, ":message-type": "exception"}, json.dumps({"message": message}).encode())


def as_frames(stream: bytes) -> bytes:
    """Write a stream of server-sent events as frames."""
    data = (line.partition(b"data: ")[2] for event in stream.split(b"\n\n") for line in event.split(b"\n") if line.startswith(b"data: "))
    return b"".join(chunk(event) for event in data)
