"""Ids of tool calls that the wire leaves out or empty: made up for the conversation, and written so that call and result pair.

A call without an id gets one that no other call or result of its body has; a result without an id answers the earliest call that
waits for it. The wire's own spelling is kept beside the made-up id (see wire.py), and where it is written back, call and result
both have none. They both get the made-up id in a request instead

- where the call was read in a response: its result will be made here, and answer the id that the caller was shown;
- where any other part of the same body says the id: a result that the caller made for a call of somebody else's history. Only
  such a call, whose own answer is still to come, is written otherwise once its result has been added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.messages import AssistantMessage, ToolMessage
from interlingua.types.parts import ToolCallPart
from interlingua_openai.chat.wire import DIALECT, SPELLING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message

LONGEST_ID: Final = 40
"""See `interlingua_openai.call_ids`."""

CALL_ID: Final = "id"
RESULT_ID: Final = "tool_call_id"
ANSWERS_ID: Final = "id in an answer"
"""Under `SPELLING`: how a response, and no request, spells the id of its call."""


def ids_in(messages: Sequence[JsonValue]) -> frozenset[str]:
    """Give every id that a body's calls and results have."""
    return frozenset(found for message in messages if isinstance(message, dict) for found in _ids_of(message))


def _ids_of(message: JsonObject) -> Iterator[str]:
    calls = message.get("tool_calls")
    said = [message.get(RESULT_ID), *(call.get(CALL_ID) for call in (calls if isinstance(calls, list) else ()) if isinstance(call, dict))]
    return (found for found in said if isinstance(found, str))


def made_up(prefix: str, index: int, taken: AbstractSet[str]) -> str:
    """Make up the id of a call.

    Args:
        prefix: What it begins with.
        index: The call's place in its message.
        taken: The ids that it may not have.
    """
    made = f"{prefix}_{index}"
    while made in taken:
        made += "_"
    return made


def is_made_up(part: ToolCallPart) -> bool:
    """Tell whether the wire gave a call no id that could pair it."""
    return _spelled(part.provider_data.get(DIALECT), (CALL_ID, ANSWERS_ID), part.id)


def said_ids(messages: Sequence[Message]) -> frozenset[str]:
    """Give the made-up ids that a request has to say: ones that not every call and result with them would leave out."""
    left_out: set[str] = set()
    said: set[str] = set()
    for message in messages:
        if type(message) is AssistantMessage:
            for part in message.content:
                if type(part) is ToolCallPart:
                    (left_out if _spelled(part.provider_data.get(DIALECT), (CALL_ID,), part.id) else said).add(part.id)
        elif type(message) is ToolMessage:
            call_id = message.tool_call_id
            (left_out if _spelled(message.provider_data.get(DIALECT), (RESULT_ID,), call_id) else said).add(call_id)
    return frozenset(left_out & said)


def without_spelling(kept: JsonObject, name: str) -> JsonObject:
    """Give kept fields without the wire's spelling of an id, so that the id itself is written."""
    spelling = kept.get(SPELLING)
    if not isinstance(spelling, dict):
        return kept
    left: JsonObject = {found: pair for found, pair in spelling.items() if found != name}
    rest: JsonObject = {found: value for found, value in kept.items() if found != SPELLING}
    return {**rest, SPELLING: left} if left else rest


def respelled(kept: JsonObject, name: str, new_name: str) -> JsonObject:
    """Give kept fields with one field's spelling under another name."""
    spelling = kept.get(SPELLING)
    if not isinstance(spelling, dict) or name not in spelling:
        return kept
    return {**kept, SPELLING: {new_name if found == name else found: pair for found, pair in spelling.items()}}


def _spelled(kept: JsonObject | None, names: tuple[str, ...], call_id: str) -> bool:
    """Tell whether an id is one that the wire spelled otherwise; not one that the caller changed since."""
    spelling = kept.get(SPELLING) if kept else None
    if not isinstance(spelling, dict):
        return False
    pairs = [spelling.get(name) for name in names]
    return any(isinstance(pair, list) and pair[:1] == [call_id] for pair in pairs)
