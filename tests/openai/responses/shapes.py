"""Wire objects of every shape that the Responses API has or that was seen, and ways to bend them; for tests of exactness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from interlingua.testing.strategies import json_values, objects
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

MESSAGES: list[JsonObject] = [
    {"role": "user", "content": "hi"},
    {"type": "message", "role": "user", "content": [
        {"type": "input_text", "text": "a", "prompt_cache_breakpoint": {"mode": "explicit"}},
        {"type": "input_image", "image_url": "https://x/a.png", "detail": "auto"}, {"type": "input_image", "file_id": "f", "detail": "low"},
        {"type": "input_file", "file_data": "data:application/pdf;base64,AA==", "filename": "n"}, {"type": "input_file", "file_url": "u"},
        {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
    ]},
    {"role": "system", "content": "s"},
    {"role": "developer", "content": [{"type": "input_text", "text": "d"}], "type": "message", "status": "completed"},
    {"type": "function_call_output", "call_id": "c1", "output": "r"},
    {"type": "function_call_output", "output": [{"type": "input_text", "text": "[tool error]\nx"}], "name": "f"},
    {"type": "custom_tool_call_output", "call_id": "c2", "output": [
        {"type": "input_text", "text": "x"}, {"type": "input_image", "file_id": "f"},
    ]},
    {"type": "mcp_approval_response", "approval_request_id": "a", "approve": True},
    {"type": "additional_tools", "role": "developer", "tools": []},
    {"type": "shell_call_output", "call_id": "s", "output": []},
]  # fmt: skip
"""Items that an application adds."""

OUTPUT: list[JsonObject] = [
    {"role": "assistant", "content": "yo", "phase": "commentary"},
    {"type": "message", "role": "assistant", "id": "m1", "status": "completed", "content": [
        {"type": "output_text", "text": "t", "logprobs": [], "annotations": [
            {"type": "url_citation", "url": "u", "title": "T", "start_index": 0, "end_index": 1},
            {"type": "file_citation", "file_id": "f", "filename": "n", "index": 0}, {"type": "file_path", "file_id": "f", "index": 1},
            {"type": "container_file_citation", "container_id": "c", "file_id": "f", "filename": "n", "start_index": 1, "end_index": 2},
        ]},
        {"type": "refusal", "refusal": "no"},
    ]},
    {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}", "id": "fc", "status": "completed", "namespace": "n"},
    {"type": "function_call", "name": "f", "arguments": '{"a"'},
    {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "free"},
    {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "s"}], "encrypted_content": "gAAA", "status": None},
    {"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "c"}]},
    {"type": "item_reference", "id": "x"},
    {"id": "y"},
    {"type": "web_search_call", "id": "ws", "status": "completed", "action": {"type": "search"}},
    {"type": "tool_search_call", "call_id": None, "execution": "server", "arguments": {"paths": ["p"]}},
    {"type": "compaction", "id": "cmp", "encrypted_content": "z"},
    {"type": "shell_call_output", "id": "sho", "call_id": "s", "output": []},
]  # fmt: skip
"""Items that a model's answer may hold."""

REQUEST: JsonObject = {
    "model": "m", "instructions": "be", "temperature": 1, "top_p": 0.5, "max_output_tokens": 5, "stream": True, "metadata": {"a": "b"},
    "parallel_tool_calls": True, "reasoning": {"effort": "low", "summary": "auto"}, "store": False, "include": ["x"],
    "text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}, "strict": True}, "verbosity": "low"},
    "tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}, "strict": None}, {"type": "web_search"}],
    "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]},
    "previous_response_id": None, "truncation": "auto",
}  # fmt: skip

ANSWER: JsonObject = {
    "id": "r", "object": "response", "model": "m", "status": "completed", "created_at": 1.0, "error": None, "incomplete_details": None,
    "usage": {
        "input_tokens": 1, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 2,
        "output_tokens_details": {"reasoning_tokens": 1}, "total_tokens": 3,
    },
}  # fmt: skip

WORDS: list[JsonValue] = [
    "message", "user", "assistant", "developer", "input_text", "output_text", "refusal", "function_call", "custom_tool_call",
    "function_call_output", "reasoning", "summary_text", "input_magic", "[tool error]", "[tool error]\nx", "incomplete", "queued",
    "data:image/png;base64,AA==", [], {}, [{}], [[]], None, "", 0, 1.0, True, [{"type": "input_text", "text": "t"}],
    [{"type": "output_text", "text": "t"}, {"type": "x_new"}],
]  # fmt: skip

OURS: list[str] = [
    "$absent", "$content", "$item", "$marks", "$spelling", "$x", "events", "fields", "form", "item", "marks", "place", "spelling", "within",
]  # fmt: skip
"""Names that this dialect's marks have, or once had, which a wire may use as well."""


@st.composite
def bent(draw: st.DrawFn, body: JsonObject) -> JsonObject:
    """Take fields away from a body, or put others in, anywhere."""
    body = copy_json(body)  # type: ignore[assignment]  # an object
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(list(objects(body))))
        name = draw(st.sampled_from([*place, "x_new", "type", "id", "role", "content", *OURS]))
        if draw(st.booleans()):
            place[name] = copy_json(draw(st.sampled_from(WORDS) | json_values()))
        else:
            place.pop(name, None)
    return body


@st.composite
def requests(draw: st.DrawFn) -> JsonObject:
    """Bodies of requests."""
    names = draw(st.sets(st.sampled_from(sorted(REQUEST))))
    items: list[JsonValue] = [*draw(st.lists(st.sampled_from(MESSAGES + OUTPUT), max_size=6))]
    return draw(bent({**{name: REQUEST[name] for name in names}, "input": items}))


@st.composite
def answers(draw: st.DrawFn) -> JsonObject:
    """Whole answers."""
    items: list[JsonValue] = [*draw(st.lists(st.sampled_from(OUTPUT * 2 + MESSAGES), max_size=5))]
    return draw(bent({**ANSWER, "output": items}))
