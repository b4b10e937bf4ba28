"""A whole answer ⇄ `Response`: its content, and the fields around it, which a streamed answer has too, token counts among them.

Source: https://docs.claude.com/en/api/messages#response. Every answer has `type`, `role`, `content` and `stop_reason` (null until
it ends), so these are written by default, and their absence is kept. `usage`: …#response-usage and
…/build-with-claude/prompt-caching#tracking-cache-performance; `input_tokens` doesn't count what was read from or written to the cache.
`input_transformations`, which is what the API changed of the request by itself:
https://platform.claude.com/docs/en/build-with-claude/preserved-thinking#preserved-thinking-controls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.dialect import Decoded, Encoded, Kept, LossLog, checked_body, difference, is_int, restored, text_or_none
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Loss, Response, Usage
from interlingua.types.json import at
from interlingua_anthropic.errors import error_from_event, error_in
from interlingua_anthropic.messages.assistant import decode_assistant_block, encode_assistant
from interlingua_anthropic.messages.finish_reasons import FROM_WIRE, TO_WIRE, decode_stop_reason, encode_finish_reason
from interlingua_anthropic.messages.tool_ids import ToolIds, WireIds
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import FinishReason, JsonObject, JsonValue

# The values that these two always have.
_CONSTANTS: JsonObject = {"type": "message", "role": "assistant"}

MODELLED = frozenset({"id", "model", "content", "stop_reason", "usage", *_CONSTANTS})
"""Fields that are always ours, or kept only where their value is odd."""

# A figure's word in `usage` → our field.
_FIGURES = {
    "input_tokens": "input_tokens",
    "cache_creation_input_tokens": "cache_write_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "output_tokens": "output_tokens",
}

_TRANSFORMATIONS = "input_transformations"

# What the API says it did to a block of the request, and why. Others may come: they are told by their own words.
_DONE = {"thinking_dropped": "left out", "thinking_mismatch_allowed": "read, though it may refuse it,"}
_WHY = {
    "prefix_binding_mismatch": "what stands before it has changed since",
    "model_binding_mismatch": "another model made it, whose reasoning this one can't read",
    "organization_binding_mismatch": "another organization made it",
    "end_user_binding_mismatch": "it was made for another end user",
}

# The one figure that stands deeper.
_DETAILS, _THINKING = "output_tokens_details", "thinking_tokens"


def decode_response(body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG001 - they say nothing of its body
    """Translate a whole answer.

    Raises:
        ConversionError: The body is no JSON object, there is no content, or it isn't a list of blocks.
        ProviderError: The body is an error, though it came as an answer.
    """
    body = checked_body(body)
    content = body.get("content")
    if "content" not in body and (error := error_in(body)) is not None:
        raise error_from_event(error, text_or_none(body.get("request_id")))
    if "content" not in body or not isinstance(content, list | None):
        raise ConversionError("$.content", "an answer has a list of blocks")
    envelope = decode_envelope(body)
    ids = ToolIds(envelope.id or "call", content or ())
    parts = []
    for index, block in enumerate(content or ()):
        if not isinstance(block, dict):
            raise ConversionError(at("$", "content", index), "a block is an object")
        parts.append(decode_assistant_block(block, ids.of_call))
    return Decoded(Response(message=AssistantMessage(parts), **envelope._asdict()))


def encode_response(response: Response) -> Encoded:
    """Translate a response into a whole answer.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object.
    """
    log = LossLog(MESSAGES, "$.message")
    content = encode_assistant(response.message.content, WireIds(), log, blanks=True)
    return Encoded(encode_envelope(response, content, log), losses=tuple(log.records))


class Envelope(NamedTuple):
    """An answer's fields but its content, under the names of `Response`."""

    id: str | None
    model_id: str | None
    finish_reason: FinishReason | None
    provider_finish_reason: str | None
    usage: Usage
    losses: tuple[Loss, ...]
    provider_data: dict[str, JsonObject]


def decode_envelope(wire: JsonObject) -> Envelope:
    """Read the fields around the content.

    Raises:
        ConversionError: The stop reason is neither text nor null.
    """
    word, usage = wire.get("stop_reason"), wire.get("usage")
    if word is not None and not isinstance(word, str):
        raise ConversionError("$.stop_reason", "a stop reason is a word")
    reason = decode_stop_reason(word)
    ours, loss = encode_finish_reason(reason, word)
    reference: JsonObject = {**_CONSTANTS, "content": [], "stop_reason": ours}
    reference |= {name: wire[name] for name in ("id", "model") if isinstance(wire.get(name), str)}
    elsewhere = {"content"} if isinstance(wire.get("content"), list) else set()
    if isinstance(usage, dict) and usage:  # null and {} say nothing, and are kept as they are
        elsewhere.add("usage")
    kept = difference(wire, reference, elsewhere)
    if loss is not None:
        # A word of no table, null and nothing are this wire's own; written for another's response, each is a loss.
        kept = kept.spelled("stop_reason", [ours, word] if "stop_reason" in wire else [ours])
    return Envelope(
        id=text_or_none(wire.get("id")),
        model_id=text_or_none(wire.get("model")),
        finish_reason=reason,
        provider_finish_reason=word,
        usage=decode_usage(usage) if isinstance(usage, dict) else Usage(),
        losses=_transformations(wire.get(_TRANSFORMATIONS)),
        provider_data=kept.under(MESSAGES),
    )


def encode_envelope(response: Response, content: list[JsonValue], log: LossLog) -> JsonObject:
    """Write an answer around its content."""
    log.root, log.message = "$", None
    kept = Kept.of(response.provider_data, MESSAGES)
    reason, word = response.finish_reason, response.provider_finish_reason
    stop_reason, loss = encode_finish_reason(reason, word)
    if reason == decode_stop_reason(word) and kept.spelling("stop_reason") in ([stop_reason], [stop_reason, word]):
        loss = None  # this wire's own word, null or nothing is written back
    else:
        kept = kept.without_spelling("stop_reason")
        if response.tool_calls and reason in {"stop", "other"} and FROM_WIRE.get(word or "") != reason:
            stop_reason, loss = TO_WIRE["tool_calls"], None
            log.add("$.finish_reason", "an answer with calls ends for them here", "hint", stop_reason)
    if loss is not None:
        beside = "" if word is None else f" ({word!r})"
        meant = "an answer that still runs" if reason is None else f"{reason!r}{beside}"
        log.add("$.finish_reason", f"this wire has no word for {meant}", loss, stop_reason)
    wire: JsonObject = {} if response.id is None else {"id": response.id}
    wire |= _CONSTANTS
    if response.model_id is not None:
        wire["model"] = response.model_id
    wire |= {"content": content, "stop_reason": stop_reason}
    if usage := encode_usage(response.usage, log):
        wire["usage"] = usage
    if Kept.of(response.message.provider_data, MESSAGES):
        log.add("$.message.provider_data", "an answer's message has no fields of its own on this wire", "hint")
    return restored(wire, kept, log) if kept else wire


def _transformations(wire: JsonValue) -> tuple[Loss, ...]:
    """Tell what the API changed of the request; the field itself is kept as any other."""
    losses = []
    for index, entry in enumerate(wire if isinstance(wire, list) else ()):
        if isinstance(entry, dict):
            what, why, where = (str(entry.get(name)) for name in ("type", "reason", "path"))
            reason = f"the API {_DONE.get(what, what)} the reasoning at {where} of its body: {_WHY.get(why, why)} ({why})"
            losses.append(Loss(at("$", _TRANSFORMATIONS, index), reason, "hint"))
    return tuple(losses)


def decode_usage(wire: JsonObject) -> Usage:
    """Read a `usage` object; what isn't modelled is kept."""
    if not wire:
        return Usage()
    figures = {ours: value for word, ours in _FIGURES.items() if is_int(value := wire.get(word))}
    details = wire.get(_DETAILS)
    if isinstance(details, dict) and is_int(thinking := details.get(_THINKING)):
        figures["reasoning_tokens"] = thinking
    usage = Usage(**figures, input_includes_cache=False, provider_data={})
    kept = difference(wire, _usage(usage))
    return usage.model_copy(update={"provider_data": kept.under(MESSAGES)}) if kept else usage


def encode_usage(usage: Usage, log: LossLog) -> JsonObject:
    """Write a `usage` object, empty where nothing was said; another maker's count of input has the cached tokens taken off."""
    reference = _usage(usage)
    cached = (usage.cache_read_tokens or 0) + (usage.cache_write_tokens or 0)
    if usage.input_includes_cache and usage.input_tokens is not None and cached:
        reference["input_tokens"] = fresh = max(0, usage.input_tokens - cached)
        log.add("$.usage.input_tokens", "this wire's input_tokens doesn't count cached tokens", "hint", fresh)
    return restored(reference, Kept.of(usage.provider_data, MESSAGES), log, ".usage")


def _usage(usage: Usage) -> JsonObject:
    wire: JsonObject = {word: value for word, ours in _FIGURES.items() if (value := getattr(usage, ours)) is not None}
    if usage.reasoning_tokens is not None:
        wire[_DETAILS] = {_THINKING: usage.reasoning_tokens}
    return wire
