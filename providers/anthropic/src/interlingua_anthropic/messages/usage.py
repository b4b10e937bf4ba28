"""Token counts, both ways.

Source: https://docs.claude.com/en/api/messages#response-usage and .../build-with-claude/prompt-caching#tracking-cache-performance:
`input_tokens` doesn't count what was read from or written to the cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types import Usage
from interlingua_anthropic.messages.wire import is_int, keep, kept_fields, restore

if TYPE_CHECKING:
    from interlingua.types import JsonObject
    from interlingua_anthropic.messages.wire import LossLog

# Wire word → our field.
_FIGURES = {
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "cache_creation_input_tokens": "cache_write_tokens",
}

# The one figure that stands deeper.
_DETAILS, _THINKING = "output_tokens_details", "thinking_tokens"


def decode_usage(wire: JsonObject) -> Usage:
    """Read a `usage` object; what isn't modelled is kept."""
    figures = {ours: value for word, ours in _FIGURES.items() if is_int(value := wire.get(word))}
    rest = {name: value for name, value in wire.items() if not (name in _FIGURES and is_int(value))}
    details = rest.get(_DETAILS)
    if isinstance(details, dict) and is_int(thinking := details.get(_THINKING)):
        figures["reasoning_tokens"] = thinking
        rest[_DETAILS] = {name: value for name, value in details.items() if name != _THINKING}
        if not rest[_DETAILS]:
            del rest[_DETAILS]
    return Usage(**figures, input_includes_cache=False, provider_data=keep(rest))


def encode_usage(usage: Usage, log: LossLog) -> JsonObject:
    """Write a `usage` object."""
    wire: JsonObject = {}
    if usage.input_tokens is not None:
        wire["input_tokens"] = _without_cache(usage, log)
    if usage.cache_write_tokens is not None:
        wire["cache_creation_input_tokens"] = usage.cache_write_tokens
    if usage.cache_read_tokens is not None:
        wire["cache_read_input_tokens"] = usage.cache_read_tokens
    if usage.output_tokens is not None:
        wire["output_tokens"] = usage.output_tokens
    if usage.reasoning_tokens is not None:
        wire[_DETAILS] = {_THINKING: usage.reasoning_tokens}
    restore(wire, kept_fields(usage.provider_data), log)
    return wire


def _without_cache(usage: Usage, log: LossLog) -> int:
    """Give Claude's figure of another maker's count."""
    tokens = usage.input_tokens or 0
    cached = (usage.cache_read_tokens or 0) + (usage.cache_write_tokens or 0)
    if not usage.input_includes_cache or not cached:
        return tokens
    log.add("$.usage.input_tokens", "this wire's input_tokens doesn't count cached tokens", "hint", max(0, tokens - cached))
    return max(0, tokens - cached)
