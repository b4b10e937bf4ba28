"""Law 3: every text that somebody said gets a sentinel of its own, and the sentinels are looked for on the other side."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from interlingua.dialect import left_behind
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.testing.conformance.expect import expect, expect_none, expect_same
from interlingua.testing.conformance.features import FEATURES, lost_features
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import ODD_SENTINELS, SENTINEL, made_up, marked, untold, vanished, with_sentinels
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import sayable
from interlingua.testing.strategies import FOREIGN, damages
from interlingua.types import Request, Response, UserMessage
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types import JsonObject, JsonValue, Loss


class SilentLoss(DialectStrategies):
    """No sentinel vanishes without a loss that names its place, and no text comes from nowhere."""

    @proves(3, request="requests")
    def test_nothing_vanishes_from_a_request(self, request: Request) -> None:
        """A converter that drops what it doesn't know makes the model answer a question that nobody asked, and nobody notices."""
        before = marked(request.to_dict(), count())
        request = sayable(Request.model_validate(before), self.dialect.encode_request)
        encoded = self.dialect.encode_request(request)

        self._check(request.to_dict(), encoded.body, encoded.losses)

    @proves(3, response="responses")
    def test_nothing_vanishes_from_a_response(self, response: Response) -> None:
        """A gateway that answers in another format must not eat a citation or a signature on the way."""
        before = marked(response.to_dict(), count())
        response = sayable(Response.model_validate(before), self.dialect.encode_response)
        encoded = self.dialect.encode_response(response)

        self._check(response.to_dict(), encoded.body, encoded.losses)

    @proves(3, body="request_bodies")
    def test_nothing_vanishes_from_a_request_body(self, body: JsonObject) -> None:
        """What a wire says and we don't model is kept for the day on which it is sent again."""
        body = with_sentinels(body)
        decoded = self.dialect.decode_request(body)

        self._check(body, decoded.value.to_dict(), decoded.losses)

    @proves(3, body="response_bodies")
    def test_nothing_vanishes_from_a_response_body(self, body: JsonObject) -> None:
        """What a model answered is paid for; fields that nobody has heard of were paid for too."""
        body = with_sentinels(body)
        decoded = self.dialect.decode_response(body)

        self._check(body, decoded.value.to_dict(), decoded.losses)

    @proves(3, body="request_bodies")
    def test_what_stays_behind_of_a_request_is_told(self, body: JsonObject) -> None:
        """Who converts a bare body has no conversation that keeps a field for its own wire; one that nobody tells is lost silently."""
        request = self.dialect.decode_request(with_sentinels(body)).value

        _check_told(request)

    @proves(3, body="response_bodies")
    def test_what_stays_behind_of_a_response_is_told(self, body: JsonObject) -> None:
        """A gateway answers in another format; of what only this one says, its log must be able to tell what was left out."""
        response = self.dialect.decode_response(with_sentinels(body)).value

        _check_told(response)

    @proves(3, body="request_bodies")
    def test_what_stays_behind_of_an_odd_request_is_told(self, body: JsonObject) -> None:
        """A value of another type than the documents say is carried as it is; on its way to another wire it must not just vanish."""
        for odd in damages(body, ODD_SENTINELS):
            try:
                request = self.dialect.decode_request(odd).value
            except InterlinguaError:
                continue
            _check_told(request)

    @proves(3, body="response_bodies")
    def test_what_stays_behind_of_an_odd_response_is_told(self, body: JsonObject) -> None:
        """Servers that almost speak a format say what nobody expects; a log in another format must not pass over it."""
        for odd in damages(body, ODD_SENTINELS):
            try:
                response = self.dialect.decode_response(odd).value
            except InterlinguaError:
                continue
            _check_told(response)

    @proves(3)
    def test_what_is_lacking_is_declared(self) -> None:
        """Whoever chooses a wire must be able to look up what it can't say, and a declaration that is wrong is worse than none."""
        declared, lost = self.dialect.lacks & FEATURES.keys(), lost_features(self.dialect)

        expect_none(sorted(lost - declared), "lost, and not declared in `lacks`")
        expect_none(sorted(declared - lost), "declared in `lacks`, and not lost")

    @proves(3)
    def test_a_missing_model_is_told(self) -> None:
        """Whoever answers a body that names no model answers with one that nobody chose; only a URL that names it lets the body be."""
        request = Request(messages=(UserMessage("hi"),), max_tokens=9, provider_data={})
        try:
            self.dialect.encode_request(request)
        except ConversionError as refusal:
            expect_same(refusal.path, "$.model_id", "a request without a model is refused elsewhere")
        else:
            named = self.dialect.encode_request(request.model_copy(update={"model_id": SENTINEL})).body
            expect(SENTINEL.encode() not in dumps(named), "the body names the model, and a request without one goes out in silence")

    def _check(self, before: JsonValue, after: JsonValue, losses: Iterable[Loss]) -> None:
        expect_none(vanished(before, after, losses), "silently lost")
        expect_none(made_up(before, after, self.dialect.marks), "made up")


def _check_told(value: Request | Response) -> None:
    expect_none(untold(value, left_behind(value, FOREIGN, ())), "kept for this wire alone, and told by no loss")
