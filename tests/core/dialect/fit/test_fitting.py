"""`interlingua.dialect.fit.fitting`: a request on its way through the rules, and the places of what they change."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Fitting
from interlingua.dialect.fit.fitting import says_reasoning
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Loss, ReasoningConfig, Request, SystemMessage, TextPart, Tool, UserMessage

REQUEST = Request(
    model_id="m",
    messages=(SystemMessage("be brief"), UserMessage([TextPart("a"), TextPart("b")]), AssistantMessage("c"), UserMessage("d")),
    tools=(Tool("one", input_schema={}), Tool("two", input_schema={})),
)


def fitting(request: Request = REQUEST) -> Fitting:
    """A request that no rule has seen yet."""
    return Fitting(request, EVERYTHING, "toy.plain")


def test_places_are_the_callers() -> None:
    """Whatever was left out or moved before."""
    it = fitting()
    it.keep_parts({0: (), 1: (1,)})
    it.lose("$.messages[0].content[0]", "b", "content")
    it.reorder((2, 0, 1))
    it.lose("$.messages[0]", "d", "hint", "elsewhere")
    it.lose("$.messages[1].content[0].text", "b again", "hint")
    it.keep_tools((1,))
    it.lose("$.tools[0].name", "two", "hint")

    assert [message.text for message in it.request.messages] == ["d", "b", "c"]
    assert [tool.name for tool in it.request.tools if isinstance(tool, Tool)] == ["two"]
    assert it.outgoing().losses == (
        Loss("$.messages[1].content[1]", "b", "content"),
        Loss("$.messages[3]", "d", "hint", "elsewhere"),
        Loss("$.messages[1].content[1].text", "b again", "hint"),
        Loss("$.tools[1].name", "two", "hint"),
    )


def test_the_encoders_losses_are_the_callers_too() -> None:
    """What the pass gives can tell them, with its own before."""
    it = fitting()
    it.keep_parts({0: ()})
    it.lose("$.seed", "no seed", "hint")

    assert [loss.path for loss in it.outgoing().told((Loss("$.messages[0]", "x"),))] == ["$.seed", "$.messages[1]"]


def test_messages_may_be_said_otherwise_where_they_go() -> None:
    """Those that go nowhere are left out."""
    it = fitting()
    it.reorder((1, 3), (UserMessage("x"), UserMessage("y")))

    assert [message.text for message in it.request.messages] == ["x", "y"]
    it.lose("$.messages[1]", "d", "hint")
    assert it.losses[0].path == "$.messages[3]"


def test_a_refusal_names_the_callers_place() -> None:
    """And the way out."""
    it = fitting()
    it.keep_parts({0: ()})

    with pytest.raises(ConversionError, match="no such thing") as caught:
        it.refuse("$.messages[0]", "no such thing", "leave it out")
    assert ("$.messages[1]", "leave it out") == (caught.value.path, caught.value.hint)


def test_the_callers_request_stays_as_it_is() -> None:
    """The pass changes a copy."""
    it = fitting()
    it.set(seed=3)

    assert (it.request.seed, REQUEST.seed) == (3, None)
    assert REQUEST is fitting().outgoing().request


@pytest.mark.parametrize(
    ("reasoning", "said"),
    [
        (None, None),
        (ReasoningConfig(provider_data={}), None),
        (ReasoningConfig(effort="low", provider_data={}), True),
        (ReasoningConfig(effort="none", provider_data={}), False),
        (ReasoningConfig(budget_tokens=9, provider_data={}), True),
    ],
)
def test_whether_a_request_asks_for_reasoning(reasoning: ReasoningConfig | None, said: bool | None) -> None:  # noqa: FBT001 - expected
    """It says so, says that it doesn't, or leaves it to the model."""
    request = REQUEST.model_copy(update={"reasoning": reasoning})

    assert said is says_reasoning(request)
    unasked = Fitting(request, Capabilities(frozenset({"reasoning_unasked"})), "toy.plain")
    assert (bool(said), said is not False) == (unasked.reasons, fitting(request).reasons)


def test_a_dialect_may_know_better() -> None:
    """Its own fields may ask for reasoning."""
    assert Fitting(REQUEST, Capabilities(frozenset({"reasoning_unasked"})), "toy.plain", reasons=lambda _: True).reasons
