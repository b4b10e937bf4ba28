"""A guess at a body's tokens, offline and without a vocabulary; a provider's own figure comes from its counting endpoint.

A model reads a body's texts, not its JSON: so texts count, four bytes of UTF-8 a token, and so do the keys and values of schemas and of
arguments, while ids, types and the like don't. Each message costs a few tokens more. What was encrypted counts little, an image flat.
`tests/wire/test_estimate.py` measures the guess against recorded usage.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

_BYTES_PER_TOKEN: Final = 4
# What frames the whole and each message. Source: https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken.
_TOKENS_PER_REQUEST: Final = 3
_TOKENS_PER_MESSAGE: Final = 4

_MESSAGES: Final = frozenset({"messages", "input", "instructions", "system"})
_SCHEMAS: Final = frozenset({"tools", "functions", "response_format", "text", "output_config"})
"""The fields of a body that are read; its others tune the answer."""

_UNREAD: Final = frozenset({
    "role", "type", "id", "tool_call_id", "call_id", "tool_use_id", "media_type", "status", "detail", "format", "phase", "cache_control",
})  # fmt: skip
"""Fields of messages that the model doesn't read."""

_DATA: Final = frozenset({"input", "arguments"})
"""Fields of calls, whose keys the model wrote itself."""

# Base64 is counted by no provider as text. An image or page costs some hundreds of tokens whatever its bytes; what is shorter is a
# signature, or reasoning that was encrypted, which is longer than what it hides.
_BASE64: Final = re.compile(r"(?:data:[^,]*,)?[A-Za-z0-9+/_=\-\n]*")
_SHORTEST_BINARY: Final = 200
_SHORTEST_IMAGE: Final = 4096
_TOKENS_PER_IMAGE: Final = 800
_ENCRYPTED_CHARS_PER_TOKEN: Final = 16


def estimate_tokens(body: JsonObject) -> int:
    """Guess how many input tokens a body has."""
    count: float = _TOKENS_PER_REQUEST
    for name, value in body.items():
        if name in _MESSAGES:
            messages = value if isinstance(value, list) else [value]
            count += sum(_TOKENS_PER_MESSAGE + _tokens(message, data=False) for message in messages)
        elif name in _SCHEMAS:
            count += _tokens(value, data=True)
    return -int(-count // 1)


def _tokens(value: JsonValue, *, data: bool) -> float:
    """Count a value; as data, with its keys and its numbers."""
    if isinstance(value, str):
        return _text_tokens(value)
    if isinstance(value, list):
        return sum(_tokens(item, data=data) for item in value)
    if isinstance(value, dict):
        read = [(name, item) for name, item in value.items() if data or name not in _UNREAD]
        return sum((_text_tokens(name) if data else 0) + _tokens(item, data=data or name in _DATA) for name, item in read)
    return 1 if data else 0


def _text_tokens(text: str) -> float:
    if len(text) >= _SHORTEST_BINARY and _BASE64.fullmatch(text):
        return _TOKENS_PER_IMAGE if len(text) > _SHORTEST_IMAGE else len(text) / _ENCRYPTED_CHARS_PER_TOKEN
    return len(text.encode("utf-8", "surrogatepass")) / _BYTES_PER_TOKEN
