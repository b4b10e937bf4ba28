"""Items that the model said, both ways: the same objects in an answer's `output` and in a request's history.

Source: https://platform.openai.com/docs/api-reference/responses/object (output). Consecutive ones are one `AssistantMessage`. A part
is an item, but for the parts of one message item, of which the first keeps the item's own fields (see the marks in `wire.py`).

An assistant's text with nothing beside it is said in a request as `{"type": "message", "role": "assistant", "content": "…"}`, the API's
short form. The API may do without the type, but llama.cpp's server then says "Cannot determine type of 'item'" (xllamacpp 2026.10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.types.parts import AudioPart, ImagePart, OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.responses.calls import CALLS, decode_call, encode_call
from interlingua_openai.responses.citations import decode_citation, encode_citations
from interlingua_openai.responses.content import TEXT_TYPES
from interlingua_openai.responses.reasoning import decode_reasoning, encode_reasoning
from interlingua_openai.responses.wire import (
    BLOCK,
    DIALECT,
    ITEM,
    SAME,
    TEXT,
    are_objects,
    block_of,
    item_of,
    marked,
    marks_of,
    opaque_block,
    opaque_item,
    own,
    refuse_reserved,
)
from interlingua_openai.wire import SPELLING, difference, lost, restored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.responses.tool_ids import CallIds

_CONTENT = frozenset({"content"})
_MESSAGE: Final[JsonObject] = {"type": "message", "role": "assistant"}
_SHORT: Final[JsonObject] = {SPELLING: {"content": TEXT}}


def decode_item(item: JsonObject, path: str, ids: CallIds, *, whole: bool = False) -> list[AssistantPart]:
    """Read an item that the model said; one that isn't modelled is opaque.

    Args:
        item: The item.
        path: Where it stands.
        ids: The ids of its body.
        whole: Whether it is an answer's item.

    Raises:
        ConversionError: It has a field with a name of ours.
    """
    refuse_reserved(item, path)
    kind = item.get("type")
    part: AssistantPart | None = None
    if (kind is None or kind == "message") and item.get("role") == "assistant":
        return _decode_message(item, path, whole=whole)
    if kind == "reasoning":
        part = decode_reasoning(item, path)
    elif kind in CALLS:
        part = decode_call(item, path, ids)
    return [part or opaque_item(item)]


def encode_items(
    parts: Iterable[AssistantPart], path: str, losses: list[Loss], said: AbstractSet[str] = frozenset(), *, whole: bool = False
) -> list[JsonValue]:
    """Write an assistant's message as items.

    Args:
        parts: What it says.
        path: Where the message stands, for losses.
        losses: Takes what the wire can't say.
        said: The made-up ids of calls that are written all the same.
        whole: Whether the items are an answer's.
    """
    items = _Items(whole=whole)
    for place, part in enumerate(parts):
        match part:
            case TextPart():
                items.add_text(part, f"{path}.content[{place}]" if part.citations else path, losses)
            case ToolCallPart():
                items.add(encode_call(part, said))
            case ReasoningPart():
                items.add(encode_reasoning(part, f"{path}.content[{place}]", losses))
            case RefusalPart():
                kept = part.provider_data.get(DIALECT)
                block: JsonObject = {"type": "refusal", "refusal": part.refusal}
                items.add_block(restored(block, kept) if kept else block, marks_of(kept).get(ITEM))
            case OpaquePart():
                items.add_opaque(part, f"{path}.content[{place}]", losses)
            case ImagePart() | AudioPart():
                lost(losses, "content", f"{path}.content[{place}]", f"this wire can't say an assistant's {part.type}")
            case _:
                assert_never(part)
    return items.items


class _Items:
    """The items so far, and the message item that the next part may belong to."""

    __slots__ = ("_open", "_whole", "items")

    def __init__(self, *, whole: bool) -> None:
        self.items: list[JsonValue] = []
        self._open: list[JsonValue] | None = None
        self._whole = whole

    def add(self, item: JsonObject | None) -> None:
        """Take an item that is whole."""
        if item is not None:
            self.items.append(item)
            self._open = None

    def add_text(self, part: TextPart, path: str, losses: list[Loss]) -> None:
        """Take a text, in the short form where nothing stands beside it."""
        kept = part.provider_data.get(DIALECT) if part.provider_data else None
        if kept is None and not part.citations and not self._whole:
            self.add({**_MESSAGE, "content": part.text})
            return
        mark = marks_of(kept).get(ITEM) if kept else None
        block: JsonObject = {"type": "output_text", "text": part.text}
        if part.citations:
            if annotations := encode_citations(part, path, losses):
                block["annotations"] = annotations
        elif isinstance(mark, dict) and marks_of(mark).get("content") == TEXT and kept == {SPELLING: {ITEM: mark}}:
            self.add({**restored(_MESSAGE, mark), "content": part.text})
            return
        self.add_block(restored(block, kept) if kept else block, mark)

    def add_opaque(self, part: OpaquePart, path: str, losses: list[Loss]) -> None:
        """Take an item, or a block of a message item, that isn't modelled."""
        if part.dialect != DIALECT:
            lost(losses, "content", path, f"an opaque part of {part.dialect} can't be said here")
        elif (item := item_of(part.data)) is not None:
            self.add(item)
        else:
            self.add_block(block_of(part.data), marks_of(part.data).get(ITEM))

    def add_block(self, block: JsonObject, mark: JsonValue) -> None:
        """Take a block of a message item; begin one, unless it belongs to the one before it."""
        if mark == SAME and self._open is not None:
            self._open.append(block)
            return
        content: list[JsonValue] = [block]
        item = restored(_MESSAGE, mark) if isinstance(mark, dict) else dict(_MESSAGE)
        item["content"] = content
        self.items.append(item)
        self._open = content


def _decode_message(item: JsonObject, path: str, *, whole: bool) -> list[AssistantPart]:
    content = item.get("content")
    kept = difference(item, _MESSAGE, path, leave=_CONTENT)
    if isinstance(content, str):
        kept = marked(kept, "content", TEXT)
        return [TextPart(content, provider_data={} if kept == _SHORT and not whole else own(marked({}, ITEM, kept)))]
    if not content or not are_objects(content):
        return [opaque_item(item)]
    parts = [_decode_block(block, f"{path}.content[{number}]") for number, block in enumerate(content)]
    if len(parts) == 1 and not kept and (whole or not _has_short_form(parts[0])):
        return parts
    return [_with_mark(part, SAME if number else kept) for number, part in enumerate(parts)]


def _has_short_form(part: AssistantPart) -> bool:
    return isinstance(part, TextPart) and not part.citations and not part.provider_data


def _with_mark(part: AssistantPart, mark: JsonValue) -> AssistantPart:
    if isinstance(part, OpaquePart):
        return OpaquePart(DIALECT, marked({BLOCK: block_of(part.data)}, ITEM, mark))
    kept = part.provider_data.get(DIALECT, {})
    return part.model_copy(update={"provider_data": own(marked(kept, ITEM, mark))})


def _decode_block(block: JsonObject, path: str) -> AssistantPart:
    match block:
        case {"type": kind, "text": str(text)} if kind in TEXT_TYPES:
            annotations = block.get("annotations")
            reference: JsonObject = {"type": "output_text", "text": text}
            if not annotations or not are_objects(annotations):
                return TextPart(text, provider_data=own(difference(block, reference, path)))
            citations = [decode_citation(entry, f"{path}.annotations[{number}]") for number, entry in enumerate(annotations)]
            reference["annotations"] = [*annotations]
            kept = difference(block, reference, path)
            return TextPart(text, citations, provider_data=own(kept))
        case {"type": "refusal", "refusal": str(refusal)}:
            return RefusalPart(refusal, provider_data=own(difference(block, {"type": "refusal", "refusal": refusal}, path)))
        case _:
            return opaque_block(block, path)
