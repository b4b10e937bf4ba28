"""Wire bodies for the tests of this dialect: one of each shape, and mutations of them that no document describes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

NAME = "anthropic.messages"


def keeps(fields: JsonObject | None = None, **marks: JsonValue) -> dict[str, JsonObject]:
    """Give the `provider_data` of a value that keeps fields of this wire, and our marks beside them."""
    found: dict[str, JsonObject] = {NAME: fields} if fields else {}
    return {**found, "$marks": {NAME: marks}} if marks else found


PDF = {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0x"}

USER_BLOCKS: list[JsonObject] = [
    {"type": "text", "text": "What is in these?", "cache_control": {"type": "ephemeral", "ttl": "1h"}},
    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}},
    {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}, "transformations": [{"type": "crop"}]},
    {"type": "image", "source": {"type": "file", "file_id": "file_1", "page": 2}},
    {"type": "document", "source": PDF, "title": "Report", "context": "of May", "citations": {"enabled": True}},
    {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "Grass is green."}, "title": None},
    {"type": "document", "source": {"type": "content", "content": [{"type": "text", "text": "chunk"}]}},
    {"type": "document", "source": {"type": "url", "url": "https://example.com/a.pdf"}},
    {"type": "document", "source": {"type": "base64", "media_type": "text/plain", "data": "R3Jhc3M="}, "title": "Grass"},
    {"type": "search_result", "source": "https://example.com", "title": "T", "content": [{"type": "text", "text": "c"}]},
    {"type": "container_upload", "file_id": "file_2"},
]

RESULT_BLOCKS: list[JsonObject] = [
    {"type": "tool_result", "tool_use_id": "toolu_1", "content": "22 °C"},
    {"type": "tool_result", "tool_use_id": "toolu_2", "content": [{"type": "text", "text": "no such city"}], "is_error": True},
    {"type": "tool_result", "tool_use_id": "toolu_3", "content": "", "is_error": False, "cache_control": {"type": "ephemeral"}},
    {"type": "tool_result", "tool_use_id": "toolu_4"},
    {"type": "tool_result", "tool_use_id": "toolu_5", "content": None, "is_error": None},
    {"type": "tool_result", "tool_use_id": "toolu_6", "content": []},
    {
        "type": "tool_result",
        "tool_use_id": "toolu_7",
        "toolset_name": "browser",
        "content": [
            {"type": "image", "source": {"type": "url", "url": "https://example.com/b.png"}},
            {"type": "tool_reference", "tool_name": "get_weather"},
        ],
    },
]

CITATION: JsonObject = {
    "type": "char_location",
    "cited_text": "Grass is green.",
    "document_index": 0,
    "document_title": "Colours",
    "start_char_index": 0,
    "end_char_index": 15,
}

WEB_CITATION: JsonObject = {
    "type": "web_search_result_location",
    "url": "https://example.com",
    "title": "Example",
    "encrypted_index": "Eo8B",
    "cited_text": "An example.",
}

ASSISTANT_BLOCKS: list[JsonObject] = [
    {"type": "thinking", "thinking": "The user wants the weather.", "signature": "EqEE"},
    {"type": "thinking", "thinking": "", "signature": "EqQB"},
    {"type": "redacted_thinking", "data": "EmwK"},
    {"type": "text", "text": "I'll look."},
    {"type": "text", "text": "Green.", "citations": [CITATION, WEB_CITATION]},
    {"type": "text", "text": "Plain.", "citations": None},
    {"type": "text", "text": "None.", "citations": []},
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "x"}},
    {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": [], "caller": {"type": "direct"}},
    {"type": "compaction", "content": "so far"},
    {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Zürich", "n": 1.0, "big": 2**70}},
    {"type": "tool_use", "id": "toolu_2", "name": "now", "input": {}, "caller": {"type": "direct"}},
]

REQUEST: JsonObject = {
    "model": "claude-opus-4-8",
    "max_tokens": 1024,
    "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
    "messages": [
        {"role": "user", "content": "Hello"},
        {"role": "user", "content": USER_BLOCKS},
        {"role": "assistant", "content": ASSISTANT_BLOCKS},
        {"role": "user", "content": [*RESULT_BLOCKS, {"type": "text", "text": "And now?"}, RESULT_BLOCKS[0]]},
        {"role": "system", "content": "Answer in French.", "clear_at": "never"},
        {"role": "user", "content": [{"type": "text", "text": "Go on."}], "future": {"field": 1}},
        {"role": "user", "content": ""},
        {"role": "user", "content": []},
        {"role": "assistant", "content": "Wei"},
    ],
    "tools": [
        {"name": "get_weather", "description": "", "input_schema": {"type": "object"}, "strict": True, "defer_loading": True},
        {"type": "custom", "name": "now", "input_schema": {"type": "object", "properties": {}}, "description": None},
        {"type": "web_search_20250305", "name": "web_search", "max_uses": 3},
    ],
    "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
    "temperature": 1.0,
    "top_p": 1,
    "top_k": 40,
    "stop_sequences": ["END"],
    "metadata": {"user_id": "u1"},
    "stream": True,
    "thinking": {"type": "enabled", "budget_tokens": 2048},
    "output_config": {
        "effort": "high",
        "format": {"type": "json_schema", "schema": {"type": "object"}},
        "task_budget": {"type": "tokens", "total": 9},
    },
    "context_management": {"edits": [{"type": "compact_20260112"}]},
    "service_tier": "auto",
    "cache_control": None,
}

RESPONSE: JsonObject = {
    "id": "msg_01",
    "type": "message",
    "role": "assistant",
    "model": "claude-opus-4-8",
    "content": ASSISTANT_BLOCKS,
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "stop_details": None,
    "container": {"id": "container_1", "expires_at": "2026-11-24T00:00:00Z"},
    "usage": {
        "input_tokens": 10,
        "cache_creation_input_tokens": 3,
        "cache_read_input_tokens": 5,
        "cache_creation": {"ephemeral_5m_input_tokens": 3, "ephemeral_1h_input_tokens": 0},
        "output_tokens": 20,
        "output_tokens_details": {"thinking_tokens": 7},
        "service_tier": "standard",
    },
}

json_values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)

# Words that the dialect itself knows, so that mutations hit its branches, and names that marks have, or had.
_words = st.sampled_from(
    (
        *("text", "tool_use", "tool_result", "thinking", "image", "document", "base64", "url", "auto", "any", "none", "tool"),
        *("id", "input", "content", "type", "role", "user", "assistant", "system", "stop_reason", "citations"),
        *("", "$absent", "$content", "$marks", "$spelling", "$x", "spelling", "within", "place", "turn", "verbatim", "fields", "marks"),
    )
)


def _places(value: JsonValue) -> list[tuple[dict[str, JsonValue] | list[JsonValue], str | int]]:
    """Find every place in a value that can be replaced or removed."""
    places: list[tuple[dict[str, JsonValue] | list[JsonValue], str | int]] = []
    if isinstance(value, dict):
        places += [(value, key) for key in value]
        for item in value.values():
            places += _places(item)
    elif isinstance(value, list):
        places += [(value, index) for index in range(len(value))]
        for item in value:
            places += _places(item)
    return places


@st.composite
def mutated(draw: st.DrawFn, body: JsonObject) -> JsonObject:
    """Take a body, and remove, replace or add a few things anywhere in it."""
    body = copy.deepcopy(body)
    for _ in range(draw(st.integers(0, 4))):
        places = _places(body)
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(["remove", "replace", "add"])):
            case "remove":
                del holder[key]  # type: ignore[arg-type]  # the key comes from this very holder
            case "replace":
                holder[key] = draw(json_values | _words)  # type: ignore[index]  # as above
            case _ if isinstance(holder, dict):
                holder[draw(_words | st.text(max_size=3))] = draw(json_values | _words)
    return body
