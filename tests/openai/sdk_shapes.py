"""JSON values for the SDK's own types: each field absent and present, each member of a union, each word of a literal."""

from __future__ import annotations

import collections.abc
import types
import typing
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, Union

import typing_extensions
from openai import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject, JsonValue

_DEPTH = 8
_SIMPLE: dict[object, list[JsonValue]] = {
    str: ["text", ""],
    int: [3, 0],
    float: [0.5, 2],
    bool: [True, False],
    type(None): [None],
    object: ["any", {"any": [None]}],
    Any: ["any", {"any": [None]}],
}


def values(kind: object, depth: int = 0) -> Iterator[JsonValue]:
    """Give values of a type; together they hold everything that it may."""
    if kind in _SIMPLE:
        yield from _SIMPLE[kind]
        return
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        yield from arguments
    elif origin in {Union, types.UnionType}:
        for argument in arguments:
            yield from values(argument, depth)
    elif origin in {typing.Annotated, typing_extensions.Required, typing_extensions.NotRequired}:
        yield from values(arguments[0], depth)
    elif origin is dict:
        yield {}
        yield {f"key {number}": value for number, value in enumerate(values(arguments[1], depth))}
    elif typing_extensions.is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, BaseModel)):
        yield from objects(kind, depth)
    elif isinstance(origin, type) and issubclass(origin, collections.abc.Iterable):
        yield []
        yield list(values(arguments[0], depth))
    else:
        msg = f"what are the values of {kind}?"
        raise TypeError(msg)


def objects(kind: object, depth: int = 0) -> Iterator[JsonObject]:
    """Give objects of a class: with no more than it must have, then with everything, each field's values in turn."""
    fields, required = fields_of(kind)
    given = {name: list(values(field, depth + 1)) for name, field in fields.items()} if depth < _DEPTH else {}
    first: JsonObject = {name: (given[name] if name in given else list(values(fields[name], depth + 1)))[0] for name in required}
    yield first
    for row in zip_longest(*given.values(), fillvalue=...):
        yield first | {name: value for name, value in zip(given, row, strict=True) if value is not ...}


def fields_of(kind: object) -> tuple[dict[str, Any], frozenset[str]]:
    """Give the fields of a typed dictionary or of a model, by their wire names, and those that must be there."""
    if typing_extensions.is_typeddict(kind):
        return typing_extensions.get_type_hints(kind), kind.__required_keys__  # type: ignore[attr-defined]  # every typed dictionary has them
    models = {field.alias or name: field for name, field in kind.model_fields.items()}  # type: ignore[attr-defined]  # a model, then
    return {name: field.annotation for name, field in models.items()}, frozenset(
        name for name, field in models.items() if field.is_required()
    )
