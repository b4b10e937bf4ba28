"""Conversations that break the pairing of tool calls and results, each with what is wrong and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hypothesis import strategies as st

from interlingua.testing.strategies.messages import message_lists, tool_messages
from interlingua.testing.strategies.parts import tool_call_parts
from interlingua.types import AssistantMessage, ToolMessage, UserMessage

if TYPE_CHECKING:
    from interlingua.types import Message, ToolCallPart

Reason: TypeAlias = Literal[
    "missing",  # a call has no result
    "orphan",  # a result has no call
    "second",  # a call has a second result
    "astray",  # a result stands behind what the user said next
    "twice",  # two calls of one turn have one id
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InvalidConversation:
    """A conversation that can't be sent.

    Attributes:
        messages: What was said.
        reason: What is wrong.
        message_index: The first message that breaks the rule: what the error names.
        tool_call_id: The id that has no partner, or too many.
    """

    messages: tuple[Message, ...]
    reason: Reason
    message_index: int
    tool_call_id: str


@st.composite
def invalid_conversations(draw: st.DrawFn) -> InvalidConversation:
    """A conversation that is whole up to one exchange, which breaks the rule in one of five ways."""
    before = (*draw(message_lists()), UserMessage("go on"))
    call = draw(tool_call_parts())
    broken, offset, reason = draw(st.sampled_from(_BREAKS))(draw, call)
    return InvalidConversation((*before, *broken), reason, len(before) + offset, call.id)


def _missing(draw: st.DrawFn, call: ToolCallPart) -> tuple[list[Message], int, Reason]:
    return [AssistantMessage(call), *draw(st.sampled_from([[], [UserMessage("well?")]]))], 0, "missing"


def _orphan(draw: st.DrawFn, call: ToolCallPart) -> tuple[list[Message], int, Reason]:
    lonely = call.id + "_"
    return [AssistantMessage("no call"), draw(tool_messages(call.id)), draw(tool_messages(lonely))], 1, "orphan"


def _second(draw: st.DrawFn, call: ToolCallPart) -> tuple[list[Message], int, Reason]:
    return [AssistantMessage(call), draw(tool_messages(call.id)), draw(tool_messages(call.id))], 2, "second"


def _astray(draw: st.DrawFn, call: ToolCallPart) -> tuple[list[Message], int, Reason]:
    result: ToolMessage = draw(tool_messages(call.id))
    return [AssistantMessage(call), result, UserMessage("thanks"), AssistantMessage("welcome"), result], 4, "astray"


def _twice(draw: st.DrawFn, call: ToolCallPart) -> tuple[list[Message], int, Reason]:
    return [AssistantMessage([call, call]), draw(tool_messages(call.id))], 0, "twice"


_BREAKS = (_missing, _orphan, _second, _astray, _twice)
