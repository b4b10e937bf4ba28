"""The parent's end of one child process."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua_llamacpp import process as process_module
from interlingua_llamacpp.process import LoadReply, ServerProcess
from interlingua_llamacpp.weights import ensure_weights

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future


@pytest.fixture
def process() -> Iterator[ServerProcess]:
    """A child that has loaded nothing."""
    process = ServerProcess()
    process.start()
    yield process
    process.stop()


def load(process: ServerProcess, model: str, *, parallel: int = 1) -> Future[LoadReply]:
    """Ask for a model with little context."""
    return process.load((model, parallel), model=model, alias="tiny", template=None, context=256, parallel=parallel, threads=1)


class TestServerProcess:
    """From start to end."""

    def test_one_process_serves_several_models(self, process: ServerProcess) -> None:
        """Each load has its own address, and the same load is asked for once."""
        path = str(ensure_weights())
        first, again, second = load(process, path), load(process, path), load(process, path, parallel=2)

        assert first is again
        assert first.result(60)["address"] != second.result(60)["address"]

    def test_a_failed_load_says_why_and_may_be_tried_again(self, process: ServerProcess) -> None:
        """The reason is in llama.cpp's log, each line once; the next failure doesn't repeat it."""
        first = load(process, "none.gguf").result(60)["error"]
        second = load(process, __file__).result(60)["error"]

        assert "failed to open GGUF file 'none.gguf' (No such file or directory)" in first
        assert len(first.splitlines()) == len(set(first.splitlines()))
        assert "none.gguf" not in second

    def test_it_shows_no_key(self, process: ServerProcess) -> None:
        """Neither running nor ended."""
        running = repr(process)
        process.stop()

        assert running == f"<ServerProcess {process.pid}: running>"
        assert repr(process) == f"<ServerProcess {process.pid}: ended>"

    def test_a_crash_answers_who_waits_and_who_comes_later(self, process: ServerProcess) -> None:
        """Nobody waits for a process that is gone."""
        waiting = load(process, str(ensure_weights()), parallel=4)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)

        assert waiting.result(60) == {"error": "killed by SIGKILL", "ended": True}
        assert not process.is_running
        assert load(process, "another").result(60) == {"error": "killed by SIGKILL", "ended": True}

    def test_stop_ends_it_while_it_loads(self, process: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        """A loading child can't see the end of its stdin, so it is killed."""
        monkeypatch.setattr(process_module, "_GRACE_SECONDS", 0.0)
        waiting = load(process, str(ensure_weights()), parallel=4)

        process.stop()

        assert waiting.result(60)["ended"]
        assert not process.is_running

    def test_stop_may_be_repeated(self, process: ServerProcess) -> None:
        """The second time nothing is left to do; the end was a good one."""
        process.stop()
        process.stop()

        assert process.last_words() == "exit status 0"

    def test_stop_before_the_start_is_kept_in_mind(self) -> None:
        """Whoever leaves while the child is being started leaves no child behind."""
        process = ServerProcess()
        process.stop()
        process.start()

        assert process._ended.wait(60)

    def test_before_the_start_there_is_nothing(self) -> None:
        """Neither anybody to ask nor anything to let go of."""
        process = ServerProcess()
        process.disown()

        assert load(process, "any").result(60) == {"error": "", "ended": True}
        assert repr(process) == "<ServerProcess None: ended>"

    def test_a_start_that_the_system_refuses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The system's error reaches the caller."""
        monkeypatch.setattr(sys, "executable", "no-such-python")

        with pytest.raises(FileNotFoundError):
            (process := ServerProcess()).start()

        assert process.pid is None
        assert process.last_words() == ""

    def test_another_process_may_not_stop_it(self, process: ServerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        """A process forked from the owner has a copy of the object, and neither uses nor stops the child."""
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: 1)
            process.stop()
            forked = process.is_running

        assert not forked
        assert process.is_running


@pytest.mark.parametrize(("code", "expected"), [(0, "exit status 0"), (-11, "killed by SIGSEGV"), (-200, "killed by signal 200")])
def test_how_it_ended(code: int, expected: str) -> None:
    """Signals have names, as far as they are known here."""
    assert process_module._how_it_ended(code) == expected
