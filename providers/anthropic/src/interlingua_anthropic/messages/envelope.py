"""The fields of an answer around its content, both ways; shared by whole and streamed answers.

Source: https://docs.claude.com/en/api/messages#response. Every answer has `type`, `role`, `content` and `stop_reason` (null until
it ends), so these are written by default, and their absence is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.errors import ConversionError
from interlingua_anthropic.messages.finish_reasons import FROM_WIRE, decode_stop_reason, encode_finish_reason
from interlingua_anthropic.messages.usage import decode_usage, encode_usage
from interlingua_anthropic.messages.wire import absent_fields, keep, kept_fields, restore

if TYPE_CHECKING:
    from interlingua.types import FinishReason, JsonObject, JsonValue, Response, Usage
    from interlingua_anthropic.messages.wire import LossLog

# The values that these two always have.
_CONSTANTS = {"type": "message", "role": "assistant"}

MODELLED = frozenset({"id", "model", "content", "stop_reason", "usage", *_CONSTANTS})
"""Fields that are always ours, or kept only where their value is odd."""


class Envelope(NamedTuple):
    """An answer's fields but its content, under the names of `Response`."""

    id: str | None
    model_id: str | None
    finish_reason: FinishReason | None
    provider_finish_reason: str | None
    usage: Usage | None
    provider_data: dict[str, JsonObject]


def decode_envelope(wire: JsonObject) -> Envelope:
    """Read the fields around the content.

    Raises:
        ConversionError: The stop reason is neither text nor null.
    """
    known = {name for name, value in _CONSTANTS.items() if wire.get(name) == value}
    if isinstance(wire.get("content"), list):
        known.add("content")
    if isinstance(message_id := wire.get("id"), str):
        known.add("id")
    if isinstance(model := wire.get("model"), str):
        known.add("model")
    word = wire.get("stop_reason")
    if word is not None and not isinstance(word, str):
        raise ConversionError("$.stop_reason", "a stop reason is a word")
    if word in FROM_WIRE:
        known.add("stop_reason")
    if isinstance(usage := wire.get("usage"), dict):
        known.add("usage")
    absent = [name for name in (*_CONSTANTS, "content", "stop_reason") if name not in wire]
    return Envelope(
        id=message_id if isinstance(message_id, str) else None,
        model_id=model if isinstance(model, str) else None,
        finish_reason=decode_stop_reason(word),
        provider_finish_reason=word,
        usage=decode_usage(usage) if isinstance(usage, dict) else None,
        provider_data=keep(wire, known, absent),
    )


def encode_envelope(response: Response, content: list[JsonValue], log: LossLog) -> JsonObject:
    """Write an answer around its content."""
    kept = kept_fields(response.provider_data)
    wire: JsonObject = {} if response.id is None else {"id": response.id}
    wire |= {name: value for name, value in _CONSTANTS.items() if name not in kept}
    if response.model_id is not None:
        wire["model"] = response.model_id
    wire["content"] = content
    wire["stop_reason"] = _stop_reason(response, kept, log)
    if response.usage is not None:
        wire["usage"] = encode_usage(response.usage, log)
    if kept_fields(response.message.provider_data):
        log.add("$.message.provider_data", "an answer's message has no fields of its own on this wire", "hint")
    log.root, log.message = "$", None
    restore(wire, kept, log)
    return wire


def _stop_reason(response: Response, kept: JsonObject, log: LossLog) -> JsonValue:
    """Give the word for why it stopped: what was kept of this wire (a word of no table, null, nothing), else the table's."""
    reason, said = response.finish_reason, response.provider_finish_reason
    if reason in {None, "other"} and ("stop_reason" in kept or "stop_reason" in absent_fields(kept)):
        return kept.get("stop_reason")
    word, kind = encode_finish_reason(reason, said)
    if kind is not None:
        beside = "" if said is None else f" ({said!r})"
        meant = "an answer that still runs" if reason is None else f"{reason!r}{beside}"
        log.add("$.finish_reason", f"this wire has no word for {meant}", kind, word)
    return word
