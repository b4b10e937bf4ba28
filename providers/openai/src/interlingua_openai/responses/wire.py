"""The words of the Responses API that several files of this dialect need; reading JSON is `interlingua_openai.wire`'s.

Beside the kept fields of a part or message may stand marks, under `SPELLING` of its `provider_data` (see `interlingua_openai.wire`):

- `item`: on the first part of a message item, what is kept of the item itself (its id, status, phase …), or `same` on every other.
- `place`: `input`, on a system message that leads the list of items instead of standing in `instructions`.
- `events`: on a streamed response, what its events said that no part and no field of the response can hold.
- `content`, `output`, `input`: how a content is spelled where the encoder would spell it otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

from interlingua.errors import ConversionError
from interlingua.types.parts import OpaquePart
from interlingua_openai.wire import SPELLING

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

DIALECT: Final = "openai.responses"

BLOCK: Final = "$content"
"""In an opaque part's data: a block of a message's content that could be taken for an item, or that bears a mark."""

WHOLE_ITEM: Final = "$item"
"""In an opaque part's data: an item that could be taken for a block of a message's content."""

ITEM: Final = "item"
SAME: Final = "same"
PLACE: Final = "place"
EVENTS: Final = "events"
TEXT: Final = "text"


def are_objects(value: JsonValue) -> TypeGuard[list[JsonObject]]:
    """Tell whether a wire value is a list of objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def own(kept: JsonObject) -> dict[str, JsonObject]:
    """Give what is kept as `provider_data`."""
    return {DIALECT: kept} if kept else {}


def marks_of(kept: JsonObject | None) -> JsonObject:
    """Give the marks and spellings beside kept fields."""
    marks = kept.get(SPELLING) if kept else None
    return marks if isinstance(marks, dict) else {}


def marked(kept: JsonObject, name: str, mark: JsonValue) -> JsonObject:
    """Give kept fields with one more mark."""
    return {**kept, SPELLING: {**marks_of(kept), name: mark}}


def opaque_item(item: JsonObject) -> OpaquePart:
    """Keep an item that isn't modelled."""
    return OpaquePart(DIALECT, {WHOLE_ITEM: item} if _is_named_like_a_block(item) else item)


def opaque_block(block: JsonObject, path: str) -> OpaquePart:
    """Keep a block of a message's content that isn't modelled.

    Raises:
        ConversionError: It has a field with a name of ours.
    """
    refuse_reserved(block, path)
    return OpaquePart(DIALECT, block if _is_named_like_a_block(block) else {BLOCK: block})


def item_of(data: JsonObject) -> JsonObject | None:
    """Give the item that an opaque part's data is; None for a block of a message's content."""
    item = data.get(WHOLE_ITEM)
    if isinstance(item, dict):
        return item
    return None if BLOCK in data or _is_named_like_a_block(data) else data


def block_of(data: JsonObject) -> JsonObject:
    """Give the block that an opaque part's data is."""
    block = data.get(BLOCK)
    return block if isinstance(block, dict) else data


def refuse_reserved(wire: JsonObject, path: str) -> None:
    """Refuse a wire object that has one of our own names.

    Raises:
        ConversionError: It has.
    """
    for name in (BLOCK, SPELLING, WHOLE_ITEM):
        if name in wire:
            raise ConversionError(f"{path}.{name}", "this field's name is reserved")


def _is_named_like_a_block(data: JsonObject) -> bool:
    kind = data.get("type")
    return isinstance(kind, str) and (kind == "refusal" or kind.startswith(("input_", "output_")))
