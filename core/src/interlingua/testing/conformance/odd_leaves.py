"""Odd values in the place of each value of a sample: of its own type, but as no page shows it; null; and nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, overload

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents.odd_leaves import odd_bodies
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        rounded = set(_leaves(meant, float)) - set(_leaves(odd.body, float))
        if rounded:
            expect_none(rounded - set(_leaves(said(odd.sample.value), float)), "it was read as a number that nobody said")
        if isinstance(odd.was, str):
            found = {text for text in _leaves(meant, str) if text and text in odd.was}
            spelt = dumps_text(odd.body) if found else ""
            expect_none([text for text in found if dumps_text(text)[1:-1] not in spelt], "it was read as what it is like")

    def _has_to_come_back(self, odd: OddBody, losses: tuple[Loss, ...]) -> bool:
        """Tell whether all has to come back; of what is left out or null nothing can be lost."""
        if not odd.odd or odd.odd[0] is None:
            expect_none(losses, "where nothing was said, something is lost")
        return losses == ()


@overload
def _leaves(value: JsonValue, kind: type[str]) -> Iterator[str]: ...
@overload
def _leaves(value: JsonValue, kind: type[float]) -> Iterator[float]: ...
def _leaves(value: JsonValue, kind: type[str | float]) -> Iterator[str | float]:
    """Give the texts in a value, or the numbers."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, kind) if name not in _OURS else ()
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, kind)
    elif isinstance(value, str if kind is str else int | float) and not isinstance(value, bool):
        yield value
