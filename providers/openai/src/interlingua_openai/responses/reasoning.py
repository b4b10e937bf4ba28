"""Reasoning items, both ways.

Source: https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items and …/api-reference/responses/object (reasoning).
An item goes back whole and in its place: without it, a conversation that the server doesn't store (`store: false`) loses what the
model thought before its calls. What another maker reasoned can't be checked here, and is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, LossLog, difference, restored, text_or_none
from interlingua.types.parts import ReasoningBlock, ReasoningPart
from interlingua_openai.names import CHAT, PROVIDER, RESPONSES

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from interlingua.types.base import JsonObject, JsonValue

    _Kind: TypeAlias = Literal["summary", "full"]

# Our kind of block → the item's field, and the type of its entries.
_FIELDS: Final[dict[_Kind, tuple[str, str]]] = {"summary": ("summary", "summary_text"), "full": ("content", "reasoning_text")}


def decode_reasoning(item: JsonObject) -> ReasoningPart | None:
    """Read a reasoning item; None where its texts have a shape that we don't know."""
    blocks: list[ReasoningBlock] = []
    for kind, (field, entry_type) in _FIELDS.items():
        entries = item.get(field)
        for entry in entries if isinstance(entries, list) else ():
            if not isinstance(entry, dict) or not isinstance(text := entry.get("text"), str):
                return None
            kept = difference(entry, {"type": entry_type, "text": text})
            blocks.append(ReasoningBlock(kind, text, provider_data=kept.under(RESPONSES)))
    encrypted = text_or_none(item.get("encrypted_content"))
    part = ReasoningPart(blocks, encrypted_content=encrypted, provider=PROVIDER, provider_data={})
    kept = difference(item, _reference(part, LossLog(RESPONSES)))
    return part.model_copy(update={"provider_data": kept.under(RESPONSES)}) if kept else part


def encode_reasoning(part: ReasoningPart, log: LossLog) -> JsonObject | None:
    """Write a reasoning item; None, with a loss, for what another maker reasoned."""
    if part.provider != PROVIDER:
        log.lose(f"this wire can't say reasoning of {part.provider or 'nobody that is named'}", "hint")
        return None
    kept = Kept.of(part.provider_data, RESPONSES)
    if not kept and Kept.of(part.provider_data, CHAT):
        log.lose(f"reasoning that {CHAT} said is no item of this wire", "hint")
        return None
    kinds = [block.kind for block in part.blocks]
    if kinds != sorted(kinds, reverse=True):
        log.lose("this wire says every summary before the reasoning itself", "hint", replaced_by="in that order")
    for name in ("signature", "redacted_data"):
        if getattr(part, name) is not None:
            log.lose(f"this wire has no {name} of reasoning", "hint", below=f".{name}")
    reference = _reference(part, log)
    return restored(reference, kept, log) if kept else reference


def _reference(part: ReasoningPart, log: LossLog) -> JsonObject:
    entries: dict[_Kind, list[JsonValue]] = {"summary": [], "full": []}
    for number, block in enumerate(part.blocks):
        entry: JsonObject = {"type": _FIELDS[block.kind][1], "text": block.text}
        kept = Kept.of(block.provider_data, RESPONSES)
        entries[block.kind].append(restored(entry, kept, log, f".blocks[{number}]") if kept else entry)
    out: JsonObject = {"type": "reasoning", "summary": entries["summary"]}
    if entries["full"]:
        out["content"] = entries["full"]
    if part.encrypted_content is not None:
        out["encrypted_content"] = part.encrypted_content
    return out
