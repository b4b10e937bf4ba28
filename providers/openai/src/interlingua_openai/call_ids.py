"""Ids of tool calls that OpenAI refuses for their length: another wire's are mapped, its own go back as they came.

Source: the API's own errors, as users quote them. Chat Completions: "Invalid 'messages[10].tool_calls[0].id': string too long. Expected a
string with maximum length 40" (https://github.com/agno-agi/agno/issues/5382; newer models say 64). Responses: "Invalid
'input[95].call_id': string too long. Expected a string with maximum length 64" (https://github.com/AnswerDotAI/fastllm/issues/45).

A mapped id is the original's beginning and a hash of the whole: the same for the same original, always, whatever else is said. That is
no loss: the conversation keeps the original, and a call and its result get the same id. An id that this wire itself said is marked when
it is read, and stays: hosts other than OpenAI may take longer ones.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from interlingua.types.messages import AssistantMessage, ToolMessage
from interlingua.types.parts import ToolCallPart
from interlingua_openai.wire import SPELLING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from interlingua.types.base import JsonObject
    from interlingua.types.messages import Message

OWN: Final = "own id"
"""Under `SPELLING`: the wire itself said the id, though it is long."""

_HASH: Final = 12


def mark_own(kept: JsonObject, call_id: str, longest: int) -> JsonObject:
    """Mark that an id which is too long was read from this wire; nothing is marked beside any other.

    Args:
        kept: What else is kept of the call or result; never changed.
        call_id: The id that the call or result was given.
        longest: How long an id may be.
    """
    if len(call_id) <= longest:
        return kept
    spelling = kept.get(SPELLING)
    return {**kept, SPELLING: {**(spelling if isinstance(spelling, dict) else {}), OWN: True}}


def with_short_ids(messages: tuple[Message, ...], dialect: str, longest: int) -> tuple[Message, ...]:
    """Give the messages with every id that the wire takes.

    Args:
        messages: A conversation.
        dialect: The dialect that is written.
        longest: How long an id may be.
    """
    foreign = _foreign_ids(messages, dialect, longest)
    if not foreign:
        return messages
    return tuple([_shortened(message, foreign, longest) for message in messages])


def short_id(original: str, longest: int) -> str:
    """Give the id that stands for a long one."""
    hashed = sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{original[: longest - _HASH - 1]}_{hashed}"


def _foreign_ids(messages: Sequence[Message], dialect: str, longest: int) -> set[str]:
    """Give the ids that are too long and that this wire didn't say; a result's mark counts only where its call isn't there."""
    own: dict[str, bool] = {}
    for message in messages:
        if type(message) is ToolMessage and len(message.tool_call_id) > longest:
            own.setdefault(message.tool_call_id, _is_own(message, dialect))
        elif type(message) is AssistantMessage:
            own.update(
                {part.id: _is_own(part, dialect) for part in message.content if type(part) is ToolCallPart and len(part.id) > longest}
            )
    return {call_id for call_id, is_own in own.items() if not is_own}


def _is_own(value: ToolCallPart | ToolMessage, dialect: str) -> bool:
    spelling = value.provider_data.get(dialect, {}).get(SPELLING)
    return isinstance(spelling, dict) and spelling.get(OWN) is True


def _shortened(message: Message, foreign: AbstractSet[str], longest: int) -> Message:
    if isinstance(message, ToolMessage) and message.tool_call_id in foreign:
        return message.model_copy(update={"tool_call_id": short_id(message.tool_call_id, longest)})
    if not isinstance(message, AssistantMessage) or not any(call.id in foreign for call in message.tool_calls):
        return message
    parts = [
        part.model_copy(update={"id": short_id(part.id, longest)}) if isinstance(part, ToolCallPart) and part.id in foreign else part
        for part in message.content
    ]  # fmt: skip
    return message.model_copy(update={"content": tuple(parts)})
