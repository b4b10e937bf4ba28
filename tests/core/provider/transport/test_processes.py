"""What belongs to one process; what a fork does to models and their connections is tested in tests/live/test_forks.py."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from interlingua.errors import APIConnectionError, ConfigError
from interlingua.provider.transport import processes
from interlingua.provider.transport.processes import PerProcess, check_client, other_process, this_process

FORKED = """
import os, sys, threading
from interlingua._runtime.plugins import observers
from interlingua.provider.transport import processes

values = processes.PerProcess(threading.Lock)
ours, process = values.own(), processes.this_process()
ours.acquire()
observers._lock.acquire()
held = threading.Event()

def load():
    with processes.loading():
        held.set()
        __import__("time").sleep(0.2)

threading.Thread(target=load, daemon=True).start()
held.wait()
forked = os.fork()
if forked == 0:
    assert process != processes.this_process() and processes.forks == 1
    assert ours is not values.own() is values.own()
    assert [ours] == values.inherited()
    locks = values.own(), processes._gate, processes._loading, observers._lock
    assert all(lock.acquire(timeout=1) for lock in locks)
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 7
assert ours is values.own() and values.inherited() == [] and processes.forks == 0
"""


ENDED = """
import os, sys
from interlingua.provider.transport import processes

class Client:
    def __del__(self):
        os.write(1, b"closed in the child " if processes.forks else b"closed in the parent ")

values = processes.PerProcess(Client)
values.own()
if (forked := os.fork()) == 0:
    del values
    sys.exit()
os.waitpid(forked, 0)
del values
"""


class TestPerProcess:
    """A value that each process makes for itself."""

    def test_one_for_all_threads(self) -> None:
        """Made at first use, also where many ask first."""
        values = PerProcess(threading.Lock)
        found: set[object] = set()
        threads = [threading.Thread(target=lambda: found.add(values.own())) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {values.own()} == found
        assert [] == values.inherited()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
    def test_a_forked_process_has_its_own(self) -> None:
        """With locks that nobody holds: a fork waits for an import under way, and whoever held another isn't there any more."""
        command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - ours

        assert ("", 0) == (done.stderr, done.returncode)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
    def test_a_forked_process_never_lets_go(self) -> None:
        """Of its parent's values: not when it drops them, and not at its end."""
        command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", ENDED]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - ours

        assert ("closed in the parent ", "", 0) == (done.stdout, done.stderr, done.returncode)

    def test_a_fork_that_python_is_not_told_of(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The process's id tells it apart all the same."""
        values = PerProcess(threading.Lock)
        ours = values.own()
        monkeypatch.setattr(this_process, "__defaults__", (lambda: 1,))

        assert ours is not values.own()
        assert [ours] == values.inherited()


def test_a_client_is_its_makers(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a forked process it is refused."""
    made_in = this_process()
    check_client(made_in)
    monkeypatch.setattr(processes, "forks", 1)

    with pytest.raises(ConfigError) as raised:
        check_client(made_in)
    assert "client" == raised.value.option


def test_an_answer_is_its_readers() -> None:
    """The error says where to ask."""
    error = other_process("toy")

    assert isinstance(error, APIConnectionError)
    assert "make the call in the process that reads its answer" == error.hint
