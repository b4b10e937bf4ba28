"""Reasoning as compatible servers say it, both ways; OpenAI's own answers hold none.

Sources: https://api-docs.deepseek.com/guides/reasoning_model and llama.cpp's server (`reasoning_content`), vLLM and
https://openrouter.ai/docs/use-cases/reasoning-tokens (`reasoning`, `reasoning_details`); https://docs.mistral.ai/capabilities/reasoning
and the types of its SDK, mistralai 3.7 (blocks of type `thinking` in the content, each with texts, a `signature` and whether it is
`closed`); https://docs.databricks.com/aws/en/machine-learning/model-serving/query-reason-models and
https://github.com/BerriAI/litellm/issues/36931 (blocks of type `reasoning` there, whose summary's texts have the signatures).

Reasoning goes back to its maker alone: others refuse the field. Groq's answer to another one's is "property 'reasoning_content' is
unsupported", Mistral's "Extra inputs are not permitted" (https://github.com/tashfeenahmed/freellmapi/issues/1070,
https://github.com/BerriAI/litellm/issues/30835). Signatures and encrypted reasoning, which stand in `reasoning_details`, stay with the
message verbatim, and go back with it; where nothing else shows that there is reasoning, a part without text does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from interlingua.dialect import NOTHING, Kept, as_list, at, difference, text_or_none
from interlingua.types.parts import ReasoningBlock, ReasoningPart, ToolCallPart
from interlingua_openai.names import CHAT, PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import AssistantMessage
    from interlingua.types.parts import AssistantPart

REASONING_FIELDS: Final = ("reasoning_content", "reasoning")
"""Where compatible servers put reasoning: DeepSeek, llama.cpp and SGLang the first, OpenRouter and vLLM the second."""

DETAILS: Final = "reasoning_details"
"""Where OpenRouter and MiniMax put it in entries, beside one of the fields above or alone."""

SIGNED: Final = "signed"
"""A mark: of a call, that the details sign it; of a message, for which calls that it doesn't have they do so."""


class Thought(NamedTuple):
    """How blocks of reasoning in the content are built.

    Attributes:
        type: Their type.
        entry: The type of the entries that are their texts.
        kind: What the texts are.
    """

    type: str
    entry: str
    kind: Literal["full", "summary"]


THOUGHTS: Final = {"thinking": Thought("thinking", "text", "full"), "summary": Thought("reasoning", "summary_text", "summary")}
"""Such blocks, by the field that holds their texts: Mistral's and Databricks'."""

FIELD: Final = "field"
"""A mark of a part: which of these fields it came in; of such a block, the field of its texts."""

_TEXTS: Final[dict[str, tuple[str, Literal["full", "summary"]]]] = {
    "reasoning.text": ("text", "full"),
    "reasoning.summary": ("summary", "summary"),
}


def decode_reasoning(message: JsonObject) -> list[ReasoningPart]:
    """Read a message's reasoning: its text, or the texts among its details where it has no other."""
    for name in REASONING_FIELDS:
        text = message.get(name)
        if isinstance(text, str) and text:
            return [_part((ReasoningBlock("full", text),), name)]
    details = message.get(DETAILS)
    return [_part(_blocks(details), DETAILS)] if isinstance(details, list) and details else []


def decode_thinking(block: JsonObject) -> ReasoningPart | None:
    """Read a block of reasoning in the content; None for any other block, and for one in a shape that we don't know."""
    field = thought_field(block)
    if field is None:
        return None
    said = block[field]
    entries: list[JsonValue] = [{"type": THOUGHTS[field].entry, "text": said}] if isinstance(said, str) else as_list(said, "$")
    blocks = tuple(
        _thought(entry, text, field) for entry in entries if isinstance(entry, dict) and (text := thought_in(entry, field)) is not None
    )
    part = ReasoningPart(blocks, signature=text_or_none(block.get("signature")), provider=PROVIDER, provider_data={})
    kept = difference(block, thinking_block(part, field)).marked(FIELD, field)
    return part.model_copy(update={"provider_data": kept.under(CHAT)})


def _thought(entry: JsonObject, text: str, field: str) -> ReasoningBlock:
    """Give a text with what else its entry says, such as a signature of its own."""
    beside = difference(entry, {"type": THOUGHTS[field].entry, "text": text})
    return ReasoningBlock(THOUGHTS[field].kind, text, provider_data=beside.under(CHAT))


def thinking_block(part: ReasoningPart, field: str) -> JsonObject:
    """Write reasoning as a block of the content, its texts in a field."""
    form = THOUGHTS[field]
    texts: list[JsonValue] = [{"type": form.entry, "text": each.text, **Kept.of(each.provider_data, CHAT).fields} for each in part.blocks]
    block: JsonObject = {"type": form.type, field: texts}
    return block if part.signature is None else {**block, "signature": part.signature}


def tell_unsaid(part: ReasoningPart, kind: Literal["full", "summary"], log: LossLog, *signed: str) -> None:
    """Tell what reasoning says beside its texts and the place for it doesn't.

    Args:
        part: The reasoning.
        kind: What texts in its place are.
        log: Takes the losses.
        signed: The fields that the place has as well.
    """
    for name in ("signature", "encrypted_content", "redacted_data"):
        if name not in signed and getattr(part, name) is not None:
            log.lose(f"this wire can't say a {name} here", "hint", below=f".{name}")
    for place, block in enumerate(part.blocks):
        if block.kind != kind:
            log.lose(f"reasoning in this place is {kind}", "hint", below=f".blocks[{place}]")


def tell_own_fields(part: ReasoningPart, log: LossLog) -> None:
    """Tell of the fields that a caller gave reasoning for this wire, where its place is a mere text."""
    log.lose_own(part.provider_data, "reasoning has no fields in this place")
    for place, block in enumerate(part.blocks):
        log.lose_own(block.provider_data, "a text of reasoning has no fields in this place", below=f".blocks[{place}]")


def is_as_detailed(part: ReasoningPart, details: JsonValue) -> bool:
    """Tell whether reasoning that stands in a message's details still says what they do."""
    return part.model_copy(update={"provider_data": {}}) == ReasoningPart(_blocks(details), provider=part.provider)


def thought_field(block: JsonObject) -> str | None:
    """Give the field of a block's texts; None for any other block, and for one in a shape that we don't know."""
    fields = (name for name, form in THOUGHTS.items() if block.get("type") == form.type)
    return next((name for name in fields if isinstance(block.get(name), str | list)), None)


def thought_in(entry: JsonValue, field: str) -> str | None:
    """Give the text of an entry of such a block; None for any other, such as a reference."""
    return text_or_none(entry.get("text")) if isinstance(entry, dict) and entry.get("type") == THOUGHTS[field].entry else None


def without_details(kept: Kept, parts: Iterable[AssistantPart]) -> Kept:
    """Give what is kept of a message as its host may have it: without the details of what another one reasoned."""
    if DETAILS not in kept.fields or all(part.provider in {None, PROVIDER} for part in parts if isinstance(part, ReasoningPart)):
        return kept
    return kept.without(DETAILS)


def _signed_ids(details: JsonValue) -> set[str]:
    """Give the ids of the calls that a message's details sign: the host of one that has lost its entry refuses it, as Gemini does.

    Source: https://github.com/RooCodeInc/Roo-Code/pull/10310 (`reasoning.encrypted`, whose `id` is the call's; OpenAI's own entries
    have the id of an item there).
    """
    entries = [entry for entry in (details if isinstance(details, list) else ()) if isinstance(entry, dict)]
    ids = {entry.get("id") for entry in entries if entry.get("type") == "reasoning.encrypted"}
    return {found for found in ids if isinstance(found, str) and not found.startswith("rs_")}


def marked_signed(parts: list[AssistantPart], kept: Kept) -> tuple[list[AssistantPart], Kept]:
    """Mark the calls that details sign; and the message, with the ids that they sign and no call of it has.

    Args:
        parts: What the message says.
        kept: What is kept of it, its details among that.
    """
    if not (signed := _signed_ids(kept.fields.get(DETAILS))):
        return parts, kept
    marked = [
        part.model_copy(update={"provider_data": Kept.of(part.provider_data, CHAT).marked(SIGNED, mark=True).under(CHAT)})
        if isinstance(part, ToolCallPart) and part.id in signed
        else part
        for part in parts
    ]
    strange = signed - {part.id for part in parts if isinstance(part, ToolCallPart)}
    return marked, kept.marked(SIGNED, [*sorted(strange)]) if strange else kept


def tell_unsigned(message: AssistantMessage, log: LossLog) -> None:
    """Tell where a call has lost the entry of the details that signs it, and an entry its call; what came so is no news."""
    kept = Kept.of(message.provider_data, CHAT)
    if not kept and not any(part.provider_data for part in message.content):
        return
    signed, came_so = _signed_ids(kept.fields.get(DETAILS)), kept.mark(SIGNED)
    for log.part, part in enumerate(message.content):
        if isinstance(part, ToolCallPart) and part.id not in signed and Kept.of(part.provider_data, CHAT).mark(SIGNED):
            log.lose(f"the entry of {DETAILS} that signs this call isn't there: its host may refuse it", "hint")
    log.part = None
    alone = signed - {call.id for call in message.tool_calls} - set(came_so if isinstance(came_so, list) else ())
    if alone:
        below = at(".provider_data", CHAT, DETAILS)
        log.lose(f"an entry signs a call that isn't there ({', '.join(sorted(alone))}): its host may refuse it", "hint", below=below)


def _part(blocks: tuple[ReasoningBlock, ...], field: str) -> ReasoningPart:
    return ReasoningPart(blocks=blocks, provider=PROVIDER, provider_data=NOTHING.marked(FIELD, field).under(CHAT))


def detail_texts(details: JsonValue) -> list[str]:
    """Give the texts among a message's details, or among the pieces of a delta."""
    return [block.text for block in _blocks(details)]


def _blocks(details: JsonValue) -> tuple[ReasoningBlock, ...]:
    return tuple(block for detail in (details if isinstance(details, list) else ()) if (block := _block(detail)) is not None)


def _block(detail: JsonValue) -> ReasoningBlock | None:
    entry_type = detail.get("type") if isinstance(detail, dict) else None
    field, kind = _TEXTS.get(entry_type, ("", None)) if isinstance(entry_type, str) else ("", None)
    text = detail.get(field) if isinstance(detail, dict) else None
    return ReasoningBlock(kind, text) if kind is not None and isinstance(text, str) and text else None
