"""What a value says to every caller: without what only one wire knows of it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from interlingua.dialect import normal_form
from interlingua.types import OpaquePart, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject, JsonValue, Value


def said(value: Value | int | None) -> JsonValue:
    """Give the JSON of a value without any `provider_data`; blocks that aren't modelled stay as they are."""
    return value if value is None or isinstance(value, int) else _said(value.to_dict())


def kept_where_told(found: Value | int | None, told: Value | int | None) -> JsonValue:
    """Give of a value what it keeps for a wire at each place where another value, which says the same, has something of the kind.

    The wire's spellings (`$marks`) count only where the other tells them too; `{}` tells that there are none.
    """
    if found is None or told is None or isinstance(found, int) or isinstance(told, int):
        return None
    return [*_kept(found.to_dict(), told.to_dict())]


def _kept(found: JsonValue, told: JsonValue) -> Iterator[JsonValue]:
    if isinstance(found, list) and isinstance(told, list):
        for item, other in zip(found, told, strict=True):
            yield from _kept(item, other)
    elif isinstance(found, dict) and isinstance(told, dict):
        if (own := told.get("provider_data")) and isinstance(own, dict):
            kept = found.get("provider_data")
            fields = kept.items() if isinstance(kept, dict) else ()
            yield {name: item for name, item in fields if name != "$marks" or (name in own and item != {})}
        for name in sorted((told.keys() & found.keys()) - {"provider_data", "data"}):
            yield from _kept(found[name], told[name])


def meaning(value: Request | Response | int | None) -> JsonValue:
    """Give what is said, in its normal form.

    Losses, the wire's own word for the end and how it counts cached tokens are told by who reads, reasoning without a word says
    nothing, and ids may be respelt for a wire: they count by their order.
    """
    if isinstance(value, Response):
        usage = value.usage.model_copy(update={"input_includes_cache": True})
        value = value.model_copy(update={"losses": (), "provider_finish_reason": None, "usage": usage})
    form = said(normal_form(value)) if isinstance(value, Request) else said(value)
    return _numbered({name: item for name, item in form.items() if item != {}}, {}, count()) if isinstance(form, dict) else form


def _numbered(value: JsonValue, ids: dict[str, int], numbers: Iterator[int]) -> JsonValue:
    """Give a value in which each call has a number, and each result the number of the last call of its id."""
    if isinstance(value, list):
        return [_numbered(item, ids, numbers) for item in value]
    if not isinstance(value, dict) or value.get("type") == "opaque":
        return value
    numbered = {name: _numbered(item, ids, numbers) for name, item in value.items()}
    if value.get("type") == "tool_call":
        ids[str(value["id"])] = numbered["id"] = next(numbers)
    elif "tool_call_id" in value:
        numbered["tool_call_id"] = ids.get(str(value["tool_call_id"]))
    return numbered


def needs_marks(value: Request | Response) -> bool:
    """Tell whether a value has a block that its wire can't tell by itself: one that names no type stands where a mark says."""
    messages = value.messages if isinstance(value, Request) else (value.message,)
    return any(isinstance(part, OpaquePart) and "type" not in part.data for message in messages for part in message.content)


def _said(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_said(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "opaque":
        return {name: item for name, item in value.items() if name != "provider_data"}
    shown: JsonObject = {name: _said(item) for name, item in value.items() if name != "provider_data"}
    return shown
