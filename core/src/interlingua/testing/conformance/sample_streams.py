"""The sample streams that a dialect brings: what they add up to was written by a person after the wire's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import assemble
from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import meaning, said
from interlingua.testing.conformance.samples import expect_kept
from interlingua.testing.conformance.shown import shown, shown_otherwise
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.conformance.streaming import chunks_of_bytes, disorder
from interlingua.testing.documents import documents_of
from interlingua.testing.leaves import fields
from interlingua.testing.strategies import chunks_of
from interlingua.types import Finish, PartEnd, PartStart
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect import Dialect, StreamDecoder
    from interlingua.types import Chunk, JsonValue, Response

_LAST = 48  # bytes: more than the last event of any wire has behind its data
_SHORT = 4  # characters
_WORDS = frozenset({"type", "object", "role", "status", "model", "id", "name"})
_LINE_ENDS = (b"\r\n", b"\r")


class SampleStreams(DialectStrategies):
    """Each sample stream is read whole, in pieces, and broken off."""

    @proves(5, needs="samples")
    def test_sample_streams_add_up(self) -> None:
        """Usage that comes late, a call in pieces, a block that nobody knows: whoever streams gets all of it, in its place."""
        for sample in documents_of(self.dialect).of("stream"):
            with about(sample):
                decoder = self.dialect.stream_decoder()
                error = _fed(decoder, [b"".join(sample.stream)])
                found = type(error).__name__ if error else None
                wanted = sample.raises.__name__ if sample.raises else None
                expect(found == wanted, f"reading raised {error!r}, not {wanted}")
                if sample.value is not None:
                    arrived = _arrived(decoder, error)
                    expect_same(said(arrived), said(sample.value), "it adds up to something else")
                    expect_kept(arrived, sample)
                if sample.written is not None:
                    expect_same(self.dialect.encode_response(decoder.response()).body, sample.written, "it is written as another body")

    @proves(5, needs="samples")
    def test_sample_streams_show_what_they_add_up_to(self) -> None:
        """A screen shows the deltas, a program reads the answer; each part begins once, at its own index, grows, and ends."""
        for sample in self.samples("stream"):
            with about(sample):
                chunks = chunks_of_bytes(self.dialect, sample.stream)
                content = assemble(chunks).message.content
                in_order = not any(isinstance(chunk, Finish) and chunk.message for chunk in chunks)
                expect(disorder(chunks) is None, f"this chunk stands in no place for it: {disorder(chunks)}")
                for chunk in chunks:
                    if isinstance(chunk, PartStart) and in_order:
                        kind = content[chunk.index].type if chunk.index < len(content) else None
                        expect(kind in {chunk.part.type, "opaque"}, f"what began as {chunk.part.type} is {kind} in the answer")
                    elif isinstance(chunk, PartEnd) and in_order:
                        expect_same(chunk.part, content[chunk.index], "a part ends as another than the answer has at its index")
                expect(shown_otherwise(chunks) is None, f"the deltas say something else than the part: {shown_otherwise(chunks)}")
                decoder = self.dialect.stream_decoder()
                _fed(decoder, sample.stream)
                expect_same(decoder.response(), assemble(chunks), "the decoder's response is another")

    @proves(5, needs="samples")
    def test_sample_streams_show_texts_as_they_come(self) -> None:
        """Who waits for an answer reads it while it is written: a refusal that is shown all at once at the end is no stream."""
        for sample in self.samples("stream"):
            with about(sample):
                whole = shown(chunks_of_bytes(self.dialect, sample.stream)).values()
                last = {text: number for number, event in enumerate(sample.events) for text in _own_texts(event)}
                decoder = self.dialect.stream_decoder()
                chunks: list[Chunk] = []
                for number, event in enumerate(sample.stream):
                    chunks += decoder.feed(event)
                    so_far = shown(chunks).values()
                    for text in (text for text, told in last.items() if told == number):
                        is_shown = any(text in it for it in so_far) or not any(text in it for it in whole)
                        expect(is_shown, f"event {number} brings {text!r}, which is shown only later")

    @proves(6, needs="samples")
    def test_sample_streams_may_be_cut_anywhere(self) -> None:
        """A byte at a time, with any line end, without the blank line that ends the last event."""
        for sample in self.samples("stream"):
            with about(sample):
                stream = b"".join(sample.stream)
                whole = chunks_of_bytes(self.dialect, [stream])
                expect_same(chunks_of_bytes(self.dialect, [bytes([byte]) for byte in stream]), whole, "single bytes give other chunks")
                for end in _LINE_ENDS:
                    expect_same(chunks_of_bytes(self.dialect, [stream.replace(b"\n", end)]), whole, f"line ends {end!r} give other chunks")
                expect_same(
                    chunks_of_bytes(self.dialect, [stream.rstrip(b"\n")]), whole, "without its last blank line it gives other chunks"
                )

    @proves(8, needs="samples", varies=True)
    def test_cut_sample_streams_are_not_finished(self) -> None:
        """All the text may have come, and yet the answer isn't whole before the event that says so: usage or a refusal may follow."""
        for sample in self.samples("stream"):
            with about(sample):
                events = sample.stream
                stream = b"".join(events)
                whole = _read(self.dialect, [stream])
                ends = [sum(map(len, events[:number])) for number in range(len(events))]
                for end in sorted({*ends, *range(max(0, len(stream) - _LAST), len(stream))}):
                    cut = _read(self.dialect, [stream[:end]])
                    if cut is not None and whole is not None:
                        counted = cut.model_copy(update={"usage": whole.usage}) if not cut.usage else cut  # it may come last
                        expect_same(meaning(counted), meaning(whole), f"cut behind byte {end} of {len(stream)} it passes for a whole one")

    @proves(8, needs="final events")
    def test_sample_streams_need_their_final_event(self) -> None:
        """A stream of which every event but the final one has come is not finished, whatever the others said."""
        final = documents_of(self.dialect).final_events
        for sample in self.samples("stream"):
            with about(sample):
                number = next((n for n, event in enumerate(sample.events) if isinstance(event, dict) and event.get("type") in final), None)
                if number is not None:
                    expect(_read(self.dialect, sample.stream[:number]) is None, "without its final event it passes for a whole one")

    @proves(10, needs="samples")
    def test_broken_sample_streams_keep_what_was_shown(self) -> None:
        """What had arrived was paid for: a stream that breaks hands out all that somebody saw of it."""
        for sample in self.samples("stream"):
            with about(sample):
                chunks: list[Chunk] = []
                decoder = self.dialect.stream_decoder()
                for event in sample.stream:
                    chunks += decoder.feed(event)
                    if any(isinstance(chunk, Finish) for chunk in chunks):
                        break
                    partial = decoder.partial()
                    expect(partial.finish_reason is None, "a partial response says why it finished")
                    kept = shown(chunks_of(partial))
                    whole = [*kept.values(), "".join(kept.values())]  # a host may show two blocks as one
                    for (index, _), text in shown(chunks).items():
                        is_kept = not text or any(it.startswith(text) for it in whole)
                        expect(is_kept, f"of part {index} {text!r} was shown, and {partial.message.content!r} is kept")

    @proves(10, needs="samples")
    def test_broken_sample_streams_keep_what_had_come(self) -> None:
        """A citation, a signature or a block that nobody knows is as lost as a text, if a stream that breaks forgets it."""
        for sample in self.samples("stream"):
            with about(sample):
                final = dumps(assemble(chunks_of_bytes(self.dialect, sample.stream)).message.to_dict())
                last = {text: number for number, event in enumerate(sample.events) for text in _own_texts(event)}
                decoder = self.dialect.stream_decoder()
                for number, event in enumerate(sample.stream[:-1]):
                    decoder.feed(event)
                    partial = dumps(decoder.partial().message.to_dict())
                    for text, told in last.items():
                        spelt = dumps(text)[1:-1]
                        is_kept = told > number or spelt not in final or spelt in partial
                        expect(is_kept, f"{text!r} had come with event {told}, and is not in what is kept behind event {number}")


def _fed(decoder: StreamDecoder, pieces: list[bytes]) -> InterlinguaError | None:
    """Feed and close as a runtime does; give the error that ends the stream."""
    try:
        for piece in pieces:
            decoder.feed(piece)
        decoder.close()
    except InterlinguaError as error:
        return error
    return None


def _own_texts(event: JsonValue) -> Iterator[str]:
    """Give the texts of an event that are nothing but this answer's own: neither short ones nor words of the wire."""
    for name, text in fields(event):
        if isinstance(text, str) and len(text) > _SHORT and name not in _WORDS:
            yield text


def _arrived(decoder: StreamDecoder, error: InterlinguaError | None) -> Response:
    return decoder.response() if error is None else decoder.partial()


def _read(dialect: Dialect, pieces: list[bytes]) -> Response | None:
    """Give the response of a stream that ends well."""
    decoder = dialect.stream_decoder()
    return decoder.response() if _fed(decoder, pieces) is None else None
