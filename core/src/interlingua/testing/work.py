"""How much work a piece of code does, by counting: lines of Python, each turn of a loop anew, and the characters of every new text.

No clock is read, so that the same code on the same input gives the same figure on every machine, however busy.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_LONG = 64  # characters: shorter texts count with the step that made them


def work(do: Callable[[], object]) -> int:
    """Count what a call does.

    Args:
        do: What to call; what it returns is dropped.

    Returns:
        Lines that were run, and the length of every long text that a function saw anew in a variable, an attribute or a result.
    """
    counted = _Counted()
    before = sys.gettrace()
    sys.settrace(counted.trace)
    try:
        do()
    finally:
        sys.settrace(before)
    return counted.steps


class _Counted:
    def __init__(self) -> None:
        self.steps = 0
        self._seen: dict[int, object] = {}  # held, so that no other object gets its number

    def trace(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:  # noqa: ANN401 - the interpreter's own
        if event == "call":
            self._look(frame)
        elif event == "line":
            self.steps += 1
        elif event == "return":
            self._look(frame)
            self._see(arg)
        return self.trace

    def _look(self, frame: FrameType) -> None:
        for name, value in frame.f_locals.items():
            self._see(value)
            if name == "self":
                for inner in getattr(value, "__dict__", {}).values():
                    self._see(inner)
                for slot in getattr(type(value), "__slots__", ()):
                    self._see(getattr(value, slot, None))

    def _see(self, value: object) -> None:
        if isinstance(value, str | bytes) and len(value) > _LONG and id(value) not in self._seen:
            self._seen[id(value)] = value
            self.steps += len(value)
