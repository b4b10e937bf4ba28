"""Token counts, both ways.

Source: https://platform.openai.com/docs/api-reference/chat/object (usage). `prompt_tokens` counts cached tokens, and
`completion_tokens` the reasoning; every other figure stays verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.response import Usage
from interlingua_openai.chat.wire import DIALECT, difference, lost, restored

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss


def decode_usage(wire: JsonObject, path: str) -> Usage:
    """Read the counts; a figure that is no whole number stays verbatim."""
    prompt, completion = _inner(wire, "prompt_tokens_details"), _inner(wire, "completion_tokens_details")
    usage = Usage(
        input_tokens=_count(wire.get("prompt_tokens")),
        output_tokens=_count(wire.get("completion_tokens")),
        cache_read_tokens=_count(prompt.get("cached_tokens")),
        cache_write_tokens=_count(prompt.get("cache_write_tokens")),
        reasoning_tokens=_count(completion.get("reasoning_tokens")),
        provider_data={},
    )
    kept = difference(wire, _reference(usage), path)
    return usage.model_copy(update={"provider_data": {DIALECT: kept}}) if kept else usage


def encode_usage(usage: Usage, path: str, losses: list[Loss]) -> JsonObject:
    """Write the counts; input that leaves cached tokens out is added up, and recorded where that changes the figure."""
    if usage.total_input_tokens != usage.input_tokens:
        lost(losses, "hint", f"{path}.input_tokens", "this wire's prompt_tokens count cached tokens too", usage.total_input_tokens)
    reference = _reference(usage)
    kept = usage.provider_data.get(DIALECT)
    return restored(reference, kept) if kept else reference


def _reference(usage: Usage) -> JsonObject:
    out: JsonObject = {}
    read, written, total = usage.cache_read_tokens, usage.cache_write_tokens, usage.total_input_tokens
    if total is not None:
        out["prompt_tokens"] = total
    if usage.output_tokens is not None:
        out["completion_tokens"] = usage.output_tokens
    if total is not None and usage.output_tokens is not None:
        out["total_tokens"] = total + usage.output_tokens
    cached: JsonObject = {} if read is None else {"cached_tokens": read}
    if written is not None:
        cached["cache_write_tokens"] = written
    if cached:
        out["prompt_tokens_details"] = cached
    if usage.reasoning_tokens is not None:
        out["completion_tokens_details"] = {"reasoning_tokens": usage.reasoning_tokens}
    return out


def _inner(wire: JsonObject, name: str) -> JsonObject:
    inner = wire.get(name)
    return inner if isinstance(inner, dict) else {}


def _count(value: JsonValue) -> int | None:
    return value if type(value) is int else None
