"""What "the same conversation" means: two that have one normal form say the same, in the same order, in the same words.

| Row | Spelling | Normal form |
| --- | --- | --- |
| turn | adjacent messages of one role, `tool` excepted | one message, the parts in order |

A message that carries fields of its own (`provider_data`, or fields of a later version) begins a new turn: they belong to it alone.
No text changes, no two parts become one, and a tool's result stays a message of its own. (That tool-call arguments are compared as
JSON values needs no row: `ToolCallPart` itself is equal so.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from interlingua.types.conversation import Conversation
from interlingua.types.messages import ToolMessage
from interlingua.types.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types.messages import Message


@overload
def normal_form(value: Request) -> Request: ...
@overload
def normal_form(value: Conversation) -> Conversation: ...
@overload
def normal_form(value: Sequence[Message]) -> tuple[Message, ...]: ...
def normal_form(value: Request | Conversation | Sequence[Message]) -> Request | Conversation | tuple[Message, ...]:
    """Merge what belongs to one turn; a request keeps all its other fields."""
    if isinstance(value, Request | Conversation):
        return value.model_copy(update={"messages": normal_form(value.messages)})
    turns: list[list[Message]] = []
    for message in value:
        if turns and continues_turn(turns[-1][-1], message):
            turns[-1].append(message)
        else:
            turns.append([message])
    return tuple([_merged(turn) for turn in turns])


def continues_turn(previous: Message, message: Message) -> bool:
    """Tell whether a message goes on with the turn of the one before it."""
    return (
        type(message) is type(previous)
        and not isinstance(message, ToolMessage)
        and not message.provider_data
        and not message.model_extra
    )  # fmt: skip


def _merged(turn: list[Message]) -> Message:
    if len(turn) == 1:
        return turn[0]
    return turn[0].model_copy(update={"content": tuple([part for message in turn for part in message.content])})
