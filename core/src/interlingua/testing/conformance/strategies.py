"""The values that a dialect's tests are tried on; a plugin overrides one to add its own."""

from __future__ import annotations

import unittest
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from hypothesis import strategies as st

from interlingua.errors import ConversionError
from interlingua.testing import strategies
from interlingua.testing.conformance.suite import Suite
from interlingua.testing.documents import documents_of
from interlingua.types import Request, UserMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Decoded, Dialect, Encoded
    from interlingua.testing.conformance.laws import LawTest
    from interlingua.testing.documents import Kind, Sample
    from interlingua.types import JsonObject, JsonValue, Message, Response


class DialectStrategies(Suite):
    """The dialect, and the values to try it on.

    Attributes:
        dialect: The dialect.
    """

    dialect: ClassVar[Dialect]

    @classmethod
    def is_complete(cls) -> bool:
        """Tell whether there is a dialect."""
        return hasattr(cls, "dialect")

    @classmethod
    def lacks(cls, test: LawTest) -> str | None:
        """Say that the dialect declares to lack what a test needs."""
        if test.needs is not None and test.needs in cls.dialect.lacks:
            return f"{cls.dialect.name} declares that it lacks {test.needs}"
        if test.needs == "samples" and not documents_of(cls.dialect).samples:
            return f"{cls.dialect.name} brings no sample bodies"
        if test.needs == "schema" and documents_of(cls.dialect).schema is None:
            return f"{cls.dialect.name} brings no schema"
        if test.needs == "final events" and not documents_of(cls.dialect).final_events:
            return f"{cls.dialect.name} names no final event in its schema"
        return None

    @classmethod
    def samples(cls, *kinds: Kind) -> list[Sample]:
        """Give the samples of some kinds that can be read; where there are none, there is nothing to test."""
        found = [sample for sample in documents_of(cls.dialect).of(*kinds) if sample.raises is None]
        if not found:
            raise unittest.SkipTest(f"{cls.dialect.name} brings no sample of a {' or a '.join(kinds)}")
        return found

    @classmethod
    def written(cls, value: Request | Response) -> Encoded:
        """Write a request or an answer."""
        return cls.dialect.encode_request(value) if isinstance(value, Request) else cls.dialect.encode_response(value)

    @classmethod
    def read(cls, kind: Kind, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request] | Decoded[Response]:
        """Read the body of a request or, of any other kind, an answer."""
        return cls.dialect.decode_request(body, headers) if kind == "request" else cls.dialect.decode_response(body, headers)

    @classmethod
    def normal(cls, kind: Kind, body: JsonObject) -> JsonObject:
        """Give the normal form of a request's body; those of any other kind need none."""
        return cls.dialect.wire_normal_form(body) if kind == "request" else body

    @classmethod
    def _maker(cls) -> str:
        return strategies.maker_of(cls.dialect)

    @classmethod
    def requests(cls) -> st.SearchStrategy[Request]:
        """Requests with everything that a caller can say; of the model where the wire's URL names it, the body says nothing."""
        return strategies.requests(cls._maker()).map(
            lambda request: request if names_model(cls.dialect) else request.model_copy(update={"model_id": None})
        )

    @classmethod
    def responses(cls) -> st.SearchStrategy[Response]:
        """Whole answers."""
        return strategies.responses(cls._maker())

    @classmethod
    def finished_responses(cls) -> st.SearchStrategy[Response]:
        """Whole answers that run no more."""
        return strategies.finished_responses(cls._maker())

    @classmethod
    def message_lists(cls) -> st.SearchStrategy[tuple[Message, ...]]:
        """Conversations; system texts lead them where the wire has no other place."""
        if "system_in_place" not in cls.dialect.lacks:
            return strategies.message_lists(cls._maker())
        return strategies.message_lists(cls._maker()).map(_system_first)

    @classmethod
    def request_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """Bodies of requests: the dialect's own, with fields that nobody has heard of."""
        return strategies.request_bodies(cls.dialect)

    @classmethod
    def response_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """Bodies of responses: the dialect's own, with fields that nobody has heard of."""
        return strategies.response_bodies(cls.dialect)

    @classmethod
    def misfits(cls) -> st.SearchStrategy[list[JsonValue]]:
        """Values to put where others belong."""
        return strategies.misfits()

    @classmethod
    def json_objects(cls) -> st.SearchStrategy[JsonObject]:
        """Any JSON objects."""
        return strategies.json_objects()

    @classmethod
    def event_streams(cls) -> st.SearchStrategy[list[bytes]]:
        """Whole streams, an item an event."""
        return strategies.event_streams(cls.dialect)

    @classmethod
    def cut_streams(cls) -> st.SearchStrategy[list[bytes]]:
        """Whole streams, in pieces cut anywhere."""
        return strategies.cut_streams(cls.dialect)

    @classmethod
    def beginnings(cls) -> st.SearchStrategy[tuple[bytes, bytes]]:
        """Streams cut in two."""
        return cls.event_streams().flatmap(_cut_in_two)

    @classmethod
    def corrupted_streams(cls) -> st.SearchStrategy[list[bytes]]:
        """Streams with bytes lost, doubled or put in."""
        return strategies.corrupted_streams(cls.dialect)

    @classmethod
    def places(cls) -> st.SearchStrategy[int]:
        """Which event of a stream, counted round and round."""
        return st.integers(0, 30)

    @classmethod
    def garbled_streams(cls) -> st.SearchStrategy[list[bytes]]:
        """Streams with one event that is no JSON, somewhere before the end."""
        return strategies.garbled_streams(cls.dialect)

    @classmethod
    def any_bytes(cls) -> st.SearchStrategy[list[bytes]]:
        """Bytes that are no stream of this wire."""
        return st.sampled_from(NO_STREAMS) | st.lists(st.binary(max_size=64), max_size=4)


NO_STREAMS: list[list[bytes]] = [
    [],
    [b"data: " + b"[" * 100_000 + b"\n\n"],
    [b'data: {"a": ' + b"9" * 5_000 + b"}\n\n"],
    [b'data: {"a": NaN}\n\n', b'data: {"a": "\\ud800"}\n\n', b"data: \xff\xfe\n\n"],
    [b"event: error\ndata: null\n\n", b"data: []\n\n", b"data: 1\n\n", b'data: ""\n\n', b"data:\n\n"],
]
"""Bytes that broke something somewhere."""


@cache
def names_model(dialect: Dialect) -> bool:
    """Tell whether the wire's body names the model, so that a request without one is refused."""
    try:
        dialect.encode_request(Request(messages=(UserMessage("hi"),), max_tokens=9, provider_data={}))
    except ConversionError:
        return True
    return False


def _system_first(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(sorted(messages, key=lambda message: message.role != "system"))


def _cut_in_two(events: list[bytes]) -> st.SearchStrategy[tuple[bytes, bytes]]:
    stream = b"".join(events)
    ends = [len(b"".join(events[:number])) for number in range(len(events) + 1)]
    return (st.sampled_from(ends) | st.integers(0, len(stream))).map(lambda end: (stream[:end], stream[end:]))
