"""What deltas of one field add up to: pieces of a string, entries of a list, fields of an object; linear in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.dialect import join_text

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

WORDS: Final = frozenset({"id", "type", "role", "object", "format", "signature"})
"""String fields that servers repeat whole, never in pieces."""


class Pieces(list[str]):
    """A string in the making: a list, so that many pieces cost no more than their bytes."""


def merged(old: JsonValue, new: JsonValue, *, joins: bool) -> JsonValue:
    """Add a delta's value to what there is of its field; what was there may be changed.

    Args:
        old: What there is, or None.
        new: The delta's value.
        joins: Whether a string is a piece; if not, the later one counts.
    """
    if new is None:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        for name, value in new.items():
            old[name] = merged(old.get(name), value, joins=joins and name not in WORDS)
        return old
    if isinstance(old, list) and isinstance(new, list) and not isinstance(old, Pieces):
        old.extend(new)
        return old
    return _joined(old, new) if joins and isinstance(new, str) else new


def add_details(old: JsonValue, new: list[JsonValue]) -> JsonValue:
    """Add a delta's `reasoning_details`: its first entry, with the last one's type and index, is more of it; any other is the next.

    Source: https://openrouter.ai/docs/use-cases/reasoning-tokens (reasoning_details, streamed).
    """
    if isinstance(old, Pieces | str):
        entries: list[JsonValue] = [old]  # a text, in pieces or whole, is an entry of its own
    else:
        entries = old if isinstance(old, list) else []
    last, first = entries[-1] if entries else None, new[0] if new else None
    if isinstance(last, dict) and isinstance(first, dict) and type(first.get("index")) is int and _same_detail(last, first):
        merged(last, first, joins=True)
        new = new[1:]
    entries.extend(new)
    return entries


def _same_detail(last: JsonObject, entry: JsonObject) -> bool:
    return (last.get("index"), last.get("type")) == (entry.get("index"), entry.get("type"))


def _joined(old: JsonValue, new: str) -> JsonValue:
    if isinstance(old, Pieces):
        old.append(new)
    elif isinstance(old, str):
        # JSON has no such type, but nothing sees it before `put_together` has made a string of it.
        return cast("JsonValue", Pieces([old, new]))
    else:
        return new
    return cast("JsonValue", old)


def put_together(value: JsonValue) -> JsonValue:
    """Give what was merged as plain JSON."""
    if isinstance(value, Pieces):
        return join_text(value)
    if isinstance(value, dict):
        return {name: put_together(item) for name, item in value.items()}
    if isinstance(value, list):
        return [put_together(item) for item in value]
    return value
