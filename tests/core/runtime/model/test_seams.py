"""Whose connections are whose: one client for each backend, and for each event loop where there are such."""

from __future__ import annotations

import asyncio
import inspect
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock, create_autospec

import pytest
import stamina
from tests.core.runtime.calls import KEY

from interlingua import AsyncModel
from interlingua._runtime.call.backend import Backend
from interlingua._runtime.model.seams import AsyncClients, AsyncGeneratorIsRunning, Clients, GeneratorIsRunning, at_call

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
        assert {} == clients._transports

    def test_a_dead_loops_are_discarded_by_the_next(self) -> None:
        """When it asks for its own, or closes."""
        clients = AsyncClients()

        async def ask() -> None:
            clients.of(BACKENDS[0])

        async def ask_and_let_run() -> int:
            await ask()
            await asyncio.sleep(0)
            return len(clients._transports)

        asyncio.run(ask())
        assert 1 == asyncio.run(ask_and_let_run())
        asyncio.run(clients.aclose())
        assert {} == clients._transports


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
