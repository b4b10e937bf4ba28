"""The API's names. Nothing else is here, so that this file can be read beside the API's reference.

Replace them with your API's, and note the page that each table is from. What your API lacks goes: a field's row, or every line with a
class's name; `lacks` of `dialect.py` then says so. `tables.py` tells of a row whose counterpart was left.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    FinishReason,
    ImagePart,
    OutputSchema,
    ReasoningBlock,
    ReasoningConfig,
    ReasoningPart,
    RefusalPart,
    Request,
    Response,
    SystemMessage,
    TextPart,
    TextSource,
    Tool,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    URLSource,
    Usage,
    UserMessage,
    Value,
)

PROVIDER: Final = "sundial"
"""The provider's name."""

DIALECT: Final = "sundial.chat"
"""The format's name: the key of what only this wire knows."""

Names: TypeAlias = dict[str, str]
"""Field of a value of ours → its name on the wire."""

FIELDS: Final[dict[type[Value], Names]] = {
    Request: {
        "model_id": "model",
        "messages": "messages",
        "tools": "tools",
        "tool_choice": "tool_choice",
        "parallel_tool_calls": "parallel_tool_calls",
        "output_schema": "output",
        "max_tokens": "max_tokens",
        "temperature": "temperature",
        "top_p": "top_p",
        "top_k": "top_k",
        "stop": "stop",
        "seed": "seed",
        "reasoning": "reasoning",
        "metadata": "labels",
        "stream": "stream",
    },
    Response: {"id": "id", "model_id": "model", "message": "message", "usage": "usage"},
    Usage: {
        "input_tokens": "input",
        "output_tokens": "output",
        "cache_read_tokens": "cache_read",
        "cache_write_tokens": "cache_write",
        "reasoning_tokens": "reasoning",
        "input_includes_cache": "input_includes_cache",
    },
    SystemMessage: {"role": "role", "content": "content"},
    UserMessage: {"role": "role", "content": "content"},
    AssistantMessage: {"role": "role", "content": "content"},
    ToolMessage: {"role": "role", "tool_call_id": "call_id", "content": "content", "is_error": "failed"},
    TextPart: {"type": "type", "text": "text", "citations": "citations"},
    ImagePart: {"type": "type", "source": "source"},
    DocumentPart: {"type": "type", "source": "source", "title": "title"},
    AudioPart: {"type": "type", "source": "source"},
    ToolCallPart: {"type": "type", "id": "id", "name": "name", "arguments": "arguments"},
    ReasoningPart: {
        "type": "type",
        "blocks": "blocks",
        "signature": "signature",
        "encrypted_content": "encrypted",
        "redacted_data": "redacted",
    },
    RefusalPart: {"type": "type", "refusal": "refusal"},
    Base64Source: {"type": "type", "media_type": "media_type", "data": "data"},
    URLSource: {"type": "type", "url": "url"},
    FileSource: {"type": "type", "file_id": "file_id"},
    TextSource: {"type": "type", "text": "text"},
    Citation: {"cited_text": "quote", "title": "title", "url": "url", "start": "start", "end": "end"},
    ReasoningBlock: {"kind": "kind", "text": "text"},
    Tool: {"name": "name", "description": "description", "input_schema": "parameters", "strict": "strict"},
    ToolChoice: {"type": "type", "name": "name"},
    OutputSchema: {"json_schema": "schema", "name": "name", "description": "description", "strict": "strict"},
    ReasoningConfig: {"effort": "effort", "budget_tokens": "budget"},
}

KINDS: Final[dict[type[Value], str]] = {
    SystemMessage: "system",
    UserMessage: "user",
    AssistantMessage: "assistant",
    ToolMessage: "tool",
    TextPart: "text",
    ImagePart: "image",
    DocumentPart: "document",
    AudioPart: "audio",
    ToolCallPart: "tool_call",
    ReasoningPart: "reasoning",
    RefusalPart: "refusal",
    Base64Source: "base64",
    URLSource: "url",
    FileSource: "file",
    TextSource: "text",
}
"""Class → the word in its `role` or `type` by which the wire tells it from the others in the same place."""

FINISH_REASON: Final = "finish_reason"
"""The field of a response that says why the model stopped,"""

FINISH_REASONS: Final[dict[FinishReason, str]] = {
    "stop": "end",
    "length": "max_tokens",
    "tool_calls": "tools",
    "content_filter": "filtered",
    "refusal": "refused",
    "pause": "paused",
    "context_window": "context_full",
    "error": "error",
    "other": "other",
}
"""and our word → the wire's. A word of the wire that isn't here is `other`, and is kept beside it."""

INPUT_TOKENS: Final = "input"
"""The field of an answer to a question for the number of tokens."""
