"""Sample answers that are written as streams: what is read of those is the answer itself, and is written as its body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import assemble
from interlingua.testing.conformance.expect import about, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import meaning
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.conformance.streaming import chunks_of_bytes
from interlingua.testing.documents import documents_of
from interlingua.testing.leaves import fields
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import AssistantPart, JsonObject, JsonValue, Response


class StreamedWhole(DialectStrategies):
    """Each answer is said as a stream, and read again."""

    @proves(5, needs="samples")
    def test_sample_answers_are_streamed_whole(self) -> None:
        """A gateway streams what it has whole: each source, signature and figure, and the blocks that nobody knows."""
        for sample, whole, streamed in self._answers_both_ways():
            with about(sample):
                expect_same(meaning(streamed), meaning(whole), "the stream says something else")
                expect_same(streamed.provider_finish_reason, whole.provider_finish_reason, "the stream ends for another reason")
                for part, other in zip(whole.message.content, streamed.message.content, strict=True):
                    expect_same(_kept(other), _kept(part), "a part of the stream keeps something else")

    @proves(5, needs="samples")
    def test_streamed_answers_are_written_as_whole_ones(self) -> None:
        """Whoever saves what was streamed has the same body as whoever saves the whole answer: nulls, ids and figures too."""
        bodies: list[tuple[Sample, JsonObject, JsonObject]] = []
        for sample, whole, streamed in self._answers_both_ways():
            with about(sample):
                wanted = self.dialect.encode_response(whole).body if sample.assembled is None else sample.assembled
                bodies.append((sample, self.dialect.encode_response(streamed).body, wanted))
        # The envelope of a stream is its own: `object` may always say another word, and of some fields no documented event speaks.
        spoken = {name for sample in documents_of(self.dialect).of("stream", "streamed") for name, _ in fields(sample.body)}
        names = {name for _, found, wanted in bodies for name in wanted if name in found and same_json(found[name], wanted[name])}
        names |= {name for _, found, wanted in bodies for name in wanted if name not in found and name in spoken}
        for sample, found, wanted in bodies:
            with about(sample):
                expect_same(_only(found, names), _only(wanted, names), "the body became another")

    def _answers_both_ways(self) -> Iterator[tuple[Sample, Response, Response]]:
        """Give each sample of an answer that is whole, as it is read, and as it is read of a stream."""
        for sample in self.samples("response"):
            whole = self.dialect.decode_response(sample.object).value
            if whole.finish_reason is not None:
                with about(sample):
                    yield sample, whole, assemble(chunks_of_bytes(self.dialect, list(self.dialect.encode_stream(whole))))


def _only(body: JsonObject, names: set[str]) -> JsonObject:
    return {name: item for name, item in body.items() if name in names}


def _kept(part: AssistantPart) -> JsonValue:
    """Give what is kept of a part, but for numbers of places: a stream has its own."""
    return _without_numbers(part.to_dict())


def _without_numbers(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_without_numbers(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _without_numbers(item) for name, item in value.items() if name != "index"}
    return {name: item for name, item in kept.items() if item != {}}
