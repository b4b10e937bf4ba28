"""Bodies that almost keep to the documents: their ids and media types are of any form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.respelt import respelt
from interlingua.testing.conformance.said import said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue

_ODD: Final = {
    "id": ("functions.now:0/" + "x" * 70, "a b"),
    "tool_call_id": ("functions.now:0/" + "x" * 70, "a b"),
    "media_type": ("text/plain", "application/x-odd", "TEXT/Plain; charset=utf-8"),
}
"""The fields of values whose texts have a form on many wires → texts of another."""


class OddFields(DialectStrategies):
    """Such a body is refused, or comes back as it was."""

    @proves(2, needs="samples")
    def test_samples_hold_any_id_and_media_type(self) -> None:
        """Hosts number calls as they like, and files are of any kind: who writes another id or type speaks of another call or file."""
        for sample in self.samples("request", "response"):
            if sample.written != sample.body:
                continue
            for name, text in sorted(set(_named(said(sample.value)))):
                for odd in _ODD[name]:
                    with about(sample), about(odd):
                        self._expect_back(sample, cast("JsonObject", respelt(sample.object, text, odd)))

    def _expect_back(self, sample: Sample, body: JsonObject) -> None:
        wanted = cast("JsonObject", copy_json(body))
        try:
            decoded = self.read(sample.what, body, sample.headers or None)
            again = self.written(decoded.value)
            wanted = self.normal(sample.what, wanted)
        except InterlinguaError:
            return
        if not decoded.losses:
            expect_none(again.losses, "what this wire itself said was lost where it is said to it again")
            expect_same(self.normal(sample.what, again.body), wanted, "the body came back another")


def _named(value: JsonValue) -> Iterator[tuple[str, str]]:
    """Give the texts of a value's fields that have a form; of ids those of calls and results."""
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _named(item)
    if isinstance(value, dict):
        kept = value.get("type") == "tool_call" or "id" not in value
        yield from ((name, item) for name, item in value.items() if kept and name in _ODD and isinstance(item, str) and item)
