"""What Claude's API refuses of a request's fields; each refusal with its row is in `test_refusals.py`."""

from __future__ import annotations

from typing import ClassVar

import pytest

from interlingua import Model, Tool, ToolChoice, UserMessage, get_dialect
from interlingua.dialect import Capabilities
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    Message,
    ProviderTool,
    ReasoningConfig,
    ReasoningPart,
    Request,
    ToolCallPart,
    ToolMessage,
)
from interlingua_anthropic.messages.fitting import says_reasoning
from interlingua_anthropic.messages.request import encode_request

NAME = "anthropic.messages"
OLD = "extra_headers=anthropic-version: 2023-06-01"
TOOL = Tool("f", "d", {"type": "object", "properties": {}})


def asked(**fields: object) -> Request:
    """A request."""
    return Request.model_validate({"messages": [UserMessage("hi")], **fields})


@pytest.mark.parametrize(
    ("reasoning", "expected"),
    [
        (None, None),
        (ReasoningConfig(effort="high"), None),
        (ReasoningConfig(effort="none"), False),
        (ReasoningConfig(budget_tokens=2000), True),
        (ReasoningConfig(provider_data={NAME: {"type": "adaptive"}}), True),
        (ReasoningConfig(effort="high", provider_data={NAME: {"type": "disabled"}}), False),
        (ReasoningConfig(provider_data={NAME: {"type": "between_tools"}}), False),
    ],
)
def test_says_reasoning(reasoning: ReasoningConfig | None, expected: bool | None) -> None:  # noqa: FBT001 - a case
    """An effort alone asks for no thinking, where the model doesn't think of its own accord."""
    assert says_reasoning(asked(reasoning=reasoning)) is expected


class TestKept:
    """What a caller keeps for this wire by hand is seen as what it says."""

    KEPT: ClassVar[JsonObject] = {
        "thinking": {"type": "enabled", "budget_tokens": 2000},
        "temperature": 0.5,
        "output_config": {"effort": "xhigh"},
    }

    def test_a_model_that_refuses_all_of_it(self) -> None:
        """Nothing of it is sent as it stands."""
        encoded = Model("anthropic:claude-opus-4-8").prepare(asked(provider_data={NAME: self.KEPT}))

        assert encoded.body["thinking"] == {"type": "adaptive"}
        assert encoded.body["output_config"] == {"effort": "xhigh"}
        assert [loss.path for loss in encoded.losses] == ["$.reasoning.budget_tokens", "$.temperature"]

    def test_a_model_that_takes_it(self) -> None:
        """It goes out as it stands, and so does what nobody knows."""
        kept: JsonObject = {"output_config": {"task_budget": {"total": 5}}, "temperature": 0.5, "tool_choice": {"type": "any"}, "x": 1}

        encoded = Model(f"anthropic:claude-opus-4-6?{OLD}").prepare(asked(provider_data={NAME: kept}, tools=[TOOL]))

        assert {**encoded.body, **kept} == encoded.body
        assert encoded.losses == ()

    def test_a_choice(self) -> None:
        """One that forces a call is refused as any other."""
        kept: JsonObject = {"tool_choice": {"type": "any", "disable_parallel_tool_use": True}}

        encoded = Model("anthropic:claude-opus-5-5", on_loss="record").prepare(asked(provider_data={NAME: kept}, tools=[TOOL]))

        assert encoded.body["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}

    def test_what_is_said_twice(self) -> None:
        """The canonical field wins, and the kept one is told."""
        encoded = Model("anthropic:claude-opus-5").prepare(asked(provider_data={NAME: self.KEPT}, reasoning=ReasoningConfig(effort="low")))

        assert encoded.body["output_config"] == {"effort": "low"}
        assert "$.provider_data['anthropic.messages'].output_config.effort" in [loss.path for loss in encoded.losses]

    def test_nulls(self) -> None:
        """Null says nothing, and is refused in fields that have a type: none is sent."""
        body: JsonObject = {
            "model": "m",
            "messages": [{"role": "user", "content": "hi"}],
            "thinking": None,
            "top_k": None,
            "container": None,
        }

        encoded = Model("anthropic:claude-opus-5").prepare(get_dialect(NAME).decode_request(body).value)

        assert encoded.body.keys() == {"model", "messages", "max_tokens", "container"}
        assert encoded.losses == ()


class TestBetas:
    """A beta lets a model take more."""

    def test_interleaved_thinking(self) -> None:
        """Its budget is no part of the answer's limit."""
        spec = "anthropic:claude-sonnet-4-5?max_tokens=1500&betas=interleaved-thinking-2025-05-14"

        encoded = Model(spec).prepare(asked(reasoning=ReasoningConfig(budget_tokens=9000)))

        assert encoded.body["thinking"] == {"type": "enabled", "budget_tokens": 9000}
        assert encoded.losses == ()

    def test_a_fallback_that_goes_on(self) -> None:
        """An answer that another model began is gone on from, where its token says so."""
        kept: dict[str, JsonObject] = {NAME: {"fallback_credit_token": "t"}}
        request = Request(messages=(UserMessage("u"), AssistantMessage("I")), provider_data=kept)

        assert Model("anthropic:claude-opus-5").prepare(request).losses == ()


class TestThinking:
    """The forms of `thinking`."""

    @pytest.mark.parametrize("model", ["claude-opus-5-5", "claude-mythos-preview"])
    def test_between_tools_where_nothing_replaces_it(self, model: str) -> None:
        """It is left to the model."""
        between = ReasoningConfig(effort="low", provider_data={NAME: {"type": "between_tools"}})

        encoded = Model(f"anthropic:{model}").prepare(asked(reasoning=between))

        assert "thinking" not in encoded.body
        assert encoded.body["output_config"] == {"effort": "low"}

    def test_a_form_for_an_unknown_model(self) -> None:
        """It may take any."""
        for own in ({"type": "between_tools"}, {"type": "disabled"}, {"type": "adaptive"}, {"type": "enabled", "budget_tokens": 5}):
            encoded = Model("anthropic:claude-opus-9").prepare(asked(reasoning=ReasoningConfig(provider_data={NAME: {**own}})))

            assert encoded.body["thinking"] == own
            assert encoded.losses == ()

    def test_a_display_where_there_is_nothing_adaptive(self) -> None:
        """It belongs to adaptive thinking, so it is left out too."""
        encoded = Model("anthropic:claude-3-5-haiku-latest").prepare(
            asked(reasoning=ReasoningConfig(provider_data={NAME: {"display": "omitted"}}))
        )

        assert "thinking" not in encoded.body
        assert [loss.path for loss in encoded.losses] == ["$.reasoning"]


class TestBudgetBehindCalls:
    """With a budget, a turn that calls tools begins with thinking: all that the model says between two questions is one turn."""

    THOUGHT = AssistantMessage([ReasoningPart(signature="s", provider="anthropic"), ToolCallPart("a", "f", "{}")])
    BARE = AssistantMessage([ToolCallPart("b", "f", "{}")])
    A, B = (ToolMessage(tool_call_id=name, content="r") for name in "ab")

    @pytest.mark.parametrize(
        ("messages", "kept"),
        [
            ((THOUGHT, A), True),
            ((THOUGHT, A, BARE, B), True),
            ((THOUGHT, A, UserMessage("and"), BARE, B), True),
            ((BARE, B, AssistantMessage("so"), UserMessage("v")), True),
            ((BARE, B), False),
            ((BARE, B, UserMessage("and")), False),
            ((THOUGHT, A, AssistantMessage("so"), UserMessage("v"), BARE, B), False),
        ],
    )
    def test_turns(self, messages: tuple[Message, ...], kept: bool) -> None:  # noqa: FBT001 - a case
        """The budget goes where the last turn has none, and nowhere else."""
        encoded = Model("anthropic:claude-sonnet-4-5").prepare(
            [UserMessage("u"), *messages], tools=[TOOL], reasoning=ReasoningConfig(budget_tokens=2000)
        )

        assert ("thinking" in encoded.body) is kept
        assert [loss.path for loss in encoded.losses] == ([] if kept else ["$.reasoning.budget_tokens"])


class TestChoice:
    """The choice of tools."""

    @pytest.mark.parametrize(
        "fields",
        [
            {"tools": [TOOL, ProviderTool(NAME, {"type": "memory_20250818", "name": "memory"})]},
            {"tools": [TOOL], "provider_data": {NAME: {"mcp_servers": [{"type": "url"}]}}},
        ],
        ids=["a tool of Claude's", "a server"],
    )
    def test_tools_that_are_named_elsewhere(self, fields: dict[str, object]) -> None:
        """May be chosen by a name that no tool of ours has."""
        encoded = Model("anthropic:claude-opus-4-8").prepare(asked(tool_choice=ToolChoice("tool", "memory"), **fields))

        assert encoded.body["tool_choice"] == {"type": "tool", "name": "memory"}

    def test_counted_too(self) -> None:
        """The endpoint that counts refuses the same."""
        required = Request(model_id="claude-opus-5-5", messages=(UserMessage("hi"),), tools=(TOOL,), tool_choice=ToolChoice("tool", "f"))

        counted = get_dialect(NAME).encode_count(required, Capabilities(frozenset({"tool_choice_forced"})))

        assert counted.body["tool_choice"] == {"type": "auto"}
        assert [(loss.path, loss.kind) for loss in counted.losses] == [("$.tool_choice", "content")]

    def test_parallel_calls_without_a_choice(self) -> None:
        """A host that takes no choice can't be told of them."""
        request = Request(model_id="m", messages=(UserMessage("hi"),), tools=(TOOL,), parallel_tool_calls=False)

        encoded = encode_request(request, Capabilities(frozenset({"tool_choice"})))

        assert "tool_choice" not in encoded.body
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.parallel_tool_calls", "hint")]


@pytest.mark.parametrize(
    ("metadata", "left"),
    [
        ({"user_id": "ann@example.com"}, None),
        ({"user_id": "u1"}, {"user_id": "u1"}),
        ({"user_id": "u1@here"}, {"user_id": "u1@here"}),
        ({"user_id": None}, {"user_id": None}),
    ],
)
def test_users(metadata: JsonObject, left: JsonObject | None) -> None:
    """An e-mail address isn't sent; whatever else names a user is."""
    encoded = Model("anthropic:claude-opus-5").prepare(asked(metadata=metadata))

    assert encoded.body.get("metadata") == left
    assert [loss.path for loss in encoded.losses] == ([] if left else ["$.metadata.user_id"])


def test_nothing_is_done_where_nothing_is_known() -> None:
    """A gateway's own model may take anything."""
    kept: dict[str, JsonObject] = {NAME: {"temperature": 9, "thinking": None}}

    encoded = Model("anthropic:gateway/model?base_url=https://gateway.example&max_tokens=9").prepare(
        asked(provider_data=kept, metadata={"user_id": "ann@example.com"})
    )

    assert encoded.body["temperature"] == 9
    assert encoded.body["thinking"] is None
    assert encoded.body["metadata"] == {"user_id": "ann@example.com"}
    assert encoded.losses == ()
