"""Reasoning, both ways: blocks of thinking, and how much to reason."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import NAME, keeps

from interlingua.dialect import LossLog
from interlingua.types import JsonObject, OpaquePart, ReasoningBlock, ReasoningConfig, ReasoningPart
from interlingua_anthropic.messages.reasoning import decode_thinking, encode_thinking, put_reasoning, take_reasoning


def write(reasoning: ReasoningConfig) -> tuple[JsonObject, list[tuple[str, str]]]:
    """Give `thinking` and `effort` as they are written, and what is lost."""
    body: JsonObject = {}
    config: JsonObject = {}
    log = LossLog(NAME)
    put_reasoning(reasoning, body, config, log)
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


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            {"type": "thinking", "thinking": "Hm", "signature": "s"},
            ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="anthropic"),
        ),
        ({"type": "thinking", "thinking": "", "signature": "s"}, ReasoningPart(signature="s", provider="anthropic")),
        (
            {"type": "thinking", "thinking": ""},
            ReasoningPart(provider="anthropic", provider_data=keeps(spelling={"signature": [None]})),
        ),
        (
            {"type": "thinking", "thinking": "Hm", "signature": None, "$absent": []},
            ReasoningPart(
                blocks=(ReasoningBlock("full", "Hm"),), provider="anthropic", provider_data=keeps({"signature": None, "$absent": []})
            ),
        ),
        ({"type": "redacted_thinking", "data": "d"}, ReasoningPart(redacted_data="d", provider="anthropic")),
        (
            {"type": "redacted_thinking", "data": "d", "x": 1},
            ReasoningPart(redacted_data="d", provider="anthropic", provider_data=keeps({"x": 1})),
        ),
    ],
)
def test_thinking_both_ways(block: JsonObject, expected: ReasoningPart) -> None:
    """Thinking becomes a part, its signature kept, and goes back as it was, unsigned too if this wire left it so."""
    log = LossLog(NAME)

    assert decode_thinking(block) == expected
    assert encode_thinking(expected, log) == block
    assert log.records == []


@pytest.mark.parametrize("block", [{"type": "thinking", "thinking": None}, {"type": "redacted_thinking", "data": 5}])
def test_odd_thinking(block: JsonObject) -> None:
    """A block whose own fields have other types is kept whole."""
    assert decode_thinking(block) == OpaquePart(NAME, block)


def test_thinking_that_was_signed_since() -> None:
    """A signature goes out wherever there is one."""
    part = ReasoningPart(signature="s", provider="anthropic", provider_data=keeps(spelling={"signature": [None]}))

    assert encode_thinking(part, LossLog(NAME)) == {"type": "thinking", "thinking": "", "signature": "s"}


def test_a_field_that_disagrees() -> None:
    """A kept field of a canonical name loses, with a hint at the value that keeps it."""
    log = LossLog(NAME)
    body: JsonObject = {}
    put_reasoning(ReasoningConfig(budget_tokens=5, provider_data=keeps({"budget_tokens": 6})), body, {}, log)

    assert body == {"thinking": {"type": "enabled", "budget_tokens": 5}}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.reasoning.provider_data['anthropic.messages'].budget_tokens", "hint")]


@pytest.mark.parametrize(
    ("part", "expected", "losses"),
    [
        (
            ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="anthropic"),
            {"type": "thinking", "thinking": "Hm", "signature": "s"},
            [],
        ),
        (ReasoningPart(signature="s", provider="anthropic"), {"type": "thinking", "thinking": "", "signature": "s"}, []),
        (ReasoningPart(redacted_data="d", provider="anthropic"), {"type": "redacted_thinking", "data": "d"}, []),
        (ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), provider="anthropic"), None, [""]),
        (ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="openai"), None, [""]),
        (ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s"), None, [""]),
        (
            ReasoningPart(
                blocks=(ReasoningBlock("full", "a"), ReasoningBlock("full", "b")),
                signature="s",
                encrypted_content="e",
                provider="anthropic",
            ),
            {"type": "thinking", "thinking": "ab", "signature": "s"},
            [".blocks", ".encrypted_content"],
        ),
        (
            ReasoningPart(blocks=(ReasoningBlock("full", "a"),), signature="s", redacted_data="d", provider="anthropic"),
            {"type": "redacted_thinking", "data": "d"},
            [".signature", ".blocks"],
        ),
    ],
)
def test_what_goes_back(part: ReasoningPart, expected: JsonObject | None, losses: list[str]) -> None:
    """Only what Claude signed or redacted goes back to it; the rest is a hint."""
    log = LossLog(NAME, "$.message")
    log.part = 0

    assert encode_thinking(part, log) == expected
    assert [(loss.path, loss.kind) for loss in log.records] == [(f"$.message.content[0]{field}", "hint") for field in losses]
