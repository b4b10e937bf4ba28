"""Ids of tool calls, both ways: what the wire leaves out is made up, what the wire refuses is mapped.

**In.** The API always sends ids, but compatible servers may not. A call without one gets `call_0`, `call_1`, … in the order of the
body (behind the response's id where it has one; `call_0_` where another call has that id), and a result without one answers the
earliest call that waits for it. What the wire had is kept as the id's spelling and written back. So is an id that the API would refuse,
if this wire sent it all the same.

**Out.** The API refuses a `tool_use.id` that isn't letters, digits, `_` and `-`. Source: its own error message, "messages.1.content.0.
tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'". Another wire's ids may be anything (`functions.get:0`, or empty), so
`WireIds` maps those: every other character becomes `_`, and a short hash of the original follows. That is no loss: the
conversation keeps the original, and a call and its result get the same id.
"""

from __future__ import annotations

import re
from collections import deque
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.dialect import Kept
    from interlingua.types import JsonObject, JsonValue

_ACCEPTED = re.compile(r"[a-zA-Z0-9_-]+")
_REFUSED = re.compile(r"[^a-zA-Z0-9_-]")


def is_accepted(tool_id: str) -> bool:
    """Tell whether the API takes an id."""
    return _ACCEPTED.fullmatch(tool_id) is not None


def mapped_id(original: str, attempt: int = 0) -> str:
    """Give an id that the API takes in the place of one that it refuses; the same for the same arguments, always.

    Args:
        original: The conversation's id.
        attempt: How many ids of this original were taken already.
    """
    hashed = original.encode("utf-8", "surrogatepass") + b"\x00" * attempt
    return f"{_REFUSED.sub('_', original) or 'call'}_{sha256(hashed).hexdigest()[:8]}"


class WireIds:
    """The ids of one body on their way out: no two originals share one, and none depends on what comes after it."""

    __slots__ = ("_mapped", "_restored", "_taken")

    def __init__(self) -> None:
        """Begin a body."""
        self._mapped: dict[str, str] = {}  # the conversation's id → the wire's
        self._taken: set[str] = set()
        self._restored: dict[str, JsonObject] = {}  # a call's id → how its results say it, where the call has what the wire had

    def of_call(self, original: str, kept: Kept) -> JsonObject:
        """Give a call's `id` as a field, or no field: what this wire had, if it came from there, else one that it takes.

        Args:
            original: The conversation's id.
            kept: What the call keeps of this wire. A spelling of another id than the call has now is outdated.
        """
        spelling = kept.spelling("id") if kept.marks else None
        if spelling is not None and spelling[0] == original:
            self._restored[original] = _as_it_was("tool_use_id", spelling)
            return _as_it_was("id", spelling)
        if self._restored:
            self._restored.pop(original, None)
        return {"id": self._accepted(original)}

    def of_result(self, original: str, kept: Kept) -> JsonObject:
        """Give a result's `tool_use_id` as a field, or no field: what this wire had, else what was written for its call."""
        spelling = kept.spelling("tool_use_id") if kept.marks else None
        # A call of this id that didn't come from this wire has another now, and the result goes with it.
        if (
            spelling is not None
            and spelling[0] == original
            and (spelling[1:] != [original] or original in self._restored or original not in self._mapped)
        ):
            return _as_it_was("tool_use_id", spelling)
        restored = self._restored.get(original)
        return {"tool_use_id": self._accepted(original)} if restored is None else restored

    def _accepted(self, original: str) -> str:
        wire = self._mapped.get(original)
        if wire is None:
            wire = original if is_accepted(original) else mapped_id(original)
            attempt = 0
            while wire in self._taken:
                attempt += 1
                wire = mapped_id(original, attempt)
            self._taken.add(wire)
            self._mapped[original] = wire
        return wire


def _as_it_was(field: str, spelling: list[JsonValue]) -> JsonObject:
    return {field: spelling[1]} if len(spelling) > 1 else {}


class ToolIds:
    """Makes up the ids of one body on its way in."""

    __slots__ = ("_content", "_count", "_made", "_prefix", "_taken", "_waiting")

    def __init__(self, prefix: str = "call", content: Iterable[JsonValue] = ()) -> None:
        """Begin a body.

        Args:
            prefix: What the made-up ids begin with.
            content: The turns or blocks whose calls may have those very ids; read where one is made up.
        """
        self._prefix = prefix
        self._content = content
        self._taken: frozenset[str] | None = None
        self._count = 0
        self._made: set[str] = set()
        self._waiting: deque[str] = deque()

    def has_made(self, tool_id: str) -> bool:
        """Tell whether an id that the wire has is also one that was made up."""
        return tool_id in self._made

    def of_call(self) -> str:
        """Make up the id of a call."""
        if self._taken is None:
            self._taken = frozenset(_ids_in(self._content))
        made = f"{self._prefix}_{self._count}"
        self._count += 1
        while made in self._taken:
            made += "_"
        self._made.add(made)
        self._waiting.append(made)
        return made

    def of_result(self) -> str:
        """Give the id of the call that a result without an id answers."""
        if self._waiting:
            return self._waiting.popleft()
        made = self.of_call()
        self._waiting.pop()
        return made


def _ids_in(content: Iterable[JsonValue]) -> Iterator[str]:
    """Give the ids that calls have, in blocks or in turns of blocks."""
    for item in content:
        if isinstance(item, dict):
            if item.get("type") == "tool_use" and isinstance(own := item.get("id"), str):
                yield own
            elif isinstance(blocks := item.get("content"), list):
                yield from _ids_in(blocks)
