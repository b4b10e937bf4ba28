"""Content blocks → parts."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import CITATION, PDF, WEB_CITATION

from interlingua.types import (
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    JsonObject,
    OpaquePart,
    Part,
    ReasoningBlock,
    ReasoningPart,
    TextPart,
    TextSource,
    ToolCallPart,
    ToolMessage,
    URLSource,
)
from interlingua_anthropic.messages.decode_content import (
    decode_assistant_block,
    decode_text,
    decode_tool_result,
    decode_user_block,
)
from interlingua_anthropic.messages.tool_ids import ToolIds

NAME = "anthropic.messages"
CACHE: JsonObject = {"cache_control": {"type": "ephemeral"}}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"type": "text", "text": "a", **CACHE}, TextPart("a", provider_data={NAME: CACHE})),
        ({"type": "image", "source": {"type": "url", "url": "u"}}, ImagePart(URLSource(url="u"))),
        (
            {"type": "image", "source": {"type": "file", "file_id": "f", "page": 2}, **CACHE},
            ImagePart(FileSource(file_id="f"), provider_data={NAME: {"source": {"page": 2}, **CACHE}}),
        ),
        (
            {"type": "document", "source": PDF, "title": "T"},
            DocumentPart(Base64Source(media_type="application/pdf", data="JVBERi0x"), "T"),
        ),
        (
            {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "t"}, "title": None},
            DocumentPart(TextSource(text="t"), provider_data={NAME: {"title": None}}),
        ),
    ],
)
def test_user_blocks(block: JsonObject, expected: Part) -> None:
    """A modelled block becomes its part; its other fields stay with it."""
    assert decode_user_block(block) == expected


@pytest.mark.parametrize(
    "block",
    [
        {"type": "future"},
        {},
        {"type": "text", "text": None},
        {"type": "image", "source": "u"},
        {"type": "image"},
        {"type": "image", "source": {"type": "url", "url": 5}},
        {"type": "image", "source": {"type": "text", "media_type": "text/plain", "data": "t"}},
        {"type": "document", "source": {"type": "text", "media_type": "text/html", "data": "t"}},
        {"type": "tool_use", "id": "t"},
        {"type": "thinking", "thinking": None},
        {"type": "redacted_thinking", "data": 5},
    ],
)
def test_opaque_blocks(block: JsonObject) -> None:
    """A block that isn't modelled, or whose fields have other types, is kept whole, whoever says it."""
    assert decode_user_block(block) == OpaquePart(NAME, block)
    if block.get("type") not in {"image", "document"}:
        assert decode_assistant_block(block, ToolIds().of_call) == OpaquePart(NAME, block)
    if block.get("type") == "text":
        assert decode_text(block) == OpaquePart(NAME, block)


def test_citations() -> None:
    """A citation says what it cites and where it is from, and is kept verbatim."""
    expected = TextPart(
        "Green.",
        (
            Citation(cited_text="Grass is green.", title="Colours", provider_data={NAME: CITATION}),
            Citation(cited_text="An example.", title="Example", url="https://example.com", provider_data={NAME: WEB_CITATION}),
            Citation(provider_data={NAME: {}}),
        ),
    )

    assert decode_text({"type": "text", "text": "Green.", "citations": [CITATION, WEB_CITATION, {}]}) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            {"type": "thinking", "thinking": "Hm", "signature": "s"},
            ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="anthropic"),
        ),
        ({"type": "thinking", "thinking": "", "signature": "s"}, ReasoningPart(signature="s", provider="anthropic")),
        (
            {"type": "thinking", "thinking": ""},
            ReasoningPart(provider="anthropic", provider_data={NAME: {"$absent": ["signature"]}}),
        ),
        ({"type": "redacted_thinking", "data": "d"}, ReasoningPart(redacted_data="d", provider="anthropic")),
        ({"type": "tool_use", "id": "t", "name": "f", "input": {"a": "é"}}, ToolCallPart("t", "f", '{"a": "é"}')),
        (
            {"type": "tool_use", "id": "t", "name": "f", "input": {}, "caller": {"type": "direct"}},
            ToolCallPart("t", "f", "{}", provider_data={NAME: {"caller": {"type": "direct"}}}),
        ),
        (
            {"type": "tool_use", "id": "functions.get:0", "name": "f", "input": {}},
            ToolCallPart("functions.get:0", "f", "{}", provider_data={NAME: {"id": "functions.get:0"}}),
        ),
        (
            {"type": "tool_use", "id": "t", "name": "f", "input": None},
            ToolCallPart("t", "f", "null", provider_data={NAME: {"input": None}}),
        ),
    ],
)
def test_assistant_blocks(block: JsonObject, expected: Part) -> None:
    """Reasoning and calls become parts, signatures and callers kept."""
    assert decode_assistant_block(block, ToolIds().of_call) == expected


def test_streamed_arguments() -> None:
    """Arguments that were streamed stay the text that they were."""
    part = decode_assistant_block({"type": "tool_use", "id": "t", "name": "f", "input": {}}, ToolIds().of_call, '{"a":1')

    assert isinstance(part, ToolCallPart)
    assert part.arguments == '{"a":1'


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"content": "22"}, ToolMessage(tool_call_id="t", content="22")),
        (
            {"tool_use_id": "a:0", "content": "22"},
            ToolMessage(tool_call_id="a:0", content="22", provider_data={NAME: {"tool_use_id": "a:0"}}),
        ),
        ({"content": [], "is_error": True}, ToolMessage(tool_call_id="t", content=(), is_error=True)),
        ({"is_error": False}, ToolMessage(tool_call_id="t", content=(), provider_data={NAME: {"is_error": False, "$absent": ["content"]}})),
        ({"content": None}, ToolMessage(tool_call_id="t", content=(), provider_data={NAME: {"content": None}})),
        ({"content": ""}, ToolMessage(tool_call_id="t", content="")),
        (
            {"content": [{"type": "text", "text": ""}]},
            ToolMessage(tool_call_id="t", content=TextPart("", provider_data={NAME: {"$verbatim": True}})),
        ),
        (
            {"content": [{"type": "image", "source": {"type": "url", "url": "u"}}, {"type": "tool_reference"}]},
            ToolMessage(tool_call_id="t", content=(ImagePart(URLSource(url="u")), OpaquePart(NAME, {"type": "tool_reference"}))),
        ),
    ],
)
def test_tool_results(fields: JsonObject, expected: ToolMessage) -> None:
    """A result's content may be text, blocks, null or absent, and each stays distinct."""
    assert decode_tool_result({"type": "tool_result", "tool_use_id": "t", **fields}, ToolIds(), {}) == expected
