"""Attempts, waits and reads as the call decides, awaited, over real HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import stamina
from tests.core.runtime.calls import ANSWER, BEGUN, BODY, ERROR_EVENT, KEY, QUICK, chain, observed, refusal, stream, whole

from interlingua import (
    APITimeoutError,
    AssistantMessage,
    AsyncModel,
    AuthenticationError,
    InterlinguaError,
    InternalServerError,
    LossError,
    OpaquePart,
    OverloadedError,
    StreamInterruptedError,
    UserMessage,
)
from interlingua._runtime.model.async_stream import batches, reach, read_whole
from interlingua.testing.fault_server import FaultServer

if TYPE_CHECKING:
    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.calls import Calls
    from interlingua.provider import AsyncTransport


def model(server: FaultServer, **options: object) -> AsyncModel:
    """Make a model that talks to the server."""
    return AsyncModel("anthropic:claude-x", base_url=server.url, api_key=KEY, **{"retry": QUICK, "timeout": 20, **options})  # type: ignore[arg-type]  # options


def calls(one: AsyncModel, *, streamed: bool = False, messages: object = "hi") -> Calls[AsyncTransport]:
    """Prepare a call of a model."""
    return one._calls(messages, (), None, {}, streamed=streamed)  # type: ignore[arg-type]  # messages


async def body(call: Call, transport: AsyncTransport) -> bytes:
    """Make one attempt, and give the body."""
    return (await read_whole(call, transport))[0]


class TestReach:
    """The first success, or the last failure with its attempts."""

    async def test_the_first_success_ends_it(self) -> None:
        """As many requests as it took, and no more."""
        with FaultServer(refusal(), refusal(503), whole()) as server:
            async with model(server) as one:
                received = await reach(calls(one), body)

        assert BODY == received
        assert 3 == len(server.requests)

    async def test_the_last_failure_says_how_often(self) -> None:
        """The attempts on the error are the requests that the server saw."""
        with observed() as records, FaultServer(refusal()) as server:
            async with model(server) as one:
                with pytest.raises(OverloadedError) as raised:
                    await reach(calls(one), body)

        assert 4 == len(server.requests) == raised.value.attempts
        assert [(4, raised.value)] == [(record.attempts, record.error) for record in records]

    async def test_what_no_wait_mends_is_tried_once(self) -> None:
        """A wrong key stays wrong."""
        with FaultServer(refusal(401)) as server:
            async with model(server) as one:
                with pytest.raises(AuthenticationError) as raised:
                    await reach(calls(one), body)

        assert 1 == len(server.requests) == raised.value.attempts

    async def test_errors_hold_nothing_of_the_sdk(self) -> None:
        """Neither the error nor what caused it or came before it."""
        with FaultServer(refusal(500)) as server:
            async with model(server) as one:
                with pytest.raises(InternalServerError) as raised:
                    await reach(calls(one), body)

        assert all(isinstance(error, InterlinguaError) for error in chain(raised.value))

    async def test_a_cancelled_call_is_reported_too(self) -> None:
        """Observers get one record of every call, however it ends."""

        async def cancelled(call: Call, _: AsyncTransport) -> bytes:
            call.begin_attempt()
            raise asyncio.CancelledError

        with observed() as records, FaultServer(whole()) as server:
            async with model(server) as one:
                with pytest.raises(asyncio.CancelledError):
                    await reach(calls(one), cancelled)

        assert [(1, None, None)] == [(record.attempts, record.error, record.finish_reason) for record in records]

    async def test_switched_off_stamina_tries_once(self) -> None:
        """Also where several tasks call at once."""
        stamina.set_active(False)
        try:
            with FaultServer(refusal()) as server:
                async with model(server) as one:
                    errors = await asyncio.gather(*(reach(calls(one), body) for _ in range(4)), return_exceptions=True)
        finally:
            stamina.set_active(True)

        assert [1] * 4 == [error.attempts for error in errors if isinstance(error, OverloadedError)]
        assert 4 == len(server.requests)


class TestFallbacks:
    """The next backend is asked where the first one's provider failed."""

    async def test_the_next_one_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each backend's call is tried, counted and reported on its own."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        with observed() as records, FaultServer(refusal()) as bad, FaultServer(whole()) as good:
            async with model(bad, fallbacks=[f"anthropic:claude-y?base_url={good.url}"]) as one:
                received = await reach(calls(one), body)

        assert BODY == received
        assert (4, 1) == (len(bad.requests), len(good.requests))
        assert [(4, OverloadedError)] == [(record.attempts, type(record.error)) for record in records]

    async def test_one_that_cannot_say_it_raises_its_own_error(self) -> None:
        """With the first backend's failure as the cause, so that neither hides the other."""
        said = [UserMessage("hi"), AssistantMessage([OpaquePart("anthropic.messages", {"type": "hologram"})]), UserMessage("?")]
        with FaultServer(refusal()) as bad:
            async with model(bad, fallbacks=["openai:gpt-5"]) as one:
                with pytest.raises(LossError) as raised:
                    await reach(calls(one, messages=said), body)

        assert isinstance(raised.value.__cause__, OverloadedError)


class TestReadWhole:
    """A whole answer, within its limits."""

    async def test_a_trickle_is_stopped_at_the_deadline(self) -> None:
        """However short the pauses; the connection is closed."""
        with FaultServer(whole(slices=1, pause=0.05)) as server:
            async with model(server, timeout=0.5, retry=None) as one:
                with pytest.raises(APITimeoutError):
                    await reach(calls(one), body)

                assert await asyncio.to_thread(server.client_left, 5)

    async def test_a_broken_body_is_tried_again(self) -> None:
        """Half an answer is no answer, and nothing of it was given out."""
        with FaultServer(whole(BODY[:50], end="cut"), whole(BODY[:50], end="reset"), whole()) as server:
            async with model(server) as one:
                received = await reach(calls(one), body)

        assert BODY == received
        assert 3 == len(server.requests)


class TestBatches:
    """The chunks of a stream, a list for each read, to its very end."""

    async def test_a_known_fault_waits_for_no_further_read(self) -> None:
        """An error event behind chunks is raised though the server keeps the connection open."""
        with FaultServer(stream(BEGUN + ERROR_EVENT, end="hold")) as server:
            async with model(server) as one:
                asked = calls(one, streamed=True)
                call = asked.begin()
                source = await asked.transport().open(call.begin_attempt())
                lists = batches(call, source)
                given = await anext(lists)
                with pytest.raises(StreamInterruptedError):
                    await anext(lists)
                await source.aclose()

        assert 3 == len(given)

    @pytest.mark.parametrize("end", ["done", "reset"])
    async def test_the_final_event_is_the_end(self, end: str) -> None:
        """What counts is complete, also where a reset follows."""
        with FaultServer(stream(end=end)) as server:
            async with model(server) as one:
                asked = calls(one, streamed=True)
                call = asked.begin()
                source = await asked.transport().open(call.begin_attempt())
                async for _ in batches(call, source):
                    pass

        assert ANSWER.message == call.response().message
