"""`Response` → a stream."""

from __future__ import annotations

from interlingua.dialect import SSEReader
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    OpaquePart,
    ReasoningBlock,
    ReasoningPart,
    Response,
    TextPart,
    ToolCallPart,
    Usage,
)
from interlingua.types.json import loads
from interlingua_anthropic.messages.stream.decode import MessagesStreamDecoder
from interlingua_anthropic.messages.stream.encode import encode_stream

NAME = "anthropic.messages"


def events(response: Response) -> list[JsonObject]:
    """Give the events, each checked to be named as its data is."""
    out: list[JsonObject] = []
    for item in SSEReader().feed(b"".join(encode_stream(response))):
        data = loads(item.data)
        assert isinstance(data, dict)
        assert data["type"] == item.event
        out.append(data)
    return out


def test_order_of_events() -> None:
    """A stream begins with the message, brings each block by start, deltas and stop, and ends with message_stop."""
    message = AssistantMessage([TextPart("a"), ToolCallPart("t", "f", '{"x":1}'), OpaquePart(NAME, {"type": "future"}), TextPart("")])
    response = Response(
        message=message, finish_reason="tool_calls", provider_finish_reason="tool_use", id="m", usage=Usage(output_tokens=3)
    )
    expected = [
        ("message_start", None),
        *[("content_block_start", 0), ("content_block_delta", 0), ("content_block_stop", 0)],
        *[("content_block_start", 1), ("content_block_delta", 1), ("content_block_stop", 1)],
        *[("content_block_start", 2), ("content_block_stop", 2)],
        *[("content_block_start", 3), ("content_block_stop", 3)],
        *[("message_delta", None), ("message_stop", None)],
    ]

    said = events(response)
    late: dict[str, JsonValue] = {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 3}}

    assert [(item["type"], item.get("index")) for item in said] == expected
    assert said[-2] == late


def test_what_streams_starts_empty() -> None:
    """A block's start holds nothing that its deltas bring."""
    thinking = ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="anthropic")

    said = events(Response(message=AssistantMessage([thinking, ToolCallPart("t", "f", '{"x": ')])))

    assert said[1]["content_block"] == {"type": "thinking", "thinking": "", "signature": ""}
    assert [item["delta"] for item in said[2:4]] == [
        {"type": "thinking_delta", "thinking": "Hm"},
        {"type": "signature_delta", "signature": "s"},
    ]
    assert said[5]["content_block"] == {"type": "tool_use", "id": "t", "name": "f", "input": {}}
    assert said[6]["delta"] == {"type": "input_json_delta", "partial_json": '{"x": '}


def test_cut_off_arguments() -> None:
    """A stream can say arguments that are no JSON, and they come back as they were."""
    response = Response(
        message=AssistantMessage(ToolCallPart("t", "f", '{"x": ')), finish_reason="length", provider_finish_reason="max_tokens"
    )
    decoder = MessagesStreamDecoder()

    for data in encode_stream(response):
        decoder.feed(data)
    decoder.close()

    assert decoder.response() == response


def test_unsayable_parts() -> None:
    """What this wire can't say is left out, and the blocks stay numbered without a gap."""
    said = events(Response(message=AssistantMessage([OpaquePart("openai.chat", {}), TextPart("a")])))

    assert [item.get("index") for item in said if item["type"] == "content_block_start"] == [0]
