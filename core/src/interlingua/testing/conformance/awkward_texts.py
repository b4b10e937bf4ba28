"""Texts that broke something somewhere, in the place of each text of a sample, in body and meaning alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.dialect import assemble
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.conformance.streaming import chunks_of_bytes
from interlingua.testing.documents.sample import written_event
from interlingua.testing.leaves import fields
from interlingua.types import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue

TEXTS: Final = (" x ", "e\u0301", "\n", "\ufeffx\u2028", "x\r\n", "\ud800", "0")
"""White space at the ends, a character and its accent, ends of lines, half a character, what looks like a number."""

_PLAIN: Final = frozenset({"text", "refusal", "title", "cited_text", "description"})  # of canonical values: any text is one
_WORDS: Final = frozenset({"type", "role", "id", "status", "object", "model", "name"})  # of wires: no place for any text


class AwkwardTexts(DialectStrategies):
    """Nothing is stripped, normalized, left out or taken for something else."""

    @proves(1, needs="samples", varies=True)
    def test_samples_hold_any_text(self) -> None:
        """Code begins with spaces, names are spelt with combining characters, and a user may say nothing at all."""
        for sample in self.samples("request", "response"):
            for text, (body, value) in _respelt(sample):
                with about(sample), about(text):
                    decoded = self.read(sample.what, cast("JsonObject", body), sample.headers or None)
                    expect_none(decoded.losses, "reading lost something")
                    expect_same(said(decoded.value), value, "it was read as something else")
                    if sample.written == sample.body:
                        expect_same(self.written(decoded.value).body, body, "the body came back another")

    @proves(5, needs="samples", varies=True)
    def test_sample_streams_hold_any_text(self) -> None:
        """A delta may be a single space, or the accent of the letter before."""
        for sample in self.samples("stream"):
            for text, (events, value) in _respelt(sample):
                with about(sample), about(text):
                    stream = [written_event(event) for event in cast("list[JsonObject | str]", events)]
                    expect_same(said(assemble(chunks_of_bytes(self.dialect, stream))), value, "it adds up to something else")


def _respelt(sample: Sample) -> Iterator[tuple[str, tuple[JsonValue, JsonValue]]]:
    """Put each awkward text in the place of each text that stands in a sample's body as it does in its meaning."""
    value = said(sample.value)
    in_body = set(_texts(sample.body, lambda name: name not in _WORDS))
    elsewhere = set(_texts(value, lambda name: name not in _PLAIN))
    for text in sorted((set(_texts(value, lambda name: name in _PLAIN)) & in_body) - elsewhere - {""}):
        for awkward in ("", *TEXTS) if text in _told_by_users(sample) else TEXTS:
            yield (
                awkward,
                (
                    _replaced(sample.body, text, awkward, lambda name: name not in _WORDS),
                    _replaced(value, text, awkward, lambda name: name in _PLAIN),
                ),
            )


def _told_by_users(sample: Sample) -> set[str]:
    """Give what users say in texts: there an empty one is a turn, and elsewhere often a wire's word for nothing."""
    messages = sample.value.messages if isinstance(sample.value, Request) else ()
    return {part.text for message in messages if message.role == "user" for part in message.content if part.type == "text"}


def _texts(value: JsonValue, counts: Callable[[str], bool]) -> Iterator[str]:
    return (item for name, item in fields(value) if isinstance(item, str) and counts(name))


def _replaced(value: JsonValue, text: str, awkward: str, counts: Callable[[str], bool], name: str = "") -> JsonValue:
    if isinstance(value, list):
        return [_replaced(item, text, awkward, counts, name) for item in value]
    if isinstance(value, dict):
        return {inner: _replaced(item, text, awkward, counts, inner) for inner, item in value.items()}
    return awkward if value == text and counts(name) else value
