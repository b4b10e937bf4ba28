"""A stream in the caller's hands, over real HTTP: what it gives, how it breaks, how it is left."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.core.runtime.calls import (
    ANSWER,
    BEGUN,
    ERROR_EVENT,
    EVENTS,
    KEY,
    QUICK,
    START,
    STREAM,
    chain,
    fault,
    observed,
    refusal,
    stream,
    whole,
)

from interlingua import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConversionError,
    Finish,
    InterlinguaError,
    InternalServerError,
    Model,
    OverloadedError,
    PartStart,
    ResponseStart,
    StreamInterruptedError,
    TextDelta,
)
from interlingua._runtime.model.stream import Stream
from interlingua.testing.fault_server import Answer, FaultServer

if TYPE_CHECKING:
    from collections.abc import Iterator


OPENED: list[Model] = []
"""The models of a test's streams; a socket that is left to the garbage collector would make another test fail."""


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close them after each test."""
    yield
    while OPENED:
        OPENED.pop().close()


def open_stream(server: FaultServer, **options: object) -> Stream[None]:
    """Ask the server for a stream."""
    model = Model("anthropic:claude-x", base_url=server.url, api_key=KEY, **{"retry": QUICK, "timeout": 20, **options})  # type: ignore[arg-type]  # options
    OPENED.append(model)
    return Stream(model._calls("hi", (), None, {}, streamed=True), partial(model._finished, None))


class TestReading:
    """Chunks as they arrive, and the response in the end."""

    def test_it_gives_the_whole_answer(self) -> None:
        """From the start to the finish; then `response` is what `complete` would have given."""
        with FaultServer(stream()) as server, open_stream(server) as one:
            chunks = list(one)
            response = one.response

        assert isinstance(chunks[0], ResponseStart)
        assert isinstance(chunks[-1], Finish)
        assert (ANSWER.message, ANSWER.usage, "tool_calls", 1) == (
            response.message,
            response.usage,
            response.finish_reason,
            response.attempts,
        )

    def test_nothing_is_sent_before_the_first_chunk_is_asked_for(self) -> None:
        """Opening the block alone costs nothing; neither does leaving it, and observers are told of no call."""
        with observed() as records, FaultServer(stream()) as server:
            with open_stream(server) as one:
                pass
            unread = open_stream(server)
            unread.close()

            assert [] == list(one) == list(unread)
            assert [] == server.requests == records

    def test_the_text_alone(self) -> None:
        """Without the other chunks; a loop goes on where the one before stopped."""
        with FaultServer(stream()) as server, open_stream(server) as one:
            first = next(one)
            text = "".join(one.text)

        assert isinstance(first, ResponseStart)
        assert ANSWER.text == text

    def test_the_response_is_there_when_it_is_whole(self) -> None:
        """Before that it refuses, and `partial` has what came."""
        with FaultServer(stream()) as server, open_stream(server) as one:
            assert () == one.partial.message.content
            with pytest.raises(ConversionError, match="isn't whole"):
                _ = one.response
            for chunk in one:
                if isinstance(chunk, TextDelta):
                    break
            with pytest.raises(ConversionError, match="isn't whole"):
                _ = one.response
            for chunk in one:
                if isinstance(chunk, Finish):
                    break

            assert ANSWER.message == one.response.message

    def test_the_first_chunk_comes_with_its_delta(self) -> None:
        """A server that has said no more than the start has given no chunk yet, so an error behind it may still be retried."""
        with FaultServer(stream(START + ERROR_EVENT), refusal(), stream()) as server, open_stream(server) as one:
            kinds = [type(chunk) for chunk in one]
            attempts = one.response.attempts

        assert [ResponseStart, PartStart, TextDelta] == kinds[:3]
        assert 1 == kinds.count(ResponseStart)
        assert 3 == attempts == len(server.requests)


BREAKS = {
    "an error event": (stream(BEGUN + ERROR_EVENT), OverloadedError),
    "a clean end": (stream(BEGUN), type(None)),
    "a cut": (stream(BEGUN, end="cut"), APIConnectionError),
    "a reset": (stream(BEGUN, end="reset"), APIConnectionError),
    "silence": (stream(BEGUN, end="hold"), APITimeoutError),
    "no JSON": (stream(BEGUN + b"event: content_block_delta\ndata: {oops\n\n"), type(None)),
}
EARLY = {
    "an error event": stream(START + ERROR_EVENT),
    "a clean end": stream(START),
    "a cut": stream(START, end="cut"),
    "a reset": stream(START, end="reset"),
    "nothing": stream(b""),
    "no JSON": stream(b"event: message_start\ndata: {oops\n\n"),
}


class TestBreaking:
    """After the first chunk a failure interrupts and keeps everything; before it, it may be retried."""

    def test_a_whole_answer_is_given_as_a_stream(self) -> None:
        """Some servers don't stream, whatever they are asked."""
        with FaultServer(whole()) as server, open_stream(server) as one:
            chunks = list(one)

            assert isinstance(chunks[-1], Finish)
            assert ANSWER.message == one.response.message

    def test_an_error_with_status_200_is_that_error(self) -> None:
        """It has the type that it has as an event, and the server's own words."""
        with (
            FaultServer(Answer(fault(401, "who are you?"))) as server,
            open_stream(server) as one,
            pytest.raises(AuthenticationError) as raised,
        ):
            list(one)

        assert "who are you?" in str(raised.value)
        assert 1 == raised.value.attempts == len(server.requests)

    def test_a_page_instead_of_a_stream_is_the_servers_failure(self) -> None:
        """Typed and sent once, as for a whole answer; so is an empty body that is announced as JSON."""
        for page in (Answer(b"<html>Sign in</html>", content_type="text/html"), stream(b"upstream error"), Answer(), Answer(b"[1]")):
            with (
                FaultServer(page) as server,
                open_stream(server) as one,
                pytest.raises(InternalServerError, match="the answer can't be read") as raised,
            ):
                list(one)

            assert (1, 200) == (raised.value.attempts, raised.value.status)
            assert 1 == len(server.requests)

    def test_a_stream_by_another_name_is_a_stream(self) -> None:
        """The body decides, not the content type."""
        with FaultServer(Answer(STREAM)) as server, open_stream(server) as one:
            list(one)

            assert ANSWER.message == one.response.message

    def test_a_key_in_an_event_is_blanked(self) -> None:
        """Wherever the server repeated it, before the first chunk and after."""
        event = b"event: error\ndata: " + fault(400, f"bad {KEY}") + b"\n\n"
        for begun, kind in ((START, BadRequestError), (BEGUN, StreamInterruptedError)):
            with FaultServer(stream(begun + event)) as server, open_stream(server) as one, pytest.raises(kind) as raised:
                list(one)

            assert KEY not in str(raised.value) + repr(raised.value) + str(getattr(raised.value, "error", ""))
            assert "bad …" in str(raised.value)

    @pytest.mark.parametrize(("answer", "kind"), BREAKS.values(), ids=BREAKS)
    def test_it_breaks_after_the_first_chunk(self, answer: Answer, kind: type[BaseException]) -> None:
        """Nothing is tried again, and what had come is in the error."""
        with observed() as records, FaultServer(answer, stream()) as server, open_stream(server, timeout=2) as one:
            chunks = []
            with pytest.raises(StreamInterruptedError) as raised:
                chunks.extend(one)  # what came stays in the list

        assert isinstance(chunks[-1], TextDelta)
        assert isinstance(raised.value.error, kind)
        assert "Hello, you" == raised.value.partial.text == one.partial.text
        assert 1 == raised.value.attempts == raised.value.partial.attempts == len(server.requests)
        assert [raised.value] == [record.error for record in records]
        assert all(isinstance(error, InterlinguaError) for error in chain(raised.value))

    @pytest.mark.parametrize("answer", EARLY.values(), ids=EARLY)
    def test_it_breaks_before_the_first_chunk(self, answer: Answer) -> None:
        """It is tried again, and the caller sees one whole answer."""
        with FaultServer(answer, stream()) as server, open_stream(server) as one:
            kinds = [type(chunk) for chunk in one]

        assert 1 == kinds.count(ResponseStart)
        assert 2 == one.response.attempts == len(server.requests)

    def test_usage_so_far_is_kept(self) -> None:
        """What the start had told of it, and the call that was whole."""
        until = b"".join(EVENTS[:-2])
        with FaultServer(stream(until, end="cut")) as server, open_stream(server) as one, pytest.raises(StreamInterruptedError) as raised:
            list(one)

        assert ANSWER.message == raised.value.partial.message

    def test_silence_before_the_first_chunk_ends_at_the_deadline(self) -> None:
        """One deadline for attempts and waits: no second attempt fits in."""
        with (
            FaultServer(stream(b"", end="hold")) as server,
            open_stream(server, timeout=1) as one,
            pytest.raises(APITimeoutError) as raised,
        ):
            list(one)

        assert 1 == raised.value.attempts == len(server.requests)

    def test_a_reset_behind_the_final_event_is_no_failure(self) -> None:
        """The answer is whole."""
        with FaultServer(stream(end="reset")) as server, open_stream(server) as one:
            list(one)

        assert ANSWER.message == one.response.message

    def test_slices_of_one_byte_give_the_same(self) -> None:
        """However TCP cuts it."""
        with FaultServer(stream(slices=1), stream()) as server, open_stream(server) as sliced, open_stream(server) as at_once:
            assert list(sliced) == list(at_once)


class TestLeaving:
    """However a stream is left, the connection closes at once, and observers get one record."""

    def test_break(self) -> None:
        """Leaving the loop and the block."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            with open_stream(server) as one:
                for chunk in one:
                    if isinstance(chunk, TextDelta):
                        break

            assert server.client_left(5)
        assert "Hello, you" == one.partial.text
        assert [(None, None, 1)] == [(record.error, record.finish_reason, record.attempts) for record in records]

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_an_exception_in_the_block(self, error: type[BaseException]) -> None:
        """The caller's own, or Ctrl-C."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            with pytest.raises(error), open_stream(server) as one:
                _raise_at_first(one, error)

            assert server.client_left(5)
        assert [None] == [record.error for record in records]

    def test_being_dropped(self) -> None:
        """Without a block, and without waiting for the garbage collector."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            for _ in open_stream(server):
                break

            assert server.client_left(5)
        assert 1 == len(records)

    def test_closing_twice(self) -> None:
        """The second time does nothing, and a loop gives nothing more."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            one = open_stream(server)
            next(one)
            one.close()
            one.close()

            assert [] == list(one)
        assert 1 == len(records)

    def test_closing_after_the_end(self) -> None:
        """The record is the finished call's."""
        with observed() as records, FaultServer(stream()) as server, open_stream(server) as one:
            list(one)

        assert [("tool_calls", ANSWER.usage)] == [(record.finish_reason, record.usage) for record in records]

    def test_closing_from_another_thread_while_a_read_blocks(self) -> None:
        """The connection closes at once, and the loop that waited ends."""
        left = []

        def close() -> None:
            one.close()
            left.append(server.client_left(5))

        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server, open_stream(server) as one:
            closer = threading.Timer(0.2, close)
            for chunk in one:
                if isinstance(chunk, TextDelta):
                    closer.start()
            closer.join()

        assert [True] == left
        assert "Hello, you" == one.partial.text
        assert [(None, 1)] == [(record.error, record.attempts) for record in records]

    def test_closing_from_another_thread_before_the_first_chunk(self) -> None:
        """While it waits for the headers: nothing more is read, and nothing tried again."""
        with observed() as records, FaultServer(stream(delay=0.5)) as server, open_stream(server) as one:
            threading.Timer(0.1, one.close).start()
            chunks = list(one)

        assert [] == chunks
        assert 1 == len(server.requests)
        assert [None] == [record.error for record in records]

    def test_closing_from_another_thread_while_it_waits_to_try_again(self) -> None:
        """No further attempt is made."""
        with observed() as records, FaultServer(refusal(retry_after_ms="400"), stream()) as server, open_stream(server) as one:
            threading.Thread(target=lambda: server.client_asked(10) and time.sleep(0.1) is None and one.close()).start()

            assert [] == list(one)
        assert 1 == len(server.requests)
        assert [None] == [record.error for record in records]

    def test_a_finished_stream_gives_its_connection_back(self) -> None:
        """The next call needs no new one."""
        with FaultServer(stream()) as server:
            with Model("anthropic:claude-x", base_url=server.url, api_key=KEY) as model:
                for _ in range(3):
                    with model.stream("hi") as one:
                        list(one)

            assert 1 == server.connections


def _raise_at_first(one: Stream[None], error: type[BaseException]) -> None:
    for _ in one:
        raise error
