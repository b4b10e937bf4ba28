"""A model, awaited, over real HTTP."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import BaseModel, field_validator
from tests.core.runtime.calls import ANSWER, BEGUN, DIALECT, KEY, QUICK, observed, refusal, shown, stream, whole

from interlingua import (
    AssistantMessage,
    AsyncModel,
    ConversionError,
    InvalidOutputError,
    OverloadedError,
    Response,
    StreamInterruptedError,
)
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types.json import dumps


class Invoice(BaseModel):
    """A bill."""

    total: int


class Failing(BaseModel):
    """Has code of its own that fails."""

    total: int

    @field_validator("total")
    @classmethod
    def add_tax(cls, _: int) -> int:
        """Fail."""
        raise KeyError("tax")


def model(server: FaultServer, **options: object) -> AsyncModel:
    """Make a model that talks to the server."""
    return AsyncModel("anthropic:claude-x", **{"base_url": server.url, "api_key": KEY, "retry": QUICK, "timeout": 20, **options})  # type: ignore[arg-type]  # options


def saying(text: str) -> Answer:
    """Answer with a text."""
    response: Response = Response(message=AssistantMessage(text), finish_reason="stop", model_id="claude-x", id="msg_1")
    return whole(dumps(DIALECT.encode_response(response).body))


class TestCompleting:
    """Ask, and wait for the whole answer."""

    async def test_it_gives_the_response(self) -> None:
        """With the attempts that the server counted."""
        with observed() as records, FaultServer(refusal(), whole()) as server:
            async with model(server) as one:
                response = await one.complete("hi", max_tokens=9)

        assert (ANSWER.message, 2) == (response.message, response.attempts)
        assert [9, 9] == [asked.body["max_tokens"] for asked in server.requests]
        assert [(2, False, "tool_calls", ANSWER.usage)] == [
            (record.attempts, record.streamed, record.finish_reason, record.usage) for record in records
        ]

    async def test_tasks_share_it(self) -> None:
        """Each gets its own answer."""
        with FaultServer(whole()) as server:
            async with model(server) as one:
                answers = await asyncio.gather(*(one.complete("hi") for _ in range(32)))

        assert [ANSWER.message] * 32 == [answer.message for answer in answers]

    async def test_output(self) -> None:
        """A class in, an instance out, or the text that doesn't fit."""
        with FaultServer(saying('{"total": 5}'), saying("five")) as server:
            async with model(server) as one:
                response = await one.complete("hi", output=Invoice)
                with pytest.raises(InvalidOutputError, match="five"):
                    await one.complete("hi", output=Invoice)

        assert Invoice(total=5) == response.parsed

    async def test_the_callers_classes(self) -> None:
        """Are found by their names, wherever the call runs: awaited, as a task, among others, or with a limit of time."""

        class Town(BaseModel):
            name: str

        def visit(town: Town) -> None: ...

        with FaultServer(saying('[{"name": "Rome"}]')) as server:
            async with model(server) as one:
                responses = [
                    await one.complete("hi", output=list["Town"], tools=[visit]),
                    await asyncio.create_task(one.complete("hi", output=list["Town"], tools=[visit])),
                    *await asyncio.gather(*(one.complete("hi", output=list["Town"], tools=[visit]) for _ in range(2))),
                    await asyncio.wait_for(one.complete("hi", output=list["Town"], tools=[visit]), 20),
                ]
                async with one.stream("hi", output=list["Town"], tools=[visit]) as reading:
                    async for _ in reading:
                        pass
                with pytest.raises(ConversionError, match="'Missing' is not defined"):
                    await one.complete("hi", output=list["Missing"])  # noqa: F821 - there is none

        assert [[Town(name="Rome")]] * 6 == [response.parsed for response in (*responses, reading.response)]
        assert 6 == len(server.requests)

    def test_a_call_that_runs_on_its_own(self) -> None:
        """Knows who made it, too."""

        class Town(BaseModel):
            name: str

        with FaultServer(saying('[{"name": "Rome"}]')) as server, asyncio.Runner() as runner:
            one = model(server)
            response = runner.run(one.complete("hi", output=list["Town"]))
            runner.run(one.aclose())

        assert [Town(name="Rome")] == response.parsed

    async def test_what_the_caller_had_at_hand_is_let_go(self) -> None:
        """As soon as the call runs, however long the answer takes."""

        class Large:
            """A value."""

        def begin(one: AsyncModel) -> tuple[asyncio.Task[Response], weakref.ref[Large]]:
            large = Large()
            return asyncio.create_task(one.complete("hi")), weakref.ref(large)

        with FaultServer(whole(delay=60)) as server:
            async with model(server) as one:
                task, held = begin(one)
                await asyncio.to_thread(server.client_asked, 10)

                assert held() is None
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

    async def test_a_class_whose_own_code_fails(self) -> None:
        """The answer isn't lost, whole or streamed."""
        with FaultServer(saying('{"total": 5}')) as server:
            async with model(server) as one:
                with pytest.raises(InvalidOutputError, match="KeyError: 'tax'") as raised:
                    await one.complete("hi", output=Failing)
                async with one.stream("hi", output=Failing) as reading:
                    async for _ in reading:
                        pass
                with pytest.raises(InvalidOutputError, match="KeyError: 'tax'") as streamed:
                    _ = reading.response

        for error in (raised.value, streamed.value):
            assert '{"total": 5}' == error.text
            assert error.response is not None
            assert ("stop", "msg_1") == (error.response.finish_reason, error.response.id)
            assert isinstance(error.__cause__, KeyError)

    async def test_a_cancelled_call_closes_its_connection(self) -> None:
        """And is reported once."""
        with observed() as records, FaultServer(whole(delay=60)) as server:
            async with model(server) as one:
                task = asyncio.create_task(one.complete("hi"))
                await asyncio.to_thread(server.client_asked, 10)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

                assert await asyncio.to_thread(server.client_left, 5)
        assert [(1, None, None)] == [(record.attempts, record.error, record.finish_reason) for record in records]

    async def test_a_wait_can_be_cancelled(self) -> None:
        """Between two attempts as well: no further one is made."""
        with FaultServer(refusal(retry_after="60"), whole()) as server:
            async with model(server, timeout=100) as one:
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(one.complete("hi"), 0.3)

            assert 1 == len(server.requests)


class TestStreaming:
    """Ask, and get the answer chunk by chunk."""

    async def test_its_response_equals_the_whole_one(self) -> None:
        """Streaming agrees; `stream` itself isn't awaited."""
        with FaultServer(stream(), whole()) as server:
            async with model(server) as one:
                async with one.stream("hi") as reading:
                    async for _ in reading:
                        pass
                response = await one.complete("hi")

        assert response == reading.response


class TestCounting:
    """How many tokens a conversation has."""

    async def test_the_provider_is_asked(self) -> None:
        """At its counting endpoint, with retries as for answers."""
        with observed() as records, FaultServer(refusal(), whole(b'{"input_tokens": 12}')) as server:
            async with model(server) as one:
                assert 12 == await one.count_tokens("hi")

        assert [("count_tokens", 2)] == [(record.operation, record.attempts) for record in records]

    def test_what_sends_nothing_is_plain(self) -> None:
        """`prepare` and `estimate_tokens` aren't awaited."""
        one = AsyncModel("anthropic:claude-x")

        assert "claude-x" == one.prepare("hi").body["model"]
        assert one.estimate_tokens("hi") > 0


class TestFallbacks:
    """The next model is asked where the provider of one fails."""

    async def test_before_the_first_chunk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whole and streamed; after it there is no way back."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        with FaultServer(refusal(), refusal(), stream(BEGUN)) as bad, FaultServer(whole(), stream()) as good:
            async with model(bad, retry=None, fallbacks=[f"anthropic:claude-y?base_url={good.url}"]) as one:
                response = await one.complete("hi")
                async with one.stream("hi") as reading:
                    async for _ in reading:
                        pass
                async with one.stream("hi") as broken:
                    with pytest.raises(StreamInterruptedError):
                        _ = [chunk async for chunk in broken]

        assert ANSWER.message == response.message == reading.response.message
        assert (3, 2) == (len(bad.requests), len(good.requests))


class TestLoops:
    """An instance belongs to no event loop."""

    def test_one_loop_after_the_other(self) -> None:
        """Each opens its own connections, and a dead loop's are let go without a word on the error output."""
        with FaultServer(whole()) as server:
            script = f"""
import asyncio, gc
from interlingua import AsyncModel
one = AsyncModel("anthropic:claude-x", base_url={server.url!r}, api_key="k")
for _ in range(3):
    print(asyncio.run(one.complete("hi")).text)
    gc.collect()
asyncio.run(one.aclose())
assert not one._clients._pools.own().transports
"""
            run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - the script above

            assert (f"{ANSWER.text}\n" * 3, "") == (run.stdout, run.stderr)
            assert 3 == server.connections

    def test_two_loops_at_once(self) -> None:
        """In two threads: neither takes the other's connections, nor closes them."""
        barrier = threading.Barrier(2)

        async def ask(one: AsyncModel) -> list[object]:
            barrier.wait()
            answers = [(await one.complete("hi")).message for _ in range(10)]
            await one.aclose()
            return answers

        with FaultServer(whole()) as server, ThreadPoolExecutor(2) as pool:
            one = model(server)
            answers = [answer for each in pool.map(lambda _: asyncio.run(ask(one)), range(2)) for answer in each]

            assert [ANSWER.message] * 20 == answers
            assert 2 == server.connections

    async def test_a_closed_model_opens_new_connections(self) -> None:
        """It may be used again, and closed again."""
        with FaultServer(whole()) as server:
            one = model(server)
            for _ in range(2):
                await one.complete("hi")
                await one.aclose()
            await one.aclose()

            assert 2 == server.connections


class TestSecrets:
    """No key in a pickle, or in a traceback with its variables."""

    def test_a_pickle_holds_none(self) -> None:
        """Nor an event loop."""
        data = pickle.dumps(AsyncModel("anthropic:claude-x", api_key=KEY, seed=1))

        assert KEY.encode() not in data
        assert 1 == pickle.loads(data).options.seed  # noqa: S301 - our own

    @pytest.mark.parametrize("answer", [refusal(529, f"what is {KEY}?"), whole(delay=60)], ids=["529", "time-out"])
    async def test_failures_show_none(self, answer: Answer) -> None:
        """With the variables of every frame of ours."""
        with FaultServer(answer) as server:
            async with model(server, timeout=0.5) as one:
                with pytest.raises(Exception, match=r".") as raised:
                    await one.complete("hi")

        assert "_runtime" in shown(raised.value)
        assert KEY not in shown(raised.value)

    async def test_a_cancelled_call_shows_none(self) -> None:
        """Not even in the frames of the SDK and of HTTP, which a cancellation goes through."""
        with FaultServer(whole(delay=60)) as server:
            async with model(server) as one:
                task = asyncio.create_task(one.complete("hi"))
                await asyncio.to_thread(server.client_asked, 10)
                task.cancel()
                with pytest.raises(asyncio.CancelledError) as raised:
                    await task

        assert KEY not in shown(raised.value)

    async def test_a_cancelled_stream_shows_none(self) -> None:
        """Nor those that wait for a stream's next bytes."""
        with FaultServer(stream(BEGUN, end="hold")) as server:
            async with model(server) as one:

                async def read() -> None:
                    async with one.stream("hi") as streamed:
                        _ = [got.set() async for _ in streamed]

                got = asyncio.Event()
                task = asyncio.create_task(read())
                await got.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError) as raised:
                    await task

        assert KEY not in shown(raised.value)


async def test_the_last_failure_is_raised() -> None:
    """With its attempts."""
    with FaultServer(refusal()) as server:
        async with model(server) as one:
            with pytest.raises(OverloadedError) as raised:
                await one.complete("hi")

    assert 4 == raised.value.attempts == len(server.requests)
