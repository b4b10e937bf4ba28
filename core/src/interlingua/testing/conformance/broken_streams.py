"""What breaks a stream in its midst: an error of the provider's, and an event that can't be read."""

from __future__ import annotations

import unittest
from typing import TYPE_CHECKING, Final

from interlingua.dialect import assemble
from interlingua.errors import InterlinguaError, StreamInterruptedError
from interlingua.testing.conformance.expect import about, expect
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.shown import shown
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.conformance.streaming import chunks_of_bytes
from interlingua.testing.documents import documents_of

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.testing.documents import Sample

_GARBLED: Final = b'data: {"type": "x_event", \n\n'


class BrokenStreams(DialectStrategies):
    """Neither is passed over, nor taken for the network's fault."""

    @proves(8, needs="samples")
    def test_garbled_events_of_sample_streams_are_told(self) -> None:
        """An event that can't be read may have held the point of the answer; nobody looks for it if nothing says so."""
        for sample in self.samples("stream"):
            number = _begun_at(self.dialect, sample)
            if number is None:
                continue
            with about(sample):
                try:
                    chunks = chunks_of_bytes(self.dialect, [*sample.stream[:number], _GARBLED, *sample.stream[number:]])
                except InterlinguaError:
                    continue
                expect(assemble(chunks).losses != (), "an event that is no JSON was stepped over")

    @proves(10, needs="samples")
    def test_errors_within_sample_streams_say_why(self) -> None:
        """An overloaded host is asked again later, a filter is not: who only hears that the stream broke can't tell."""
        begun = [(sample, number) for sample in self.samples("stream") if (number := _begun_at(self.dialect, sample)) is not None]
        refused = [it for it in documents_of(self.dialect).of("stream") if it.raises not in {None, StreamInterruptedError}]
        failing = [(it, event) for it in refused if (event := _failing_event(self.dialect, it)) is not None]
        if not begun or not failing:
            raise unittest.SkipTest(f"{self.dialect.name} brings no sample of a stream that fails with an error of the provider's")
        sample, number = min(begun, key=lambda it: len(it[0].events))
        for other, event in failing:
            with about(sample), about(other):
                pieces = [*sample.stream[:number], event, *sample.stream[number:]]
                found = _interruption(self.dialect, pieces)
                expect(found is not None, "the stream went on behind an error")
                why = type(found.error) if found is not None else None
                expect(why is other.raises, f"the stream broke for {why}, not {other.raises}")


def _begun_at(dialect: Dialect, sample: Sample) -> int | None:
    """Give the number of the event behind which something of the answer has been shown; None where its end has come by then."""
    decoder = dialect.stream_decoder()
    for number, event in enumerate(sample.stream[:-1], 1):
        if any(shown(decoder.feed(event)).values()):
            return number if _interruption(dialect, sample.stream[:number]) is not None else None
    return None


def _failing_event(dialect: Dialect, sample: Sample) -> bytes | None:
    """Give the event that is an error; None where only the end of the bytes raises one."""
    decoder = dialect.stream_decoder()
    for event in sample.stream:
        try:
            decoder.feed(event)
        except InterlinguaError:
            return event
    return None


def _interruption(dialect: Dialect, pieces: list[bytes]) -> StreamInterruptedError | None:
    try:
        chunks_of_bytes(dialect, pieces)
    except StreamInterruptedError as error:
        return error
    return None
