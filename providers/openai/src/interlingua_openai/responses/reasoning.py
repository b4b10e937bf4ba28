"""Reasoning items, both ways.

Source: https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items and …/api-reference/responses/object (reasoning).
An item goes back whole and in its place: without it, a conversation that the server doesn't store (`store: false`) loses what the
model thought before its calls. What another maker reasoned can't be checked here, and is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.parts import ReasoningBlock, ReasoningPart
from interlingua_openai.responses.wire import DIALECT, own
from interlingua_openai.wire import CHAT, MAKER, difference, lost, restored

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss

    _Kind: TypeAlias = Literal["summary", "full"]

# Our kind of block → the item's field, and the type of its entries.
_FIELDS: Final[dict[_Kind, tuple[str, str]]] = {"summary": ("summary", "summary_text"), "full": ("content", "reasoning_text")}


def decode_reasoning(item: JsonObject, path: str) -> ReasoningPart | None:
    """Read a reasoning item; None where its texts have a shape that we don't know."""
    blocks: list[ReasoningBlock] = []
    for kind, (field, _) in _FIELDS.items():
        entries = item.get(field)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if not isinstance(entry, dict) or not isinstance(text := entry.get("text"), str):
                return None
            kept = difference(entry, _entry(kind, text), f"{path}.{field}[{number}]")
            blocks.append(ReasoningBlock(kind, text, provider_data=own(kept)))
    encrypted = item.get("encrypted_content")
    part = ReasoningPart(blocks, encrypted_content=encrypted if isinstance(encrypted, str) else None, provider=MAKER, provider_data={})
    kept = difference(item, _reference(part), path)
    return part.model_copy(update={"provider_data": own(kept)}) if kept else part


def encode_reasoning(part: ReasoningPart, path: str, losses: list[Loss]) -> JsonObject | None:
    """Write a reasoning item; None, with a loss, for what another maker reasoned."""
    if part.provider != MAKER:
        lost(losses, "hint", path, f"this wire can't say reasoning of {part.provider or 'nobody that is named'}")
        return None
    if CHAT in part.provider_data and DIALECT not in part.provider_data:
        lost(losses, "hint", path, f"reasoning that {CHAT} said is no item of this wire")
        return None
    kinds = [block.kind for block in part.blocks]
    if kinds != sorted(kinds, reverse=True):
        lost(losses, "hint", path, "this wire says every summary before the reasoning itself", "in that order")
    for name in ("signature", "redacted_data"):
        if getattr(part, name) is not None:
            lost(losses, "hint", f"{path}.{name}", f"this wire has no {name} of reasoning")
    kept = part.provider_data.get(DIALECT)
    return restored(_reference(part), kept) if kept else _reference(part)


def _reference(part: ReasoningPart) -> JsonObject:
    out: JsonObject = {"type": "reasoning", "summary": _entries(part, "summary")}
    if full := _entries(part, "full"):
        out["content"] = full
    if part.encrypted_content is not None:
        out["encrypted_content"] = part.encrypted_content
    return out


def _entries(part: ReasoningPart, kind: _Kind) -> list[JsonValue]:
    out: list[JsonValue] = []
    for block in part.blocks:
        if block.kind == kind:
            kept = block.provider_data.get(DIALECT)
            entry = _entry(kind, block.text)
            out.append(restored(entry, kept) if kept else entry)
    return out


def _entry(kind: _Kind, text: str) -> JsonObject:
    return {"type": _FIELDS[kind][1], "text": text}
