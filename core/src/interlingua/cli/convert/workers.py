"""Conversion over processes: the order stays, and only a few batches are in memory at once.

Ctrl-C belongs to the parent alone, and comes between two lines instead of within one. A worker whose parent is gone, however that
went, ends by itself.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, Self, TypeVar

from interlingua.cli.convert.items import convert_item, convert_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import FrameType, TracebackType

    from interlingua.cli.convert.items import Batch, Outcome
    from interlingua.runtime import LineRules

T = TypeVar("T")

_AHEAD: Final = 3
"""How many batches per process are read before the first of them is written."""


def converted(batches: Iterable[Batch], rules: LineRules, jobs: int) -> Iterator[tuple[Batch, Sequence[Outcome]]]:
    """Give each batch with what became of its lines, in the order of the input."""
    if jobs == 1:
        with BetweenLines() as between:
            for batch in batches:
                yield batch, [between.call(partial(convert_item, item, rules)) for item in batch.items]
        return
    with _pool(jobs) as pool:
        waiting: deque[tuple[Batch, Future[list[Outcome]]]] = deque()
        for batch in batches:
            with _held_interrupt():
                waiting.append((batch, pool.submit(convert_items, batch.items, rules)))
            if len(waiting) >= jobs * _AHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


@contextlib.contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Spawned, not forked: the progress bar's thread may hold a lock at that very moment.
    context = multiprocessing.get_context("spawn")
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        pool.shutdown(cancel_futures=True)  # the pool itself fetches them: who asks beside it may be told that one still runs
        raise
    pool.shutdown()


@contextlib.contextmanager
def _held_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back for an instant: a worker that is started here never hears it, not even before it can say so itself.

    Nor does the parent, half-way through starting one: another thread may be the one that the signal reaches, and Python would raise
    here all the same.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - not on Windows
        yield
        return
    listener = signal.getsignal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else None
    heard: list[int] = []
    if listener is not None:
        signal.signal(signal.SIGINT, lambda signum, _: heard.append(signum))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if listener is not None:
            signal.signal(signal.SIGINT, listener)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    for signum in heard:
        signal.raise_signal(signum)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True, name="interlingua-follow-parent").start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        raise AssertionError("a worker has a parent")
    parent.join()
    os._exit(1)  # pragma: no cover - nothing outlives it


class BetweenLines:
    """Within the block, `call` is never interrupted; Ctrl-C during one is raised when it is done.

    Where it comes while pydantic asks Python whether a value is of a class, pydantic takes the exception for a no and drops it, with a
    traceback on standard error. So it waits for the line's end, which is an instant away.
    """

    def __init__(self) -> None:
        """Begin with nothing held back."""
        self._calling = False
        self._pending = False
        self._before: Callable[[int, FrameType | None], None] | None = None

    def __enter__(self) -> Self:
        """Listen, also in place of another one around it, unless somebody else does."""
        before = signal.getsignal(signal.SIGINT)
        ours = before is signal.default_int_handler or isinstance(getattr(before, "__self__", None), BetweenLines)
        if ours and callable(before) and threading.current_thread() is threading.main_thread():
            self._before = before
            signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Listen no more."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def call(self, function: Callable[[], T]) -> T:
        """Call a function.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed meanwhile.
        """
        self._calling = True
        try:
            result = function()
        finally:
            self._calling = False
        if self._pending:
            self._pending = False
            raise KeyboardInterrupt
        return result

    def _hear(self, signum: int, frame: FrameType | None) -> None:
        if not self._calling:
            signal.default_int_handler(signum, frame)
        self._pending = True
