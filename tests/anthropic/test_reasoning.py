"""How much the model reasons, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.types import JsonObject, ReasoningConfig
from interlingua_anthropic.messages.reasoning import put_reasoning, take_reasoning
from interlingua_anthropic.messages.wire import LossLog

NAME = "anthropic.messages"


def write(reasoning: ReasoningConfig, *lacks: str) -> tuple[JsonObject, list[tuple[str, str]]]:
    """Give `thinking` and `effort` as they are written, and what is lost."""
    body: JsonObject = {}
    config: JsonObject = {}
    log = LossLog("$")
    put_reasoning(reasoning, body, config, Capabilities(frozenset(lacks)) if lacks else EVERYTHING, log)  # type: ignore[arg-type]  # feature names
    return body | config, [(loss.path, loss.kind) for loss in log.records]


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({}, None),
        ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, ReasoningConfig(budget_tokens=2000)),
        (
            {"thinking": {"type": "enabled", "budget_tokens": 2000, "display": "omitted"}, "effort": "max"},
            ReasoningConfig(effort="max", budget_tokens=2000, provider_data={NAME: {"display": "omitted"}}),
        ),
        ({"thinking": {"type": "adaptive"}}, ReasoningConfig(provider_data={NAME: {"type": "adaptive"}})),
        (
            {"thinking": {"type": "adaptive", "display": "summarized"}, "effort": "low"},
            ReasoningConfig(effort="low", provider_data={NAME: {"type": "adaptive", "display": "summarized"}}),
        ),
        ({"thinking": {"type": "between_tools"}}, ReasoningConfig(provider_data={NAME: {"type": "between_tools"}})),
        ({"thinking": {"type": "disabled"}}, ReasoningConfig(effort="none")),
        ({"thinking": {"type": "disabled"}, "effort": "low"}, ReasoningConfig(effort="low", provider_data={NAME: {"type": "disabled"}})),
        ({"thinking": {"type": "disabled", "x": 1}}, ReasoningConfig(provider_data={NAME: {"type": "disabled", "x": 1}})),
        (
            {"thinking": {"type": "enabled", "budget_tokens": 1.5}},
            ReasoningConfig(provider_data={NAME: {"type": "enabled", "budget_tokens": 1.5}}),
        ),
        ({"effort": "ultra"}, ReasoningConfig(effort="ultra")),
    ],
    ids=str,
)
def test_both_ways(wire: JsonObject, expected: ReasoningConfig | None) -> None:
    """Every form of thinking and effort is read, and written back as it was."""
    rest: JsonObject = {"thinking": wire["thinking"]} if "thinking" in wire else {}
    config: JsonObject = {"effort": wire["effort"]} if "effort" in wire else {}

    assert take_reasoning(rest, config) == expected
    assert (rest, config) == ({}, {})
    assert expected is None or write(expected) == (wire, [])


@pytest.mark.parametrize(
    "wire",
    [{"thinking": None}, {"thinking": {}}, {"thinking": {"type": 5}}, {"effort": "minimal"}, {"effort": "none"}, {"effort": None}],
    ids=str,
)
def test_what_is_left(wire: JsonObject) -> None:
    """What isn't modelled, or is another wire's word, is left to be kept."""
    rest: JsonObject = {"thinking": wire["thinking"]} if "thinking" in wire else {}
    config: JsonObject = {"effort": wire["effort"]} if "effort" in wire else {}

    assert take_reasoning(rest, config) is None
    assert rest | config == wire


def test_words_of_other_wires() -> None:
    """The least effort of another wire is the least of this one, and no effort at all switches thinking off."""
    assert write(ReasoningConfig(effort="minimal")) == ({"effort": "low"}, [("$.reasoning.effort", "hint")])
    assert write(ReasoningConfig(effort="none")) == ({"thinking": {"type": "disabled"}}, [])


def test_display_alone() -> None:
    """A display without a type belongs to adaptive thinking."""
    shown = ReasoningConfig(provider_data={NAME: {"display": "summarized"}})

    assert write(shown) == ({"thinking": {"type": "adaptive", "display": "summarized"}}, [])


def test_contradictions() -> None:
    """Who says how to think and not to think at once is told which of the two is sent."""
    budget = ReasoningConfig(effort="none", budget_tokens=2000)
    adaptive = ReasoningConfig(effort="none", provider_data={NAME: {"type": "adaptive"}})

    assert write(budget) == ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, [("$.reasoning.effort", "hint")])
    assert write(adaptive) == ({"thinking": {"type": "adaptive"}}, [("$.reasoning.effort", "hint")])


def test_lacking_features() -> None:
    """What a model doesn't take is left out, with a hint; the rest stays."""
    shown = ReasoningConfig(budget_tokens=2000, provider_data={NAME: {"display": "omitted"}})

    assert write(shown, "reasoning_budget") == (
        {"thinking": {"type": "adaptive", "display": "omitted"}},
        [("$.reasoning.budget_tokens", "hint")],
    )
    assert write(ReasoningConfig(effort="low"), "reasoning_effort") == ({}, [("$.reasoning.effort", "hint")])
    assert write(ReasoningConfig(effort="none"), "reasoning_off") == ({}, [("$.reasoning.effort", "hint")])
