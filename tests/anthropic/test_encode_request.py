"""`Request` → a request's body."""

from __future__ import annotations

import pytest
from anthropic.types.beta.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.beta.message_create_params import MessageCreateParamsStreaming

from interlingua.dialect import Capabilities
from interlingua.types import (
    JsonObject,
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    Request,
    Tool,
    ToolChoice,
    UserMessage,
)
from interlingua.types.json import same_json
from interlingua_anthropic.messages.decode_request import decode_request
from interlingua_anthropic.messages.encode_request import _NOT_COUNTED, encode_count, encode_request

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
            "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "string"}}},
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
                output_schema=OutputSchema({"type": "string"}),
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
        schema = OutputSchema({"type": "string"}, "invoice", description="d", strict=True)
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
        named = request(tools=[Tool("f", None, {})], tool_choice=ToolChoice("tool", "f"))
        assert lost(named, "tool_choice_named") == [("$.tool_choice.name", "content")]
        assert lost(named, "tool_choice") == [("$.tool_choice", "content")]
        free = request(tools=[Tool("f", None, {})], tool_choice=ToolChoice("auto"), parallel_tool_calls=False)
        assert lost(free, "tool_choice") == [("$.tool_choice", "hint"), ("$.parallel_tool_calls", "hint")]
        assert lost(request(tools=[tool], parallel_tool_calls=False), "parallel_tool_calls") == [("$.parallel_tool_calls", "hint")]
        assert lost(request(metadata={"user_id": "u"}), "metadata") == [("$.metadata", "hint")]
        assert lost(request(output_schema=OutputSchema({})), "output_schema") == [("$.output_schema", "content")]
        assert lost(request(reasoning=ReasoningConfig(budget_tokens=1)), "reasoning_budget") == [("$.reasoning.budget_tokens", "hint")]
        assert lost(request(reasoning=ReasoningConfig(effort="low")), "reasoning_effort") == [("$.reasoning.effort", "hint")]

    @pytest.mark.parametrize(
        ("choice", "kind"),
        [
            (ToolChoice("auto"), "hint"),
            (ToolChoice("none"), "hint"),
            (ToolChoice("required"), "content"),
            (ToolChoice("tool", "f"), "content"),
        ],
    )
    @pytest.mark.parametrize("tools", [(), (ProviderTool("openai.responses", {"type": "web_search"}),)], ids=["none", "foreign"])
    def test_choice_without_tools(self, choice: ToolChoice, kind: str, tools: tuple[ProviderTool, ...]) -> None:
        """Without tools there is nothing to choose from, and no choice is sent: the API would refuse it."""
        encoded = encode_request(request(tools=tools, tool_choice=choice, parallel_tool_calls=False))

        assert encoded.body.keys() == {"model", "messages"}
        assert [(loss.path, loss.kind) for loss in encoded.losses[len(tools) :]] == [
            ("$.tool_choice", kind),
            ("$.parallel_tool_calls", "hint"),
        ]

    @pytest.mark.parametrize(("temperature", "expected"), [(1.5, 1.0), (-0.1, 0.0)])
    def test_temperature_of_another_wire(self, temperature: float, expected: float) -> None:
        """A temperature that this wire doesn't go to becomes the nearest, with a hint."""
        encoded = encode_request(request(temperature=temperature))

        assert encoded.body["temperature"] == expected
        assert [(loss.path, loss.kind, loss.replaced_by) for loss in encoded.losses] == [("$.temperature", "hint", expected)]

    @pytest.mark.parametrize(
        ("metadata", "expected", "paths"),
        [
            ({"user_id": "u", "team": "x"}, {"user_id": "u"}, ["$.metadata.team"]),
            ({"team": "x", "odd key": 1}, None, ["$.metadata.team", "$.metadata['odd key']"]),
            ({"user_id": 7}, None, ["$.metadata.user_id"]),
            ({"user_id": None}, {"user_id": None}, []),
            ({}, {}, []),
        ],
    )
    def test_metadata(self, metadata: JsonObject, expected: JsonObject | None, paths: list[str]) -> None:
        """The API knows one label, a text; any other is left out, each with a hint."""
        encoded = encode_request(request(metadata=metadata))

        assert encoded.body.get("metadata") == expected
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [(path, "hint") for path in paths]

    def test_foreign_tool(self) -> None:
        """Another provider's tool can't be sent."""
        encoded = encode_request(request(tools=[ProviderTool("openai.responses", {"type": "web_search"}), Tool("f", None, {})]))

        assert [tool["name"] for tool in encoded.body["tools"]] == ["f"]  # type: ignore[union-attr,index,call-overload]  # known shape
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.tools[0]", "content")]


def test_count_leaves_out_what_the_sdk_lacks() -> None:
    """What counting leaves out is what the SDK's own count lacks of its create, and sampling, which neither has any more."""
    create, count = set(MessageCreateParamsStreaming.__annotations__), set(MessageCountTokensParams.__annotations__)

    assert create - count | {"temperature", "top_k", "top_p"} == _NOT_COUNTED


def test_count_leaves_out_by_the_hosts_name() -> None:
    """A host's own name for such a field is left out as well."""
    counted = encode_count(request(max_tokens=5), Capabilities(field_names={"max_tokens": "max_output", "system": "instructions"}))

    assert "max_output" not in counted.body


def test_count_tells_its_losses() -> None:
    """As the call itself would, of what the model lacks too; headers that belong to the body go along."""
    counted = encode_count(request(seed=1, tools=[Tool("f", strict=True)]), Capabilities(frozenset({"tool_strict"})))
    called = encode_request(request(seed=1, tools=[Tool("f", strict=True)]), Capabilities(frozenset({"tool_strict"})))

    assert counted.losses == called.losses
    assert {loss.path for loss in counted.losses} >= {"$.seed", "$.tools[0].strict"}
    assert counted.headers == called.headers


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


@pytest.mark.parametrize(
    "fields",
    [
        {"model": ""},
        {"temperature": 1.5},
        {"temperature": 2},
        {"metadata": {"user_id": "u", "team": "x"}},
        {"metadata": {"user_id": 7}},
        {"metadata": {}},
        {"tool_choice": {"type": "any"}},
        {"tool_choice": {"type": "auto", "disable_parallel_tool_use": True}, "tools": []},
        {"tool_choice": {"type": "any"}, "mcp_servers": [{"type": "url", "url": "https://example.com"}]},
        {"thinking": {"type": "adaptive", "display": "summarized"}, "output_config": {"effort": "minimal"}},
        {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object", "minProperties": 1}}}},
        {"service_tier": "standard_only", "container": {"id": "c", "skills": []}, "speed": "fast", "inference_geo": "us"},
        {"cache_control": {"type": "ephemeral", "ttl": "1h"}, "betas_of_tomorrow": [1]},
    ],
    ids=str,
)
def test_what_this_wire_had(fields: JsonObject) -> None:
    """What a body of this wire says goes back as it was, also where the API would refuse it: a compatible server may not."""
    body: JsonObject = {"model": "m", "messages": [], **fields}

    encoded = encode_request(decode_request(body).value)

    assert same_json(encoded.body, body)
    assert encoded.losses == ()
