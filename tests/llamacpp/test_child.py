"""The child process: what it answers, and that it never outlives its parent."""

from __future__ import annotations

import contextlib
import http.client
import importlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.llamacpp import parent
from tests.processes import all_go, is_gone

from interlingua_llamacpp import child
from interlingua_llamacpp.weights import ensure_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "a key"
PROGRAM = [sys.executable, "-P", "-m", "interlingua_llamacpp.child"]
"""How a person starts it; the parent starts it by its path, which is faster, and that is what the orphans' tests do."""


def command(number: int, model: str, **changes: object) -> dict[str, object]:
    """A command to load a model with little context."""
    small = {"alias": "tiny", "template": None, "context": 256, "parallel": 1, "threads": 1}
    return {"id": number, "model": model, **small, **changes}


def talk(*commands: object) -> io.StringIO:
    """What the parent writes to the child's stdin."""
    return io.StringIO("".join(json.dumps(line) + "\n" for line in commands))


@pytest.fixture(scope="module")
def servers() -> Iterator[list[object]]:
    """Keeps servers until the tests are done."""
    kept: list[object] = []
    yield kept
    kept.clear()


class TestServe:
    """The conversation with the parent; here in this process."""

    @staticmethod
    def answers(commands: io.StringIO, servers: list[object]) -> list[dict[str, Any]]:
        """Serve the commands and read the replies."""
        reading, writing = os.pipe()
        with os.fdopen(reading, encoding="utf-8") as replies:
            child.serve(commands, writing, servers)
            os.close(writing)
            return [json.loads(line.removeprefix(child.REPLY_MARK)) for line in replies]

    def test_a_parent_that_dies_early_gets_no_answer(self) -> None:
        """Without even the first line there is nothing to do."""
        assert self.answers(talk(), []) == []

    def test_each_command_gets_its_answer(self, servers: list[object]) -> None:
        """A file that can't be loaded doesn't end the conversation."""
        first = {"path": sys.path, "api_key": KEY}

        bad, good = self.answers(talk(first, command(7, __file__), command(8, str(ensure_weights()))), servers)

        assert bad["id"] == 7
        assert bad["error"].startswith("RuntimeError: ")
        assert good["id"] == 8
        assert status(good["address"], "/v1/models", KEY) == http.HTTPStatus.OK
        assert status(good["address"], "/v1/models", "another") == http.HTTPStatus.UNAUTHORIZED
        assert len(servers) == 1


class TestParameters:
    """What llama.cpp is told."""

    def test_nothing_is_open_or_kept(self) -> None:
        """Loopback only, a key, no page for browsers, no cache of prompts, and errors as the whole log."""
        params: Any = child.parameters(importlib.import_module("xllamacpp"), command(1, "m.gguf"), KEY)  # type: ignore[arg-type] # a dict of its shape

        assert (params.hostnames, params.port, params.api_keys) == (["127.0.0.1"], 0, [KEY])
        assert (params.ui, params.cache_ram_mib, params.verbosity) == (False, 0, 1)

    def test_each_call_gets_the_whole_context(self) -> None:
        """llama.cpp divides the context among its slots, so it is told the product."""
        wanted = command(1, "m.gguf", context=1000, parallel=3, threads=2, template="text")
        params: Any = child.parameters(importlib.import_module("xllamacpp"), wanted, KEY)  # type: ignore[arg-type] # a dict of its shape

        assert (params.n_ctx, params.n_parallel) == (3000, 3)
        assert (params.cpuparams.n_threads, params.cpuparams_batch.n_threads) == (2, 2)
        assert params.chat_template == "text"


class TestMain:
    """The program, started bare."""

    @pytest.fixture
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        """A child that has had its first line, in a process group of its own."""
        with subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True) as process:  # noqa: S603 - ours
            assert process.stdin is not None
            process.stdin.write(json.dumps({"path": sys.path, "api_key": KEY}).encode() + b"\n")
            yield process
            process.kill()

    def test_it_ends_with_its_stdin(self, started: subprocess.Popen[bytes]) -> None:
        """The end of stdin is a good end."""
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(json.dumps(command(1, "none.gguf")).encode() + b"\n")
        started.stdout.readline()
        started.stdin.close()

        assert started.wait(30) == 0

    def test_it_does_nothing_for_a_parent_that_is_gone(self) -> None:
        """The parent may die before the child has asked the kernel to be told; what it wanted isn't even begun."""
        lines = talk({"path": sys.path, "api_key": KEY}, command(1, "none.gguf")).getvalue()
        reading, writing = os.pipe()
        os.write(writing, lines.encode())
        os.close(writing)

        done = subprocess.run(PROGRAM, stdin=reading, capture_output=True, check=False)  # noqa: S603 - ours
        os.close(reading)

        assert (done.returncode, done.stdout) == (0, b"")

    def test_ctrl_c_is_the_parents_business(self, started: subprocess.Popen[bytes]) -> None:
        """A terminal sends it to both; the child goes on answering."""
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(json.dumps(command(1, "none.gguf")).encode() + b"\n")
        first = started.stdout.readline()
        os.killpg(started.pid, signal.SIGINT)
        started.stdin.write(json.dumps(command(2, "none.gguf")).encode() + b"\n")

        assert first.startswith(b'\x1e{"id": 1, "error": ')
        assert started.stdout.readline().startswith(b'\x1e{"id": 2, "error": ')


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="watches processes in /proc")
class TestNoOrphans:
    """However the parent goes, the child is gone at once."""

    @pytest.fixture
    def running(self, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], int]]:
        """A parent in a process group of its own, and its child's process id."""
        way, *more = request.param
        arguments = [sys.executable, parent.__file__, way, *([str(ensure_weights())] if way == "load" else more)]
        with subprocess.Popen(  # noqa: S603 - ours
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            assert process.stdout is not None
            child_id = int(process.stdout.readline())
            try:
                yield process, child_id
            finally:
                process.kill()
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child_id, signal.SIGKILL)

    @pytest.mark.parametrize("running", [["generate"], ["load"]], indirect=True, ids=["generating", "loading"])
    def test_a_killed_parent_takes_it_along(self, running: tuple[subprocess.Popen[str], int]) -> None:
        """SIGKILL leaves the parent no time to say anything."""
        process, child_id = running
        alive = not is_gone(child_id)
        process.kill()

        assert alive
        assert all_go([child_id], 5)

    @pytest.mark.parametrize("running", [["generate"]], indirect=True, ids=["generating"])
    def test_ctrl_c_takes_it_along(self, running: tuple[subprocess.Popen[str], int]) -> None:
        """A terminal's signal goes to the whole group; the parent ends by KeyboardInterrupt, quietly for its child."""
        process, child_id = running
        os.killpg(process.pid, signal.SIGINT)

        assert all_go([child_id], 5)
        assert process.communicate(timeout=30)[1].rstrip().endswith("KeyboardInterrupt")

    @pytest.mark.parametrize("running", [["generate", "raise"]], indirect=True, ids=["generating"])
    def test_an_exception_takes_it_along(self, running: tuple[subprocess.Popen[str], int]) -> None:
        """A program that fails while its child generates ends at once, too."""
        process, child_id = running

        assert all_go([child_id], 5)
        assert process.wait(30) == 1

    @pytest.mark.parametrize("running", [["thread"]], indirect=True, ids=["at rest"])
    def test_it_outlives_the_thread_that_asked_for_it(self, running: tuple[subprocess.Popen[str], int]) -> None:
        """Only the process counts: the parent itself checks that, and its good end takes the child along."""
        process, child_id = running

        assert process.communicate(timeout=30)[1] == ""
        assert process.returncode == 0
        assert all_go([child_id], 5)


def status(address: str, path: str, key: str) -> int:
    """The status of a GET."""
    with contextlib.closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
        connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
        return connection.getresponse().status
