"""JSON values of the official SDK's own types: every class of a union, with all its fields, with the required ones, with each choice.

Read off the annotations, so that a type that a later SDK adds is tried without a word from us.
"""

from __future__ import annotations

import collections.abc
import datetime as dt
import inspect
import types
import typing
from typing import TYPE_CHECKING, Annotated, Literal, Union, get_args, get_origin, get_type_hints

import typing_extensions
from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject, JsonValue

_DEPTH = 6  # deeper than any block nests; types that hold themselves end here
_WRAPPERS = (Annotated, typing.Required, typing.NotRequired, typing_extensions.Required, typing_extensions.NotRequired)
_LEAVES: dict[object, tuple[JsonValue, ...]] = {
    str: ("text",),
    bool: (True, False),
    int: (7, 0),
    float: (0.5, 2.0),
    type(None): (None,),
    dt.datetime: ("2026-11-24T00:00:00Z",),
    dt.date: ("2026-11-24",),
}
_ANYTHING: JsonValue = {"any": [1, None, "x"]}


def members(union: object) -> list[type]:
    """Give the classes of a union, in its order."""
    while get_origin(union) is Annotated:
        union = get_args(union)[0]
    return [member for member in get_args(union) if inspect.isclass(member)]


def samples(kind: object, depth: int = 0) -> Iterator[JsonValue]:
    """Give values of a type: the fullest one first."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in _WRAPPERS:
        yield from samples(arguments[0], depth)
    elif origin is Literal:
        yield from arguments
    elif origin in {Union, types.UnionType}:
        for argument in arguments:
            yield from samples(argument, depth)
    elif origin in {list, collections.abc.Iterable, collections.abc.Sequence} or _is_sequence(kind):
        yield from ([item] for item in samples(arguments[0], depth + 1)) if depth < _DEPTH else ([],)
        yield []
    elif origin is dict or kind in {object, dict}:
        yield _ANYTHING
    elif inspect.isclass(kind) and (fields := fields_of(kind)):
        yield from _objects(fields, depth)
    else:
        yield from _LEAVES.get(kind, ())


def _is_sequence(kind: object) -> bool:
    return "SequenceNotStr" in str(get_origin(kind))


def fields_of(kind: type) -> dict[str, tuple[object, bool]]:
    """Give the fields of one of the SDK's classes: their annotations, and whether they are required."""
    if issubclass(kind, BaseModel):
        return {field.alias or name: (field.annotation, field.is_required()) for name, field in kind.model_fields.items()}
    if issubclass(kind, dict) and hasattr(kind, "__required_keys__"):
        return {name: (hint, name in kind.__required_keys__) for name, hint in get_type_hints(kind, include_extras=True).items()}
    return {}


def _objects(fields: dict[str, tuple[object, bool]], depth: int) -> Iterator[JsonObject]:
    found = {name: list(samples(hint, depth + 1)) for name, (hint, _) in fields.items()}
    full: JsonObject = {name: values[0] for name, values in found.items() if values}
    yield full
    yield {name: value for name, value in full.items() if fields[name][1]}
    if depth < _DEPTH:
        yield from ({**full, name: value} for name, values in found.items() for value in values[1:])
