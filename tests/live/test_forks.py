"""Processes that fork with a model in use, as `multiprocessing`, Celery and gunicorn do: nobody reads another's answer."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.live.echo import echo_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.live.echo import EchoServer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

CHAT = "openai:m?api=chat"
SPECS = [CHAT, "anthropic:claude-m?max_tokens=9", "openai:plain?api=chat"]
each = pytest.mark.parametrize("spec", SPECS)

_EACH = ("cold", "let_go", "sync", "async", "streamed", "streamed_awaited")
_CHAT_ALONE = ("forked", "own_client", "own_loop")


@pytest.fixture(scope="module")
def server() -> Iterator[EchoServer]:
    """A server that echoes."""
    with echo_server() as running:
        yield running


@pytest.fixture(scope="module")
def told(server: EchoServer) -> Callable[[str, str], Any]:
    """Give what came of a deed with a model; one program does all deeds of a model, and writes nothing else."""

    @functools.cache
    def all_of(spec: str) -> Any:  # noqa: ANN401 - JSON
        deeds = (*_EACH, *(_CHAT_ALONE if spec == CHAT else ()))
        # From 3.12 on Python warns of forks in processes with threads, as well it may; here that is the point.
        command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.live.forking", spec, server.url, *deeds]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

        assert done.stderr == ""
        assert done.returncode == 0
        return json.loads(done.stdout)

    return lambda deed, spec: all_of(spec)[deed]


class TestPools:
    """Many processes at once, forked from one whose connections are warm."""

    @each
    @pytest.mark.parametrize("kind", ["sync", "async"])
    def test_each_gets_its_own_answers(self, kind: str, spec: str, told: Callable[[str, str], Any]) -> None:
        """No answer is another's, and none is an error, here as in the parent."""
        assert [] == told(kind, spec)

    @each
    def test_while_the_first_call_is_made(self, spec: str, told: Callable[[str, str], Any]) -> None:
        """Neither waits for what another thread was importing, nor for a lock that it held."""
        assert ["first", "forked"] == told("cold", spec)

    def test_a_fork_of_a_fork(self, told: Callable[[str, str], Any]) -> None:
        """It reads its own answers too, while its parent goes on."""
        assert [] == told("forked", CHAT)


class TestLettingGo:
    """What a forked process does to its copies is nothing to its parent."""

    @each
    def test_closed_and_dropped(self, spec: str, told: Callable[[str, str], Any]) -> None:
        """No connection of the parent's ends with the child's copies of it."""
        assert [2, 2, "two", "two"] == told("let_go", spec)

    @each
    @pytest.mark.parametrize("deed", ["streamed", "streamed_awaited"])
    def test_an_open_stream(self, deed: str, spec: str, told: Callable[[str, str], Any]) -> None:
        """It can't be read in the child, which may leave it there; the parent reads it to its end."""
        came = told(deed, spec)

        assert ("a tale", "a tale") == (came["parent"], came["partial"])
        assert "StreamInterruptedError" == came["child"][0]
        assert "the answer is on a connection of another process, from which this one was forked" in came["child"][1]
        assert "make the call in the process that reads its answer" == came["child"][2]


class TestWhatIsTheParents:
    """What nobody can make anew in the child is refused there, with what to do."""

    def test_a_client_of_the_callers_own(self, told: Callable[[str, str], Any]) -> None:
        """It is to be made in the child."""
        came = told("own_client", CHAT)

        assert "one" == came["parent"]
        assert "ConfigError" == came["child"][0]
        assert "the client was made in another process" in came["child"][1]
        assert "make the client, and what it is given to, in the forked process itself" == came["child"][2]

    def test_an_event_loop(self, told: Callable[[str, str], Any]) -> None:
        """It is shared with the parent, as its connections are."""
        came = told("own_loop", CHAT)

        assert "one" == came["parent"]
        assert "ConfigError" == came["child"][0]
        assert "make a new loop in the forked process, as asyncio.run(…) does" == came["child"][2]
