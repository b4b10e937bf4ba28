"""Odd values in the place of each value of a sample: of its own type, but as no page shows it; null; and nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents.odd_leaves import odd_bodies
from interlingua.testing.leaves import fields, texts
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from interlingua.dialect import Decoded
    from interlingua.testing.documents.odd_leaves import OddBody
    from interlingua.types import JsonValue, Loss, Request, Response

_OURS: Final = frozenset({"type", "role", "provider", "dialect"})  # of canonical values: words of ours, whatever a wire says


class OddLeaves(DialectStrategies):
    """Each comes back as it was, or is told."""

    @proves(2, needs="samples", varies=True)
    def test_odd_values_of_requests_come_back(self) -> None:
        """A number of many digits, a word in capitals, a null: a log is no evidence where one is made what it should have been."""
        for odd in odd_bodies(self.samples("request")):
            with about(odd):
                try:
                    normal = self.dialect.wire_normal_form(odd.body)
                    decoded = self.dialect.decode_request(odd.body)
                    again = self.dialect.encode_request(decoded.value)
                except InterlinguaError:
                    continue
                self._expect_read(odd, decoded)
                if self._has_to_come_back(odd, (*decoded.losses, *again.losses)):
                    expect_same(self.dialect.wire_normal_form(again.body), normal, "it came back another")

    @proves(2, needs="samples", varies=True)
    def test_odd_values_of_answers_come_back(self) -> None:
        """Compatible servers answer what no page shows; who looks up what they said must find that, and nothing mended."""
        for odd in odd_bodies(self.samples("response")):
            with about(odd):
                try:
                    decoded = self.dialect.decode_response(odd.body)
                    again = self.dialect.encode_response(decoded.value)
                except InterlinguaError:
                    continue
                self._expect_read(odd, decoded)
                if self._has_to_come_back(odd, (*decoded.losses, *again.losses)):
                    expect_same(again.body, odd.body, "it came back another")

    def _expect_read(self, odd: OddBody, decoded: Decoded[Request] | Decoded[Response]) -> None:
        """Expect that it wasn't read as something else: it may be kept unread, but is never rounded, or taken for what it is like."""
        meant = said(decoded.value)
        rounded = _numbers(meant) - _numbers(odd.body)
        if rounded:
            expect_none(rounded - _numbers(said(odd.sample.value)), "it was read as a number that nobody said")
        if isinstance(odd.was, str):
            found = {text for text in texts(meant, skip=_OURS) if text and text in odd.was}
            spelt = dumps_text(odd.body) if found else ""
            expect_none([text for text in found if dumps_text(text)[1:-1] not in spelt], "it was read as what it is like")

    def _has_to_come_back(self, odd: OddBody, losses: tuple[Loss, ...]) -> bool:
        """Tell whether all has to come back; of what is left out or null nothing can be lost."""
        if not odd.odd or odd.odd[0] is None:
            expect_none(losses, "where nothing was said, something is lost")
        return losses == ()


def _numbers(value: JsonValue) -> set[float]:
    found = (item for _, item in fields(value, skip=_OURS))
    return {item for item in found if isinstance(item, int | float) and not isinstance(item, bool)}
