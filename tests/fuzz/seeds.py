"""What a fuzzer begins with, all of it written by us: streams of each dialect, events to put into them, lines, config strings."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from interlingua import (
    AssistantMessage,
    ReasoningBlock,
    ReasoningPart,
    RefusalPart,
    Response,
    TextPart,
    ToolCallPart,
    Usage,
    get_dialect,
)
from interlingua.dialect import write_event
from interlingua.testing.strategies import events_of
from interlingua.types import Citation
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import AssistantPart, FinishReason, JsonObject

_TEXT: Final = TextPart("Hello, \U0001f600", [Citation(url="https://example.com", title="t", start=0, end=5)])
_CALLS: Final = [ToolCallPart("call_1", "f", '{"a": "\\u00e9"}'), ToolCallPart("call_2", "g", "{}")]
_REASONING: Final = ReasoningPart([ReasoningBlock("full", "thinking")], signature="sig")
_ANSWERS: Final[tuple[tuple[list[AssistantPart], FinishReason], ...]] = (
    ([_TEXT], "stop"),
    ([_REASONING, TextPart("b"), *_CALLS], "tool_calls"),
    ([RefusalPart("no")], "refusal"),
    ([TextPart("cut")], "length"),
    ([], "stop"),
)
_EVENTS: Final[dict[str, tuple[JsonObject, ...]]] = {
    "anthropic.messages": (
        {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}},
        {"type": "ping"},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "server_tool_use", "id": "s", "name": "x", "input": {}}},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "redacted_thinking", "data": "x"}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": '{"a'}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "s"}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "t"}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta", "citation": {"type": "x"}}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "compaction_delta", "content": "c"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "pause_turn", "stop_sequence": None}, "usage": {"output_tokens": 2}},
        {"type": "message_stop"},
    ),
    "openai.chat": (
        {"error": {"message": "busy", "code": 503}},
        {"object": "error", "message": "bad", "code": 400},
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f", "arguments": '{"a'}}]}}]},
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]}}]},
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 1, "id": "b", "custom": {"name": "f", "input": "x"}}]}}]},
        {"choices": [{"index": 0, "delta": {"reasoning": "r", "reasoning_details": [{"type": "x.y", "text": "r", "index": 0}]}}]},
        {"choices": [{"index": 0, "delta": {"reasoning_content": "r", "refusal": "no"}}]},
        {"choices": [{"index": 0, "delta": {"content": [{"type": "text", "text": "a"}, {"type": "image_url", "x": 1}]}}]},
        {"choices": [{"index": 0, "delta": {"audio": {"id": "a", "data": "AAAA", "transcript": "t", "expires_at": 1}}}]},
        {"choices": [{"index": 1, "delta": {"content": "b"}, "finish_reason": "stop"}]},
        {"choices": [{"delta": {}, "finish_reason": "tool_calls", "logprobs": {"content": [{"token": "a"}]}}]},
        {"choices": [{"message": {"role": "assistant", "content": "whole"}, "finish_reason": "stop"}]},
        {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "completion_tokens_details": {"reasoning_tokens": 1}}},
    ),
    "openai.responses": (
        {"type": "error", "code": "server_error", "message": "broke"},
        {"type": "response.failed", "response": {"status": "failed", "error": {"code": "server_error", "message": "broke"}}},
        {"type": "response.incomplete", "response": {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}},
        {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": []}},
        {"type": "response.output_item.added", "output_index": 0, "item": {"type": "mcp_call", "id": "m", "arguments": ""}},
        {"type": "response.output_item.added", "item": {"type": "function_call", "call_id": "c", "name": "f", "arguments": ""}},
        {"type": "response.output_item.added", "output_index": 0, "item": {"type": "reasoning", "id": "r", "summary": []}},
        {"type": "response.output_item.added", "output_index": 1, "item": {"type": "message", "id": "a", "role": "assistant"}},
        {"type": "response.output_item.done", "output_index": 0, "item": {"type": "custom_tool_call", "name": "f", "input": "x"}},
        {"type": "response.reasoning_summary_part.added", "output_index": 0, "summary_index": 0, "part": {"type": "x", "text": ""}},
        {"type": "response.reasoning_summary_text.delta", "output_index": 0, "summary_index": 1, "delta": "s"},
        {"type": "response.reasoning_text.delta", "item_id": "r", "content_index": 0, "delta": "s"},
        {"type": "response.refusal.delta", "output_index": 0, "content_index": 0, "delta": "no"},
        {"type": "response.refusal.done", "output_index": 0, "content_index": 0, "refusal": "no"},
        {"type": "response.output_text.delta", "item_id": "a", "output_index": 1, "content_index": 1, "delta": "d"},
        {"type": "response.output_text.annotation.added", "output_index": 1, "content_index": 0, "annotation": {"type": "file_citation"}},
        {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": "{}"},
        {"type": "response.function_call_arguments.done", "item_id": "m", "arguments": "{}"},
        {"type": "response.shell_call_command.delta", "output_index": 0, "command_index": 0, "delta": "ls"},
        {"type": "response.content_part.done", "output_index": 1, "content_index": 0, "part": {"type": "output_text", "text": "d"}},
        {"type": "response.x_new", "output_index": 0},
    ),
}  # fmt: skip
_LINES: Final = (
    b"data: a\n\n", b"event: e\ndata: a\r\ndata:b\r\rdata\n\n",
    b"\xef\xbb\xbf: c\n\ndata: x", b"id: 1\nretry: 5\n:\n\n", b"data: \xff\n\nevent\n\n",
)  # fmt: skip
_STRINGS: Final = (
    b"openai:gpt-5?temperature=0.5&stop=END&stop=%26", b"anthropic:claude-opus-4-8?max_tokens=1024&betas=a&betas=b", b"ollama:qwen3:8b",
    b"azure:d?base_url=https://n.example.com&api_version=2024-10-21", b"llamacpp:/models/a b.gguf?context=8192", b"openai:", b"gpt-5",
    b"openai:m?api_key=sk-abcdefgh12345678", b"openai:m%3F%00?seed=1&&=", b"groq:openai/gpt-oss-20b?seed=7&top_p=1e-3",
)  # fmt: skip


@cache
def seeds(target: str) -> list[bytes]:
    """Give whole inputs of a target."""
    if target == "sse":
        return [*_LINES, *(event for name in _EVENTS for event in seeds(name))]
    if target == "config-string":
        return [*_STRINGS]
    return [b"".join(_stream(target, parts, reason)) for parts, reason in _ANSWERS]


@cache
def pool(target: str) -> list[bytes]:
    """Give events to put into a stream of a target: those of its whole streams, and others."""
    if target in {"sse", "config-string"}:
        return [*_LINES]
    events = [event for parts, reason in _ANSWERS for event in _stream(target, parts, reason)]
    return [*dict.fromkeys(events), *(write_event(dumps(event)) for event in _EVENTS.get(target, ()))]


def words(target: str) -> list[bytes]:
    """Give the words of a target's inputs, for the fuzzer's dictionary."""
    pattern = rb"[A-Za-z_]+|[?&=:%]" if target == "config-string" else rb'"[A-Za-z_.]+"|data: |event: |\n\n|\[DONE\]'
    return sorted({word for text in (*seeds(target), *pool(target)) for word in re.findall(pattern, text)})


def _stream(target: str, parts: list[AssistantPart], reason: FinishReason) -> list[bytes]:
    response = Response(message=AssistantMessage(parts), finish_reason=reason, model_id="m", id="r", usage=Usage(3, 4))
    return events_of(get_dialect(target), response)
