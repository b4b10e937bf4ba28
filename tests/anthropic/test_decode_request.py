"""A request's body → `Request`: what is modelled, and what is kept as it was."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from tests.anthropic.bodies import REQUEST, mutated

from interlingua.errors import ConversionError, InterlinguaError
from interlingua.types import (
    AssistantMessage,
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    SystemMessage,
    TextPart,
    Tool,
    ToolChoice,
    ToolMessage,
    UserMessage,
)
from interlingua.types.json import same_json
from interlingua_anthropic.messages.decode_request import decode_request
from interlingua_anthropic.messages.encode_request import encode_request
from interlingua_anthropic.messages.normal_form import wire_normal_form

NAME = "anthropic.messages"


def body(*messages: object, **fields: object) -> dict[str, object]:
    """A request body around some messages."""
    return {"model": "m", "messages": list(messages), **fields}


class TestFields:
    """Fields of the documented type are ours, all others are kept."""

    def test_modelled(self) -> None:
        """Every modelled field of a full request lands in its own place."""
        request = decode_request(REQUEST).value

        assert request.model_id == "claude-opus-4-8"
        assert (request.max_tokens, request.temperature, request.top_p, request.top_k) == (1024, 1.0, 1.0, 40)
        assert (request.stop, request.stream, request.metadata) == (("END",), True, {"user_id": "u1"})
        assert request.reasoning == ReasoningConfig(effort="high", budget_tokens=2048)
        assert request.output_schema == OutputSchema({"type": "object"}, provider_data={NAME: {"$verbatim": True}})
        assert (request.tool_choice, request.parallel_tool_calls) == (ToolChoice("auto"), False)
        assert [type(tool) for tool in request.tools] == [Tool, Tool, ProviderTool]

    def test_kept(self) -> None:
        """What isn't modelled stands in provider_data, verbatim, an integer's own spelling included."""
        expected = {"top_p", "output_config", "context_management", "service_tier", "cache_control"}

        kept = decode_request(REQUEST).value.provider_data[NAME]

        assert kept.keys() == expected
        assert kept["output_config"] == {"task_budget": {"type": "tokens", "total": 9}}
        assert kept["top_p"] == 1

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
        ],
    )
    def test_odd_values(self, field: str, value: object) -> None:
        """A null or a value of another type is kept, and written back."""
        wire = body(**{field: value})

        request = decode_request(wire).value

        assert request.provider_data[NAME] == {f"${field}" if field[0] == "$" else field: value}
        assert same_json(encode_request(request).body, wire)

    def test_headers(self) -> None:
        """The beta header belongs to the body and goes both ways; others don't."""
        expected = {"anthropic-beta": "a,b"}

        request = decode_request(body(), {"Anthropic-Beta": "a,b", "x-api-key": "secret"}).value

        assert encode_request(request).headers == expected
        assert "secret" not in repr(request.provider_data)


class TestMessages:
    """Turns become messages, in block order."""

    def test_results_and_text(self) -> None:
        """Results and text of one turn become messages of their own; the turn's fields go to the first."""
        result = {"type": "tool_result", "tool_use_id": "t1", "content": "22"}
        text = {"type": "text", "text": "And?"}
        expected = (
            ToolMessage(tool_call_id="t1", content="22", provider_data={NAME: {"$turn": {"id": 7}}}),
            UserMessage("And?"),
            ToolMessage(tool_call_id="t1", content="22"),
        )

        request = decode_request(body({"role": "user", "content": [result, text, result], "id": 7})).value

        assert request.messages == expected

    def test_system_places(self) -> None:
        """Top-level system text and a leading system message of the list stay apart."""
        expected = (
            SystemMessage("top"),
            SystemMessage("first", provider_data={NAME: {"$place": "messages"}}),
            UserMessage("hi"),
            SystemMessage("later"),
        )
        turns = [{"role": "system", "content": "first"}, {"role": "user", "content": "hi"}, {"role": "system", "content": "later"}]

        assert decode_request(body(*turns, system="top")).value.messages == expected

    @pytest.mark.parametrize("content", [{"content": ""}, {"content": None}, {"content": []}, {}, {"content": 5}, {"content": ["odd"]}])
    @pytest.mark.parametrize("role", ["user", "assistant", "system"])
    def test_contents_that_say_nothing(self, role: str, content: dict[str, object]) -> None:
        """Empty text, null, no blocks, absent and odd content stay distinct."""
        wire = body({"role": role, **content}, {"role": "user", "content": [{"type": "text", "text": "x"}]})

        request = decode_request(wire).value

        assert request.messages[0].content in {(), (TextPart(""),)}
        assert same_json(encode_request(request).body, wire)

    def test_calls_without_ids(self) -> None:
        """A call without an id gets a stable one, its result answers it, and the wire gets back what it had."""
        call = {"type": "tool_use", "name": "now", "input": {}}
        result = {"type": "tool_result", "content": [{"type": "text", "text": "noon"}]}
        wire = body(
            {"role": "assistant", "content": [{**call, "id": ""}, call]},
            {"role": "user", "content": [{**result, "tool_use_id": ""}, result]},
        )

        request = decode_request(wire).value
        assistant = request.messages[0]
        answered = request.model_copy(update={"messages": (assistant, ToolMessage(tool_call_id="call_0", content="ours"))})

        assert isinstance(assistant, AssistantMessage)
        assert [call.id for call in assistant.tool_calls] == ["call_0", "call_1"]
        assert [message.tool_call_id for message in request.messages[1:] if isinstance(message, ToolMessage)] == ["call_0", "call_1"]
        assert same_json(encode_request(request).body, wire)
        assert encode_request(answered).body["messages"][1]["content"][0]["tool_use_id"] == ""  # type: ignore[call-overload,index]  # known shape

    def test_ids_that_the_api_refuses(self) -> None:
        """An id of characters that the API refuses goes back as it came; so does one that is also made up for another call."""
        call = {"type": "tool_use", "name": "now", "input": {}}
        result = {"type": "tool_result", "content": [{"type": "text", "text": "noon"}]}
        wire = body(
            {"role": "assistant", "content": [{**call, "id": "functions.get:0"}, {**call, "id": ""}, {**call, "id": "call_0"}]},
            {
                "role": "user",
                "content": [{**result, "tool_use_id": "functions.get:0"}, {**result, "tool_use_id": "call_0"}, result],
            },
        )

        request = decode_request(wire).value  # type: ignore[arg-type]  # built from objects
        encoded = encode_request(request)

        assert same_json(encoded.body, wire)  # type: ignore[arg-type]  # JSON
        assert encoded.losses == ()

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
    def test_broken_grammar(self, wire: dict[str, object], path: str) -> None:
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
