"""One child process, from its start to its end: what it is told, what it answers, and what it said last.

A thread of its own starts the child and reads it until it ends, for two reasons. On Linux the kernel kills the child
with the thread that started it (see `child`), so that thread may not be a caller's, which may end long before the
process does. And a child whose output nobody reads would stop at a full pipe.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import Future
from typing import IO, TYPE_CHECKING, TypedDict, cast

from interlingua_llamacpp import child

if TYPE_CHECKING:
    from collections.abc import Hashable

_LOG_LINES = 12
_LOG_PREFIX = re.compile(r"^[\d.]+ (?=[A-Z] )")  # seconds since the start
_LOG_LINE_CHARS = 300
_GRACE_SECONDS = 1.0


class LoadReply(TypedDict, total=False):
    """How a load ended: `address` where it listens, `error` where it doesn't; `ended` is set if the process is gone."""

    address: str
    error: str
    ended: bool


class ServerProcess:
    """A child that serves models on loopback. Every method may be called from any thread."""

    def __init__(self) -> None:
        self.api_key = secrets.token_urlsafe(32)
        self._owner = os.getpid()
        self._lock = threading.Lock()  # held for `_loads`, `_waiting`, and to write to the child
        self._loads: dict[Hashable, Future[LoadReply]] = {}
        self._waiting: dict[int, tuple[Hashable, Future[LoadReply]]] = {}
        self._numbers = itertools.count(1)
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._ended = threading.Event()

    def __repr__(self) -> str:
        """Show the process and its state, and never the key."""
        state = "running" if self.is_running else "ended"
        return f"<ServerProcess {self.pid}: {state}>"

    @property
    def pid(self) -> int | None:
        """The child's process id; None before it has one."""
        return None if self._process is None else self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the child lives, and is this process's own rather than that of the process it was forked from."""
        return self._process is not None and not self._ended.is_set() and os.getpid() == self._owner

    def start(self) -> None:
        """Start the child.

        Raises:
            OSError: The system refused.
        """
        started: Future[None] = Future()
        threading.Thread(target=self._run, args=(started,), name="interlingua-llamacpp", daemon=True).start()
        try:
            started.result()
        except BaseException:  # Ctrl-C while we wait: the child may be about to start
            self.stop()
            raise

    def load(self, key: Hashable, **command: object) -> Future[LoadReply]:
        """Ask the child for a model, once per key until that fails.

        Args:
            key: What makes two loads the same.
            command: The fields of `child.LoadCommand`, without its id.

        Returns:
            A future that always gets a result, never an exception.
        """
        with self._lock:
            if (known := self._loads.get(key)) is not None:
                return known
            future: Future[LoadReply] = Future()
            if self._process is None or self._ended.is_set():
                future.set_result({"error": self.last_words(), "ended": True})
                return future
            number = next(self._numbers)
            self._loads[key] = future
            self._waiting[number] = (key, future)
            _tell(self._process, {"id": number, **command})
        return future

    def last_words(self) -> str:
        """Say how the child ended, if it did, and the end of its log."""
        code = None if self._process is None else self._process.returncode
        return "\n".join(([] if code is None else [_how_it_ended(code)]) + list(self._log))

    def stop(self) -> None:
        """End the child and wait until it is gone; in a forked process, do nothing."""
        if os.getpid() != self._owner:
            return
        with self._lock:
            self._stopping = True
            process = self._process
            if process is None:
                return
            _close(process.stdin)
        if not self._ended.wait(_GRACE_SECONDS):  # it is loading, and sees the end of its stdin only afterwards
            process.kill()
            self._ended.wait()

    def disown(self) -> None:
        """Let go of the child in a process forked from its owner's, where no thread reads it and no lock can be trusted."""
        if self._process is not None:
            # Our copy of the pipe's end would keep the child from seeing that its owner is gone.
            _close(self._process.stdin)
            _close(self._process.stdout)
            self._process.returncode = 0  # not ours to wait for, and nothing to warn about

    def _run(self, started: Future[None]) -> None:
        """Start the child and read it to its end: the whole life of our thread."""
        # `-P`: no file of the caller's folder is imported by mistake. Unbuffered: a fork copies nothing half-written.
        command = (sys.executable, "-P", child.__file__)
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
            )
        except BaseException as error:  # noqa: BLE001 - it is for the caller, who waits in another thread
            started.set_exception(error)
            return
        try:
            with self._lock:
                self._process = process
                _tell(process, {"path": sys.path, "api_key": self.api_key})
                if self._stopping:
                    _close(process.stdin)
            started.set_result(None)
            # `closefd=False`: after a fork, `disown` must be the only one to close the pipe.
            with open(cast("IO[bytes]", process.stdout).fileno(), "rb", closefd=False) as output:
                for line in output:
                    self._hear(line.decode("utf-8", "replace"))
        finally:
            process.kill()
            process.wait()
            self._end(process)

    def _hear(self, line: str) -> None:
        log, mark, reply = line.partition(child.REPLY_MARK)
        log = _LOG_PREFIX.sub("", log.strip())[:_LOG_LINE_CHARS]
        if log and log not in self._log:  # llama.cpp tries to load twice
            self._log.append(log)
        if mark:
            answer = json.loads(reply)
            if "address" in answer:
                self._settle(answer["id"], {"address": answer["address"]})
                return
            lines = [answer["error"], *self._log]
            self._log.clear()  # it explains this error, and the next load's log shouldn't mix with it
            self._settle(answer["id"], {"error": "\n".join(lines)})

    def _settle(self, number: int, result: LoadReply) -> None:
        with self._lock:
            key, future = self._waiting.pop(number)
            if "error" in result:
                del self._loads[key]  # so that the next call tries again
        future.set_result(result)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._ended.set()
            _close(process.stdin)
            _close(process.stdout)
            waiting = list(self._waiting)
        for number in waiting:
            self._settle(number, {"error": self.last_words(), "ended": True})


def _tell(process: subprocess.Popen[bytes], command: dict[str, object]) -> None:
    """Write a line to a child; where that has just died, `_end` answers everybody who waits."""
    with contextlib.suppress(OSError, ValueError):
        cast("IO[bytes]", process.stdin).write(json.dumps(command).encode() + b"\n")


def _close(pipe: object) -> None:
    """Close our end of a pipe, whatever has become of the other."""
    with contextlib.suppress(OSError):
        pipe.close()  # type: ignore[attr-defined]


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
