"""Twin of dialect/outgoing.py: leaving parts and messages out, and where what is lost stands in the caller's conversation."""

from __future__ import annotations

from interlingua.dialect import Outgoing
from interlingua.types import AssistantMessage, Loss, Request, TextPart, UserMessage

PARTS = [TextPart(text) for text in "abc"]
WHOLE = Outgoing(Request(model_id="m", messages=(UserMessage("q"), AssistantMessage(PARTS), AssistantMessage(PARTS), UserMessage("r"))))


def texts(outgoing: Outgoing) -> list[str]:
    """What is said."""
    return [message.text for message in outgoing.request.messages]


def test_places_are_the_callers_however_often_something_is_left_out() -> None:
    """Parts first, then a whole message and more parts; a path that names none of them stays."""
    once = WHOLE.without({2: (1, 2)})
    twice = once.without({1: (), 2: (1,)})
    losses = (Loss("$.messages[1].content[0].text", "x"), Loss("$.messages[2]", "y"), Loss("$.tools[0]", "z"))

    assert (["q", "abc", "bc", "r"], ["q", "c", "r"]) == (texts(once), texts(twice))
    assert ["$.messages[2].content[2].text", "$.messages[3]", "$.tools[0]"] == [loss.path for loss in twice.told(losses)]


def test_what_stays_whole_is_the_same_message() -> None:
    """All parts of it stay, or nothing is said of it."""
    same = WHOLE.without({1: (0, 1, 2)})

    assert WHOLE.request.messages == same.request.messages
    assert all(new is old for new, old in zip(same.request.messages, WHOLE.request.messages, strict=True))
    assert ((), {}) == (same.messages, same.parts)


def test_a_loss_is_told_once() -> None:
    """What encoding tells of a whole part covers what stays behind of it."""
    mine = Loss("$.messages[1].content[0].provider_data.x", "mine", "hint")
    part = Loss("$.messages[1].content[0]", "the part", "hint")

    assert (part,) == WHOLE._replace(losses=(mine,)).told((part,))
    assert (mine,) == WHOLE._replace(losses=(mine,)).told(())
