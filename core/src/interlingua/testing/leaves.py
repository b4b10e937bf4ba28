"""What a JSON value holds at any depth, each with the name of the field that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from interlingua.types import JsonValue


def fields(value: JsonValue, name: str = "", *, skip: Container[str] = ()) -> Iterator[tuple[str, JsonValue]]:
    """Give each field at any depth, and each item of a list under the list's name.

    Args:
        value: A value.
        name: The field that it stands in; nothing where it stands in none, and then it isn't given itself.
        skip: Names of fields that are passed over, with all that is in them.
    """
    if name:
        yield name, value
    if isinstance(value, list):
        for item in value:
            yield from fields(item, name, skip=skip)
    elif isinstance(value, dict):
        for inner, item in value.items():
            if inner not in skip:
                yield from fields(item, inner, skip=skip)


def texts(value: JsonValue, *, skip: Container[str] = ()) -> Iterator[str]:
    """Give each text at any depth.

    Args:
        value: A value, which may be a text itself.
        skip: Names of fields that are passed over, with all that is in them.
    """
    for _, item in fields(value, "value", skip=skip):
        if isinstance(item, str):
            yield item
