"""Law 4: each result follows its call; what breaks that is refused by index, and mended on request with a record of each step."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interlingua.dialect import check_pairing, normal_form, repaired
from interlingua.dialect.losses import split
from interlingua.errors import PairingError
from interlingua.testing import strategies as canonical
from interlingua.types import AssistantMessage, Conversation, OpaquePart, SystemMessage, ToolCallPart, ToolMessage, UserMessage

if TYPE_CHECKING:
    from interlingua.types import Message

IDS = st.sampled_from(["a", "b", "a-2"])
OPAQUE = IDS.map(lambda name: OpaquePart("example.dialect", {"type": "x_call", "id": name}))
CALLS = IDS.map(lambda name: ToolCallPart(name, "tool", "{}"))
MESSAGES = (
    st.lists(CALLS | OPAQUE, max_size=3).map(AssistantMessage)
    | st.lists(OPAQUE, max_size=1).map(UserMessage)
    | st.just(UserMessage("hi"))
    | st.just(SystemMessage("be brief"))
    | st.just(AssistantMessage("hello", provider_data={"example.dialect": {"x": 1}}))
    | IDS.map(lambda name: ToolMessage(tool_call_id=name, content=name))
)
TAKEN = [OpaquePart("example.dialect", {"type": "x_call", "id": "a-2"})]  # an id that would be made up
TAKEN_RESULT = ToolMessage(tool_call_id="a-2", content="a-2")
ANY_ORDER = st.lists(MESSAGES, max_size=8).map(Conversation)


class TestCheck:
    """A conversation that breaks the rule is refused with the message's index."""

    @given(messages=canonical.message_lists())
    def test_whole(self, messages: tuple[Message, ...]) -> None:
        """What is paired passes, in its normal form too."""
        check_pairing(messages)
        check_pairing(normal_form(messages))

    @given(broken=canonical.invalid_conversations())
    def test_broken(self, broken: canonical.InvalidConversation) -> None:
        """What breaks the rule in any way is refused, and the error names the message and the id."""
        with pytest.raises(PairingError) as caught:
            check_pairing(broken.messages)

        assert (caught.value.message_index, caught.value.tool_call_id) == (broken.message_index, broken.tool_call_id), broken.reason

    @given(messages=canonical.message_lists(), data=st.data())
    def test_missing(self, messages: tuple[Message, ...], data: st.DataObject) -> None:
        """Without one of its results, a conversation is refused, and the error names the call and its message."""
        results = [index for index, message in enumerate(messages) if isinstance(message, ToolMessage)]
        if not results:
            return
        gone = data.draw(st.sampled_from(results))

        with pytest.raises(PairingError) as caught:
            check_pairing(messages[:gone] + messages[gone + 1 :])

        caller = messages[caught.value.message_index]
        assert caught.value.tool_call_id == messages[gone].tool_call_id
        assert caught.value.tool_call_id in {call.id for call in caller.tool_calls}


class TestRepair:
    """`repaired(conversation)` mends on request and says what it did."""

    @given(conversation=ANY_ORDER)
    @example(Conversation([AssistantMessage([ToolCallPart("a", "tool", "{}"), ToolCallPart("a", "tool", "{}"), *TAKEN]), TAKEN_RESULT]))
    @example(Conversation([AssistantMessage([ToolCallPart("a-2", "tool", "{}"), *TAKEN]), TAKEN_RESULT, TAKEN_RESULT]))
    def test_mends(self, conversation: Conversation) -> None:
        """What was mended passes the check, and there is nothing left to mend."""
        mended = repaired(conversation).value
        check_pairing(mended.messages)

        assert repaired(mended).value == mended
        assert repaired(mended).losses == ()

    @given(messages=canonical.message_lists())
    def test_leaves_alone(self, messages: tuple[Message, ...]) -> None:
        """What breaks no rule is not touched."""
        conversation = Conversation(messages)

        assert repaired(conversation).value is conversation
        assert repaired(conversation).losses == ()

    @given(conversation=ANY_ORDER)
    def test_accounts_for_everything(self, conversation: Conversation) -> None:
        """Only results come and go; each that does has its loss, and the order of all else stays."""
        decoded = repaired(conversation)
        before, after = conversation.messages, decoded.value.messages
        left_out = sum(loss.kind == "content" and loss.replaced_by is None for loss in decoded.losses)
        made_up = sum(loss.kind == "content" and loss.replaced_by is not None for loss in decoded.losses)

        assert len(after) == len(before) - left_out + made_up
        assert _said(after) == _said(before)
        assert Counter(_results(after)) - Counter({"no result": made_up}) <= Counter(_results(before))

    @given(conversation=ANY_ORDER)
    def test_paths(self, conversation: Conversation) -> None:
        """Each loss names a place in the conversation as it was, in order."""
        indices = []
        for loss in repaired(conversation).losses:
            steps = split(loss.path)
            value = conversation.to_dict()
            for step in steps:
                value = value[step]
            indices.append(steps[1])

        assert indices == sorted(indices)


def _said(messages: tuple[Message, ...]) -> list[object]:
    """What was said apart from tools' results; calls without their ids, which a repair may tell apart."""
    return [
        [part.name if isinstance(part, ToolCallPart) else part for part in message.content]
        for message in messages
        if not isinstance(message, ToolMessage)
    ]  # fmt: skip


def _results(messages: tuple[Message, ...]) -> list[str]:
    return [message.text for message in messages if isinstance(message, ToolMessage)]
