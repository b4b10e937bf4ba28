"""Wire bodies of a dialect: what it writes itself, with fields that nobody has heard of put in anywhere; and bodies that are damaged.

A plugin's own bodies, written by hand after its API's documents, are the better judge: `DialectConformance.request_bodies` takes them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar, cast

from hypothesis import strategies as st

from interlingua.testing.pruning import FOREIGN, sayable
from interlingua.testing.strategies.requests import requests
from interlingua.testing.strategies.responses import responses
from interlingua.testing.strategies.values import json_values, unknown_names
from interlingua.types import Request, Response
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from interlingua.dialect import Dialect, Encoded
    from interlingua.types import JsonObject, JsonValue

ValueT = TypeVar("ValueT", Request, Response)

_ABSENT = object()
_OUTER = 12


def request_bodies(dialect: Dialect) -> st.SearchStrategy[JsonObject]:
    """Bodies of requests, as the dialect itself writes them, with blocks and fields that nobody has heard of."""
    return _bodies(requests(maker_of(dialect)), dialect.name, dialect.encode_request)


def response_bodies(dialect: Dialect) -> st.SearchStrategy[JsonObject]:
    """Bodies of responses, as the dialect itself writes them, with blocks and fields that nobody has heard of."""
    return _bodies(responses(maker_of(dialect)), dialect.name, dialect.encode_response)


def maker_of(dialect: Dialect) -> str:
    """Tell which provider a dialect is named after: its own signatures go back to it, nobody else's do."""
    return dialect.name.partition(".")[0]


@st.composite
def _bodies(draw: st.DrawFn, values: st.SearchStrategy[ValueT], dialect: str, encode: Callable[[ValueT], Encoded]) -> JsonObject:
    value = draw(values)
    if draw(st.booleans()):
        value = naturalized(value, dialect)
    return draw(with_unknown_fields(encode(sayable(value, encode)).body))


def naturalized(value: ValueT, dialect: str) -> ValueT:
    """Give the value with all that was kept for a foreign dialect made this one's own: blocks and fields that it has never heard of."""
    return type(value).model_validate(_renamed(value.to_dict(), dialect))


def _renamed(value: JsonValue, dialect: str) -> JsonValue:
    if isinstance(value, dict):
        return {dialect if name == FOREIGN else name: _renamed(item, dialect) for name, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, dialect) for item in value]
    return dialect if value == FOREIGN else value


def parts_of(sample: JsonObject, *, required: frozenset[str] = frozenset()) -> st.SearchStrategy[JsonObject]:
    """Bodies made of a sample that was written by hand: some of its fields, and of each list any items in any order.

    Args:
        sample: A body that has every field, and in its lists one item of every shape.
        required: The fields that every body has.
    """
    parts = {name: _part_of(value) for name, value in sample.items()}
    return st.fixed_dictionaries(
        {name: part for name, part in parts.items() if name in required},
        optional={name: part for name, part in parts.items() if name not in required},
    )


def _part_of(value: JsonValue) -> st.SearchStrategy[JsonValue]:
    return st.lists(st.sampled_from(value), max_size=6) if isinstance(value, list) and value else st.just(value)


@st.composite
def with_unknown_fields(draw: st.DrawFn, body: JsonObject) -> JsonObject:
    """The body with up to three fields that nobody has heard of, anywhere in it."""
    body = cast("JsonObject", copy_json(body))
    places = list(objects(body))
    for place, name, value in draw(st.lists(st.tuples(st.integers(0, len(places) - 1), unknown_names(), json_values()), max_size=3)):
        places[place][name] = copy_json(value)
    return body


def damages(body: JsonObject, values: Sequence[JsonValue]) -> Iterator[JsonObject]:
    """Give the body again and again, each time with one place missing, or with another value in it: the outer ones, and some inner.

    Args:
        body: A body that is as it should be.
        values: What to put where something else belongs.
    """
    places = [(number, name) for number, place in enumerate(objects(body)) for name in place]
    inner = places[_OUTER:]
    for turn, (number, name) in enumerate([*places[:_OUTER], *inner[:: 1 + len(inner) // _OUTER]]):
        for value in (_ABSENT, values[turn % len(values)]):
            damaged = cast("JsonObject", copy_json(body))
            place = next(islice(objects(damaged), number, None))
            if value is _ABSENT:
                del place[name]
            else:
                place[name] = cast("JsonValue", value)
            yield damaged


def misfits() -> st.SearchStrategy[list[JsonValue]]:
    """Values to put where others belong: some of every type."""
    return st.lists(json_values(), max_size=3).flatmap(lambda found: st.permutations([*found, None, "", 0, 0.5, True, [], {}, [{}]]))


def objects(value: JsonValue) -> Iterator[JsonObject]:
    """Give every object in a JSON value, outer ones first."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from objects(item)
