"""A whole answer → `Response`."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from tests.anthropic.bodies import RESPONSE, mutated

from interlingua.errors import ConversionError, InterlinguaError, OverloadedError
from interlingua.types import JsonObject, JsonValue, ReasoningPart, TextPart, Usage
from interlingua.types.json import same_json
from interlingua_anthropic.messages.decode_response import decode_count, decode_response
from interlingua_anthropic.messages.encode_response import encode_response

NAME = "anthropic.messages"


def test_full_answer() -> None:
    """Every field of an answer lands in its place."""
    response = decode_response(RESPONSE).value

    assert (response.id, response.model_id) == ("msg_01", "claude-opus-4-8")
    assert (response.finish_reason, response.provider_finish_reason) == ("tool_calls", "tool_use")
    assert [part.type for part in response.message.content] == [
        "reasoning", "reasoning", "reasoning", "text", "text", "text", "text", "opaque", "opaque", "opaque", "tool_call", "tool_call"
    ]  # fmt: skip
    assert response.provider_data[NAME].keys() == {"stop_sequence", "stop_details", "container"}
    assert response.usage is not None
    assert response.usage.total_input_tokens == 18
    assert response.tool_calls[0].parse() == {"city": "Zürich", "n": 1.0, "big": 2**70}


@pytest.mark.parametrize(("answer_id", "ids"), [({"id": "msg_1"}, ["msg_1_0", "msg_1_1"]), ({}, ["call_0", "call_1"])])
def test_calls_without_an_id_get_one(answer_id: JsonObject, ids: list[str]) -> None:
    """After the answer's own, so that two answers' calls differ."""
    body: JsonObject = {**answer_id, "content": [{"type": "tool_use", "name": name, "input": {}} for name in "fg"]}

    assert [call.id for call in decode_response(body).value.tool_calls] == ids


def test_an_error_beside_content_is_an_answers_field() -> None:
    """And an error alone is raised, with its request's id where that is a word."""
    said = decode_response({"content": [], "error": {"type": "x"}}).value
    with pytest.raises(OverloadedError) as named:
        decode_response({"error": {"type": "overloaded_error"}, "request_id": "req_1"})
    with pytest.raises(OverloadedError) as odd:
        decode_response({"error": {"type": "overloaded_error"}, "request_id": 5})

    assert said.provider_data[NAME]["error"] == {"type": "x"}
    assert (named.value.request_id, odd.value.request_id) == ("req_1", None)


def test_little_said() -> None:
    """Absent fields are None, never 0 or a guess."""
    response = decode_response({"content": [{"type": "text", "text": "a"}]}).value

    assert response.message.content == (TextPart("a"),)
    assert (response.id, response.model_id, response.usage) == (None, None, None)
    assert same_json(encode_response(response).body, {"content": [{"type": "text", "text": "a"}]})


def test_null_fields() -> None:
    """Null is not absent."""
    wire: dict[str, JsonValue] = {
        "id": None,
        "type": None,
        "role": None,
        "model": None,
        "content": None,
        "stop_reason": None,
        "usage": None,
    }

    assert same_json(encode_response(decode_response(wire).value).body, wire)


@pytest.mark.parametrize("said", [{"stop_reason": "newer"}, {"stop_reason": ""}, {"stop_reason": None}, {}])
def test_stop_reason_of_no_table(said: dict[str, JsonValue]) -> None:
    """A word that we have never heard of is another reason, null and nothing are none; all come back as they were."""
    wire: dict[str, JsonValue] = {"type": "message", "role": "assistant", "content": [], **said}

    response = decode_response(wire).value
    encoded = encode_response(response)
    changed = encode_response(response.model_copy(update={"finish_reason": "length"}))
    word = said.get("stop_reason")

    assert (response.finish_reason, response.provider_finish_reason) == (None if word is None else "other", word)
    assert same_json(encoded.body, wire)
    assert encoded.losses == ()
    assert changed.body["stop_reason"] == "max_tokens"


def test_llama_cpp() -> None:
    """llama.cpp's answers, with little usage and a stop sequence under `end_turn`, come back exactly."""
    wire: dict[str, JsonValue] = {
        "id": "chatcmpl-1",
        "type": "message",
        "role": "assistant",
        "content": [{"type": "thinking", "thinking": "Hm"}, {"type": "tool_use", "id": "abc", "name": "f", "input": {}}],
        "model": "tiny",
        "stop_reason": "end_turn",
        "stop_sequence": "END",
        "usage": {"cache_read_input_tokens": 9, "input_tokens": 1, "output_tokens": 2},
    }

    response = decode_response(wire).value

    assert response.finish_reason == "stop"
    assert response.usage == Usage(input_tokens=1, output_tokens=2, cache_read_tokens=9, input_includes_cache=False)
    assert isinstance(response.message.content[0], ReasoningPart)
    assert response.message.content[0].signature is None
    assert same_json(encode_response(response).body, wire)


@pytest.mark.parametrize(
    ("wire", "path"),
    [
        ({}, "$.content"),
        ({"content": "text"}, "$.content"),
        ({"content": ["text"]}, "$.content[0]"),
        ({"content": [], "stop_reason": 5}, "$.stop_reason"),
    ],
)
def test_broken_grammar(wire: dict[str, JsonValue], path: str) -> None:
    """An answer that breaks the wire's grammar is refused with the path."""
    with pytest.raises(ConversionError) as caught:
        decode_response(wire)

    assert caught.value.path == path


@pytest.mark.parametrize("body", [None, [], "x", 1, True])
def test_no_object(body: object) -> None:
    """A body that is no object is refused as a whole."""
    for decode in (decode_response, decode_count):
        with pytest.raises(ConversionError) as caught:
            decode(body)  # type: ignore[arg-type]  # what a parser may give

        assert caught.value.path == "$"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_no_json(number: float) -> None:
    """NaN and infinity are refused where they stand."""
    with pytest.raises(ConversionError) as caught:
        decode_response({"content": [{"type": "tool_use", "id": "t", "name": "f", "input": {"a b": [1, number]}}]})

    assert caught.value.path == "$.content[0].input['a b'][1]"


def test_error_as_an_answer() -> None:
    """An error that came with a good status has the type that it has as a status."""
    with pytest.raises(OverloadedError) as caught:
        decode_response({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}, "request_id": "req_1"})

    assert caught.value.request_id == "req_1"


def test_count() -> None:
    """A count is the number of input tokens, and anything else is refused."""
    assert decode_count({"input_tokens": 12}) == 12
    for wire in ({}, {"input_tokens": None}, {"input_tokens": True}):
        with pytest.raises(ConversionError):
            decode_count(wire)


@given(wire=mutated(RESPONSE))
def test_any_answer_round_trips(wire: dict[str, JsonValue]) -> None:
    """Whatever is in an answer comes back exactly, or the decoder refuses it with one of our errors."""
    try:
        response = decode_response(wire).value
    except InterlinguaError:
        return
    encoded = encode_response(response)

    assert encoded.losses == ()
    assert same_json(encoded.body, wire)
