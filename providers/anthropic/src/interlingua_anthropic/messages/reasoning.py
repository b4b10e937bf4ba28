"""Reasoning, both ways: blocks of thinking, and how much to reason (`thinking` and `output_config.effort` of a request).

Source: https://docs.claude.com/en/api/messages#body-thinking and …/build-with-claude/effort. A form of `thinking` that has no canonical
field (`adaptive`, `between_tools`, whatever comes) is kept on the `ReasoningConfig`, its `type` included, and so is `display`.
`{"type": "disabled"}` alone is the effort `none`. A `display` that a caller keeps without a type belongs to `adaptive`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, difference, is_int, restored
from interlingua.types import OpaquePart, ReasoningBlock, ReasoningConfig, ReasoningPart
from interlingua_anthropic.names import MESSAGES, PROVIDER

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject

_OFF = "none"
_DISABLED: JsonObject = {"type": "disabled"}

# Other wires' words for an effort → the nearest of this one (low, medium, high, xhigh, max).
_NEAREST = {"minimal": "low"}


def decode_thinking(block: JsonObject) -> ReasoningPart | OpaquePart:
    """Read a block of thinking, redacted or not; text that the API leaves empty, since it is only signed, is no block of text."""
    text, signature, data = block.get("thinking"), block.get("signature"), block.get("data")
    if block["type"] == "redacted_thinking":
        if not isinstance(data, str):
            return OpaquePart(MESSAGES, block)
        kept = difference(block, {"type": "redacted_thinking", "data": data})
        return ReasoningPart(redacted_data=data, provider=PROVIDER, provider_data=kept.under(MESSAGES))
    if not isinstance(text, str):
        return OpaquePart(MESSAGES, block)
    reference: JsonObject = {"type": "thinking", "thinking": text}
    if isinstance(signature, str):
        reference["signature"] = signature
    kept = difference(block, reference)
    if "signature" not in block:
        kept = kept.spelled("signature", [None])  # only such thinking goes back unsigned
    return ReasoningPart(
        blocks=(ReasoningBlock("full", text),) if text else (),
        signature=signature if isinstance(signature, str) else None,
        provider=PROVIDER,
        provider_data=kept.under(MESSAGES),
    )


def encode_thinking(part: ReasoningPart, log: LossLog) -> JsonObject | None:
    """Write a block of thinking; None where Claude couldn't check it."""
    kept = Kept.of(part.provider_data, MESSAGES)
    unsigned = part.signature is None and "signature" not in kept.fields and kept.spelling("signature") is None
    if part.provider != PROVIDER or (part.redacted_data is None and unsigned):
        named = part.provider not in {None, PROVIDER}
        log.lose(f"only {part.provider} can take its reasoning back" if named else "only signed reasoning can be sent back", "hint")
        return None
    unsayable: list[tuple[str, object]] = [("encrypted_content", part.encrypted_content)]
    if part.redacted_data is not None:
        block: JsonObject = {"type": "redacted_thinking", "data": part.redacted_data}
        unsayable[:0] = [("signature", part.signature), ("blocks", part.blocks)]
    else:
        block = {"type": "thinking", "thinking": "".join(item.text for item in part.blocks)}
        if part.signature is not None:
            block["signature"] = part.signature
        one_text = len(part.blocks) <= 1 and all(
            item.kind == "full" and item.text and not Kept.of(item.provider_data, MESSAGES) for item in part.blocks
        )
        unsayable[:0] = [("blocks", None if one_text else part.blocks)]
    for field, value in unsayable:
        if value is not None and value != ():  # an empty signature, too, is something that was said
            log.lose("this wire's reasoning is one text with a signature, or redacted", "hint", below=f".{field}")
    return restored(block, kept, log) if part.provider_data else block


def take_reasoning(rest: JsonObject, config: JsonObject) -> ReasoningConfig | None:
    """Take what a body says of reasoning out of its fields, and out of those of its `output_config`."""
    fields: dict[str, object] = {}
    effort = config.get("effort")
    if isinstance(effort, str) and effort != _OFF and effort not in _NEAREST:
        fields["effort"] = config.pop("effort")
    thinking = rest.get("thinking")
    if isinstance(thinking, dict) and isinstance(kind := thinking.get("type"), str):
        budget = thinking.get("budget_tokens")
        if kind == "enabled" and is_int(budget):
            kept = difference(thinking, {"type": kind, "budget_tokens": budget})
            fields |= {"budget_tokens": budget, "provider_data": kept.under(MESSAGES)}
        elif thinking == _DISABLED and not fields:
            fields["effort"] = _OFF
        else:
            fields["provider_data"] = {MESSAGES: thinking}
        del rest["thinking"]
    return ReasoningConfig.model_validate(fields) if fields else None


def put_reasoning(reasoning: ReasoningConfig, body: JsonObject, config: JsonObject, log: LossLog) -> None:
    """Write how much to reason: into the body, and into its `output_config`."""
    kept = Kept.of(reasoning.provider_data, MESSAGES)
    thinking: JsonObject = {}
    if reasoning.budget_tokens is not None:
        thinking = {"type": "enabled", "budget_tokens": reasoning.budget_tokens}
    if reasoning.effort == _OFF:
        if thinking or "type" in kept.fields:
            log.add("$.reasoning.effort", "reasoning can't be switched off: it is told how to reason as well", "hint")
        else:
            thinking = dict(_DISABLED)
    elif reasoning.effort is not None:
        config["effort"] = nearest = _NEAREST.get(reasoning.effort, reasoning.effort)
        if nearest != reasoning.effort:
            log.add("$.reasoning.effort", f"this wire has no effort {reasoning.effort!r}", "hint", nearest)
    if kept and not thinking and "type" not in kept.fields:
        thinking = {"type": "adaptive"}
    if thinking or kept:
        body["thinking"] = restored(thinking, kept, log, ".reasoning")
