"""Laws 1 and 2: there and back, from either side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import normal_form
from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import vanished, with_sentinels
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import lossless
from interlingua.testing.strategies import damages
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Request, Response


class RoundTrips(DialectStrategies):
    """`decode(encode(x))` equals x, and `encode(decode(w))` equals w."""

    @proves(1, request="requests")
    def test_requests_come_back(self, request: Request) -> None:
        """A conversation is saved, sent, read back and sent again; whatever changes on the way changes what the model is told."""
        request = lossless(request, self.dialect.encode_request)
        encoded = self.dialect.encode_request(request)

        decoded = self.dialect.decode_request(encoded.body, encoded.headers)

        expect_none(decoded.losses, "reading back what was written lost something")
        expect_same(normal_form(decoded.value), normal_form(request), "the request came back another")

    @proves(1, response="responses")
    def test_responses_come_back(self, response: Response) -> None:
        """An answer goes into the next request; a signature, an id or a number that changes there is refused or costs the cache."""
        response = lossless(response, self.dialect.encode_response)
        encoded = self.dialect.encode_response(response)

        decoded = self.dialect.decode_response(encoded.body, encoded.headers)

        expect_none(decoded.losses, "reading back what was written lost something")
        expect_same(decoded.value, _in_the_words_of(decoded.value, response), "the response came back another")

    @proves(2, body="request_bodies")
    def test_request_bodies_come_back(self, body: JsonObject) -> None:
        """A proxy or a log reads real requests; a field that ships next week must come out as it went in, not vanish."""
        before = copy_json(body)
        decoded = self.dialect.decode_request(body)
        again = self.dialect.encode_request(decoded.value)

        expect_same(body, before, "decoding changed the body that it was given")
        expect_none((*decoded.losses, *again.losses), "something was lost on the way")
        expect_same(self.dialect.wire_normal_form(again.body), self.dialect.wire_normal_form(body), "the body came back another")

    @proves(2, body="response_bodies")
    def test_response_bodies_come_back(self, body: JsonObject) -> None:
        """An answer is evidence: what the provider said, to the letter, also where nobody knows yet what it means."""
        before = copy_json(body)
        decoded = self.dialect.decode_response(body)
        again = self.dialect.encode_response(decoded.value)

        expect_same(body, before, "decoding changed the body that it was given")
        expect_none((*decoded.losses, *again.losses), "something was lost on the way")
        expect_same(again.body, body, "the body came back another")

    @proves(2, body="request_bodies", values="misfits")
    def test_odd_request_bodies_come_back(self, body: JsonObject, values: list[JsonValue]) -> None:
        """Data sets and logs hold what no document allows; it is refused, or comes out as it went in, but never as something else."""
        for odd in damages(body, values):
            try:
                normal = self.dialect.wire_normal_form(copy_json(odd))  # type: ignore[arg-type]  # a copy of an object
                decoded = self.dialect.decode_request(odd)
                again = self.dialect.encode_request(decoded.value)
            except InterlinguaError:
                continue
            if not decoded.losses and not again.losses:
                expect_same(self.dialect.wire_normal_form(again.body), normal, "an odd body came back another")

    @proves(2, body="response_bodies", values="misfits")
    def test_odd_response_bodies_come_back(self, body: JsonObject, values: list[JsonValue]) -> None:
        """A server that speaks a format almost is quoted as it spoke, or not at all: what it never said can't be looked up."""
        for odd in damages(body, values):
            try:
                before = copy_json(odd)
                decoded = self.dialect.decode_response(odd)
                again = self.dialect.encode_response(decoded.value)
            except InterlinguaError:
                continue
            if not decoded.losses and not again.losses:
                expect_same(again.body, before, "an odd body came back another")

    @proves(2, body="request_bodies")
    def test_the_normal_form_means_the_same(self, body: JsonObject) -> None:
        """Two spellings may count as one only if the table says so; a normal form that moves or drops more would hide losses."""
        body = with_sentinels(body)
        normal = self.dialect.wire_normal_form(body)
        again = self.dialect.encode_request(self.dialect.decode_request(normal).value).body

        expect_none(vanished(body, normal), "the normal form hides")
        expect_same(self.dialect.wire_normal_form(normal), normal, "the normal form has another normal form")
        expect_same(self.dialect.wire_normal_form(again), normal, "the normal form means something else")


def _in_the_words_of(decoded: Response, response: Response) -> Response:
    """Add the wire's own word for the finish reason, and how its figures count cached tokens: no caller need say either."""
    usage = response.usage
    if usage.total_input_tokens == decoded.usage.total_input_tokens:
        usage = usage.model_copy(update={"input_includes_cache": decoded.usage.input_includes_cache})
    return response.model_copy(update={"provider_finish_reason": decoded.provider_finish_reason, "usage": usage})
