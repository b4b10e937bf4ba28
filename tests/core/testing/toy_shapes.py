"""The toy wire's names: of each value of ours, field → name on the wire."""

from __future__ import annotations

from typing import TypeAlias

from interlingua.types import (
    AssistantMessage,
    AudioPart,
    DocumentPart,
    ImagePart,
    ReasoningPart,
    RefusalPart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
    Value,
)

Shape: TypeAlias = dict[str, str]
"""Field of a value of ours → name on the wire."""

REQUEST: Shape = {
    "model_id": "model", "tool_choice": "choice", "parallel_tool_calls": "parallel", "output_schema": "shape", "max_tokens": "most",
    "temperature": "heat", "top_p": "top_p", "top_k": "top_k", "stop": "stop", "seed": "seed", "reasoning": "think",
    "metadata": "labels", "stream": "live",
}  # fmt: skip
RESPONSE: Shape = {"id": "id", "model_id": "model", "usage": "cost"}
TOOL: Shape = {"name": "name", "description": "about", "input_schema": "takes", "strict": "strict"}
MESSAGES: dict[str, tuple[type[Value], Shape]] = {
    "system": (SystemMessage, {}),
    "user": (UserMessage, {}),
    "assistant": (AssistantMessage, {}),
    "tool": (ToolMessage, {"tool_call_id": "for", "is_error": "failed"}),
}
"""Role → class and names."""

PARTS: dict[str, tuple[type[Value], Shape]] = {
    "text": (TextPart, {"text": "text", "citations": "cites"}),
    "image": (ImagePart, {"source": "source"}),
    "document": (DocumentPart, {"source": "source", "title": "title"}),
    "audio": (AudioPart, {"source": "source"}),
    "tool_call": (ToolCallPart, {"id": "id", "name": "name", "arguments": "args"}),
    "reasoning": (ReasoningPart, {
        "blocks": "blocks", "signature": "seal", "encrypted_content": "sealed", "redacted_data": "hidden", "provider": "maker",
    }),
    "refusal": (RefusalPart, {"refusal": "no"}),
}  # fmt: skip
"""Kind → class and names."""

REASONS = {
    "stop": "done", "length": "full", "tool_calls": "calls", "content_filter": "filter", "refusal": "refused", "pause": "pause",
    "context_window": "window", "error": "error", "other": "other",
}  # fmt: skip
"""Finish reason → the wire's word."""
