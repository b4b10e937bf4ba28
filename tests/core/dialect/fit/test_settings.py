"""`interlingua.dialect.fit.settings`: sampling, limits, labels, and fields of the wire alone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.dialect.fit.values import fitted, request, told

from interlingua.dialect import Capabilities, Limit, fit
from interlingua.types import ReasoningConfig

REASONING = ReasoningConfig(effort="low", provider_data={})


@pytest.mark.parametrize("name", ["temperature", "top_p", "top_k", "max_tokens", "seed", "metadata", "stop"])
def test_what_is_refused_is_left_out(name: str) -> None:
    """As a hint: it tunes the answer."""
    values: dict[str, Any] = {"stop": ["END"], "metadata": {"user": "me"}}
    asked = request(**{name: values.get(name, 1)})
    outgoing = fitted(asked, name)

    assert getattr(outgoing.request, name) is None
    assert told(outgoing.losses) == [(f"$.{name}", "hint", None)]
    assert fitted(request(), name).losses == ()


@pytest.mark.parametrize(
    ("name", "asked", "limit", "left"),
    [
        ("temperature", 1.5, Limit(at_most=1), 1.0),
        ("temperature", 0.0, Limit(at_least=0.1, at_most=1), 0.1),
        ("temperature", 0.0, Limit(at_most=0), 0.0),
        ("temperature", 0.5, Limit(at_most=0), 0.0),
        ("temperature", 0.5, Limit(one_of=(1.0,)), None),
        ("temperature", 1.0, Limit(one_of=(1.0,)), 1.0),
        ("top_k", 1, Limit(at_least=2), 2),
        ("top_k", 90, Limit(at_most=40), 40),
        ("max_tokens", 9000, Limit(at_most=4096), 4096),
        ("max_tokens", 1, Limit(at_least=16), 16),
        ("max_tokens", 16, Limit(at_least=16, at_most=99), 16),
    ],
)
def test_numbers_come_into_their_bounds(name: str, asked: float, limit: Limit, left: float | None) -> None:
    """To the nearest; where the taken ones are listed, others are left out, since none of them is near."""
    outgoing = fitted(request(**{name: asked}), **{name: limit})

    assert left == getattr(outgoing.request, name)
    assert told(outgoing.losses) == ([] if left == asked else [(f"$.{name}", "hint", left)])


def test_sampling_beside_reasoning() -> None:
    """Where a model refuses it: only what changes nothing, or next to nothing, stays."""
    odd = fitted(request(temperature=0.5, top_p=0.9, top_k=3, reasoning=REASONING), "sampling_with_reasoning")
    plain = fitted(request(temperature=1.0, top_p=1.0, reasoning=REASONING), "sampling_with_reasoning")
    unreasoned = fitted(request(temperature=0.5), "sampling_with_reasoning", "reasoning_unasked")

    assert told(odd.losses) == [("$.temperature", "hint", None), ("$.top_p", "hint", None), ("$.top_k", "hint", None)]
    assert plain.losses == unreasoned.losses == ()


def test_two_samplers() -> None:
    """Where a model refuses both, the temperature stays; also where one of both is refused anyway."""
    asked = request(temperature=0.5, top_p=0.9)

    assert told(fitted(asked, "temperature_with_top_p").losses) == [("$.top_p", "hint", None)]
    assert told(fitted(asked, "temperature_with_top_p", "temperature").losses) == [("$.temperature", "hint", None)]


def test_stop_texts() -> None:
    """Blank ones are a hint, since nobody ends an answer at a space; those above the number are content."""
    asked = request(stop=[" \n", "A", "B", "C"])
    outgoing = fitted(asked, "stop_blank", stop=Limit(at_most=2))

    assert outgoing.request.stop == ("A", "B")
    assert told(outgoing.losses) == [("$.stop[0]", "hint", None), ("$.stop[3]", "content", None)]
    assert fitted(request(stop=[" "]), "stop_blank").request.stop is None
    assert fitted(request(stop=["", "A"]), "stop_blank").request.stop == ("A",)
    assert fitted(asked, stop=Limit(at_most=4)).request == asked


def test_counting_ends_no_answer() -> None:
    """Who counts tokens gets no answer, so that nothing about its end is told."""
    asked = request(stop=[" "], max_tokens=9000)

    assert fitted(asked, "stop_blank", "stop", counting=True, max_tokens=Limit(at_most=1)).losses == ()


def test_fields_of_the_wire_alone() -> None:
    """What is refused is left out; those of other wires are none of its business."""
    asked = request(provider_data={"toy.plain": {"logprobs": True, "n": 1}, "other": {"logprobs": True}})
    outgoing = fit(asked, Capabilities(refused_fields=frozenset({"logprobs", "x"})), "toy.plain")

    assert outgoing.request.provider_data == {"toy.plain": {"n": 1}, "other": {"logprobs": True}}
    assert told(outgoing.losses) == [("$.provider_data['toy.plain'].logprobs", "hint", None)]
    assert ["this wire, or the model, has no field 'logprobs'"] == [loss.reason for loss in outgoing.losses]


def test_labels_beyond_the_number_of_a_model() -> None:
    """Are left out from the end on, each told."""
    outgoing = fit(request(metadata={"a": "1", "b": "2", "c": "3"}), Capabilities(limits={"metadata": Limit(at_most=2)}), "toy")

    assert outgoing.request.metadata == {"a": "1", "b": "2"}
    assert told(outgoing.losses) == [("$.metadata.c", "hint", None)]


def test_which_top_p_is_taken_beside_reasoning() -> None:
    """One alone, unless a row says which others."""
    asked = request(reasoning=REASONING, top_p=0.97)
    some = Capabilities(frozenset({"sampling_with_reasoning"}), limits={"top_p_with_reasoning": Limit(0.95, 1)})

    assert fitted(asked, "sampling_with_reasoning").request.top_p is None
    assert fit(asked, some, "toy").request.top_p == 0.97
    assert fit(request(reasoning=REASONING, top_p=0.9), some, "toy").request.top_p is None


def test_a_field_is_taken_so() -> None:
    """A number in its bounds, a word among others, also within the wire's own objects; what none of it says of stays."""
    limits = {
        "n": Limit(at_most=8),
        "text.verbosity": Limit(one_of=("medium",)),
        "reasoning.mode": Limit(one_of=("plain",)),
        "x.y": Limit(),
    }
    known = Capabilities(refused_fields=frozenset({"reasoning.summary", "audio"}), field_limits=limits)
    own = {"n": 9, "text": {"verbosity": "low", "format": 1}, "x": 3, "audio": {}}
    asked = request(
        provider_data={"toy": own}, reasoning=ReasoningConfig(effort="low", provider_data={"toy": {"mode": "pro", "summary": "auto"}})
    )

    outgoing = fit(asked, known, "toy")

    assert outgoing.request.provider_data == {"toy": {"n": 8, "text": {"format": 1}, "x": 3}}
    assert outgoing.request.reasoning == ReasoningConfig(effort="low", provider_data={})
    assert sorted(told(outgoing.losses), key=str) == [
        ("$.provider_data.toy.audio", "content", None),
        ("$.provider_data.toy.n", "hint", 8),
        ("$.provider_data.toy.text.verbosity", "hint", None),
        ("$.reasoning.provider_data.toy.mode", "hint", None),
        ("$.reasoning.provider_data.toy.summary", "hint", None),
    ]
    assert ["the model takes a n of at most 8"] == [loss.reason for loss in outgoing.losses if loss.replaced_by == 8]
    alone = request(reasoning=ReasoningConfig(provider_data={"toy": {"summary": "auto"}}))
    assert fit(alone, known, "toy").request.reasoning is None
