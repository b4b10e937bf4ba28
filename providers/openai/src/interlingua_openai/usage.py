"""Token counts, both ways. Both dialects say the same figures under different names.

Both count cached tokens among the input, and reasoning among the output; every other figure stays verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import Kept, as_int, as_object, difference, restored
from interlingua.types.response import Usage

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue


_HITS: Final = "prompt_cache_hit_tokens"
"""DeepSeek's figure of cached input, a part of `prompt_tokens` (https://api-docs.deepseek.com/guides/kv_cache); some of its hosts say it
alone. It stays verbatim, too."""


class UsageWords(NamedTuple):
    """What a dialect calls the figures.

    Attributes:
        dialect: Its name.
        input: The input's tokens.
        output: The output's tokens.
    """

    dialect: str
    input: str
    output: str


def decode_usage(wire: JsonObject, words: UsageWords) -> Usage:
    """Read the counts; a figure that is no whole number stays verbatim."""
    if not wire:
        return Usage()
    read, written = _inner(wire, f"{words.input}_details"), _inner(wire, f"{words.output}_details")
    usage = Usage(
        input_tokens=_count(wire.get(words.input)),
        output_tokens=_count(wire.get(words.output)),
        cache_read_tokens=_first_count(read.get("cached_tokens"), wire.get(_HITS)),
        cache_write_tokens=_count(read.get("cache_write_tokens")),
        reasoning_tokens=_count(written.get("reasoning_tokens")),
        provider_data={},
    )
    kept = difference(wire, _reference(usage, words))
    return usage.model_copy(update={"provider_data": kept.under(words.dialect)}) if kept else usage


def encode_usage(usage: Usage, words: UsageWords, log: LossLog) -> JsonObject:
    """Write the counts, none where nothing was said; input without cached tokens is added up, and recorded where that changes it."""
    if usage.total_input_tokens != usage.input_tokens:
        log.add("$.usage.input_tokens", f"this wire's {words.input} count cached tokens too", "hint", usage.total_input_tokens)
    reference = _reference(usage, words)
    kept = Kept.of(usage.provider_data, words.dialect)
    return restored(reference, kept, log, ".usage") if kept else reference


def decode_count(body: JsonObject) -> int:
    """Read the number of input tokens from a counting endpoint's answer.

    Raises:
        ConversionError: There is none.
    """
    return as_int(as_object(body, "$").get("input_tokens"), "$.input_tokens")


def _reference(usage: Usage, words: UsageWords) -> JsonObject:
    out: JsonObject = {}
    read, written, total = usage.cache_read_tokens, usage.cache_write_tokens, usage.total_input_tokens
    if total is not None:
        out[words.input] = total
    if usage.output_tokens is not None:
        out[words.output] = usage.output_tokens
    if total is not None and usage.output_tokens is not None:
        out["total_tokens"] = total + usage.output_tokens
    cached: JsonObject = {} if read is None else {"cached_tokens": read}
    if written is not None:
        cached["cache_write_tokens"] = written
    if cached:
        out[f"{words.input}_details"] = cached
    if usage.reasoning_tokens is not None:
        out[f"{words.output}_details"] = {"reasoning_tokens": usage.reasoning_tokens}
    return out


def _inner(wire: JsonObject, name: str) -> JsonObject:
    inner = wire.get(name)
    return inner if isinstance(inner, dict) else {}


def _first_count(*values: JsonValue) -> int | None:
    return next((count for value in values if (count := _count(value)) is not None), None)


def _count(value: JsonValue) -> int | None:
    return value if type(value) is int else None
