"""Reading JSON strictly: take what the wire's page says, or refuse with the path. Every dialect rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard, cast

from interlingua.errors import ConversionError
from interlingua.types.json import check_json

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue


def checked_body(body: object) -> JsonObject:
    """Check what came as a body; never copied.

    Raises:
        ConversionError: It is no JSON object, or something deep inside isn't JSON, with the path.
    """
    check_json(body)
    return as_object(cast("JsonValue", body), "$")


def as_object(value: JsonValue, path: str) -> JsonObject:
    """Take a JSON object.

    Raises:
        ConversionError: It is something else.
    """
    if not isinstance(value, dict):
        raise ConversionError(path, f"expected an object, not {_kind(value)}")
    return value


def as_list(value: JsonValue, path: str) -> list[JsonValue]:
    """Take a JSON array.

    Raises:
        ConversionError: It is something else.
    """
    if not isinstance(value, list):
        raise ConversionError(path, f"expected an array, not {_kind(value)}")
    return value


def as_text(value: JsonValue, path: str) -> str:
    """Take a JSON string.

    Raises:
        ConversionError: It is something else.
    """
    if not isinstance(value, str):
        raise ConversionError(path, f"expected a string, not {_kind(value)}")
    return value


def as_int(value: JsonValue, path: str) -> int:
    """Take a whole JSON number; `true` is none.

    Raises:
        ConversionError: It is something else.
    """
    if not is_int(value):
        raise ConversionError(path, f"expected a whole number, not {_kind(value)}")
    return value


def is_int(value: JsonValue) -> TypeGuard[int]:
    """Tell whether a value is an integer; `true` is none."""
    return type(value) is int


def are_objects(value: JsonValue) -> TypeGuard[list[JsonObject]]:
    """Tell whether a value is a list of objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def text_or_none(value: JsonValue) -> str | None:
    """Give a value if it is text; the wire's other values stay with what is kept."""
    return value if isinstance(value, str) else None


def _kind(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
