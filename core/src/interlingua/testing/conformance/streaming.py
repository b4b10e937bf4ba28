"""Laws 5 and 6, and the half of law 8 that is about ends: a stream says what the whole says, however its bytes are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.dialect import assemble
from interlingua.errors import StreamInterruptedError
from interlingua.testing.conformance.expect import expect, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.shown import shown_otherwise
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import sayable
from interlingua.types import (
    Finish,
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningDelta,
    RefusalDelta,
    ResponseStart,
    TextDelta,
    ToolCallDelta,
    Usage,
)

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import Chunk, Response


class Streaming(DialectStrategies):
    """A stream, whole and in pieces."""

    @proves(5, needs="streaming", response="finished_responses")
    def test_a_stream_says_what_the_whole_says(self, response: Response) -> None:
        """Whoever streams must get the answer that everybody else gets: every block, signature, call and count."""
        response = sayable(response, lambda value: [self.dialect.encode_response(value), *self.dialect.encode_stream(value)])
        whole = self.dialect.decode_response(self.dialect.encode_response(response).body).value

        streamed = assemble(chunks_of_bytes(self.dialect, list(self.dialect.encode_stream(response))))

        without: dict[str, object] = {"provider_data": {}}  # envelopes differ: `object` says which of the two it is
        expect_same(streamed.model_copy(update=without), whole.model_copy(update=without), "the stream says something else")

    @proves(5, needs="streaming", events="event_streams")
    def test_each_part_begins_grows_and_ends(self, events: list[bytes]) -> None:
        """Screens draw deltas by their index: one that belongs to no open part, or to another, ends up in the wrong place."""
        chunks = chunks_of_bytes(self.dialect, events)

        expect(disorder(chunks) is None, f"this chunk stands in no place for it: {disorder(chunks)}")
        expect(shown_otherwise(chunks) is None, f"the deltas say something else than the part: {shown_otherwise(chunks)}")

    @proves(5, needs="streaming", events="event_streams")
    def test_the_decoder_knows_the_response(self, events: list[bytes]) -> None:
        """A call's response is the decoder's own; it must be what the chunks say that were handed out."""
        decoder = self.dialect.stream_decoder()
        chunks = decoder.feed(b"".join(events))
        chunks += decoder.close()

        expect_same(decoder.response(), assemble(chunks), "the decoder's response is another")

    @proves(6, needs="streaming", pieces="cut_streams")
    def test_cuts_change_nothing(self, pieces: list[bytes]) -> None:
        """A network cuts where it likes, also inside a character or a line end; what a model said can't depend on that."""
        whole = chunks_of_bytes(self.dialect, [b"".join(pieces)])

        expect_same(chunks_of_bytes(self.dialect, pieces), whole, "the pieces give other chunks")

    @proves(6, needs="streaming", events="event_streams")
    def test_single_bytes_change_nothing(self, events: list[bytes]) -> None:
        """The hardest cut of all: a byte at a time."""
        stream = b"".join(events)

        single = [bytes([byte]) for byte in stream]

        expect_same(chunks_of_bytes(self.dialect, single), chunks_of_bytes(self.dialect, [stream]), "single bytes give other chunks")

    @proves(8, needs="streaming", halves="beginnings")
    def test_a_cut_stream_is_not_finished(self, halves: tuple[bytes, bytes]) -> None:
        """Half an answer that passes for a whole one is the worst of all failures: nobody looks at it again."""
        whole = assemble(chunks_of_bytes(self.dialect, [b"".join(halves)]))
        beginning, _ = halves
        try:
            cut = assemble(chunks_of_bytes(self.dialect, [beginning]))
        except StreamInterruptedError as error:
            expect(error.partial.finish_reason is None, "a partial response says why it finished")
            return

        expect_same(cut.message, whole.message, "a cut stream passes for a whole one")
        expect_same(cut.finish_reason, whole.finish_reason, "a cut stream passes for a whole one")
        expect(cut.usage in {Usage(), whole.usage}, "a cut stream counts otherwise")


def chunks_of_bytes(dialect: Dialect, pieces: list[bytes]) -> list[Chunk]:
    """Decode a stream that comes in these pieces."""
    decoder = dialect.stream_decoder()
    chunks = [chunk for piece in pieces for chunk in decoder.feed(piece)]
    return chunks + decoder.close()


def _is_aside(chunk: Chunk) -> bool:
    """Tell whether a chunk shows what is no part of the answer, as a ping or an error behind its end."""
    return isinstance(chunk, OpaqueDelta) and chunk.index is None


def disorder(chunks: list[Chunk]) -> Chunk | None:
    """Give the first chunk that stands where it may not."""
    opened: set[int] = set()
    ended: set[int] = set()
    for place, chunk in enumerate(chunks):
        match chunk:
            case ResponseStart():
                fits = place == 0
            case Finish():
                fits = opened == ended and all(map(_is_aside, chunks[place + 1 :]))
            case PartStart(index=index):
                fits = index not in opened
                opened.add(index)
            case PartEnd(index=index):
                fits = index in opened - ended
                ended.add(index)
            case TextDelta() | ReasoningDelta() | RefusalDelta() | ToolCallDelta() | OpaqueDelta():
                fits = chunk.index is None or chunk.index in opened - ended
            case _:
                assert_never(chunk)
        if not fits:
            return chunk
    return None
