"""A request's body ⇄ `Request`, and the counting of its tokens."""

from __future__ import annotations

import math

import pytest
from anthropic.types.beta.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.beta.message_create_params import MessageCreateParamsStreaming
from hypothesis import given
from tests.anthropic.bodies import NAME, REQUEST, keeps, mutated

from interlingua.dialect import Capabilities
from interlingua.errors import ConversionError, InterlinguaError
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
from interlingua_anthropic.messages.normal_form import wire_normal_form
from interlingua_anthropic.messages.request import _NOT_COUNTED, decode_count, decode_request, encode_count, encode_request


def body(*messages: object, **fields: object) -> JsonObject:
    """A request body around some messages."""
    return {"model": "m", "messages": list(messages), **fields}  # type: ignore[list-item,dict-item]  # JSON


class TestFields:
    """Fields of the documented type are ours, all others are kept."""

    def test_modelled(self) -> None:
        """Every modelled field of a full request lands in its own place."""
        request = decode_request(REQUEST).value

        assert request.model_id == "claude-opus-4-8"
        assert (request.max_tokens, request.temperature, request.top_p, request.top_k) == (1024, 1.0, 1.0, 40)
        assert (request.stop, request.stream, request.metadata) == (("END",), True, {"user_id": "u1"})
        assert request.reasoning == ReasoningConfig(effort="high", budget_tokens=2048)
        assert request.output_schema == OutputSchema({"type": "object"}, provider_data=keeps(verbatim=True))
        assert (request.tool_choice, request.parallel_tool_calls) == (ToolChoice("auto"), False)
        assert [type(tool) for tool in request.tools] == [Tool, Tool, ProviderTool]

    def test_kept(self) -> None:
        """What isn't modelled stands in provider_data, verbatim, an integer's own spelling included."""
        expected = {"output_config", "context_management", "service_tier", "cache_control"}

        provider_data = decode_request(REQUEST).value.provider_data
        kept = provider_data[NAME]

        assert kept.keys() == expected
        assert kept["output_config"] == {"task_budget": {"type": "tokens", "total": 9}}
        assert provider_data["$marks"] == {NAME: {"spelling": {"top_p": [1.0, 1]}}}

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("max_tokens", None),
            ("max_tokens", True),
            ("temperature", "hot"),
            ("temperature", 10**400),
            ("stop_sequences", ["a", 1]),
            ("tools", []),
            ("tools", [1]),
            ("tool_choice", {"type": "future"}),
            ("tool_choice", {"type": "tool"}),
            ("thinking", {"type": None}),
            ("metadata", 5),
            ("output_config", {}),
            ("output_config", {"format": {"type": "grammar"}}),
            ("system", 5),
            ("$odd", {"$absent": ["model"]}),
            *[(name, {"spelling": {"model": ["m"]}}) for name in ("$absent", "$content", "$marks", "$spelling", "$x")],
            *[(name, {"model": ["m"]}) for name in ("form", "headers", "item", "spelling", "verbatim", "within", "fields", "marks")],
        ],
    )
    def test_odd_values(self, field: str, value: object) -> None:
        """A null or a value of another type is kept, and written back."""
        wire = body(**{field: value})

        request = decode_request(wire).value

        assert request.provider_data == {NAME: {field: value}}
        assert same_json(encode_request(request).body, wire)

    def test_headers(self) -> None:
        """The beta header belongs to the body and goes both ways; others don't."""
        expected = {"anthropic-beta": "a,b"}

        request = decode_request(body(), {"Anthropic-Beta": "a,b", "x-api-key": "secret"}).value

        assert encode_request(request).headers == expected
        assert "secret" not in repr(request.provider_data)


@pytest.mark.parametrize(
    ("wire", "path"),
    [
        ({"model": 1, "messages": []}, "$.model"),
        ({"model": "m"}, "$.messages"),
        (body(5), "$.messages[0]"),
        (body({"role": "tool", "content": "x"}), "$.messages[0].role"),
        (body({"content": "x"}), "$.messages[0].role"),
    ],
)
def test_broken_grammar(wire: dict[str, object], path: str) -> None:
    """A body that breaks the wire's own grammar is refused with the path."""
    with pytest.raises(ConversionError) as caught:
        decode_request(wire)  # type: ignore[arg-type]  # as the parser may give it

    assert caught.value.path == path


@pytest.mark.parametrize("wire", [None, [], "x", 1, True])
def test_no_object(wire: object) -> None:
    """A body that is no object is refused as a whole."""
    with pytest.raises(ConversionError) as caught:
        decode_request(wire)  # type: ignore[arg-type]  # what a parser may give

    assert caught.value.path == "$"


def test_numbers_that_are_no_json() -> None:
    """NaN and infinity are refused where they stand."""
    for wire, path in (
        (body(temperature=math.nan), "$.temperature"),
        (body({"role": "user", "content": [{"type": "x", "n": -math.inf}]}), "$.messages[0].content[0].n"),
    ):
        with pytest.raises(ConversionError) as caught:
            decode_request(wire)  # type: ignore[arg-type]  # built from objects

        assert caught.value.path == path


@given(wire=mutated(REQUEST))
def test_any_body_round_trips(wire: dict[str, object]) -> None:
    """Whatever is in a body comes back exactly in normal form, or the decoder refuses the body with one of our errors."""
    try:
        request = decode_request(wire).value  # type: ignore[arg-type]  # JSON
    except InterlinguaError:
        return
    encoded = encode_request(request)

    assert encoded.losses == ()
    assert same_json(wire_normal_form(encoded.body), wire_normal_form(wire))  # type: ignore[arg-type]  # JSON


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

    def test_a_kept_field_that_disagrees(self) -> None:
        """It is told on the way to a count as well, and below objects that are joined."""
        asked = request(
            temperature=0.5,
            reasoning=ReasoningConfig(effort="low"),
            provider_data={NAME: {"temperature": 0.9, "output_config": {"effort": "high", "x": 1}}},
        )
        encoded = encode_request(asked)

        assert (encoded.body["temperature"], encoded.body["output_config"]) == (0.5, {"effort": "low", "x": 1})
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [
            ("$.provider_data['anthropic.messages'].temperature", "hint"),
            ("$.provider_data['anthropic.messages'].output_config.effort", "hint"),
        ]
        assert encode_count(asked).losses == encoded.losses

    def test_a_spelling_of_a_value_that_was_changed(self) -> None:
        """It is silently unused."""
        encoded = encode_request(request(temperature=0.5, provider_data=keeps(spelling={"temperature": [1.0, 1]})))

        assert encoded.body["temperature"] == 0.5
        assert encoded.losses == ()

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
        tool = Tool("f", None, {"type": "object", "additionalProperties": False}, strict=True)

        assert lost(request(tools=[tool]), "tools") == [("$.tools", "content")]
        assert lost(request(tools=[tool]), "tool_strict") == [("$.tools[0].strict", "hint")]
        named = request(
            tools=[Tool("f", None, {"type": "object"}), Tool("g", None, {"type": "object"})], tool_choice=ToolChoice("tool", "f")
        )
        assert lost(named, "tool_choice_named") == [("$.tools[1]", "hint")]
        assert lost(named, "tool_choice") == [("$.tools[1]", "hint"), ("$.tool_choice", "content")]
        free = request(tools=[Tool("f", None, {"type": "object"})], tool_choice=ToolChoice("auto"), parallel_tool_calls=False)
        assert lost(free, "tool_choice") == [("$.parallel_tool_calls", "hint"), ("$.tool_choice", "hint")]
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
        encoded = encode_request(
            request(tools=[ProviderTool("openai.responses", {"type": "web_search"}), Tool("f", None, {"type": "object"})])
        )

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


def test_decode_count() -> None:
    """A count is the number of input tokens, and anything else is refused with its place."""
    assert decode_count({"input_tokens": 12}) == 12
    for wire in ({}, {"input_tokens": None}, {"input_tokens": True}):
        with pytest.raises(ConversionError) as caught:
            decode_count(wire)

        assert caught.value.path == "$.input_tokens"
    for nothing in (None, [], "x", 1, True):
        with pytest.raises(ConversionError) as caught:
            decode_count(nothing)  # type: ignore[arg-type]  # what a parser may give

        assert caught.value.path == "$"


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
        {
            "tools": [{"name": "f", "$absent": ["name"], "spelling": {"name": ["f"]}, "verbatim": True}],
            "tool_choice": {"type": "auto", "$x": 1},
        },
        {"thinking": {"type": "enabled", "budget_tokens": 9, "$x": {"within": 1}}, "output_config": {"$x": 1, "spelling": {}}},
        {"output_config": {"format": {"type": "json_schema", "schema": {"type": "string"}, "verbatim": True, "$verbatim": True}}},
        {"system": [{"type": "text", "text": "s", "$x": 1, "verbatim": 2, "spelling": {"text": ["s"]}}]},
    ],
    ids=str,
)
def test_what_this_wire_had(fields: JsonObject) -> None:
    """What a body of this wire says goes back as it was, also where the API would refuse it: a compatible server may not."""
    body: JsonObject = {"model": "m", "messages": [], **fields}

    encoded = encode_request(decode_request(body).value)

    assert same_json(encoded.body, body)
    assert encoded.losses == ()
