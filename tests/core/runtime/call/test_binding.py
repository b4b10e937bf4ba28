"""What becomes of reasoning that no longer stands where it was made."""

from __future__ import annotations

import pytest

from interlingua._runtime.call.binding import settled
from interlingua.dialect import Outgoing
from interlingua.errors import ConversionError
from interlingua.provider import Unbound
from interlingua.types import AssistantMessage, Loss, ReasoningPart, Request, TextPart, UserMessage

ANSWER = AssistantMessage([TextPart("a"), ReasoningPart(signature="s"), ReasoningPart(signature="t"), TextPart("b")])
OUTGOING = Outgoing(Request(model_id="m", messages=[UserMessage("q"), ANSWER, UserMessage("r"), ANSWER]))
UNBOUND = (Unbound(3, "it moved"),)


def test_drop() -> None:
    """The reasoning of that message is left out, each piece told with its place; everything else stays as it was."""
    sent = settled(OUTGOING, UNBOUND, "drop")

    assert (TextPart("a"), TextPart("b")) == sent.request.messages[3].content
    assert OUTGOING.request.messages[:3] == sent.request.messages[:3]
    reason = "it moved, so the model refuses this reasoning, and it is left out"
    assert (Loss("$.messages[3].content[1]", reason, "hint"), Loss("$.messages[3].content[2]", reason, "hint")) == sent.losses
    assert Loss("$.messages[3].content[3].text", "x") == sent.told((Loss("$.messages[3].content[1].text", "x"),))[-1]


def test_places_of_what_was_left_out_before() -> None:
    """Where messages and parts stay behind already, places are the caller's all the same."""
    kept = Loss("$.messages[1]", "another host's", "hint")
    before = OUTGOING._replace(losses=(kept,), messages=(0, 2, 3, 5), parts={1: (4, 5, 6, 7), 3: (0, 2, 4, 6)})

    sent = settled(before, UNBOUND, "drop")

    assert ["$.messages[1]", "$.messages[5].content[2]", "$.messages[5].content[4]"] == [loss.path for loss in sent.losses]
    assert ((0, 2, 3, 5), {1: (4, 5, 6, 7), 3: (0, 6)}) == (sent.messages, sent.parts)


def test_a_message_of_nothing_else() -> None:
    """A message that says nothing without it is left out as well, and the places of those behind it stay the caller's."""
    silent = AssistantMessage(ReasoningPart(signature="s"))
    request = Request(model_id="m", messages=[UserMessage("q"), silent, UserMessage("r"), ANSWER])

    sent = settled(Outgoing(request, parts={3: (1, 2, 3, 4)}), (Unbound(1, "it moved"),), "drop")

    assert (request.messages[0], *request.messages[2:]) == sent.request.messages
    assert ["$.messages[1].content[0]"] == [loss.path for loss in sent.losses]
    assert "$.messages[3].content[4]" == sent.told((Loss("$.messages[2].content[3]", "x"),))[-1].path


def test_send() -> None:
    """It goes out as it is, and is told."""
    sent = settled(OUTGOING, UNBOUND, "send")

    assert sent.request is OUTGOING.request
    assert ["it moved, so the model may refuse this reasoning"] * 2 == [loss.reason for loss in sent.losses]


def test_raise() -> None:
    """The first place is named, with what to do."""
    with pytest.raises(ConversionError, match="it moved, so the model refuses") as raised:
        settled(OUTGOING, UNBOUND, "raise")

    assert "$.messages[3].content[1]" == raised.value.path
    assert "unbound_reasoning=drop" in str(raised.value)
