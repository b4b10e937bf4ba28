"""One text for another, in a body and in the value that it means alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from interlingua.types import JsonValue

WORDS: Final = frozenset({"type", "role", "status", "object"})
"""The fields of wires and values whose texts are words of a list, and no place for another."""


def respelt(value: JsonValue, text: str, other: str) -> JsonValue:
    """Give a value with another text wherever one stands: alone, in the JSON of arguments, or as the media type of an address of data.

    What is kept for a wire stays as it is.
    """
    if isinstance(value, list):
        return [respelt(item, text, other) for item in value]
    if isinstance(value, dict):
        return {name: item if name in WORDS or name == "provider_data" else respelt(item, text, other) for name, item in value.items()}
    if not isinstance(value, str):
        return value
    if value == text:
        return other
    data = f"data:{text};"
    return f"data:{other};{value[len(data) :]}" if value.startswith(data) else value.replace(dumps_text(text), dumps_text(other))
