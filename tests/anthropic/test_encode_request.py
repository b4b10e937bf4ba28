"""`Request` → a request's body."""

from __future__ import annotations

import pytest

from interlingua.dialect import Capabilities
from interlingua.types import (
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    Request,
    Tool,
    ToolChoice,
    UserMessage,
)
from interlingua_anthropic.messages.encode_request import encode_count, encode_request

NAME = "anthropic.messages"


def request(**fields: object) -> Request:
    """A request around one message."""
    return Request.model_validate({"model_id": "m", "messages": [UserMessage("hi")], **fields})


def lost(encoded_request: Request, *lacks: str) -> list[tuple[str, str]]:
    """What an encoding loses: path and kind."""
    encoded = encode_request(encoded_request, Capabilities(frozenset(lacks)))  # type: ignore[arg-type]  # feature names
    return [(loss.path, loss.kind) for loss in encoded.losses]


class TestBody:
    """What is said is written; nothing else is."""

    def test_nothing_is_invented(self) -> None:
        """A bare request has a model and messages alone."""
        expected = {"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}

        encoded = encode_request(request())

        assert encoded.body == expected
        assert encoded.headers == {}
        assert encoded.losses == ()

    def test_every_field(self) -> None:
        """Every canonical field has its place on the wire."""
        expected = {
            "max_tokens": 9,
            "temperature": 0.5,
            "top_p": 0.9,
            "top_k": 5,
            "stop_sequences": ["END"],
            "metadata": {"user_id": "u"},
            "stream": True,
            "thinking": {"type": "enabled", "budget_tokens": 2000, "display": "omitted"},
            "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}},
            "tools": [{"name": "f", "input_schema": {"type": "object"}}],
            "tool_choice": {"type": "tool", "name": "f", "disable_parallel_tool_use": False},
        }

        encoded = encode_request(
            request(
                max_tokens=9,
                temperature=0.5,
                top_p=0.9,
                top_k=5,
                stop=("END",),
                metadata={"user_id": "u"},
                stream=True,
                reasoning=ReasoningConfig(effort="low", budget_tokens=2000, provider_data={NAME: {"display": "omitted"}}),
                output_schema=OutputSchema({"type": "object"}),
                tools=[Tool("f", None, {"type": "object"})],
                tool_choice=ToolChoice("tool", "f"),
                parallel_tool_calls=True,
            )
        )

        assert {name: encoded.body[name] for name in expected} == expected
        assert encoded.losses == ()

    def test_canonical_field_wins(self) -> None:
        """A canonical field wins over a kept one of the same name, and the loss says so."""
        encoded = encode_request(request(max_tokens=5, provider_data={NAME: {"max_tokens": 7, "speed": "fast"}}))

        assert (encoded.body["max_tokens"], encoded.body["speed"]) == (5, "fast")
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.provider_data['anthropic.messages'].max_tokens", "hint")]

    def test_field_names(self) -> None:
        """A host's own field names replace the reference's."""
        encoded = encode_request(request(max_tokens=5), Capabilities(field_names={"max_tokens": "max_output", "absent": "x"}))

        assert encoded.body["max_output"] == 5
        assert "max_tokens" not in encoded.body


class TestLosses:
    """What the wire or the model can't take is recorded."""

    def test_seed(self) -> None:
        """The wire has no seed."""
        assert lost(request(seed=1)) == [("$.seed", "hint")]

    def test_schema_label(self) -> None:
        """A schema's name, description and strictness can't be said; the default name is no loss."""
        schema = OutputSchema({"type": "object"}, "invoice", description="d", strict=True)
        expected = [("$.output_schema.name", "hint"), ("$.output_schema.description", "hint"), ("$.output_schema.strict", "hint")]

        assert lost(request(output_schema=schema)) == expected

    @pytest.mark.parametrize("field", ["temperature", "top_p", "top_k"])
    def test_sampling(self, field: str) -> None:
        """A model that takes no sampling parameter is sent none."""
        value = 1 if field == "top_k" else 0.5

        encoded = encode_request(request(**{field: value}), Capabilities(frozenset({field})))  # type: ignore[arg-type]  # feature names

        assert field not in encoded.body
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [(f"$.{field}", "hint")]

    def test_lacking_features(self) -> None:
        """Each lack leaves its field out, with a content loss where the answer's meaning changes."""
        tool = Tool("f", None, {"type": "object"}, strict=True)

        assert lost(request(tools=[tool]), "tools") == [("$.tools", "content")]
        assert lost(request(tools=[tool]), "tool_strict") == [("$.tools[0].strict", "hint")]
        assert lost(request(tool_choice=ToolChoice("tool", "f")), "tool_choice_named") == [("$.tool_choice.name", "content")]
        assert lost(request(parallel_tool_calls=False), "parallel_tool_calls") == [("$.parallel_tool_calls", "hint")]
        assert lost(request(output_schema=OutputSchema({})), "output_schema") == [("$.output_schema", "content")]
        assert lost(request(reasoning=ReasoningConfig(budget_tokens=1)), "reasoning_budget") == [("$.reasoning.budget_tokens", "hint")]
        assert lost(request(reasoning=ReasoningConfig(effort="low")), "reasoning_effort") == [("$.reasoning.effort", "hint")]

    def test_foreign_tool(self) -> None:
        """Another provider's tool can't be sent."""
        encoded = encode_request(request(tools=[ProviderTool("openai.responses", {"type": "web_search"}), Tool("f", None, {})]))

        assert [tool["name"] for tool in encoded.body["tools"]] == ["f"]  # type: ignore[union-attr,index,call-overload]  # known shape
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.tools[0]", "content")]


def test_count() -> None:
    """A body to count leaves out what has no bearing on the input's tokens."""
    expected = {"model", "messages", "output_config", "system_field"}

    counted = encode_count(
        request(
            max_tokens=1,
            temperature=0.1,
            stream=True,
            stop=("x",),
            output_schema=OutputSchema({}),
            provider_data={NAME: {"system_field": 1}},
        )
    )

    assert counted.body.keys() == expected
