"""Whose connections are whose: one client for each backend, and for each event loop where there are such."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.core.runtime.calls import KEY

from interlingua._runtime.call.backend import Backend
from interlingua._runtime.model.seams import AsyncClients, AsyncGeneratorIsRunning, Clients, GeneratorIsRunning

BACKENDS = [Backend(f"anthropic:claude-{letter}", {"base_url": "http://127.0.0.1:9"}, api_key=None, client=None) for letter in "xy"]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)


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
