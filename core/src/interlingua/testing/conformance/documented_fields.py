"""Documented fields at every place where they may stand, each with values that its type allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import left_behind
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import untold
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.variations import variations
from interlingua.testing.strategies import FOREIGN
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents.variations import Variation
    from interlingua.types import Request, Response


class DocumentedFields(DialectStrategies):
    """Each is read, kept, told and written."""

    @proves(2, needs="schema", varies=True)
    def test_documented_fields_of_requests_come_back(self) -> None:
        """A mark for the cache, an example of a tool, a place of a citation: who wrote it pays for its loss, and sees nothing."""
        for variation in self._requests():
            with about(variation):
                before = copy_json(variation.body)
                decoded = self.dialect.decode_request(variation.body)
                again = self.dialect.encode_request(decoded.value)
                expect_same(variation.body, before, "decoding changed the body that it was given")
                expect_none((*decoded.losses, *again.losses), "something was lost on the way")
                expect_same(
                    self.dialect.wire_normal_form(again.body), self.dialect.wire_normal_form(variation.body), "the body came back another"
                )

    @proves(2, needs="schema", varies=True)
    def test_documented_fields_of_responses_come_back(self) -> None:
        """What a page says that an answer may hold is there for whoever looks for it."""
        for variation in self._responses():
            with about(variation):
                decoded = self.dialect.decode_response(variation.body)
                again = self.dialect.encode_response(decoded.value)
                expect_none((*decoded.losses, *again.losses), "something was lost on the way")
                expect_same(again.body, variation.body, "the body came back another")

    @proves(3, needs="schema", varies=True)
    def test_documented_fields_stay_behind_with_a_loss(self) -> None:
        """What only this wire knows and another is never told must be told to the caller, or nobody knows that it was said."""
        for variation in self._requests():
            with about(variation):
                _expect_told(self.dialect.decode_request(variation.body).value)
        for variation in self._responses():
            with about(variation):
                _expect_told(self.dialect.decode_response(variation.body).value)

    def _requests(self) -> Iterator[Variation]:
        self.samples("request")
        return variations(documents_of(self.dialect), "request")

    def _responses(self) -> Iterator[Variation]:
        self.samples("response")
        return variations(documents_of(self.dialect), "response")


def _expect_told(value: Request | Response) -> None:
    expect_none(untold(value, left_behind(value, FOREIGN, ())), "kept for this wire alone, and told by no loss")
