"""What the model says ⇄ its content blocks."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import ASSISTANT_BLOCKS, NAME

from interlingua.dialect import LossLog
from interlingua.types import (
    AssistantPart,
    AudioPart,
    Base64Source,
    ImagePart,
    JsonObject,
    JsonValue,
    OpaquePart,
    RefusalPart,
    TextPart,
    ToolCallPart,
)
from interlingua.types.json import same_json
from interlingua_anthropic.messages.assistant import decode_assistant_block, encode_assistant
from interlingua_anthropic.messages.tool_ids import ToolIds, WireIds

PNG = Base64Source(media_type="image/png", data="iVBORw0KGgo=")


def assistant(*parts: AssistantPart, blanks: bool = False) -> tuple[list[JsonValue], list[tuple[str, str]]]:
    """Give the blocks that the model says, and the losses."""
    log = LossLog(NAME, "$.message")
    blocks = encode_assistant(parts, WireIds(), log, blanks=blanks)
    return blocks, [(loss.path, loss.kind) for loss in log.records]


@pytest.mark.parametrize("block", ASSISTANT_BLOCKS, ids=str)
def test_each_block_comes_back(block: JsonObject) -> None:
    """Every documented block, exactly."""
    blocks, losses = assistant(decode_assistant_block(block, ToolIds().of_call))

    assert same_json(blocks, [block])
    assert losses == []


@pytest.mark.parametrize(
    "block", [{"type": "future"}, {}, {"type": ["text"]}, {"type": "text", "text": None}, {"type": "tool_use"}, {"type": "thinking"}]
)
def test_opaque_blocks(block: JsonObject) -> None:
    """A block that isn't modelled, or whose own fields have other types, is kept whole."""
    assert decode_assistant_block(block, ToolIds().of_call) == OpaquePart(NAME, block)


@pytest.mark.parametrize("part", [ImagePart(PNG), AudioPart(PNG), OpaquePart("openai.chat", {})])
def test_refused_assistant_parts(part: AssistantPart) -> None:
    """The model says no images and no sound on this wire, and no other wire's blocks."""
    assert assistant(part) == ([], [("$.message.content[0]", "content")])


def test_what_the_model_says() -> None:
    """Text, calls, blocks of this wire and refusals each have a block; a refusal's is text, with a hint."""
    call = ToolCallPart("t", "f", '{"a": 1}', provider_data={NAME: {"caller": {"type": "direct"}}})
    blocks: list[JsonValue] = [
        {"type": "text", "text": "a"},
        {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}},
        {"type": "tool_use", "id": "u", "name": "g", "input": {}},
        {"type": "server_tool_use"},
        {"type": "text", "text": "No."},
    ]

    said = assistant(TextPart("a"), call, ToolCallPart("u", "g", ""), OpaquePart(NAME, {"type": "server_tool_use"}), RefusalPart("No."))

    assert said == (blocks, [("$.message.content[4]", "hint")])


@pytest.mark.parametrize("blanks", [False, True])
def test_blank_text(blanks: bool) -> None:  # noqa: FBT001 - a case
    """A text without a word is written in an answer, and left out of a request."""
    blank: list[JsonValue] = [{"type": "text", "text": " "}] if blanks else []

    assert assistant(TextPart(" "), blanks=blanks) == (blank, [] if blanks else [("$.message.content[0]", "hint")])
