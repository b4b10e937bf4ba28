"""Wire bodies of a dialect: what it writes itself, with fields that nobody has heard of put in anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from hypothesis import assume
from hypothesis import strategies as st

from interlingua.errors import ConversionError
from interlingua.testing.strategies.requests import requests
from interlingua.testing.strategies.responses import responses
from interlingua.testing.strategies.values import json_values, names
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject, JsonValue

ValueT = TypeVar("ValueT")
WrittenT = TypeVar("WrittenT")


@st.composite
def request_bodies(draw: st.DrawFn, dialect: Dialect) -> JsonObject:
    """A request's body, as the dialect itself writes it, and then some."""
    return _with_unknown_fields(draw, written(dialect.encode_request, draw(requests())).body)


@st.composite
def response_bodies(draw: st.DrawFn, dialect: Dialect) -> JsonObject:
    """A response's body, as the dialect itself writes it, and then some."""
    return _with_unknown_fields(draw, written(dialect.encode_response, draw(responses())).body)


def written(encode: Callable[[ValueT], WrittenT], value: ValueT) -> WrittenT:
    """Encode a value; the rare one that a wire refuses, loudly and with its place, is no example."""
    try:
        return encode(value)
    except ConversionError as error:
        assume(not error.path.startswith("$."))
        raise


def _with_unknown_fields(draw: st.DrawFn, body: JsonObject) -> JsonObject:
    body = cast("JsonObject", copy_json(body))
    places = list(objects(body))
    for place, name, value in draw(_additions()):
        places[place % len(places)][f"x_{name}"] = value
    return body


def _additions() -> st.SearchStrategy[list[tuple[int, str, JsonValue]]]:
    return st.lists(st.tuples(st.integers(0, 200), names(), json_values()), max_size=3)


def objects(value: JsonValue) -> Iterator[JsonObject]:
    """Give every object in a JSON value, outer ones first."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from objects(item)
