"""Twin of messages/stream/block.py: one content block, from its start over its deltas to the part."""

from __future__ import annotations

import pytest

from interlingua.types import (
    AssistantPart,
    Chunk,
    JsonObject,
    JsonValue,
    OpaqueDelta,
    OpaquePart,
    PartEnd,
    ReasoningDelta,
    ReasoningPart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
)
from interlingua_anthropic.messages.stream.block import StreamBlock


def run(start: JsonObject, *deltas: JsonObject) -> tuple[list[Chunk], AssistantPart]:
    """Feed a block its deltas; give the chunks and the part."""
    block = StreamBlock(2, start, lambda: "made_up", [])
    out: list[Chunk] = []
    for delta in deltas:
        block.add(delta, out)
    return out, block.part()


def test_text_grows() -> None:
    """Each piece is a delta; the part has them all."""
    chunks, part = run({"type": "text", "text": ""}, {"type": "text_delta", "text": "a"}, {"type": "text_delta", "text": "b"})

    assert chunks == [TextDelta(2, "a"), TextDelta(2, "b")]
    assert part == TextPart("ab")


@pytest.mark.parametrize(
    ("expected", "start", "pieces"),
    [
        ("{}", {"input": {}}, []),
        ("{}", {}, []),
        ('{"a": 1}', {"input": {"a": 1}}, []),
        ('{"a":1', {"input": {}}, ['{"a"', ":1"]),
        ("{}", {"input": None}, ["{}"]),
        ("{}", {"input": ""}, ["{", "}"]),
        ('"\U0001f600"', {"input": {}}, ['"\ud83d', '\ude00"']),
    ],
)
def test_arguments_are_the_text_as_it_came(expected: str, start: JsonObject, pieces: list[str]) -> None:
    """Pieces are joined even where they aren't JSON; without any, the start's input counts."""
    deltas: list[JsonObject] = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
    chunks, part = run({"type": "tool_use", "id": "toolu_1", "name": "f", **start}, *deltas)

    assert chunks == [ToolCallDelta(2, piece) for piece in pieces]
    assert isinstance(part, ToolCallPart)
    assert (part.id, part.arguments) == ("toolu_1", expected)
    assert "input" not in part.provider_data.get("anthropic.messages", {})


@pytest.mark.parametrize(
    ("shown", "start", "pieces"),
    [(['{"a": 1}'], {"input": {"a": 1}}, []), ([], {"input": {}}, []), ([], {"input": {"a": 1}}, ['{"a": 1}'])],
)
def test_arguments_that_come_whole_are_shown_at_the_end(shown: list[str], start: JsonObject, pieces: list[str]) -> None:
    """Whoever draws deltas sees them too."""
    block = StreamBlock(2, {"type": "tool_use", "id": "toolu_1", "name": "f", **start}, lambda: "made_up", [])
    for piece in pieces:
        block.add({"type": "input_json_delta", "partial_json": piece}, [])
    out: list[Chunk] = []
    block.end(out)

    assert out == [*(ToolCallDelta(2, text) for text in shown), PartEnd(2, block.part())]


def test_thinking_is_signed() -> None:
    """The signature is no text."""
    chunks, part = run(
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "thinking_delta", "thinking": "hm"},
        {"type": "signature_delta", "signature": "sig"},
    )

    assert ReasoningDelta(2, 0, "hm") in chunks
    assert isinstance(part, ReasoningPart)
    assert (part.text, part.signature) == ("hm", "sig")


def test_an_unknown_block_is_kept_with_its_deltas() -> None:
    """Deltas that nobody knows are handed on."""
    delta: JsonObject = {"type": "newer_delta", "more": 1}
    chunks, part = run({"type": "newer_block", "x": 1}, delta)

    assert [type(chunk) for chunk in chunks] == [OpaqueDelta]
    assert isinstance(part, OpaquePart)
    assert part.data["type"] == "newer_block"


def test_an_unknown_field_beside_a_known_one_is_shown() -> None:
    """Nothing of a delta vanishes: it is shown, and kept beside the block."""
    beside: list[JsonValue] = []
    out: list[Chunk] = []
    block = StreamBlock(2, {"type": "text", "text": ""}, lambda: "made_up", beside)

    block.add({"type": "text_delta", "text": "a", "zz": 1}, out)

    assert out == [TextDelta(2, "a"), OpaqueDelta(2, {"type": "text_delta", "zz": 1})]
    assert beside == [{"type": "content_block_delta", "index": 2, "delta": {"type": "text_delta", "zz": 1}}]
    assert block.part() == TextPart("a")
