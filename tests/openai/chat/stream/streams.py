"""Streams of deltas, for the tests of what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.json import dumps
from interlingua_openai.chat.stream.decode import ChatStreamDecoder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types import Chunk, JsonObject


def chunks_of(events: Iterable[bytes] = (), *, deltas: Iterable[JsonObject] = ()) -> list[Chunk]:
    """Decode the events of a stream, or one of these deltas of one choice, to its end."""
    decoder = ChatStreamDecoder()
    chunks = [chunk for event in events for chunk in decoder.feed(event)]
    for choice in [*({"delta": delta} for delta in deltas), *([{"delta": {}, "finish_reason": "stop"}] if deltas else [])]:
        body: JsonObject = {"choices": [{"index": 0, "finish_reason": None, **choice}]}
        chunks += decoder.feed(b"data: %s\n\n" % dumps(body))
    return chunks + decoder.close()
