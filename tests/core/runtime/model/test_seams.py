"""Whose connections are whose: one client for each backend, and for each event loop where there are such."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock, create_autospec

import pytest
import stamina
import trio
from tests.core.runtime.calls import KEY

from interlingua import AsyncModel
from interlingua._runtime.call.backend import Backend
from interlingua._runtime.model.seams import AsyncClients, AsyncGeneratorIsRunning, Clients, GeneratorIsRunning, at_call
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Coroutine

BACKENDS = [Backend(f"anthropic:claude-{letter}", {"base_url": "http://127.0.0.1:9"}, api_key=None, client=None) for letter in "xy"]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)


class Worker:
    """Works when it is called."""

    @at_call
    def work(self, number: int, *, twice: bool = False) -> Coroutine[object, object, int]:
        """Work."""
        self.called = True
        return self._work(number * (1 + twice))

    async def _work(self, number: int) -> int:
        return number


class TestAtCall:
    """A method that does its first work when it is called."""

    async def test_it_is_called_as_any_other(self) -> None:
        """And its coroutine awaited."""
        worker = Worker()
        waiting = worker.work(2, twice=True)

        assert worker.called
        assert 4 == await waiting
        assert 3 == await Worker.work(worker, 3)

    def test_it_passes_for_a_coroutine_function(self) -> None:
        """So that whoever wraps it, to try again say, awaits it."""
        for method in (Worker.work, Worker().work, AsyncModel.complete, AsyncModel("llamacpp:").complete, AsyncModel.count_tokens):
            assert inspect.iscoroutinefunction(method)
        assert not inspect.iscoroutinefunction(AsyncModel.stream)
        assert isinstance(create_autospec(AsyncModel).complete, AsyncMock)

    def test_it_looks_like_itself(self) -> None:
        """Name, words and parameters."""
        assert ("work", "Work.", ["number", "twice"]) == (
            Worker.work.__name__, inspect.getdoc(Worker.work), list(inspect.signature(Worker().work).parameters)
        )  # fmt: skip

    async def test_it_is_tried_again(self) -> None:
        """By stamina for instance."""
        attempts = []

        class Failing:
            @at_call
            def work(self) -> Coroutine[object, object, int]:
                return self._work()

            async def _work(self) -> int:
                attempts.append(1)
                if len(attempts) < 3:
                    raise OSError
                return len(attempts)

        assert 3 == await stamina.retry(on=OSError, wait_initial=0, wait_jitter=0)(Failing().work)()


class TestClients:
    """Of a `Model`, which may be used from several threads."""

    def test_a_backend_has_one(self) -> None:
        """However many threads ask first."""
        clients = Clients()
        with ThreadPoolExecutor(8) as pool:
            made = set(pool.map(lambda _: clients.of(BACKENDS[0]), range(32)))

        assert 1 == len(made)
        assert clients.of(BACKENDS[1]) not in made
        clients.close()

    def test_a_closed_one_is_made_anew(self) -> None:
        """Closing forgets them all."""
        clients = Clients()
        before = clients.of(BACKENDS[0])
        clients.close()

        assert before is not clients.of(BACKENDS[0])
        clients.close()


class TestAsyncClients:
    """Of an `AsyncModel`: connections belong to the loop that opened them."""

    async def test_a_loop_has_one_for_each_backend(self) -> None:
        """Made at first use."""
        clients = AsyncClients()

        assert clients.of(BACKENDS[0]) is clients.of(BACKENDS[0]) is not clients.of(BACKENDS[1])
        await clients.aclose()
        assert {} == clients._pools.own().transports

    def test_a_dead_loops_are_discarded_by_the_next(self) -> None:
        """When it asks for its own, or closes."""
        clients = AsyncClients()

        async def ask() -> None:
            clients.of(BACKENDS[0])

        async def ask_and_let_run() -> int:
            await ask()
            await asyncio.sleep(0)
            return len(clients._pools.own().transports)

        asyncio.run(ask())
        assert 1 == asyncio.run(ask_and_let_run())
        asyncio.run(clients.aclose())
        assert {} == clients._pools.own().transports

    def test_threads_with_loops_of_their_own(self) -> None:
        """They may come and go at any moment: none meets what another one takes out."""
        clients, failures = AsyncClients(), []

        async def ask(number: int) -> None:
            for turn in range(60):
                for backend in BACKENDS:
                    clients.of(backend)
                await asyncio.sleep(0)
                if (turn + number) % 2:
                    await clients.aclose()

        def run(number: int) -> None:
            try:
                for _ in range(4):
                    asyncio.run(ask(number))
            except Exception as error:  # noqa: BLE001 - whatever it is, it fails the test
                failures.append(error)

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            threads = [threading.Thread(target=run, args=(number,)) for number in range(12)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)

        assert [] == failures
        asyncio.run(clients.aclose())
        assert {} == clients._pools.own().transports


RETRIED = """
import asyncio, logging, sys
from interlingua import AsyncModel, Model
from interlingua.provider import RetryPolicy, hookimpl
from interlingua.runtime import register_observer
from interlingua.testing.fault_server import FaultServer
from tests.core.runtime.calls import KEY, stream, refusal, whole

class Raising:
    @hookimpl
    def interlingua_call_finished(self, record):
        raise ValueError("a bug")

register_observer(Raising())
quick = RetryPolicy(attempts=2, wait_initial=0.01, wait_jitter=0.0)
with FaultServer(refusal(), whole(), refusal(), stream()) as server, FaultServer(refusal()) as bad:
    given = {"base_url": server.url, "api_key": KEY, "retry": quick}
    with Model("anthropic:claude-x", **given) as model:
        model.complete("my prompt")
    async def ask():
        async with AsyncModel("anthropic:claude-x", **given) as model, model.stream("my prompt") as chunks:
            async for _ in chunks:
                pass
    asyncio.run(ask())
    with Model("anthropic:claude-x", **given | {"base_url": bad.url}, fallbacks=[f"anthropic:claude-y?base_url={server.url}"]) as model:
        with model.stream("my prompt") as chunks:
            for _ in chunks:
                pass
"""


class TestLog:
    """A library prints nothing of its own accord."""

    def test_nobody_configured_it(self) -> None:
        """Retries, a fallback and a broken observer print nothing, on either stream."""
        done = subprocess.run([sys.executable, "-c", RETRIED], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

        assert ("", "", 0) == (done.stdout, done.stderr, done.returncode)

    def test_somebody_did(self) -> None:
        """All is told where it was: stamina's lines, and ours."""
        program = "import logging\nlogging.basicConfig()\n" + RETRIED
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

        assert 0 == done.returncode
        assert 3 == done.stderr.count("WARNING:stamina:stamina.retry_scheduled")
        assert 1 == done.stderr.count("WARNING:interlingua:anthropic:claude-y answered, because this failed before it: OverloadedError(")
        assert "the observer Raising raised ValueError: a bug" in done.stderr
        assert "my prompt" not in done.stderr
        assert "127.0.0.1" not in done.stderr


class TestWithoutAsyncio:
    """An `AsyncModel` says what it runs on."""

    def test_trio(self) -> None:
        """It is named, and what to do under it, whatever is asked of the model."""
        model = AsyncModel("anthropic:claude-x", base_url="http://127.0.0.1:9", retry=None)

        async def stream() -> None:
            async with model.stream("hi") as chunks:
                async for _ in chunks:
                    pass

        for ask in (lambda: model.complete("hi"), lambda: model.count_tokens("hi"), stream, model.aclose):
            with pytest.raises(ConfigError, match="runs on asyncio alone, and here runs trio") as raised:
                trio.run(ask)
            assert raised.value.hint == "call a Model in a thread: await trio.to_thread.run_sync(model.complete, messages)"

    def test_trio_above_asyncio(self) -> None:
        """A loop that trio is a guest of isn't taken for trio's."""
        outcomes = []

        async def host() -> None:
            done = asyncio.Event()

            def finish(outcome: object) -> None:
                outcomes.append(outcome)
                done.set()

            model = AsyncModel("anthropic:claude-x", base_url="http://127.0.0.1:9", retry=None)
            trio.lowlevel.start_guest_run(
                model.complete,
                "hi",
                run_sync_soon_threadsafe=asyncio.get_running_loop().call_soon_threadsafe,
                done_callback=finish,
                host_uses_signal_set_wakeup_fd=True,
            )
            await done.wait()

        asyncio.run(host())

        assert isinstance(outcomes[0].error, ConfigError)

    def test_no_loop_at_all(self) -> None:
        """A coroutine that is driven by hand has none."""
        model = AsyncModel("anthropic:claude-x", base_url="http://127.0.0.1:9", retry=None)

        with pytest.raises(ConfigError, match="no loop of it runs here") as raised:
            model.complete("hi").send(None)
        assert "asyncio.run" in str(raised.value.hint)


def test_a_generator_that_runs_says_so() -> None:
    """By the error that closing it elsewhere raises."""

    def sync():  # type: ignore[no-untyped-def]  # noqa: ANN202 - made to be closed from within
        with pytest.raises(GeneratorIsRunning, match="already executing"):
            one.close()
        yield

    one = sync()
    next(one)


async def test_an_async_generator_that_runs_says_so() -> None:
    """As the sync one does."""

    async def awaited():  # type: ignore[no-untyped-def]  # noqa: ANN202 - made to be closed from within
        with pytest.raises(AsyncGeneratorIsRunning, match="already running"):
            await one.aclose()
        yield

    one = awaited()
    await anext(one)
