"""The sample bodies that a dialect brings: what they mean was written by a person after the wire's documents.

So two tables that are wrong the same way, which agree with each other on everything, are found out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from interlingua.dialect import left_behind
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.testing.conformance.expect import about, expect, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import kept_where_told, meaning, needs_marks, said
from interlingua.testing.conformance.sentinels import made_up, untold, vanished, with_sentinels
from interlingua.testing.conformance.stable_prefix import messages_field
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.strategies import FOREIGN
from interlingua.types import Request, Response, UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interlingua.dialect import Decoded
    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue, Loss


class Samples(DialectStrategies):
    """Each sample is read, and written again."""

    @proves(1, needs="samples")
    def test_samples_mean_what_they_say(self) -> None:
        """A word of the wire that is taken for another misleads everybody who reads it, and no way there and back shows it."""
        for sample in documents_of(self.dialect).of("request", "response"):
            with about(sample):
                if sample.raises is not None:
                    expect_raised(self._error_of(sample), sample)
                    continue
                decoded = self._read(sample)
                expect_losses(decoded.losses, sample, "the losses of reading are others")
                expect_same(said(decoded.value), said(sample.value), "it was read as something else")
                expect_same(
                    kept_where_told(decoded.value, sample.value), kept_where_told(sample.value, sample.value), "something else is kept"
                )
                spelt = {name.title(): text for name, text in sample.headers.items()}
                if sample.what == "request":
                    titled = self.dialect.decode_request(sample.object, spelt or None).value
                    expect_same(titled, decoded.value, "headers are read in one spelling alone")
                elif isinstance(sample.value, Response) and sample.value.finish_reason != "error":
                    expect(self.dialect.failure(sample.object) is None, "a good answer is taken for a failure")

    @proves(1, needs="samples")
    def test_counts_are_read(self) -> None:
        """A wrong number of tokens is a wrong price, and a request that is refused."""
        self.samples("count")
        for sample in documents_of(self.dialect).of("count"):
            with about(sample):
                try:
                    expect_same(self.dialect.decode_count(sample.object), sample.value, "the count is another")
                except InterlinguaError as error:
                    expect_raised(error, sample)

    @proves(2, needs="samples")
    def test_samples_come_back(self) -> None:
        """What is read from a documented body is that body again when it is written, its headers too."""
        for sample in self.samples("request", "response"):
            with about(sample):
                encoded = self.written(self._read(sample).value)
                if not sample.losses:
                    expect_none(encoded.losses, "writing lost something")
                if sample.written is not None:
                    expect_same(encoded.body, sample.written, "the body came back another")
                    expect_same(lower(encoded.headers), lower(sample.headers), "the headers came back others")

    @proves(1, needs="samples")
    def test_what_samples_say_comes_back(self) -> None:
        """A value that somebody builds by hand, or has from another wire, means the same as one that was read from this one."""
        for sample in self.samples("request", "response"):
            with about(sample):
                if sample.written is None or not isinstance(sample.value, Request | Response) or needs_marks(sample.value):
                    continue
                try:
                    encoded = self.written(sample.value)
                except ConversionError:
                    continue  # a stored prompt names the model, say; law 1 sees to what a caller can say by itself
                if encoded.losses:
                    continue  # other wires say things so; law 3 sees to it that each loss is told
                again = self.read(sample.what, encoded.body, encoded.headers)
                expect_same(meaning(again.value), meaning(sample.value), "it came back as something else")

    @proves(2, needs="samples")
    def test_answers_are_said_again_as_documented(self) -> None:
        """The next request repeats the answer, and hosts refuse there what they say in answers: a value for a text, say."""
        field = messages_field(self.dialect)
        for sample in self.samples("response"):
            if sample.history is not None and isinstance(answer := self._read(sample).value, Response):
                with about(sample):
                    messages = (UserMessage("?"), answer.message, UserMessage("!"))
                    body = self.written(Request(model_id="m", messages=messages, max_tokens=9, provider_data={})).body
                    said = cast("list[JsonValue]", body[field])
                    expect_same(said[1:-1], sample.history, "the next request says something else")

    @proves(3, needs="samples")
    def test_unknown_fields_of_samples_come_back(self) -> None:
        """A documented body of next year has a field more, in any of its objects."""
        for sample in self.samples("request", "response"):
            with about(sample):
                body = with_sentinels(sample.object)
                decoded = self.read(sample.what, body)
                whole = {**decoded.value.to_dict(), "losses": []}  # ours, of what the body says
                expect_none(vanished(body, whole, decoded.losses), "silently lost")
                expect_none(made_up(body, whole, self.dialect.marks), "made up")
                expect_none(untold(decoded.value, left_behind(decoded.value, FOREIGN, ())), "kept for this wire alone, and told by no loss")
                if sample.written == sample.body:
                    expect_same(self.written(decoded.value).body, body, "the body came back another")

    def _read(self, sample: Sample) -> Decoded[Request] | Decoded[Response]:
        return self.read(sample.what, sample.object, sample.headers or None)

    def _error_of(self, sample: Sample) -> InterlinguaError | None:
        try:
            self._read(sample)
        except InterlinguaError as error:
            return error
        return self.dialect.failure(sample.object) if sample.what == "response" else None


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    """Spell the names of headers in one way."""
    return {name.lower(): value for name, value in headers.items()}


def expect_losses(losses: Iterable[Loss], sample: Sample, what: str) -> None:
    """Expect the losses that a sample names: of a place either the kind of the last one, or the kinds of all of them."""
    found: dict[str, list[JsonValue]] = {}
    for loss in losses:
        found.setdefault(loss.path, []).append(loss.kind)
    told: JsonObject = {path: kinds if isinstance(sample.losses.get(path), list) else kinds[-1] for path, kinds in found.items()}
    expect_same(told, {**sample.losses}, what)


def expect_raised(error: InterlinguaError | None, sample: Sample) -> None:
    """Expect the error that a sample names, at the place that it names."""
    wanted = sample.raises.__name__ if sample.raises else "nothing"
    expect(type(error) is sample.raises, f"it raised {error!r}, not {wanted}")
    if sample.path is not None:
        expect_same(getattr(error, "path", None), sample.path, "the error names another place")
