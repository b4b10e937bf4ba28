"""`interlingua.dialect.stream`: limits, faults and the partial response, for every dialect on server-sent events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect.stream import SSEStreamDecoder
from interlingua.errors import (
    APIConnectionError,
    ConversionError,
    InterlinguaError,
    InvalidToolArgumentsError,
    LimitExceededError,
    OverloadedError,
    StreamInterruptedError,
)
from interlingua.types import Finish, PartEnd, PartStart, ResponseStart, TextDelta, TextPart, Usage
from interlingua.types.json import loads

if TYPE_CHECKING:
    from interlingua.dialect.sse import ServerSentEvent
    from interlingua.types import Chunk


class Decoder(SSEStreamDecoder):
    """A small wire: `"start"`, `{"say": "…"}`, `"end"`, `{"error": "…"}`; usage comes with `{"tokens": 1}`."""

    tokens: Usage = Usage()
    text = ""
    ended = False

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """Say what one event means."""
        if event.data == b"[DONE]":
            return
        match loads(event.data):
            case "start":
                out += [ResponseStart("r_1", "m"), PartStart(0, TextPart(""))]
            case {"say": str(text)}:
                self.text += text
                out.append(TextDelta(0, text))
            case {"tokens": int(tokens)}:
                self.tokens = Usage(output_tokens=tokens)
            case {"error": str(message)}:
                raise OverloadedError(message)
            case {"arguments": str(text)}:
                raise InvalidToolArgumentsError("f", text, "it is none")
            case "end":
                self.ended = True
                out.append(PartEnd(0, TextPart(self.text)))
            case other:
                raise ConversionError("$", f"{other!r} is no event")

    def on_end(self, out: list[Chunk]) -> None:
        """Say what is left."""
        if self.text == "and then it broke":
            raise OverloadedError("at the very end")
        if self.ended:
            out.append(Finish("stop", usage=self.tokens))

    @property
    def usage(self) -> Usage:
        """Tell the tokens so far."""
        return self.tokens


START = b'data: "start"\n\n'
HELLO = b'data: {"say": "hello"}\n\n'
TOKENS = b'data: {"tokens": 3}\n\n'
END = b'data: "end"\n\n'
BUSY = b'data: {"error": "busy"}\n\n'
GARBLED = b"data: {\n\n"


def run(decoder: Decoder, *pieces: bytes) -> tuple[list[Chunk], InterlinguaError | None]:
    """Feed and close as a runtime does; give all chunks and the fault."""
    chunks: list[Chunk] = []
    try:
        for piece in pieces:
            chunks += decoder.feed(piece)
        chunks += decoder.close()
    except InterlinguaError as error:
        return chunks, error
    return chunks, None


class TestFinished:
    """A stream that ends well."""

    def test_chunks(self) -> None:
        """Chunks come as events are whole; the response is what they say."""
        decoder = Decoder()

        assert decoder.feed(START + HELLO[:-1]) == [ResponseStart("r_1", "m"), PartStart(0, TextPart(""))]
        assert decoder.feed(HELLO[-1:] + TOKENS) == [TextDelta(0, "hello")]
        assert decoder.feed(END) == [PartEnd(0, TextPart("hello"))]
        assert decoder.close() == [Finish("stop", usage=Usage(output_tokens=3))]
        assert decoder.response().text == "hello"

    @pytest.mark.parametrize("last", [b'data: "end"', b'data: "end"\n', b'data: "end"\n\ndata: [DONE]', b'data: "end"\n\ndata: {"say'])
    def test_unterminated(self, last: bytes) -> None:
        """An event without its blank line counts if its JSON is whole, and is nothing if it was cut."""
        assert run(Decoder(), START + HELLO + last)[1] is None

    def test_not_yet(self) -> None:
        """Before its end there is no response, only what came so far."""
        decoder = Decoder()
        decoder.feed(START + HELLO + TOKENS)

        assert (decoder.partial().text, decoder.partial().finish_reason) == ("hello", None)
        assert decoder.partial().usage == Usage(output_tokens=3)
        with pytest.raises(ConversionError, match="no Finish"):
            decoder.response()


class TestInterrupted:
    """A stream that doesn't."""

    @pytest.mark.parametrize("stream", [b"", START, START + HELLO, START + HELLO + b'data: "en'], ids=["nothing", "start", "text", "cut"])
    def test_ends_early(self, stream: bytes) -> None:
        """A stream that just ends is interrupted, whatever had come, and stays so."""
        decoder = Decoder()
        _, error = run(decoder, stream)

        assert isinstance(error, StreamInterruptedError)
        assert error.sentence == "the stream broke: it ended without its final event"
        assert error.partial == decoder.partial()
        with pytest.raises(StreamInterruptedError):
            decoder.close()
        with pytest.raises(StreamInterruptedError):
            decoder.feed(END)

    def test_error_before_the_first_chunk(self) -> None:
        """An error before the first delta has its own type, after the chunks that stood before it."""
        chunks, error = run(Decoder(), START + BUSY + HELLO)

        assert [chunk.type for chunk in chunks] == ["response_start", "part_start"]
        assert type(error) is OverloadedError

    def test_error_after_the_first_chunk(self) -> None:
        """After it, it is an interruption that keeps what had come, usage too."""
        chunks, error = run(Decoder(), START + HELLO + TOKENS + BUSY)

        assert chunks[-1] == TextDelta(0, "hello")
        assert isinstance(error, StreamInterruptedError)
        assert type(error.error) is OverloadedError
        assert (error.partial.text, error.partial.usage) == ("hello", Usage(output_tokens=3))

    def test_error_alone_is_raised_at_once(self) -> None:
        """With no chunk to give first, the same call raises."""
        with pytest.raises(OverloadedError, match="busy") as raised:
            Decoder().feed(BUSY)

        assert raised.value.__cause__ is None

    def test_what_was_garbled_is_the_cause(self) -> None:
        """An interruption says what it was made of, in mid-stream and at the end."""
        for stream in (GARBLED, b"data: [1]"):
            _, error = run(Decoder(), stream)

            assert isinstance(error, StreamInterruptedError)
            assert type(error.__cause__) is ConversionError

    def test_done_needs_no_end(self) -> None:
        """`[DONE]` without its blank line is whole, though it is no JSON: it reaches the wire's own code."""
        seen: list[bytes] = []

        class Watching(Decoder):
            def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
                seen.append(event.data)
                super().on_event(event, out)

        assert run(Watching(), START + HELLO + b'data: "end"\n\ndata: [DONE]')[1] is None
        assert seen[-1] == b"[DONE]"

    @pytest.mark.parametrize("before", [b"", START + HELLO], ids=["first", "later"])
    def test_garbled(self, before: bytes) -> None:
        """An event that is no event of the wire is an interruption that says how, at any time."""
        _, error = run(Decoder(), before + GARBLED)

        assert isinstance(error, StreamInterruptedError)
        assert str(error).startswith("the stream broke: not JSON: ")
        assert error.partial.text == ("hello" if before else "")

    def test_garbled_at_the_end(self) -> None:
        """The same holds for the last, unterminated event."""
        chunks, error = run(Decoder(), START + HELLO + b"data: [1]")

        assert [chunk.type for chunk in chunks] == ["response_start", "part_start", "text_delta"]
        assert error.sentence == "the stream broke: [1] is no event (at $)"

    def test_error_at_the_end(self) -> None:
        """An error that only the end shows is raised by `close`, with the rest kept."""
        _, error = run(Decoder(), START + b'data: {"say": "and then it broke"}\n\n')

        assert isinstance(error, StreamInterruptedError)
        assert error.partial.text == "and then it broke"

    def test_error_in_the_unterminated_event(self) -> None:
        """An error in the last, unterminated event is raised before anything was said."""
        assert type(run(Decoder(), START + BUSY.strip())[1]) is OverloadedError

    def test_errors_of_another_kind(self) -> None:
        """An error of ours that isn't about the wire stays what it is."""
        assert type(run(Decoder(), b'data: {"arguments": "x"}\n\n')[1]) is InvalidToolArgumentsError

    def test_connection(self) -> None:
        """A failure of the connection is itself before the first chunk, an interruption after it."""
        decoder, failure = Decoder(), APIConnectionError("reset")

        assert decoder.interrupted(failure) is failure
        decoder.feed(START + HELLO)
        interruption = decoder.interrupted(failure)
        assert isinstance(interruption, StreamInterruptedError)
        assert interruption.error is failure
        assert decoder.interrupted(interruption) is interruption

    def test_usage_is_optional(self) -> None:
        """A dialect that tells no usage before the end has none so far."""
        assert super(Decoder, Decoder()).usage == Usage()


class TestLimits:
    """No stream takes more than was allowed."""

    def test_event(self) -> None:
        """A large event before the first chunk is the limit's own error."""
        _, error = run(Decoder(max_event_bytes=30), START + b"data: " + b"x" * 100)

        assert type(error) is LimitExceededError
        assert error.limit == "event"

    def test_event_later(self) -> None:
        """After it, it is an interruption that names the limit."""
        _, error = run(Decoder(max_event_bytes=30), START + HELLO + b"data: " + b"x" * 100)

        assert isinstance(error, StreamInterruptedError)
        assert "the event limit of 30 bytes was passed" in str(error)
        assert error.partial.text == "hello"

    @given(data=st.data())
    def test_response(self, data: st.DataObject) -> None:
        """However the bytes are cut, the same chunks come before the response limit."""
        stream, limit = START + HELLO * 5 + END, len(START + HELLO * 2) + 3
        cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
        pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

        chunks, error = run(Decoder(max_response_bytes=limit), *pieces)

        assert [chunk.type for chunk in chunks] == ["response_start", "part_start", "text_delta", "text_delta"]
        assert "the response limit of 66 bytes was passed" in str(error)

    def test_response_exactly(self) -> None:
        """The limit itself is allowed."""
        stream = START + HELLO + END

        assert run(Decoder(max_response_bytes=len(stream)), stream)[1] is None
