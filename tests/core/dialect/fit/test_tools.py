"""`interlingua.dialect.fit.tools`: tools, the choice among them, and the answer's schema."""

from __future__ import annotations

import pytest
from tests.core.dialect.fit.values import TOOLS, fitted, request, told

from interlingua.dialect import Limit
from interlingua.errors import ConversionError
from interlingua.types import OutputSchema, ProviderTool, ReasoningConfig, ToolChoice

OUTPUT = OutputSchema({"type": "object"}, name="answer")
NONE, AUTO, REQUIRED, ONE = ToolChoice("none"), ToolChoice("auto"), ToolChoice("required"), ToolChoice("tool", "two")
REASONING = ReasoningConfig(effort="low", provider_data={})


def test_a_model_without_tools() -> None:
    """Gets none, which is content, unless none was to be called anyway."""
    wanted, unwanted = fitted(request(tools=TOOLS, tool_choice=AUTO), "tools"), fitted(request(tools=TOOLS, tool_choice=NONE), "tools")

    assert (wanted.request.tools, wanted.request.tool_choice) == ((), None)
    assert told(wanted.losses) == [("$.tools", "content", None), ("$.tool_choice", "hint", None)]
    assert told(unwanted.losses) == [("$.tools", "hint", None), ("$.tool_choice", "hint", None)]
    assert fitted(request(), "tools").losses == ()


def test_more_tools_than_a_model_takes() -> None:
    """Nobody here can tell which ones may go."""
    assert fitted(request(tools=TOOLS), tools=Limit(at_most=2)).losses == ()
    with pytest.raises(ConversionError, match="no more than 1 tools") as caught:
        fitted(request(tools=TOOLS), tools=Limit(at_most=1))
    assert caught.value.path == "$.tools[1]"


def test_a_host_without_choices() -> None:
    """A choice of none is kept by sending none; to let it choose is what it does anyway, and to force it can't be said."""
    none, auto, required = (fitted(request(tools=TOOLS, tool_choice=choice), "tool_choice") for choice in (NONE, AUTO, REQUIRED))

    assert (none.request.tools, none.request.tool_choice) == ((), None)
    assert (auto.request.tools, auto.request.tool_choice) == (TOOLS, None)
    assert told(none.losses) == [("$.tools", "hint", None), ("$.tool_choice", "hint", None)]
    assert told(auto.losses) == [("$.tool_choice", "hint", None)]
    assert told(required.losses) == [("$.tool_choice", "content", None)]


def test_a_host_without_named_choices() -> None:
    """Gets the named tool alone, and that it must be called; a provider's own tools can't be meant."""
    own = ProviderTool("toy.plain", {"type": "search"})
    outgoing = fitted(request(tools=(TOOLS[0], own, TOOLS[1]), tool_choice=ONE), "tool_choice_named")

    assert (outgoing.request.tools, outgoing.request.tool_choice) == ((own, TOOLS[1]), REQUIRED)
    assert told(outgoing.losses) == [("$.tools[0]", "hint", None)]


def test_a_named_choice_of_a_tool_that_there_is_not() -> None:
    """Whose name no other tool has can't be sent alone, so that what was asked for is told."""
    outgoing = fitted(request(tools=TOOLS[:1], tool_choice=ToolChoice("tool", "three")), "tool_choice_named")

    assert (outgoing.request.tools, outgoing.request.tool_choice) == ((), REQUIRED)
    assert told(outgoing.losses) == [("$.tool_choice", "content", "required"), ("$.tools[0]", "hint", None)]


@pytest.mark.parametrize("choice", [REQUIRED, ONE])
def test_a_model_that_cannot_be_forced(choice: ToolChoice) -> None:
    """Is let to choose, which is content."""
    outgoing = fitted(request(tools=TOOLS, tool_choice=choice), "tool_choice_forced")

    assert outgoing.request.tool_choice == ToolChoice("auto", provider_data={})
    assert told(outgoing.losses) == [("$.tool_choice", "content", "auto")]
    assert fitted(request(tools=TOOLS, tool_choice=AUTO), "tool_choice_forced").losses == ()


def test_forced_beside_reasoning() -> None:
    """It calls and doesn't reason, where it can; one that always reasons is let to choose."""
    asked = request(tools=TOOLS, tool_choice=REQUIRED, reasoning=REASONING)
    off = fitted(asked, "tool_choice_forced_with_reasoning")
    silent = fitted(asked, "tool_choice_forced_with_reasoning", "reasoning_unasked")
    always = fitted(asked, "tool_choice_forced_with_reasoning", "reasoning_off")

    assert off.request.reasoning == ReasoningConfig(effort="none", provider_data={})
    assert silent.request.reasoning is None
    assert (always.request.reasoning, always.request.tool_choice) == (REASONING, ToolChoice("auto", provider_data={}))
    assert told(off.losses) == told(silent.losses) == [("$.reasoning", "hint", "none")]
    assert told(always.losses) == [("$.tool_choice", "content", "auto")]


def test_forced_beside_a_budget() -> None:
    """An effort is taken where only budgets aren't."""
    budget = request(tools=TOOLS, tool_choice=REQUIRED, reasoning=ReasoningConfig(budget_tokens=2048, provider_data={}))
    effort = request(tools=TOOLS, tool_choice=REQUIRED, reasoning=REASONING)

    assert told(fitted(budget, "tool_choice_forced_with_budget").losses) == [("$.reasoning", "hint", "none")]
    assert fitted(effort, "tool_choice_forced_with_budget").losses == ()


def test_parallel_calls() -> None:
    """Nothing is said of them to a model that wants nothing of it."""
    outgoing = fitted(request(tools=TOOLS, parallel_tool_calls=False), "parallel_tool_calls")

    assert outgoing.request.parallel_tool_calls is None
    assert told(outgoing.losses) == [("$.parallel_tool_calls", "hint", None)]


@pytest.mark.parametrize(
    ("lacks", "fields", "left"),
    [
        ("output_schema", {}, None),
        ("output_schema_with_tools", {"tools": TOOLS}, None),
        ("output_schema_with_tools", {}, OUTPUT),
        ("output_schema_streamed", {"stream": True}, None),
        ("output_schema_streamed", {}, OUTPUT),
    ],
)
def test_a_schema(lacks: str, fields: dict[str, object], left: OutputSchema | None) -> None:
    """Is left out where it isn't taken, or not beside what else is asked for; that is content."""
    outgoing = fitted(request(output_schema=OUTPUT, **fields), lacks)

    assert left == outgoing.request.output_schema
    assert told(outgoing.losses) == ([] if left else [("$.output_schema", "content", None)])
