"""Fixtures for tests that replay: `pytest_plugins = ["interlingua.testing.pytest_plugin"]` in a `conftest.py` brings them.

It is no entry point of pytest's, because that would load it into every test run of everybody who has interlingua installed.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from interlingua.testing.replay import Exchange, Recorder, ReplayServer, replayed

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from interlingua.testing.replay import Replayed


class Replay(Protocol):
    """Plays a recorded exchange through a provider."""

    def __call__(
        self, provider: str, recorded: Exchange | str | os.PathLike[str], sizes: Sequence[int] = (), **options: object
    ) -> Replayed:
        """Do what `interlingua.testing.replay.replayed` does, with an exchange or the file that holds it."""


class StartReplayServer(Protocol):
    """Starts a server that plays recorded exchanges."""

    def __call__(self, *recorded: Exchange | str | os.PathLike[str]) -> ReplayServer:
        """Start it; it stops with the test."""


class StartRecorder(Protocol):
    """Starts a recorder."""

    def __call__(
        self, target: str, *, provider: str, folder: str | os.PathLike[str] | None = None, secrets: Iterable[str] = ()
    ) -> Recorder:
        """Start it; it stops with the test. Without a folder the files go into the test's own."""


@pytest.fixture
def replay() -> Replay:
    """Play recorded exchanges through a provider's real SDK client."""

    def play(provider: str, recorded: Exchange | str | os.PathLike[str], sizes: Sequence[int] = (), **options: object) -> Replayed:
        return replayed(provider, _exchange(recorded), sizes, **options)

    return play


@pytest.fixture
def replay_server() -> Iterator[StartReplayServer]:
    """Start servers on loopback that answer with recorded exchanges; their `url` is a `base_url`."""
    with ExitStack() as stack:
        yield lambda *recorded: stack.enter_context(ReplayServer(*map(_exchange, recorded)))


@pytest.fixture
def recorder(tmp_path: os.PathLike[str]) -> Iterator[StartRecorder]:
    """Start recorders on loopback, which hand requests on to a real API and write what came back."""
    with ExitStack() as stack:

        def start(target: str, *, provider: str, folder: str | os.PathLike[str] | None = None, secrets: Iterable[str] = ()) -> Recorder:
            return stack.enter_context(Recorder(target, tmp_path if folder is None else folder, provider=provider, secrets=secrets))

        yield start


def _exchange(recorded: Exchange | str | os.PathLike[str]) -> Exchange:
    return recorded if isinstance(recorded, Exchange) else Exchange.load(recorded)
