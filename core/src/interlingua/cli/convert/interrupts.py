"""Ctrl-C between two lines instead of within one.

Where it comes while pydantic asks Python whether a value is of a class, pydantic takes the exception for a no and drops it, with a
traceback on standard error. So it waits for the line's end, which is an instant away.
"""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

T = TypeVar("T")


class BetweenLines:
    """Within the block, `call` is never interrupted; Ctrl-C during one is raised when it is done."""

    def __init__(self) -> None:
        """Begin with nothing held back."""
        self._calling = False
        self._pending = False
        self._ours = False

    def __enter__(self) -> Self:
        """Listen, unless somebody else does."""
        default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        self._ours = default and threading.current_thread() is threading.main_thread()
        if self._ours:
            signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Listen no more."""
        if self._ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)

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
