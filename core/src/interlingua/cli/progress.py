"""What is shown on standard error meanwhile: how far a run is, a model being fetched or loaded, or just the wait for an answer."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING, Self

from interlingua.cli.output import is_terminal, note
from interlingua.provider import hookimpl
from interlingua.runtime import register_observer, unregister_observer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from rich.console import RenderableType
    from rich.progress import Progress as Bars
    from rich.progress import Task, TaskID
    from stamina.instrumentation import RetryDetails

    from interlingua.provider import CallRecord, Progress


@contextlib.contextmanager
def bar(name: str, total: int | None, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a run is, on a terminal, until the block's end.

    Args:
        name: What is done.
        total: The last position, or None where nobody knows.
        unit: What is counted.

    Yields:
        What shows a position, and how much has been done.
    """
    if not is_terminal(sys.stderr):
        yield lambda _position, _count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    words = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), TaskProgressColumn())
    rest = (TextColumn("{task.fields[figure]}", markup=False), TimeRemainingColumn())
    with Progress(*words, *rest, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=True) as bars:
        task = bars.add_task(name, total=total, figure="")
        yield lambda position, count: bars.update(task, completed=position, figure=f"{count:,} {unit}")


class Waiting:
    """Shows progress from its beginning until `stop`; keeps the record of the call, for `--usage`.

    On a terminal it draws bars that disappear; elsewhere it prints one line for each task.

    Attributes:
        record: How the last call went, or None before its end.
    """

    def __init__(self, what: str) -> None:
        """Begin nothing yet.

        Args:
            what: What is waited for where no provider reports anything.
        """
        self.record: CallRecord | None = None
        self._what = what
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID | None] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def __enter__(self) -> Self:
        """Begin to watch and to show."""
        from stamina.instrumentation import set_on_retry_hooks  # here, because `convert` shows its bar without it

        register_observer(self)
        set_on_retry_hooks([self._retried])
        if is_terminal(sys.stderr):
            self._bars = _bars()
            self._tasks[self._what] = self._bars.add_task(self._what, total=None, figure="")
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop watching."""
        from stamina.instrumentation import set_on_retry_hooks

        self.stop()
        unregister_observer(self)
        set_on_retry_hooks(None)  # stamina's own

    def stop(self) -> None:
        """Remove what is shown, for good; may be called often."""
        with self._lock:
            self._stopped = True
            if self._bars is not None:
                self._bars.stop()
                self._bars = None

    def _retried(self, details: RetryDetails) -> None:
        """Say why the answer takes longer, instead of stamina's log line."""
        note(f"{details.caused_by}: trying again in {details.wait_for:.1f} s")

    @hookimpl
    def interlingua_progress(self, progress: Progress) -> None:
        """Show what a provider reports; called from any thread."""
        with self._lock:
            if self._stopped:
                return
            if self._bars is not None:
                self._draw(self._bars, progress)
            elif progress.task not in self._tasks:
                self._tasks[progress.task] = None
                note(f"{progress.task} …")

    @hookimpl
    def interlingua_call_finished(self, record: CallRecord) -> None:
        """Keep the record."""
        self.record = record

    def _draw(self, bars: Bars, progress: Progress) -> None:
        waiting = self._tasks.get(self._what)
        if waiting is not None:
            bars.update(waiting, visible=progress.finished)
        task = self._tasks.get(progress.task)
        # Nothing done yet may stay so: loading reports its end alone. A bar comes with the first figure.
        total = progress.total if progress.done else None
        if task is None:
            task = self._tasks[progress.task] = bars.add_task(progress.task, total=total, figure="")
        bars.update(task, completed=progress.done, total=total, figure=figure(progress), visible=not progress.finished)


def figure(progress: Progress) -> str:
    """Say how much is done, where that is known. Pure."""
    if not (progress.total and progress.done):
        return ""
    if progress.unit == "bytes":
        return f"{progress.done / 1e6:.0f} of {progress.total / 1e6:.0f} MB"
    return f"{progress.done:g} of {progress.total:g} {progress.unit}".rstrip()


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
    from rich.table import Column
    from rich.text import Text

    class Bar(BarColumn):
        """A bar where there is a figure; the spinner alone shows that something goes on."""

        def __call__(self, task: Task) -> RenderableType:
            return Text() if task.total is None else super().__call__(task)

    # Cut at its end, where a terminal is narrow: Rich would break it in mid-word.
    words = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    figures = TextColumn("{task.fields[figure]}", markup=False, table_column=Column(no_wrap=True))
    console = Console(stderr=True)
    bar = Bar(bar_width=min(30, max(5, console.width // 4)))
    return Progress(SpinnerColumn(), words, bar, figures, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
