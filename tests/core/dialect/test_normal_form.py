"""`interlingua.dialect.normal_form`: what "the same conversation" means."""

from __future__ import annotations

import pytest

from interlingua.dialect.normal_form import continues_turn, normal_form
from interlingua.types import (
    AssistantMessage,
    Conversation,
    Message,
    Request,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)

MARK = {"anthropic.messages": {"x": 1}}
CALL = ToolCallPart("1", "f", "{}")


@pytest.mark.parametrize(
    ("messages", "normal"),
    [
        ([], ()),
        ([UserMessage("a"), UserMessage("b")], (UserMessage([TextPart("a"), TextPart("b")]),)),
        ([SystemMessage("a"), SystemMessage("b")], (SystemMessage([TextPart("a"), TextPart("b")]),)),
        ([AssistantMessage([CALL]), AssistantMessage("b")], (AssistantMessage([CALL, TextPart("b")]),)),
        ([UserMessage("a"), UserMessage("b"), UserMessage("c")], (UserMessage([TextPart("a"), TextPart("b"), TextPart("c")]),)),
        ([UserMessage([]), UserMessage("b")], (UserMessage("b"),)),
        ([UserMessage("a", provider_data=MARK), UserMessage("b")], (UserMessage([TextPart("a"), TextPart("b")], provider_data=MARK),)),
    ],
    ids=["nothing", "user", "system", "assistant", "three", "empty", "fields on the first"],
)
def test_merges(messages: list[Message], normal: tuple[Message, ...]) -> None:
    """Adjacent messages of one role are one turn; the first one's fields are the turn's."""
    assert normal_form(messages) == normal


@pytest.mark.parametrize(
    "messages",
    [
        (UserMessage("a"), AssistantMessage("b"), UserMessage("c")),
        (UserMessage("a"), UserMessage("b", provider_data=MARK)),
        (UserMessage("a"), UserMessage.model_validate({"content": "b", "later": 1})),
        (ToolMessage(tool_call_id="1", content="a"), ToolMessage(tool_call_id="2", content="b")),
        (ToolMessage(tool_call_id="1", content="a"), UserMessage("b")),
        (UserMessage([TextPart("a"), TextPart("b")]),),
    ],
    ids=["other role", "fields of its own", "fields of a later version", "results", "result and user", "two texts"],
)
def test_keeps_apart(messages: tuple[Message, ...]) -> None:
    """What isn't one turn stays as it is, message by message."""
    assert normal_form(messages) == messages
    assert all(kept is message for kept, message in zip(normal_form(messages), messages, strict=True))


def test_request_and_conversation() -> None:
    """A request and a conversation keep their class and all other fields."""
    messages = (UserMessage("a"), UserMessage("b"))
    merged = normal_form(messages)

    assert normal_form(Conversation(messages)) == Conversation(merged)
    assert normal_form(Request(model_id="m", messages=messages, seed=1)) == Request(model_id="m", messages=merged, seed=1)


def test_continues_turn() -> None:
    """The one rule, for others to ask."""
    assert continues_turn(UserMessage("a"), UserMessage("b"))
    assert not continues_turn(UserMessage("a"), AssistantMessage("b"))
