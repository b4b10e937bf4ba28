"""What stands beside each other: the messages, parts and items of two samples in one body, in either order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from interlingua.errors import ConversionError
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import meaning, needs_marks, said
from interlingua.testing.conformance.stable_prefix import messages_field
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.types import Request, Response
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue, Message


class Neighbours(DialectStrategies):
    """Nothing takes the place of another, or changes with what stands next to it."""

    @proves(2, needs="samples")
    def test_requests_of_two_samples_come_back(self) -> None:
        """A second item that replaces the first, a mark that spreads to its neighbour: a conversation has many of everything."""
        field = messages_field(self.dialect)
        for first, second, body in _joined([sample for sample in self.samples("request") if isinstance(sample.object.get(field), list)]):
            with about(first), about(second):
                decoded = self.dialect.decode_request(body)
                again = self.dialect.encode_request(decoded.value)
                expect_none((*decoded.losses, *again.losses), "something was lost on the way")
                expect_same(self.dialect.wire_normal_form(again.body), self.dialect.wire_normal_form(body), "the body came back another")
                expect_same(_said(decoded.value), _said(first.value, second.value), "together they were read as something else")

    @proves(2, needs="samples")
    def test_answers_of_two_samples_come_back(self) -> None:
        """An answer has several texts, calls and blocks, some of which nobody knows."""
        for first, second, body in _joined(self.samples("response")):
            with about(first), about(second):
                decoded = self.dialect.decode_response(body)
                again = self.dialect.encode_response(decoded.value)
                expect_none((*decoded.losses, *again.losses), "something was lost on the way")
                expect_same(again.body, body, "the body came back another")

    @proves(1, needs="samples")
    def test_parts_of_samples_stand_in_any_order(self) -> None:
        """What a value built by hand says in another order means that order, on every wire that can say it."""
        for sample in self.samples("request", "response"):
            for value in _reordered(sample.value):
                with about(sample):
                    try:
                        encoded = self.written(value)
                    except ConversionError:
                        continue
                    if not encoded.losses:
                        again = self.read(sample.what, encoded.body, encoded.headers)
                        expect_same(meaning(again.value), meaning(value), "it came back as something else")


def _joined(samples: list[Sample]) -> Iterator[tuple[Sample, Sample, JsonObject]]:
    """Give the bodies of neighbouring samples as one, in either order: the fields of both, and of lists the items of both."""
    for one, other in pairwise(samples):
        for first, second in ((one, other), (other, one)):
            yield first, second, cast("JsonObject", _both(first.object, second.object))


def _both(first: JsonValue, second: JsonValue) -> JsonValue:
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    if isinstance(first, dict) and isinstance(second, dict) and first.get("type") == second.get("type"):
        return {
            name: _both(first[name], second[name]) if name in first and name in second else copy_json(item)
            for name, item in {**second, **first}.items()
        }
    return copy_json(first)


def _said(*values: Request | Response | int | None) -> JsonValue:
    """Give what users, models and tools say, one after the other; system texts have a place of their own on many wires."""
    messages = [message for value in values if isinstance(value, Request) for message in value.messages if message.role != "system"]
    return meaning(Request.model_validate(said(Request(messages=tuple(messages), provider_data={}))))


def _reordered(value: Request | Response | int | None) -> Iterator[Request | Response]:
    """Give a value with the parts of each of its messages in the opposite order."""
    if isinstance(value, Request | Response) and needs_marks(value):
        return
    if isinstance(value, Response):
        yield value.model_copy(update={"message": _reversed(value.message)})
    elif isinstance(value, Request):
        yield value.model_copy(update={"messages": tuple([_reversed(message) for message in value.messages])})


def _reversed(message: Message) -> Message:
    return message.model_copy(update={"content": message.content[::-1]})
