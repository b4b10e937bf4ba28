"""Wire bodies of a dialect: what it writes itself, with fields that nobody has heard of put in anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import assume
from hypothesis import strategies as st
from tests.laws import strategies as canonical

from interlingua.errors import ConversionError
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
    return _with_unknown_fields(draw, written(dialect.encode_request, draw(canonical.requests())).body)


@st.composite
def response_bodies(draw: st.DrawFn, dialect: Dialect) -> JsonObject:
    """A response's body, as the dialect itself writes it, and then some."""
    return _with_unknown_fields(draw, written(dialect.encode_response, draw(canonical.responses())).body)


def written(encode: Callable[[ValueT], WrittenT], value: ValueT) -> WrittenT:
    """Encode a value; the rare one that a wire refuses, loudly and with its place, is no example."""
    try:
        return encode(value)
    except ConversionError as error:
        assume(not error.path.startswith("$."))
        raise


def _with_unknown_fields(draw: st.DrawFn, body: JsonObject) -> JsonObject:
    body = copy_json(body)
    places = list(objects(body))
    for place, name, value in draw(_additions()):
        places[place % len(places)][f"x_{name}"] = value
    return body


def _additions() -> st.SearchStrategy[list[tuple[int, str, JsonValue]]]:
    return st.lists(st.tuples(st.integers(0, 200), canonical.names(), canonical.json_values()), max_size=3)


def objects(value: JsonValue) -> Iterator[JsonObject]:
    """Give every object in a JSON value, outer ones first."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from objects(item)
