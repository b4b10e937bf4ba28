"""Law 3: every text that somebody said gets a sentinel of its own, and the sentinels are looked for on the other side."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, cast

from interlingua.dialect import at
from interlingua.dialect.paths import covers
from interlingua.testing.conformance.expect import expect_none
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import sayable
from interlingua.testing.strategies import objects
from interlingua.types import Request, Response
from interlingua.types.json import copy_json, dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.types import JsonObject, JsonValue, Loss

SAID = frozenset({
    "text", "refusal", "arguments", "title", "cited_text", "url", "file_id", "data", "signature", "encrypted_content",
    "redacted_data", "description",
})  # fmt: skip
"""The fields of canonical values that hold what somebody said, in their own words."""

_SENTINEL = re.compile(r"zq\d+qz")


class SilentLoss(DialectStrategies):
    """No sentinel vanishes without a loss that names its place, and no text comes from nowhere."""

    @proves(3, request="requests")
    def test_nothing_vanishes_from_a_request(self, request: Request) -> None:
        """A converter that drops what it doesn't know makes the model answer a question that nobody asked, and nobody notices."""
        before = _marked(request.to_dict(), count())
        request = sayable(Request.model_validate(before), self.dialect.encode_request)
        encoded = self.dialect.encode_request(request)

        self._check(request.to_dict(), encoded.body, encoded.losses)

    @proves(3, response="responses")
    def test_nothing_vanishes_from_a_response(self, response: Response) -> None:
        """A gateway that answers in another format must not eat a citation or a signature on the way."""
        before = _marked(response.to_dict(), count())
        response = sayable(Response.model_validate(before), self.dialect.encode_response)
        encoded = self.dialect.encode_response(response)

        self._check(response.to_dict(), encoded.body, encoded.losses)

    @proves(3, body="request_bodies")
    def test_nothing_vanishes_from_a_request_body(self, body: JsonObject) -> None:
        """What a wire says and we don't model is kept for the day on which it is sent again."""
        body = _with_sentinels(body)
        decoded = self.dialect.decode_request(body)

        self._check(body, decoded.value.to_dict(), decoded.losses)

    @proves(3, body="response_bodies")
    def test_nothing_vanishes_from_a_response_body(self, body: JsonObject) -> None:
        """What a model answered is paid for; fields that nobody has heard of were paid for too."""
        body = _with_sentinels(body)
        decoded = self.dialect.decode_response(body)

        self._check(body, decoded.value.to_dict(), decoded.losses)

    def _check(self, before: JsonValue, after: JsonValue, losses: Iterable[Loss]) -> None:
        losses = tuple(losses)
        arrived = {sentinel for sentinel, _ in _sentinels(after)}
        vanished = [
            path
            for sentinel, path in _sentinels(before)
            if sentinel not in arrived and not any(covers(loss.path, path) for loss in losses)
        ]  # fmt: skip
        expect_none(vanished, "silently lost from")
        expect_none(_made_up(before, after, self.dialect.marks), "made up")


def _marked(value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    """Put a sentinel into the place of everything that was said."""
    if isinstance(value, list):
        return [_marked(item, numbers) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _marked_field(name, item, numbers) for name, item in value.items()}


def _marked_field(name: str, value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    if name == "provider_data" or not isinstance(value, str) or name not in SAID:
        return value if name == "provider_data" else _marked(value, numbers)
    sentinel = f"zq{next(numbers)}qz"
    return dumps_text({"said": sentinel}) if name == "arguments" else sentinel


def _with_sentinels(body: JsonObject) -> JsonObject:
    """Put an unknown field with a sentinel into every object of a body."""
    body = cast("JsonObject", copy_json(body))
    for number, place in enumerate(list(objects(body))):
        place["x_sentinel"] = f"zq{number}qz"
    return body


def _sentinels(value: JsonValue, path: str = "$") -> Iterator[tuple[str, str]]:
    """Give each sentinel and where it stands."""
    if isinstance(value, str):
        for found in _SENTINEL.findall(value):
            yield found, path
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sentinels(item, at(path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _sentinels(item, at(path, name))
            yield from _sentinels(name, path)


def _made_up(before: JsonValue, after: JsonValue, marks: Iterable[str]) -> list[str]:
    """Give the texts of the output that are neither in the input, nor a piece of it, nor a word or a mark of the wire's."""
    known = set(_leaves(before))
    unknown = set(_leaves(after)) - known - set(marks)
    strange = [leaf for leaf in unknown if not _SENTINEL.search(leaf) and not re.fullmatch(r"[\w./-]*", leaf)]
    return [leaf for leaf in strange if not any(leaf in said for said in known)]


def _leaves(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if not name.startswith("$"):  # a dialect's own note in `provider_data` of how the wire spelt something
                yield from _leaves(item)
