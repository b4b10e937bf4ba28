"""Ids of calls and results that the wire leaves out or empty: made up, so that they pair, and left out again where both were.

A call without a `call_id` gets one that no other call or result of its body has; a result without one answers the earliest call that
waits for it. The wire's own spelling is kept beside the made-up id (see `interlingua_openai.wire`), and is written back while every
call and result of that id would be spelled so. A result that the caller made says the id, and then its call says it too.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from interlingua.types.messages import AssistantMessage, ToolMessage
from interlingua.types.parts import ToolCallPart
from interlingua_openai.responses.wire import DIALECT, marks_of
from interlingua_openai.wire import SPELLING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message

CALL_ID: Final = "call_id"

LONGEST_ID: Final = 64
"""See `interlingua_openai.call_ids`."""


class CallIds:
    """The ids of one body's calls, and which of the made-up ones wait for their results.

    Attributes:
        place: Where the item stands that is being read.
    """

    __slots__ = ("_prefix", "_taken", "_waiting", "place")

    def __init__(self, items: Iterable[JsonValue] = (), prefix: str | None = None) -> None:
        """Begin a body.

        Args:
            items: Its items.
            prefix: The id of the answer that they are in, if they are in one.
        """
        self._taken = frozenset(said for item in items if isinstance(item, dict) and isinstance(said := item.get(CALL_ID), str))
        self._prefix = f"call_{prefix}" if prefix else "call"
        self._waiting: deque[str] = deque()
        self.place = 0

    def of_call(self, item: JsonObject) -> str:
        """Give the id of a call, its own if it has one."""
        said = item.get(CALL_ID)
        if isinstance(said, str) and said:
            return said
        made = f"{self._prefix}_{self.place}"
        while made in self._taken:
            made += "_"
        self._waiting.append(made)
        return made

    def of_result(self, item: JsonObject) -> str:
        """Give the id of a result, its own if it has one; empty where no call waits."""
        said = item.get(CALL_ID)
        if isinstance(said, str) and said:
            return said
        return self._waiting.popleft() if self._waiting else ""


def said_ids(messages: Iterable[Message]) -> frozenset[str]:
    """Give the made-up ids that have to be said: ones that not every call and result with them would leave out."""
    left_out: set[str] = set()
    said: set[str] = set()
    for message in messages:
        if type(message) is AssistantMessage:
            for part in message.content:
                if type(part) is ToolCallPart:
                    (left_out if _is_made_up(part, part.id) else said).add(part.id)
        elif type(message) is ToolMessage:
            (left_out if _is_made_up(message, message.tool_call_id) else said).add(message.tool_call_id)
    return frozenset((left_out & said) - {""})  # an empty id pairs nothing


def with_id(kept: JsonObject) -> JsonObject:
    """Give kept fields without the wire's spelling of the id, so that the id itself is written."""
    marks = marks_of(kept)
    if CALL_ID not in marks:
        return kept
    return {**kept, SPELLING: {name: mark for name, mark in marks.items() if name != CALL_ID}}


def _is_made_up(value: ToolCallPart | ToolMessage, call_id: str) -> bool:
    pair = marks_of(value.provider_data.get(DIALECT)).get(CALL_ID) if value.provider_data else None
    return isinstance(pair, list) and pair[:1] == [call_id]
