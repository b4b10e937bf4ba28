"""The progress bar of `convert` and `check`, on standard error where that is a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from interlingua.cli.output import is_terminal

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress


class Bar:
    """Shows how far a run is; disappears at its end."""

    def __init__(self, name: str, total: int | None, unit: str) -> None:
        """Begin nothing yet.

        Args:
            name: What is done.
            total: The last position, or None where nobody knows.
            unit: What is counted.
        """
        self._name = name
        self._total = total
        self._unit = unit
        self._bars: Progress | None = None

    def __enter__(self) -> Self:
        """Begin to show, on a terminal."""
        if is_terminal(sys.stderr):
            self._bars = _bars()
            self._bars.add_task(self._name, total=self._total, figure="")
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove the bar."""
        if self._bars is not None:
            self._bars.stop()

    def advance(self, position: int, count: int) -> None:
        """Show a position, and how much has been done."""
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], completed=position, figure=f"{count:,} {self._unit}")


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    words = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), TaskProgressColumn())
    rest = (TextColumn("{task.fields[figure]}", markup=False), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*words, *rest, console=console, transient=True, redirect_stdout=False, redirect_stderr=True)
