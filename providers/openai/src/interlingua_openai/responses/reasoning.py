"""Reasoning items, both ways.

Source: https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items and …/api-reference/responses/object (reasoning).
An item goes back whole and in its place: without it, a conversation that the server doesn't store (`store: false`) loses what the
model thought before its calls. What another maker reasoned can't be checked here, and is left out.

OpenAI refuses an item without the partner that it had in its answer: "Item 'fc_…' of type 'function_call' was provided without its
required 'reasoning' item: 'rs_…'", "Item 'rs_…' of type 'reasoning' was provided without its required following item"
(https://github.com/vercel/ai/issues/11036), "Item with id 'rs_…' not found. Items are not persisted when `store` is set to false"
(https://github.com/vercel/ai/issues/7543). So an item that has an id is marked, when it is read, with the id of the reasoning before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import Kept, LossLog, difference, restored, text_or_none
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import OpaquePart, ReasoningBlock, ReasoningPart
from interlingua_openai.names import CHAT, PROVIDER, RESPONSES
from interlingua_openai.responses.parts import is_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal, TypeAlias

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message
    from interlingua.types.parts import AssistantPart
    from interlingua.types.request import Request

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


REASONED: Final = "reasoned"
"""A mark of an item, of a message's among what is kept of the item: the id of the reasoning that stood before it in its answer."""

ITEM: Final = "item"
"""A mark of a message item's parts: what is kept of the item itself, or `same`; see `assistant.py`."""

_STORED_ID: Final = "rs_"


class ReasoningBefore:
    """Which reasoning stands before each item of one answer."""

    __slots__ = ("_directly", "_id")

    def __init__(self) -> None:
        """Begin an answer."""
        self._id: str | None = None
        self._directly = False

    def take(self, item: JsonObject) -> str | None:
        """Take the next item; give the id of the reasoning that it needs, if there is any and the item could be looked up itself."""
        own = item.get("id")
        needs = self._id
        if is_reasoning := item.get("type") == "reasoning":
            needs = needs if self._directly else None
            self._id = own if isinstance(own, str) and own.startswith(_STORED_ID) else None
        self._directly = is_reasoning
        return needs if isinstance(own, str) else None


def marked_reasoned(part: AssistantPart, reasoning: str | None) -> AssistantPart:
    """Mark an item that is one part with the reasoning before it."""
    if reasoning is None:
        return part
    kept = Kept.of(part.provider_data, RESPONSES).marked(REASONED, reasoning)
    return part.model_copy(update={"provider_data": kept.among(part.provider_data, RESPONSES)})


class Lonely(NamedTuple):
    """An item that OpenAI will refuse because a partner isn't there.

    Attributes:
        message: The index of its message.
        part: That of its part.
        item_id: Its id.
        reason: What isn't there.
    """

    message: int
    part: int
    item_id: str
    reason: str


def lonely(messages: Sequence[Message], *, stored: bool, alone: bool) -> Iterator[Lonely]:
    """Find the items that OpenAI will refuse because a partner isn't there.

    Args:
        messages: The conversation.
        stored: Whether the server stores, so that it may find what is only named.
        alone: Whether the request says the whole conversation, and goes on from none that the server holds.
    """
    run: list[tuple[int, int, AssistantPart]] = []  # what the model said in one go
    seen: set[str] = set()
    for index, message in enumerate(messages):
        if type(message) is AssistantMessage:
            run += [(index, place, part) for place, part in enumerate(message.content)]
            if index + 1 < len(messages) and type(messages[index + 1]) is AssistantMessage:
                continue
        for number, (at, place, part) in enumerate(run):
            if (item_id := _item_id(part)) is None:
                continue
            if not stored and _is_only_named(part):
                yield Lonely(at, place, item_id, "`store` is false, so OpenAI finds this item only where an earlier call stored it")
            needs = _reasoned(part)
            if alone and needs is not None and needs not in seen:
                yield Lonely(at, place, item_id, f"OpenAI refuses this item by its id without the reasoning before it, {needs!r}")
            if type(part) is ReasoningPart and item_id.startswith(_STORED_ID):
                seen.add(item_id)
                follower = run[number + 1][2] if number + 1 < len(run) else None
                if alone and not _follows(follower, item_id, by_id=stored and part.encrypted_content is None):
                    yield Lonely(at, place, item_id, "OpenAI refuses reasoning by its id without the item that followed it")
        run = []


def _follows(part: AssistantPart | None, reasoning: str, *, by_id: bool) -> bool:
    """Tell whether a part may be the one that followed reasoning; `by_id` where the server looks both up."""
    if part is None:
        return False
    needs = _reasoned(part)
    if type(part) is ReasoningPart or needs is not None:
        return needs == reasoning
    return not by_id or _item_id(part) is not None


def _item_id(part: AssistantPart) -> str | None:
    if type(part) is OpaquePart:
        return text_or_none(part.data.get("id")) if part.dialect == RESPONSES else None
    if not part.provider_data:
        return None
    kept = Kept.of(part.provider_data, RESPONSES)
    return text_or_none(Kept.from_json(kept.mark(ITEM)).fields.get("id")) or text_or_none(kept.fields.get("id"))


def _reasoned(part: AssistantPart) -> str | None:
    kept = Kept.of(part.provider_data, RESPONSES)
    return text_or_none(kept.mark(REASONED)) or text_or_none(Kept.from_json(kept.mark(ITEM)).mark(REASONED))


def _is_only_named(part: AssistantPart) -> bool:
    return type(part) is ReasoningPart and part.encrypted_content is None and (_item_id(part) or "").startswith(_STORED_ID)


# https://platform.openai.com/docs/api-reference/responses/create: previous_response_id, conversation, input (item reference).
_STORED: Final = ("previous_response_id", "conversation")
_REFERENCES: Final = ("item_reference", None)  # the type may be left out or null


def refers_to_history(request: Request) -> bool:
    """Tell whether a field of the request, or an item among its messages, refers to what the API stored."""
    fields = Kept.of(request.provider_data, RESPONSES).fields
    if any(fields.get(name) is not None for name in _STORED):
        return True
    return any(
        isinstance(part, OpaquePart) and part.data.get("type") in _REFERENCES and is_item(part)
        for message in request.messages
        for part in message.content
    )
