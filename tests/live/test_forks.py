"""Processes that fork with a model in use, as `multiprocessing`, Celery and gunicorn do: nobody reads another's answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.live.echo import echo_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.echo import EchoServer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

CHAT = "openai:m?api=chat"
SPECS = [CHAT, "anthropic:claude-m?max_tokens=9", "openai:plain?api=chat"]
each = pytest.mark.parametrize("spec", SPECS)


@pytest.fixture
def server() -> Iterator[EchoServer]:
    """A server that echoes."""
    with echo_server() as running:
        yield running


def result(deed: str, spec: str, server: EchoServer) -> Any:  # noqa: ANN401 - JSON
    """Run the program, and give what it tells; it writes nothing else."""
    # From 3.12 on Python warns of forks in processes with threads, as well it may; here that is the point.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.live.forking", deed, spec, server.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

    assert done.stderr == ""
    assert done.returncode == 0
    return json.loads(done.stdout)


class TestPools:
    """Many processes at once, forked from one whose connections are warm."""

    @each
    @pytest.mark.parametrize("kind", ["sync", "async"])
    def test_each_gets_its_own_answers(self, kind: str, spec: str, server: EchoServer) -> None:
        """No answer is another's, and none is an error, here as in the parent."""
        assert [] == result(kind, spec, server)

    def test_a_fork_of_a_fork(self, server: EchoServer) -> None:
        """It reads its own answers too, while its parent goes on."""
        assert [] == result("forked", CHAT, server)


class TestLettingGo:
    """What a forked process does to its copies is nothing to its parent."""

    @each
    def test_closed_and_dropped(self, spec: str, server: EchoServer) -> None:
        """No connection of the parent's ends with the child's copies of it."""
        assert [2, 2, "two", "two"] == result("let_go", spec, server)

    @each
    @pytest.mark.parametrize("deed", ["streamed", "streamed_awaited"])
    def test_an_open_stream(self, deed: str, spec: str, server: EchoServer) -> None:
        """It can't be read in the child, which may leave it there; the parent reads it to its end."""
        told = result(deed, spec, server)

        assert ("a tale", "a tale") == (told["parent"], told["partial"])
        assert "StreamInterruptedError" == told["child"][0]
        assert "the answer is on a connection of another process, from which this one was forked" in told["child"][1]
        assert "make the call in the process that reads its answer" == told["child"][2]


class TestWhatIsTheParents:
    """What nobody can make anew in the child is refused there, with what to do."""

    def test_a_client_of_the_callers_own(self, server: EchoServer) -> None:
        """It is to be made in the child."""
        told = result("own_client", "openai:m?api=chat", server)

        assert "one" == told["parent"]
        assert "ConfigError" == told["child"][0]
        assert "the client was made in another process" in told["child"][1]
        assert "make the client, and what it is given to, in the forked process itself" == told["child"][2]

    def test_an_event_loop(self, server: EchoServer) -> None:
        """It is shared with the parent, as its connections are."""
        told = result("own_loop", "openai:m?api=chat", server)

        assert "one" == told["parent"]
        assert "ConfigError" == told["child"][0]
        assert "make a new loop in the forked process, as asyncio.run(…) does" == told["child"][2]
