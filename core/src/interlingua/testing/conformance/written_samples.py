"""The samples of values: what is written of each, and what of it is told as a loss, was written by a person too."""

from __future__ import annotations

import unittest
from typing import TYPE_CHECKING

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.samples import expect_raised, lower
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.types import Request, Response

if TYPE_CHECKING:
    from interlingua.dialect import Encoded
    from interlingua.testing.documents import Sample


class WrittenSamples(DialectStrategies):
    """Each value is written, with its losses or its error."""

    @proves(3, needs="samples")
    def test_values_are_written_as_documented(self) -> None:
        """What a wire can't say is told at its place, in the right weight, and all else stands where the API looks for it."""
        found = documents_of(self.dialect).of("sent", "counted", "answered")
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
                expect_same({loss.path: loss.kind for loss in encoded.losses}, {**sample.losses}, "the losses are others")
                expect_same(sample.raises, None, "nothing was raised")

    def _encoded(self, sample: Sample) -> Encoded:
        if not isinstance(sample.value, Request | Response):
            raise TypeError(f"{sample!r} has no value to write")
        if isinstance(sample.value, Response):
            return self.dialect.encode_response(sample.value)
        encode = self.dialect.encode_count if sample.what == "counted" else self.dialect.encode_request
        return encode(sample.value, sample.capabilities)
