"""`interlingua.dialect.fit.reasoning`: efforts and budgets."""

from __future__ import annotations

import pytest
from tests.core.dialect.fit.values import fitted, request, told

from interlingua.dialect import Limit
from interlingua.dialect.fit.reasoning import with_effort
from interlingua.types import ReasoningConfig


def reasoning(effort: str | None = None, budget: int | None = None) -> ReasoningConfig:
    """How much to reason."""
    return ReasoningConfig(effort=effort, budget_tokens=budget, provider_data={})


@pytest.mark.parametrize(
    ("asked", "taken", "left"),
    [
        ("low", ("low", "high"), "low"),
        ("medium", ("low", "high"), "low"),
        ("xhigh", ("low", "high"), "high"),
        ("minimal", ("none", "medium"), "medium"),
        ("low", ("turbo",), None),
        ("none", ("low", "high"), "none"),
    ],
)
def test_an_effort_becomes_the_nearest_one(asked: str, taken: tuple[str, ...], left: str | None) -> None:
    """The lower of two that are as near; `none` has a feature of its own."""
    outgoing = fitted(request(reasoning=reasoning(asked)), reasoning_effort=taken)

    assert outgoing.request.reasoning == (None if left is None else reasoning(left))
    assert told(outgoing.losses) == ([] if left == asked else [("$.reasoning.effort", "hint", left)])


def test_a_model_without_efforts() -> None:
    """Gets none, but for the word that it shall not reason; a budget stays."""
    assert told(fitted(request(reasoning=reasoning("low", 2048)), "reasoning_effort").losses) == [("$.reasoning.effort", "hint", None)]
    assert fitted(request(reasoning=reasoning("low", 2048)), "reasoning_effort").request.reasoning == reasoning(None, 2048)
    assert fitted(request(reasoning=reasoning("none")), "reasoning_effort").losses == ()


@pytest.mark.parametrize(("taken", "left"), [(("low", "high"), "low"), (("high", "minimal"), "minimal"), (None, None)])
def test_a_model_that_always_reasons(taken: tuple[str, ...] | None, left: str | None) -> None:
    """Reasons as little as it can."""
    outgoing = fitted(request(reasoning=reasoning("none")), "reasoning_off", **({} if taken is None else {"reasoning_effort": taken}))

    assert told(outgoing.losses) == [("$.reasoning.effort", "hint", left)]
    assert outgoing.request.reasoning == (None if left is None else reasoning(left))


@pytest.mark.parametrize(
    ("budget", "whole", "limit", "left"),
    [
        (500, None, Limit(at_least=1024), 1024),
        (5000, None, Limit(at_most=4000), 4000),
        (2000, 1500, Limit(at_least=1024), 1499),
        (2000, 1000, Limit(at_least=1024), None),
        (2000, 2001, Limit(at_least=1024), 2000),
    ],
)
def test_a_budget(budget: int, whole: int | None, limit: Limit, left: int | None) -> None:
    """It comes into its bounds and below the whole, or is left out where no such budget is."""
    asked = request(reasoning=reasoning(None, budget), max_tokens=whole)
    outgoing = fitted(asked, "reasoning_budget_above_max_tokens", reasoning_budget=limit)

    assert outgoing.request.reasoning == (None if left is None else reasoning(None, left))
    assert told(outgoing.losses) == ([] if left == budget else [("$.reasoning.budget_tokens", "hint", left)])


def test_a_budget_that_is_refused() -> None:
    """Leaves nothing of reasoning behind but what else was said."""
    assert fitted(request(reasoning=reasoning(None, 2048)), "reasoning_budget").request.reasoning is None
    assert fitted(request(reasoning=reasoning("low", 2048)), "reasoning_budget").request.reasoning == reasoning("low")


def test_counting_has_no_whole() -> None:
    """No answer counts against it."""
    outgoing = fitted(request(reasoning=reasoning(None, 2048), max_tokens=9), counting=True, reasoning_budget=Limit(at_least=1024))

    assert outgoing.losses == ()


def test_what_only_a_wire_says_of_reasoning_stays() -> None:
    """Where nothing canonical is left."""
    asked = ReasoningConfig(effort="low", provider_data={"toy.plain": {"summary": "auto"}})

    assert with_effort(asked, None) == ReasoningConfig(provider_data={"toy.plain": {"summary": "auto"}})
