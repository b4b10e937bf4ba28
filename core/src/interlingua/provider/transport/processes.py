"""Whose a connection is: what is pooled belongs to the process that made it, and a process forked from that one leaves it alone.

A forked process has copies of its parent's sockets, and what arrives on one of them is for whoever reads first: an answer to another's
question, as a success. So it makes anew whatever holds a connection or a lock (the thread that held it wasn't forked along). Its
copies it neither uses nor closes (a goodbye goes out on the connection that its parent uses, and asyncio's selector is shared as well),
and it never lets go of them, because clients close themselves when they are freed.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar
from weakref import WeakSet

from interlingua.errors import APIConnectionError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

Process: TypeAlias = tuple[int, int]
"""What tells a process from those that it was forked from."""

forks = 0
"""How many forks lie between this process and the first. An id alone comes again: when its process is gone, and in a PID namespace."""

_live: WeakSet[object] = WeakSet()
_kept: list[object] = []

_gate = threading.Lock()
_loading = threading.RLock()

_LATE: Final = ("encodings.idna", "stringprep")  # by `socket`, to look up an address


def this_process(process_id: Callable[[], int] = os.getpid) -> Process:
    """Name this process. The id is asked for as well, because not every fork tells Python of it: uWSGI's doesn't.

    Args:
        process_id: Gives the id; bound here, because what is left open is closed when the interpreter ends and has forgotten `os`.
    """
    return process_id(), forks


@contextmanager
def loading() -> Iterator[None]:
    """Import what a client is made of, and make it: a fork waits meanwhile, since its child would wait for ever for what is half done.

    One who waits holds the gate, so that a fork gets its turn however many are made.
    """
    with _gate:
        _loading.acquire()
    try:
        yield
    finally:
        _loading.release()


def load_first(name: str) -> None:
    """Import a module that a call needs before its client, while `loading` is held; nothing, where it is there."""
    if name not in sys.modules:
        with loading():
            importlib.import_module(name)


def keep_over_forks(value: object) -> None:
    """Have a forked process never let go of its copy of a value."""
    _live.add(value)


class PerProcess(Generic[T]):
    """A value that each process makes at its first use; a thread may ask at any time, and all of a process get the same."""

    def __init__(self, make: Callable[[], T]) -> None:
        # Imported before there is a call, and so perhaps a fork: asyncio's threads tell Python of a lock that forks hold, and to tell it
        # of that while a fork waits for `loading` would have the lock released unheld.
        import concurrent.futures.thread  # noqa: F401 - as said
        import ctypes

        self._let_stay = partial(ctypes.pythonapi.Py_IncRef, ctypes.py_object(_kept))
        self._make = make
        self._values: dict[Process, T] = {}

    def own(self) -> T:
        """Give this process's own value."""
        process = this_process()
        if process not in self._values:
            self._let_stay()  # not even the interpreter's end frees what is kept
            keep_over_forks(self._values.setdefault(process, self._make()))
        return self._values[process]

    def inherited(self) -> list[T]:
        """Give the values of the processes that this one was forked from."""
        process = this_process()
        return [value for owner, value in list(self._values.items()) if owner != process]


def load_late(*, is_async: bool) -> None:
    """Import what else only the first request would, while `loading` is held; and find out what SDKs tell of this machine.

    Python 3.11 asks a program of the system for that, and holds a lock meanwhile that is everybody's.
    """
    platform.platform()
    anyio = ("anyio._backends._asyncio",) if is_async and "anyio" in sys.modules else ()
    for name in (*_LATE, *anyio):
        importlib.import_module(name)


def check_client(made_in: Process) -> None:
    """Refuse a client of the caller's own that another process made: nobody here can make it anew.

    Raises:
        ConfigError: This process was forked from that one.
    """
    if made_in != this_process():
        what = "the client was made in another process, from which this one was forked, and they would read each other's answers"
        raise ConfigError(what, hint="make the client, and what it is given to, in the forked process itself", option="client")


def other_process(provider: str | None = None) -> APIConnectionError:
    """Make the error of an answer that another process reads."""
    what = "the answer is on a connection of another process, from which this one was forked"
    return APIConnectionError(what, provider=provider, hint="make the call in the process that reads its answer")


def _before_fork() -> None:
    _gate.acquire()
    _loading.acquire()


def _after_fork() -> None:
    _loading.release()
    _gate.release()


def _forked() -> None:
    global forks  # noqa: PLW0603 - the process has one
    forks += 1
    _kept.extend(_live)
    _after_fork()


if hasattr(os, "register_at_fork"):  # pragma: no branch - not on Windows, which has no fork
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_forked)
