"""Events that come again with another text, as a long answer's do: a short way through them reads what the long one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.odd_leaves import replaced, values_of
from interlingua.testing.documents.sample import written_event
from interlingua.testing.leaves import fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import Chunk, JsonObject

_AGAIN = (" one", ' "two"', "\\", " three", " four\n", " five")


class RepeatedEvents(DialectStrategies):
    """Each event of a sample stream comes several times, one text of it growing."""

    @proves(6, needs="samples", varies=True)
    def test_events_that_come_again_are_read_like_the_first(self) -> None:
        """A decoder that knows an event by the bytes around its text must not take another one for it, nor forget what it counts."""
        final = documents_of(self.dialect).final_events
        for sample, number, events in _repeated(self.samples("stream"), final):
            before, after = sample.stream[:number], sample.stream[number + 1 :]
            plain = [*before, *map(written_event, events), *after]
            # White space that differs from event to event is all the same, and no event is like the last one then.
            spaced = [*before, *[_spaced(event, place) for place, event in enumerate(events)], *after]
            with about(sample), about(events[0]):
                (chunks, error), (wanted, wanted_error) = self._read_stream(plain), self._read_stream(spaced)
                expect_same(chunks, wanted, "it gives other chunks where each event is spelt in another way")
                expect_same(error, wanted_error, "it raises another error where each event is spelt in another way")

    def _read_stream(self, pieces: list[bytes]) -> tuple[list[Chunk], str | None]:
        decoder = self.dialect.stream_decoder()
        chunks: list[Chunk] = []
        try:
            for piece in pieces:
                chunks += decoder.feed(piece)
            chunks += decoder.close()
        except InterlinguaError as error:
            return chunks, type(error).__name__
        return chunks, None


def _repeated(samples: list[Sample], final: Collection[str]) -> Iterator[tuple[Sample, int, list[JsonObject]]]:
    """Give each kind of text in an event once, in the smallest stream that has it, with the events that are to stand in its place."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for sample in sorted(samples, key=lambda sample: len(sample.events)):
        for number, event in enumerate(sample.events[:-1]):
            if isinstance(event, dict) and event.get("type") in final:
                break  # what comes behind it is shown letter by letter
            beside = frozenset(name for name, _ in fields(event))  # what else an event says may count each time
            for where, kind, text in values_of(event):
                if isinstance(text, str) and isinstance(event, dict) and (kind, beside) not in seen:
                    seen.add((kind, beside))
                    yield sample, number, [event, *[cast("JsonObject", replaced(event, where, (text + more,))) for more in _AGAIN]]


def _spaced(event: JsonObject, place: int) -> bytes:
    return written_event(event).replace(b"{", b"{" + b" " * (place + 1), 1)
