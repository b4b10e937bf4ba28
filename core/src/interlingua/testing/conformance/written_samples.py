"""The samples of values: what is written of each, and what of it is told as a loss, was written by a person too."""

from __future__ import annotations

import unittest
from typing import TYPE_CHECKING

from interlingua.dialect import SSEReader
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.testing.conformance.expect import about, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.samples import expect_losses, expect_raised, lower
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.types import Request, Response
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.dialect import Encoded
    from interlingua.testing.documents import Sample
    from interlingua.types import JsonValue


class WrittenSamples(DialectStrategies):
    """Each value is written, with its losses or its error."""

    @proves(3, needs="samples")
    def test_values_are_written_as_documented(self) -> None:
        """What a wire can't say is told at its place, in the right weight, and all else stands where the API looks for it."""
        found = documents_of(self.dialect).of("sent", "asked", "counted", "answered")
        if not found:
            raise unittest.SkipTest(f"{self.dialect.name} brings no sample of a value that is written")
        for sample in found:
            with about(sample):
                try:
                    encoded = self._encoded(sample)
                except InterlinguaError as error:
                    expect_raised(error, sample)
                    continue
                expect_same(encoded.body, sample.object, "something else is written")
                expect_same(lower(encoded.headers), lower(sample.headers), "the headers are others")
                expect_losses(encoded.losses, sample, "the losses are others")
                expect_same(sample.raises, None, "nothing was raised")

    @proves(5, needs="samples")
    def test_streams_are_written_as_documented(self) -> None:
        """Programs read a gateway's stream by its events: by their names, their order, and what each of them brings."""
        found = documents_of(self.dialect).of("streamed")
        if not found:
            raise unittest.SkipTest(f"{self.dialect.name} brings no sample of an answer that is written as a stream")
        for sample in found:
            with about(sample):
                if not isinstance(sample.value, Response):
                    raise TypeError(f"{sample!r} has no answer to write")
                try:
                    events = _events(self.dialect.encode_stream(sample.value))
                except InterlinguaError as error:
                    expect_raised(error, sample)
                    continue
                wanted = _events(sample.stream)
                for number, ((name, data), (wanted_name, wanted_data)) in enumerate(zip(events, wanted, strict=False)):
                    expect_same(data, wanted_data, f"event {number} is another")
                    expect_same(
                        name,
                        wanted_name if sample.named else "",
                        f"event {number} has another name (`named` of the sample: false where the wire names none)",
                    )
                expect_same(len(events), len(wanted), "there are more events, or fewer")
                expect_losses(self.dialect.encode_response(sample.value).losses, sample, "the losses are others")
                expect_same(sample.raises, None, "nothing was raised")

    def _encoded(self, sample: Sample) -> Encoded:
        if not isinstance(sample.value, Request | Response):
            raise TypeError(f"{sample!r} has no value to write")
        if isinstance(sample.value, Response):
            return self.dialect.encode_response(sample.value)
        if sample.what == "asked":
            self.dialect.check_answerable(sample.value)
        encode = self.dialect.encode_count if sample.what == "counted" else self.dialect.encode_request
        value = sample.value if sample.absent is None else self.dialect.adopted(sample.value, sample.absent)
        return encode(value, sample.capabilities)


def _events(pieces: Iterable[bytes]) -> list[tuple[str, JsonValue]]:
    """Give the names of events, and their data: as JSON, or as the text that it is."""
    reader = SSEReader()
    return [(event.event, _data(event.data)) for event in reader.feed(b"".join(pieces))]


def _data(data: bytes) -> JsonValue:
    try:
        return loads(data)
    except ConversionError:
        return data.decode()
