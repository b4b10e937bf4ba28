"""Ids of tool calls, both ways: what the wire leaves out is made up, what the wire refuses is mapped.

**In.** The API always sends ids, but compatible servers may not. A call without one gets `call_0`, `call_1`, … in the order of the
body (behind the response's id where it has one), and a result without one answers the earliest call that waits for it.
What the wire had is kept on the part and written back. So is an id that the API would refuse, if this wire sent it all the same.

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

from interlingua_anthropic.messages.wire import absent_fields

if TYPE_CHECKING:
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

    def of_call(self, original: str, kept: JsonObject) -> JsonValue:
        """Give a call's id: what this wire had, if it came from there, else one that it takes.

        Args:
            original: The conversation's id.
            kept: The fields that the call has kept of this wire; where they mark the id as absent, `restore` takes it away.
        """
        if kept and _is_kept(kept, "id", original):
            self._restored[original] = {"tool_use_id": kept["id"]} if "id" in kept else {}
            return kept.get("id")
        if self._restored:
            self._restored.pop(original, None)
        return self._accepted(original)

    def of_result(self, original: str, kept: JsonObject) -> JsonObject:
        """Give a result's `tool_use_id` as a field, or no field: what this wire had, else what was written for its call."""
        if kept and _is_kept(kept, "tool_use_id", original):
            said = kept.get("tool_use_id")
            # A call of this id that didn't come from this wire has another now, and the result goes with it.
            if said != original or original in self._restored or original not in self._mapped:
                return {"tool_use_id": said} if "tool_use_id" in kept else {}
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


def _is_kept(kept: JsonObject, field: str, original: str) -> bool:
    """Tell whether the wire's own id was kept; one that says something else than the part does now is outdated."""
    if field in kept:
        said = kept[field]
        return not isinstance(said, str) or said in {"", original}
    return field in absent_fields(kept)


class ToolIds:
    """Makes up the ids of one body on its way in."""

    __slots__ = ("_count", "_made", "_prefix", "_waiting")

    def __init__(self, prefix: str = "call") -> None:
        """Begin a body.

        Args:
            prefix: What the made-up ids begin with.
        """
        self._prefix = prefix
        self._count = 0
        self._made: set[str] = set()
        self._waiting: deque[str] = deque()

    def has_made(self, tool_id: str) -> bool:
        """Tell whether an id that the wire says is also one that was made up."""
        return tool_id in self._made

    def of_call(self) -> str:
        """Make up the id of a call."""
        made = f"{self._prefix}_{self._count}"
        self._count += 1
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
