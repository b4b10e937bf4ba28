"""`interlingua.dialect.pairing`: the check, and the repair that a caller may ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect import pairing
from interlingua.dialect.pairing import check_pairing, repaired
from interlingua.errors import PairingError
from interlingua.types import (
    AssistantMessage,
    Conversation,
    Loss,
    Message,
    OpaquePart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)

HI = UserMessage("hi")
MARK = {"example.dialect": {"x": 1}}


def said(*ids: str, **fields: object) -> AssistantMessage:
    """Make an assistant's message with calls."""
    return AssistantMessage([ToolCallPart(call_id, "f", "{}") for call_id in ids], **fields)  # type: ignore[arg-type]


def result(call_id: str, text: str = "") -> ToolMessage:
    """Make a call's result."""
    return ToolMessage(tool_call_id=call_id, content=text)


def opaque(call_id: str) -> OpaquePart:
    """Make a block that nothing here models, with an id somewhere inside."""
    return OpaquePart("example.dialect", {"type": "x", "inner": [{"n": 1, "id": call_id}]})


NO_RESULT = ToolMessage(tool_call_id="a", content="no result", is_error=True)

WHOLE: dict[str, list[Message]] = {
    "nothing": [],
    "no calls": [SystemMessage("S"), HI, AssistantMessage("hello"), HI],
    "one call": [HI, said("a"), result("a")],
    "parallel, in another order": [HI, said("a", "b"), result("b"), result("a"), HI],
    "an id that comes again later": [said("a"), result("a"), said("a"), result("a")],
    "a turn of two messages": [said("a"), AssistantMessage("and"), result("a")],
    "a result of an opaque call": [AssistantMessage([opaque("a")]), result("a")],
    "a result of an opaque call, later": [AssistantMessage([opaque("a")]), HI, result("a")],
    "an opaque answer among the results": [said("a", "b"), UserMessage([opaque("b")]), result("a")],
    "an opaque answer after the results": [said("a", "b"), result("a"), UserMessage([opaque("b"), TextPart("look")])],
}

BROKEN: dict[str, tuple[list[Message], tuple[int, str, str], list[Message], list[Loss]]] = {
    "no result at the end": (
        [HI, said("a")],
        (1, "a", "tool call 'a' has no result right after it"),
        [HI, said("a"), NO_RESULT],
        [Loss(path="$.messages[1].content[0]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict())],
    ),
    "no result before the next turn": (
        [said("b", "a"), result("b"), HI],
        (0, "a", "tool call 'a' has no result right after it"),
        [said("b", "a"), result("b"), NO_RESULT, HI],
        [Loss(path="$.messages[0].content[1]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict())],
    ),
    "no result before a turn that begins with fields of its own": (
        [said("a"), said(provider_data=MARK)],
        (0, "a", "tool call 'a' has no result right after it"),
        [said("a"), NO_RESULT, said(provider_data=MARK)],
        [Loss(path="$.messages[0].content[0]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict())],
    ),
    "no call": (
        [HI, result("a"), HI],
        (1, "a", "the result of tool call 'a' has no call before it"),
        [HI, HI],
        [Loss(path="$.messages[1]", reason="the result of tool call 'a' has no call before it")],
    ),
    "a result before its call": (
        [result("a"), said("a")],
        (0, "a", "the result of tool call 'a' has no call before it"),
        [said("a"), NO_RESULT],
        [
            Loss(path="$.messages[0]", reason="the result of tool call 'a' has no call before it"),
            Loss(path="$.messages[1].content[0]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict()),
        ],
    ),
    "a result that came late": (
        [said("a", "b"), result("b"), HI, result("a", "late"), HI],
        (0, "a", "tool call 'a' has no result right after it"),
        [said("a", "b"), result("b"), result("a", "late"), HI, HI],
        [Loss(path="$.messages[3]", reason="the result of tool call 'a' doesn't stand right after its call", kind="hint")],
    ),
    "a second result": (
        [said("a"), result("a", "1"), result("a", "2")],
        (2, "a", "tool call 'a' has a second result"),
        [said("a"), result("a", "1")],
        [Loss(path="$.messages[2]", reason="tool call 'a' has a second result")],
    ),
    "a second result, late": (
        [said("a"), result("a", "1"), HI, result("a", "2")],
        (3, "a", "the result of tool call 'a' doesn't stand right after its call"),
        [said("a"), result("a", "1"), HI],
        [Loss(path="$.messages[3]", reason="tool call 'a' has a second result")],
    ),
    "one id twice": (
        [HI, said("a", "a", "a"), result("a", "1"), result("a", "2")],
        (1, "a", "two calls of one turn have the id 'a'"),
        [HI, said("a", "a-2", "a-3"), result("a", "1"), result("a-2", "2"),
         ToolMessage(tool_call_id="a-3", content="no result", is_error=True)],
        [
            Loss(path="$.messages[1].content[1].id", reason="two calls of one turn have the id 'a'", kind="hint", replaced_by="a-2"),
            Loss(path="$.messages[1].content[2].id", reason="two calls of one turn have the id 'a'", kind="hint", replaced_by="a-3"),
            Loss(path="$.messages[1].content[2]", reason="tool call 'a' has no result right after it",
                 replaced_by=ToolMessage(tool_call_id="a-3", content="no result", is_error=True).to_dict()),
            Loss(path="$.messages[3].tool_call_id", reason="two calls of one turn have the id 'a'", kind="hint", replaced_by="a-2"),
        ],
    ),
    "one id twice, and the next one taken": (
        [said("a", "a-2"), said("a"), result("a"), result("a-2"), result("a", "other")],
        (1, "a", "two calls of one turn have the id 'a'"),
        [said("a", "a-2"), said("a-3"), result("a"), result("a-2"), result("a-3", "other")],
        [
            Loss(path="$.messages[1].content[0].id", reason="two calls of one turn have the id 'a'", kind="hint", replaced_by="a-3"),
            Loss(path="$.messages[4].tool_call_id", reason="two calls of one turn have the id 'a'", kind="hint", replaced_by="a-3"),
        ],
    ),
    "an opaque answer that says nothing of the call": (
        [said("a"), UserMessage([opaque("b")])],
        (0, "a", "tool call 'a' has no result right after it"),
        [said("a"), UserMessage([opaque("b")]), NO_RESULT],
        [Loss(path="$.messages[0].content[0]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict())],
    ),
    "an opaque answer beside what is missing": (
        [said("b", "a"), UserMessage([opaque("b"), TextPart("look")])],
        (0, "a", "tool call 'a' has no result right after it"),
        [said("b", "a"), NO_RESULT, UserMessage([opaque("b"), TextPart("look")])],
        [Loss(path="$.messages[0].content[1]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict())],
    ),
    "an opaque answer of the first of two with one id": (
        [said("a", "a"), UserMessage([opaque("a")])],
        (0, "a", "two calls of one turn have the id 'a'"),
        [said("a", "a-2"), UserMessage([opaque("a")]), NO_RESULT.model_copy(update={"tool_call_id": "a-2"})],
        [
            Loss(path="$.messages[0].content[1].id", reason="two calls of one turn have the id 'a'", kind="hint", replaced_by="a-2"),
            Loss(
                path="$.messages[0].content[1]",
                reason="tool call 'a' has no result right after it",
                replaced_by=NO_RESULT.model_copy(update={"tool_call_id": "a-2"}).to_dict(),
            ),
        ],
    ),
    "a result of an opaque call beside a broken turn": (
        [AssistantMessage([opaque("o")]), result("o"), said("a")],
        (2, "a", "tool call 'a' has no result right after it"),
        [AssistantMessage([opaque("o")]), result("o"), said("a"), NO_RESULT],
        [Loss(path="$.messages[2].content[0]", reason="tool call 'a' has no result right after it", replaced_by=NO_RESULT.to_dict())],
    ),
}  # fmt: skip


@pytest.mark.parametrize("messages", WHOLE.values(), ids=WHOLE)
def test_whole(messages: list[Message]) -> None:
    """What keeps the rule passes, and a repair leaves it alone."""
    conversation = Conversation(messages)
    check_pairing(messages)

    assert repaired(conversation).value is conversation
    assert repaired(messages).value == conversation
    assert repaired(messages).losses == ()


@pytest.mark.parametrize(("messages", "fault"), [case[:2] for case in BROKEN.values()], ids=BROKEN)
def test_broken(messages: list[Message], fault: tuple[int, str, str]) -> None:
    """The first message that breaks the rule is named, with the id and the reason."""
    with pytest.raises(PairingError) as caught:
        check_pairing(messages)

    assert (caught.value.message_index, caught.value.tool_call_id, caught.value.reason) == fault


_SAID = [HI, said(), said("a"), said("a", "b"), said("a", "a"), SystemMessage("s"), result("a"), result("b"), UserMessage([opaque("a")])]


@given(st.lists(st.sampled_from(_SAID), max_size=7))
def test_the_short_way_agrees(messages: list[Message]) -> None:
    """What a plain conversation is spared, the whole check would have passed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pairing, "_are_plainly_paired", lambda _: False)
        try:
            check_pairing(messages)
        except PairingError:
            patched.undo()
            assert not pairing._are_plainly_paired(messages)


def test_what_is_plain() -> None:
    """The rest is looked at in full."""
    assert [name for name, messages in WHOLE.items() if pairing._are_plainly_paired(messages)] == [
        "nothing",
        "no calls",
        "one call",
        "parallel, in another order",
        "an id that comes again later",
    ]


@pytest.mark.parametrize(("messages", "fault", "mended", "losses"), BROKEN.values(), ids=BROKEN)
def test_repaired(messages: list[Message], fault: tuple[int, str, str], mended: list[Message], losses: list[Loss]) -> None:
    """A repair says all that it did, where it did it, and keeps the rest of the conversation."""
    decoded = repaired(Conversation(messages))

    assert fault
    assert decoded.value == Conversation(mended)
    assert list(decoded.losses) == losses
    check_pairing(decoded.value.messages)


def test_keeps_what_a_later_version_saved() -> None:
    """A repair keeps the conversation's other fields."""
    conversation = Conversation.model_validate({"messages": [result("a").to_dict()], "title": "Weather"})

    assert repaired(conversation).value.to_dict() == {"format": 2, "messages": [], "title": "Weather"}
