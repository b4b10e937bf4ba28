"""`interlingua.dialect.fit.run`: the pass as a whole."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialect.fit.values import request

from interlingua.dialect import EVERYTHING, FEATURES, Capabilities, Fitting, Limit, Outgoing, fit
from interlingua.dialect.losses import split
from interlingua.errors import ConversionError
from interlingua.testing.strategies import requests
from interlingua.types import AssistantMessage, Base64Source, ImagePart, UserMessage

if TYPE_CHECKING:
    from interlingua.dialect import Feature
    from interlingua.types import Request

EFFORTS = ("minimal", "low", "medium", "high", "xhigh", "max")
LIMITS: dict[Feature, st.SearchStrategy[Limit]] = {
    "temperature": st.sampled_from([Limit(at_most=1), Limit(0.1, 0.9), Limit(one_of=(1.0,))]),
    "top_p": st.sampled_from([Limit(at_most=0.9), Limit(one_of=(0.99,))]),
    "top_k": st.sampled_from([Limit(at_least=2), Limit(at_most=3)]),
    "max_tokens": st.sampled_from([Limit(at_most=3), Limit(at_least=16)]),
    "stop": st.just(Limit(at_most=1)),
    "reasoning_budget": st.sampled_from([Limit(at_least=1024), Limit(at_most=3)]),
    "reasoning_effort": st.lists(st.sampled_from(EFFORTS), min_size=1, unique=True).map(lambda words: Limit(one_of=tuple(words))),
    "image": st.just(Limit(one_of=("image/png", "image/jpeg"))),
    "document": st.just(Limit(one_of=("application/pdf",))),
}
KNOWN = st.builds(
    Capabilities,
    st.sets(st.sampled_from(sorted(FEATURES)), max_size=8).map(frozenset),
    limits=st.fixed_dictionaries({}, optional=LIMITS),
    refused_fields=st.just(frozenset({"a"})),
)


@given(requests())
def test_of_an_unknown_model_nothing_is_changed(asked: Request) -> None:
    """Neither by the value that says so, nor by one that is equal."""
    in_another_process = pickle.loads(pickle.dumps(EVERYTHING))  # noqa: S301 - our own bytes

    def never(_: Fitting) -> None:
        pytest.fail("a dialect's own rule was asked")

    assert Outgoing(asked) == fit(asked, EVERYTHING, "toy.plain", rules=[never])
    assert Outgoing(asked) == fit(asked, in_another_process, "toy.plain", rules=[never])


@given(requests(), KNOWN, st.booleans())
def test_what_fits_is_not_changed_again(asked: Request, known: Capabilities, counting: bool) -> None:  # noqa: FBT001 - drawn
    """The pass gives what passes."""
    try:
        once = fit(asked, known, "toy.plain", counting=counting)
    except ConversionError:
        return
    again = fit(once.request, known, "toy.plain", counting=counting)

    assert once.request == again.request
    assert again.losses == ()


@given(requests(), KNOWN)
def test_losses_name_places_of_the_callers_request(asked: Request, known: Capabilities) -> None:
    """Whatever was left out or moved: each message, part and tool is one that the caller said."""
    try:
        losses = fit(asked, known, "toy.plain").losses
    except ConversionError as error:
        paths = [error.path]
    else:
        paths = [loss.path for loss in losses]
    for path in paths:
        match split(path):
            case ("messages", int(message), "content", int(part), *_):
                assert part < len(asked.messages[message].content)
            case ("messages", int(message), *_):
                assert message < len(asked.messages)
            case ("tools", int(tool), *_):
                assert tool < len(asked.tools)
            case (name, *_):
                assert name in type(asked).model_fields


@given(requests(), KNOWN)
def test_what_is_changed_is_told(asked: Request, known: Capabilities) -> None:
    """No value goes silently."""
    try:
        outgoing = fit(asked, known, "toy.plain")
    except ConversionError:
        return

    assert outgoing.losses or outgoing.request == asked


def test_a_dialects_own_rules_come_first() -> None:
    """They see the request as it was made, and the others what they made of it."""
    seen: list[int | None] = []

    def rule(fitting: Fitting) -> None:
        seen.append(fitting.request.seed)
        fitting.set(temperature=2.0)

    outgoing = fit(request(seed=3), Capabilities(frozenset({"seed"}), limits={"temperature": Limit(at_most=1)}), "toy.plain", rules=[rule])

    assert seen == [3]
    assert (outgoing.request.seed, outgoing.request.temperature) == (None, 1.0)


def test_it_is_pure() -> None:
    """The caller's request stays as it was."""
    asked = request(seed=3)

    fit(asked, Capabilities(frozenset({"seed"})), "toy.plain")
    assert asked == request(seed=3)


def test_where_nothing_means_the_same_it_refuses() -> None:
    """With the place and a way out."""
    with pytest.raises(ConversionError, match="goes on from no answer") as caught:
        fit(request(AssistantMessage("I")), Capabilities(frozenset({"prefill"})), "toy.plain")
    assert (caught.value.path, bool(caught.value.hint)) == ("$.messages[0]", True)


def test_a_conversation_of_which_nothing_is_left_is_refused() -> None:
    """Every host refuses a list of no messages; what stood in the way is told."""
    image = ImagePart(Base64Source(media_type="image/png", data="AA=="))

    with pytest.raises(ConversionError) as caught:
        fit(request(UserMessage(image)), Capabilities(frozenset({"image"})), "toy.plain")

    assert caught.value.path == "$.messages"
    assert "$.messages[0].content[0]: the model takes no image" in str(caught.value.hint)
