"""Ids for tool calls that the wire leaves without one.

The API always sends ids, but compatible servers may not. A call without one gets `call_0`, `call_1`, … in the order of the
body (behind the response's id where it has one), and a result without one answers the earliest call that waits for it.
What the wire had is kept on the part and written back.
"""

from __future__ import annotations

from collections import deque


class ToolIds:
    """Makes up the ids of one body."""

    __slots__ = ("_count", "_prefix", "_waiting")

    def __init__(self, prefix: str = "call") -> None:
        """Begin a body.

        Args:
            prefix: What the made-up ids begin with.
        """
        self._prefix = prefix
        self._count = 0
        self._waiting: deque[str] = deque()

    def of_call(self) -> str:
        """Make up the id of a call."""
        made = f"{self._prefix}_{self._count}"
        self._count += 1
        self._waiting.append(made)
        return made

    def of_result(self) -> str:
        """Give the id of the call that a result without an id answers."""
        if self._waiting:
            return self._waiting.popleft()
        made = self.of_call()
        self._waiting.pop()
        return made
