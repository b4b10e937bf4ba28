"""What the model says, both ways: the same items in an answer's `output` and in a request's history.

Source: https://platform.openai.com/docs/api-reference/responses/object (output). Consecutive ones are one `AssistantMessage`. A part
is an item, but for the parts of one message item: its first part has the mark `item`, which holds what is kept of the item itself (its
id, status, phase …), and every other one the mark `item` that says "same". A part without the mark is a message item of its own.

An assistant's text with nothing beside it is said in a request as `{"type": "message", "role": "assistant", "content": "…"}`, the API's
short form. The API may do without the type, but llama.cpp's server then says "Cannot determine type of 'item'" (xllamacpp 2026.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.dialect import NOTHING, Kept, are_objects, difference, restored
from interlingua.types.parts import AudioPart, ImagePart, OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.names import RESPONSES
from interlingua_openai.parts import encode_opaque
from interlingua_openai.responses.calls import CALLS, decode_call, encode_call
from interlingua_openai.responses.parts import TEXT_TYPES, decode_citation, encode_citations, is_item, opaque
from interlingua_openai.responses.reasoning import ITEM, REASONED, decode_reasoning, encode_reasoning, marked_reasoned

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.call_ids import CallIds

_MESSAGE: Final[JsonObject] = {"type": "message", "role": "assistant"}

_SAME: Final = "same"

# The form of a message item's content that is a string, and no list of blocks.
_TEXT: Final = "text"
_SHORT: Final = NOTHING.spelled("content", _TEXT)


def decode_item(item: JsonObject, ids: CallIds, *, in_answer: bool = False, reasoning: str | None = None) -> list[AssistantPart]:
    """Read an item that the model said; one that isn't modelled is opaque.

    Args:
        item: The item.
        ids: The ids of its body.
        in_answer: Whether it is an answer's item.
        reasoning: The id of the reasoning before it, which it is not taken without (`ReasoningBefore`).
    """
    kind = item.get("type")
    part: AssistantPart | None = None
    if (kind is None or kind == "message") and item.get("role") == "assistant":
        return _decode_message(item, in_answer=in_answer, reasoning=reasoning)
    if kind == "reasoning":
        part = decode_reasoning(item)
    elif kind in CALLS:
        part = decode_call(item, ids)
    return [marked_reasoned(part or opaque(item, "item"), reasoning)]


def _decode_message(item: JsonObject, *, in_answer: bool, reasoning: str | None) -> list[AssistantPart]:
    content = item.get("content")
    kept = difference(item, _MESSAGE, leave=("content",))
    if reasoning is not None:
        kept = kept.marked(REASONED, reasoning)
    if isinstance(content, str):
        kept = kept.spelled("content", _TEXT)
        beside = NOTHING if kept == _SHORT and not in_answer else NOTHING.marked(ITEM, kept.to_json())
        return [TextPart(content, provider_data=beside.under(RESPONSES))]
    if not content or not are_objects(content):
        return [marked_reasoned(opaque(item, "item"), reasoning)]
    if len(content) == 1 and not kept:
        part = _decode_block(content[0], {})
        has_short_form = isinstance(part, TextPart) and not part.citations and not part.provider_data
        if in_answer or not has_short_form:
            return [part]
    return [_decode_block(block, {ITEM: _SAME if number else kept.to_json()}) for number, block in enumerate(content)]


def _decode_block(block: JsonObject, marks: JsonObject) -> AssistantPart:
    match block:
        case {"type": kind, "text": str(text)} if kind in TEXT_TYPES:
            reference: JsonObject = {"type": "output_text", "text": text}
            annotations = block.get("annotations")
            cited = annotations if are_objects(annotations) else []
            kept = difference(block, reference, leave=("annotations",) if cited else ())
            kept = Kept(kept.fields, {**kept.marks, **marks})
            return TextPart(text, [decode_citation(entry) for entry in cited], provider_data=kept.under(RESPONSES))
        case {"type": "refusal", "refusal": str(refusal)}:
            kept = difference(block, {"type": "refusal", "refusal": refusal})
            return RefusalPart(refusal, provider_data=Kept(kept.fields, {**kept.marks, **marks}).under(RESPONSES))
        case _:
            return opaque(block, "block", Kept(marks=marks))


def encode_items(
    parts: Iterable[AssistantPart], log: LossLog, written: AbstractSet[str] = frozenset(), *, in_answer: bool = False
) -> list[JsonValue]:
    """Write an assistant's message as items.

    Args:
        parts: What it says.
        log: Takes what the wire can't say.
        written: The made-up ids of calls that are written all the same.
        in_answer: Whether the items are an answer's.
    """
    items = _Items(log, in_answer=in_answer)
    for log.part, part in enumerate(parts):
        match part:
            case TextPart():
                items.add_text(part)
            case ToolCallPart():
                items.add(encode_call(part, log, written))
            case ReasoningPart():
                items.add(encode_reasoning(part, log))
            case RefusalPart():
                kept = Kept.of(part.provider_data, RESPONSES)
                items.add_block(restored({"type": "refusal", "refusal": part.refusal}, kept, log), kept.mark(ITEM))
            case OpaquePart():
                if (data := encode_opaque(part, log)) is None or is_item(part):
                    items.add(data)
                else:
                    items.add_block(data, Kept.of(part.provider_data, RESPONSES).mark(ITEM))
            case ImagePart() | AudioPart():
                log.lose(f"this wire can't say an assistant's {part.type}", "content")
            case _:
                assert_never(part)
    log.part = None
    return items.items


class _Items:
    """The items so far, and the message item that the next part may belong to."""

    __slots__ = ("_in_answer", "_log", "_open", "items")

    def __init__(self, log: LossLog, *, in_answer: bool) -> None:
        self.items: list[JsonValue] = []
        self._open: list[JsonValue] | None = None
        self._log = log
        self._in_answer = in_answer

    def add(self, item: JsonObject | None) -> None:
        """Take an item that is whole."""
        if item is not None:
            self.items.append(item)
            self._open = None

    def add_text(self, part: TextPart) -> None:
        """Take a text, in the short form where nothing stands beside it."""
        kept = Kept.of(part.provider_data, RESPONSES) if part.provider_data else NOTHING
        mark = kept.mark(ITEM)
        if not kept.fields and not part.citations:
            if not kept.marks and not self._in_answer:
                self.add({**_MESSAGE, "content": part.text})
                return
            if kept.marks == {ITEM: mark} and (item := Kept.from_json(mark)).form("content") == _TEXT:
                self.add({**restored(_MESSAGE, item, self._log), "content": part.text})
                return
        block: JsonObject = {"type": "output_text", "text": part.text}
        if part.citations and (annotations := encode_citations(part, self._log)):
            block["annotations"] = annotations
        self.add_block(restored(block, kept, self._log) if kept else block, mark)

    def add_block(self, block: JsonObject, mark: JsonValue) -> None:
        """Take a block of a message item; begin one, unless it belongs to the one before it."""
        if mark == _SAME and self._open is not None:
            self._open.append(block)
            return
        item = restored(_MESSAGE, Kept.from_json(mark), self._log) if mark else dict(_MESSAGE)
        item["content"] = self._open = [block]
        self.items.append(item)
