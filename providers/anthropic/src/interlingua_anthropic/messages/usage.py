"""Token counts, both ways.

Source: https://docs.claude.com/en/api/messages#response-usage and .../build-with-claude/prompt-caching#tracking-cache-performance:
`input_tokens` doesn't count what was read from or written to the cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, difference, is_int, restored
from interlingua.types import Usage
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject

# Wire word → our field.
_FIGURES = {
    "input_tokens": "input_tokens",
    "cache_creation_input_tokens": "cache_write_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "output_tokens": "output_tokens",
}

# The one figure that stands deeper.
_DETAILS, _THINKING = "output_tokens_details", "thinking_tokens"


def decode_usage(wire: JsonObject) -> Usage:
    """Read a `usage` object; what isn't modelled is kept."""
    figures = {ours: value for word, ours in _FIGURES.items() if is_int(value := wire.get(word))}
    details = wire.get(_DETAILS)
    if isinstance(details, dict) and is_int(thinking := details.get(_THINKING)):
        figures["reasoning_tokens"] = thinking
    usage = Usage(**figures, input_includes_cache=False, provider_data={})
    kept = difference(wire, _reference(usage))
    return usage.model_copy(update={"provider_data": kept.under(MESSAGES)}) if kept else usage


def encode_usage(usage: Usage, log: LossLog) -> JsonObject:
    """Write a `usage` object; another maker's count of input has the cached tokens taken off."""
    reference = _reference(usage)
    cached = (usage.cache_read_tokens or 0) + (usage.cache_write_tokens or 0)
    if usage.input_includes_cache and usage.input_tokens is not None and cached:
        reference["input_tokens"] = fresh = max(0, usage.input_tokens - cached)
        log.add("$.usage.input_tokens", "this wire's input_tokens doesn't count cached tokens", "hint", fresh)
    return restored(reference, Kept.of(usage.provider_data, MESSAGES), log, ".usage")


def _reference(usage: Usage) -> JsonObject:
    wire: JsonObject = {word: value for word, ours in _FIGURES.items() if (value := getattr(usage, ours)) is not None}
    if usage.reasoning_tokens is not None:
        wire[_DETAILS] = {_THINKING: usage.reasoning_tokens}
    return wire
