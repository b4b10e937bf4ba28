"""An async stream in the caller's hands, over real HTTP: what it gives, how it breaks, how it is left or cancelled."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.core.runtime.calls import ANSWER, BEGUN, ERROR_EVENT, KEY, QUICK, START, chain, observed, refusal, stream, whole

from interlingua import (
    APIConnectionError,
    APITimeoutError,
    AsyncModel,
    ConversionError,
    Finish,
    InterlinguaError,
    OverloadedError,
    ResponseStart,
    StreamInterruptedError,
    TextDelta,
)
from interlingua._runtime.model.async_stream import AsyncStream
from interlingua.testing.fault_server import Answer, FaultServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


MODELS: list[AsyncModel] = []


@pytest.fixture(autouse=True)
async def close() -> AsyncIterator[None]:
    """Close each test's models in its own event loop."""
    yield
    while MODELS:
        await MODELS.pop().aclose()


def open_stream(server: FaultServer, **options: object) -> AsyncStream[None]:
    """Ask the server for a stream."""
    model = AsyncModel("anthropic:claude-x", base_url=server.url, api_key=KEY, **{"retry": QUICK, "timeout": 20, **options})  # type: ignore[arg-type]  # options
    MODELS.append(model)
    return AsyncStream(model._calls("hi", (), None, {}, streamed=True), partial(model._finished, None))


async def drain(one: AsyncStream[None], *, error: Exception | None = None) -> int:
    """Read all there is, and count it; where an error is given, raise it at the first chunk."""
    count = 0
    async with one:
        async for _ in one:
            count += 1
            if error is not None:
                raise error
    return count


async def client_left(server: FaultServer) -> bool:
    """Tell whether the client hangs up soon."""
    return await asyncio.to_thread(server.client_left, 5)


class TestReading:
    """Chunks as they arrive, and the response in the end."""

    async def test_it_gives_the_whole_answer(self) -> None:
        """From the start to the finish; then `response` is what `complete` would have given."""
        with FaultServer(stream()) as server:
            async with open_stream(server) as one:
                chunks = [chunk async for chunk in one]
                response = one.response

        assert isinstance(chunks[0], ResponseStart)
        assert isinstance(chunks[-1], Finish)
        assert (ANSWER.message, ANSWER.usage, "tool_calls", 1) == (
            response.message,
            response.usage,
            response.finish_reason,
            response.attempts,
        )

    async def test_nothing_is_sent_before_the_first_chunk_is_asked_for(self) -> None:
        """Opening the block alone costs nothing; neither does leaving it, and observers are told of no call."""
        with observed() as records, FaultServer(stream()) as server:
            async with open_stream(server) as one:
                pass
            unread = open_stream(server)
            await unread.aclose()

            assert [] == [chunk async for chunk in one] == [chunk async for chunk in unread]
            assert [] == server.requests == records

    async def test_the_text_alone(self) -> None:
        """Without the other chunks; a loop goes on where the one before stopped."""
        with FaultServer(stream()) as server:
            async with open_stream(server) as one:
                first = await anext(one)
                text = "".join([text async for text in one.text])

        assert isinstance(first, ResponseStart)
        assert ANSWER.text == text

    async def test_the_response_is_there_when_it_is_whole(self) -> None:
        """Before that it refuses, and `partial` has what came."""
        with FaultServer(stream()) as server:
            async with open_stream(server) as one:
                assert () == one.partial.message.content
                await anext(one)
                with pytest.raises(ConversionError, match="isn't whole"):
                    _ = one.response
                async for _ in one:
                    pass

                assert ANSWER.message == one.partial.message == one.response.message


BREAKS = {
    "an error event": (stream(BEGUN + ERROR_EVENT), OverloadedError),
    "a clean end": (stream(BEGUN), type(None)),
    "a cut": (stream(BEGUN, end="cut"), APIConnectionError),
    "a reset": (stream(BEGUN, end="reset"), APIConnectionError),
    "silence": (stream(BEGUN, end="hold"), APITimeoutError),
}
EARLY = {
    "a refusal": refusal(),
    "an error event": stream(START + ERROR_EVENT),
    "a clean end": stream(START),
    "a reset": stream(START, end="reset"),
}


class TestBreaking:
    """After the first chunk a failure interrupts and keeps everything; before it, it may be retried."""

    async def test_a_whole_answer_is_given_as_a_stream(self) -> None:
        """Some servers don't stream, whatever they are asked."""
        with FaultServer(whole()) as server:
            async with open_stream(server) as one:
                chunks = [chunk async for chunk in one]

                assert isinstance(chunks[-1], Finish)
                assert ANSWER.message == one.response.message

    async def test_close_has_the_sync_name_too(self) -> None:
        """`close` is `aclose`."""
        with FaultServer(stream()) as server:
            one = open_stream(server)
            await anext(one)
            await one.close()

            assert [] == [chunk async for chunk in one]

    @pytest.mark.parametrize(("answer", "kind"), BREAKS.values(), ids=BREAKS)
    async def test_it_breaks_after_the_first_chunk(self, answer: Answer, kind: type[BaseException]) -> None:
        """Nothing is tried again, and what had come is in the error."""
        with observed() as records, FaultServer(answer, stream()) as server:
            one = open_stream(server, timeout=2)
            with pytest.raises(StreamInterruptedError) as raised:
                await drain(one)

        assert isinstance(raised.value.error, kind)
        assert "Hello, you" == raised.value.partial.text == one.partial.text
        assert 1 == raised.value.attempts == raised.value.partial.attempts == len(server.requests)
        assert [raised.value] == [record.error for record in records]
        assert all(isinstance(error, InterlinguaError) for error in chain(raised.value))

    @pytest.mark.parametrize("answer", EARLY.values(), ids=EARLY)
    async def test_it_breaks_before_the_first_chunk(self, answer: Answer) -> None:
        """It is tried again, and the caller sees one whole answer."""
        with FaultServer(answer, stream()) as server:
            async with open_stream(server) as one:
                kinds = [type(chunk) async for chunk in one]

        assert 1 == kinds.count(ResponseStart)
        assert 2 == one.response.attempts == len(server.requests)

    async def test_silence_before_the_first_chunk_ends_at_the_deadline(self) -> None:
        """One deadline for attempts and waits: no second attempt fits in."""
        with FaultServer(stream(b"", end="hold")) as server, pytest.raises(APITimeoutError) as raised:
            await drain(open_stream(server, timeout=1))

        assert 1 == raised.value.attempts == len(server.requests)


class TestLeaving:
    """However a stream is left, the connection closes at once, and observers get one record."""

    async def test_break(self) -> None:
        """Leaving the loop and the block."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            async with open_stream(server) as one:
                async for chunk in one:
                    if isinstance(chunk, TextDelta):
                        break

            assert await client_left(server)
        assert "Hello, you" == one.partial.text
        assert [(None, None, 1)] == [(record.error, record.finish_reason, record.attempts) for record in records]

    async def test_an_exception_in_the_block(self) -> None:
        """The caller's own."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            with pytest.raises(ValueError, match="mine"):
                await drain(open_stream(server), error=ValueError("mine"))

            assert await client_left(server)
        assert [None] == [record.error for record in records]

    @pytest.mark.parametrize(
        "answer", [stream(BEGUN, end="hold"), stream(START, end="hold"), stream(delay=60)], ids=["late", "early", "headers"]
    )
    async def test_cancelling_the_task(self, answer: Answer) -> None:
        """While it waits for a chunk, for the first one, or for the headers; the cancellation goes through."""
        with observed() as records, FaultServer(answer) as server:
            task = asyncio.create_task(drain(open_stream(server)))
            await asyncio.to_thread(server.client_asked, 10)
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

            assert await client_left(server)
        assert [(None, None, 1)] == [(record.error, record.finish_reason, record.attempts) for record in records]

    async def test_a_time_out_of_the_callers_own(self) -> None:
        """`asyncio.wait_for` works as anywhere."""
        with FaultServer(stream(BEGUN, end="hold")) as server:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(drain(open_stream(server)), 0.5)

            assert await client_left(server)

    async def test_closing_twice(self) -> None:
        """The second time does nothing, and a loop gives nothing more."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            one = open_stream(server)
            await anext(one)
            await one.aclose()
            await one.aclose()

            assert [] == [chunk async for chunk in one]
        assert 1 == len(records)

    async def test_it_is_closed_as_any_generator(self) -> None:
        """`contextlib.aclosing` takes it."""
        with FaultServer(stream(BEGUN, end="hold")) as server:
            async with aclosing(open_stream(server)) as one:
                await anext(one)

            assert await client_left(server)

    async def test_closing_from_another_task_while_a_read_waits(self) -> None:
        """The connection closes at once, and the loop that waited ends."""
        with observed() as records, FaultServer(stream(BEGUN, end="hold")) as server:
            one = open_stream(server)
            reading = asyncio.create_task(_all(one))
            await asyncio.to_thread(server.client_asked, 10)
            await asyncio.sleep(0.1)
            await one.aclose()

            assert await client_left(server)
            assert await reading > 0
        assert [(None, 1)] == [(record.error, record.attempts) for record in records]

    async def test_closing_from_another_task_before_the_first_chunk(self) -> None:
        """While it waits for the headers: nothing more is read, and nothing tried again."""
        with observed() as records, FaultServer(stream(delay=0.5)) as server:
            one = open_stream(server)
            reading = asyncio.create_task(_all(one))
            await asyncio.to_thread(server.client_asked, 10)
            await one.aclose()

            assert 0 == await reading
            assert 1 == len(server.requests)
        assert [None] == [record.error for record in records]

    async def test_closing_from_another_task_while_it_waits_to_try_again(self) -> None:
        """No further attempt is made."""
        with observed() as records, FaultServer(refusal(retry_after_ms="400"), stream()) as server:
            one = open_stream(server)
            reading = asyncio.create_task(_all(one))
            await asyncio.to_thread(server.client_asked, 10)
            await asyncio.sleep(0.1)
            await one.aclose()

            assert 0 == await reading
            assert 1 == len(server.requests)
        assert [None] == [record.error for record in records]


async def _all(stream: AsyncStream[None]) -> int:
    return len([chunk async for chunk in stream])
