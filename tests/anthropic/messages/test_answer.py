"""A whole answer ⇄ `Response`, also of responses that other wires gave."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from tests.anthropic.bodies import NAME, RESPONSE, keeps, mutated

from interlingua.dialect import LossLog
from interlingua.errors import ConversionError, InterlinguaError, OverloadedError
from interlingua.types import (
    AssistantMessage,
    FinishReason,
    JsonObject,
    JsonValue,
    Loss,
    ReasoningPart,
    RefusalPart,
    Response,
    TextPart,
    ToolCallPart,
    Usage,
)
from interlingua.types.json import same_json
from interlingua_anthropic.messages.answer import (
    decode_envelope,
    decode_response,
    decode_usage,
    encode_envelope,
    encode_response,
    encode_usage,
)
from interlingua_anthropic.messages.stream.encode import encode_stream
from interlingua_anthropic.messages.tool_ids import mapped_id

WHOLE: JsonObject = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-x",
    "content": [],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 1, "output_tokens": 2},
}


def test_full_answer() -> None:
    """Every field of an answer lands in its place."""
    response = decode_response(RESPONSE).value

    assert (response.id, response.model_id) == ("msg_01", "claude-opus-4-8")
    assert (response.finish_reason, response.provider_finish_reason) == ("tool_calls", "tool_use")
    assert [part.type for part in response.message.content] == [
        "reasoning", "reasoning", "reasoning", "text", "text", "text", "text", "opaque", "opaque", "opaque", "tool_call", "tool_call"
    ]  # fmt: skip
    assert response.provider_data[NAME].keys() == {"stop_sequence", "stop_details", "container"}
    assert response.usage
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
    assert (response.id, response.model_id, response.usage) == (None, None, Usage())
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
    for reason, word in (("stop", "end_turn"), ("error", "end_turn")):  # as the encoder would have said it of another reason
        assert encode_response(response.model_copy(update={"finish_reason": reason})).body["stop_reason"] == word


@pytest.mark.parametrize(
    ("word", "reason", "ours"),
    [
        ("stop", "stop", "end_turn"),
        ("length", "length", "max_tokens"),
        ("tool_calls", "tool_calls", "tool_use"),
        ("content_filter", "content_filter", "refusal"),
        ("sensitive", "content_filter", "refusal"),
        ("model_length", "length", "max_tokens"),
        ("network_error", "error", "end_turn"),
        ("insufficient_system_resource", "error", "end_turn"),
        ("error", "error", "end_turn"),
    ],
)
def test_stop_reason_of_a_compatible_host(word: str, reason: FinishReason, ours: str) -> None:
    """A host's own word has its meaning, and comes back as it was; for another wire's answer it is never written."""
    wire: dict[str, JsonValue] = {"type": "message", "role": "assistant", "content": [], "stop_reason": word}

    response = decode_response(wire).value
    encoded = encode_response(response)
    foreign = encode_response(Response(message=response.message, finish_reason=reason, provider_finish_reason=word))

    assert (reason, word) == (response.finish_reason, response.provider_finish_reason)
    assert same_json(encoded.body, wire)
    assert encoded.losses == ()
    assert ours == foreign.body["stop_reason"]
    assert word != encode_response(response.model_copy(update={"finish_reason": "pause"})).body["stop_reason"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"type": "thinking_dropped", "reason": "prefix_binding_mismatch"}, "left out the reasoning at messages.1.content.0"),
        (
            {"type": "thinking_dropped", "reason": "prefix_binding_mismatch"},
            "what stands before it has changed since (prefix_binding_mismatch)",
        ),
        ({"type": "thinking_dropped", "reason": "model_binding_mismatch"}, "another model made it"),
        ({"type": "thinking_dropped", "reason": "organization_binding_mismatch"}, "another organization made it"),
        ({"type": "thinking_dropped", "reason": "end_user_binding_mismatch"}, "it was made for another end user"),
        ({"type": "thinking_mismatch_allowed", "reason": "prefix_binding_mismatch"}, "read, though it may refuse it, the reasoning at"),
        ({"type": "newer", "reason": "newest"}, "newer the reasoning at messages.1.content.0 of its body: newest (newest)"),
    ],
)
def test_what_the_api_changed(entry: dict[str, JsonValue], expected: str) -> None:
    """What the API did to the request by itself is told, a hint each; the field itself comes back as it was."""
    entries: list[JsonValue] = [{"path": "messages.1.content.0", **entry}, {"path": "messages.3.content.0", **entry}]
    wire: dict[str, JsonValue] = {**WHOLE, "input_transformations": entries}

    response = decode_response(wire).value

    assert [("$.input_transformations[0]", "hint"), ("$.input_transformations[1]", "hint")] == [
        (loss.path, loss.kind) for loss in response.losses
    ]
    assert expected in response.losses[0].reason
    assert same_json(encode_response(response).body, wire)


@pytest.mark.parametrize("odd", [[], None, {}, "x", [5]])
def test_nothing_changed(odd: JsonValue) -> None:
    """An empty list, and what is none, tell nothing, and are kept."""
    wire: dict[str, JsonValue] = {**WHOLE, "input_transformations": odd}

    response = decode_response(wire).value

    assert response.losses == ()
    assert same_json(encode_response(response).body, wire)


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
    with pytest.raises(ConversionError) as caught:
        decode_response(body)  # type: ignore[arg-type]  # what a parser may give

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
    for body in ({"error": "overloaded"}, {"detail": "overloaded"}, {"code": "529", "message": "busy"}):
        with pytest.raises(OverloadedError):
            decode_response(body)  # type: ignore[arg-type]  # JSON


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


def test_bare_response() -> None:
    """A response says what every answer says, and nothing that wasn't in it."""
    expected = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi"}], "stop_reason": "end_turn"}

    encoded = encode_response(Response(message=AssistantMessage("hi"), finish_reason="stop"))

    assert encoded.body == expected
    assert encoded.losses == ()


@pytest.mark.parametrize(
    ("reason", "word", "expected", "losses"),
    [
        ("length", None, "max_tokens", []),
        ("stop", "stop_sequence", "stop_sequence", []),
        ("stop", "stop", "end_turn", []),
        ("stop", "eos", "end_turn", []),
        ("other", "eos", "end_turn", [("$.finish_reason", "hint")]),
        ("other", "", "end_turn", [("$.finish_reason", "hint")]),
        ("content_filter", "content_filter", "refusal", [("$.finish_reason", "hint")]),
        ("error", None, "end_turn", [("$.finish_reason", "content")]),
        (None, None, None, [("$.finish_reason", "hint")]),
    ],
)
def test_finish_reason(reason: FinishReason | None, word: str | None, expected: str | None, losses: list[tuple[str, str]]) -> None:
    """The wire's own word stays; another wire's becomes ours; what has no word becomes the nearest, and a loss says so."""
    encoded = encode_response(Response(message=AssistantMessage("x"), finish_reason=reason, provider_finish_reason=word))

    assert encoded.body["stop_reason"] == expected
    assert [(loss.path, loss.kind) for loss in encoded.losses] == losses
    assert [loss.replaced_by for loss in encoded.losses] == [expected] * len(losses)


def test_usage_of_another_wire() -> None:
    """A figure that includes cached tokens becomes this wire's, which doesn't, and the loss says so."""
    usage = Usage(input_tokens=100, cache_read_tokens=60, output_tokens=5, reasoning_tokens=2)
    expected = {
        "input_tokens": 40,
        "cache_read_input_tokens": 60,
        "output_tokens": 5,
        "output_tokens_details": {"thinking_tokens": 2},
    }

    encoded = encode_response(Response(message=AssistantMessage("x"), finish_reason="stop", usage=usage))

    assert encoded.body["usage"] == expected
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in encoded.losses] == [("$.usage.input_tokens", "hint", 40)]


def test_parts_of_another_wire() -> None:
    """A refusal is said as text, with a hint where it stood."""
    encoded = encode_response(Response(message=AssistantMessage([TextPart("a"), RefusalPart("no")]), finish_reason="refusal"))

    assert encoded.body["content"] == [{"type": "text", "text": "a"}, {"type": "text", "text": "no"}]
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.message.content[1]", "hint")]


def test_own_fields_of_the_message() -> None:
    """An answer's message has no fields of its own on this wire."""
    message = AssistantMessage("x", provider_data={"anthropic.messages": {"y": 1}})

    assert [loss.path for loss in encode_response(Response(message=message, finish_reason="stop")).losses] == ["$.message.provider_data"]


def test_arguments_that_are_no_object() -> None:
    """A cut-off call can't be said whole."""
    with pytest.raises(ConversionError) as caught:
        encode_response(Response(message=AssistantMessage(ToolCallPart("t", "f", '{"a'))))

    assert caught.value.path == "$.message.content[0].arguments"


def test_id_of_another_wire() -> None:
    """A call's id that Claude's clients may not send back is mapped."""
    encoded = encode_response(Response(message=AssistantMessage(ToolCallPart("functions.get:0", "f", "{}")), finish_reason="tool_calls"))

    assert encoded.body["content"] == [{"type": "tool_use", "id": mapped_id("functions.get:0"), "name": "f", "input": {}}]
    assert encoded.losses == ()


@pytest.mark.parametrize(
    ("reason", "word", "meant"),
    [
        (None, None, "an answer that still runs"),
        ("error", None, "'error'"),
        ("error", "weird", "'error' ('weird')"),
        ("other", "x", "'other' ('x')"),
    ],
)
def test_what_has_no_word_is_told_in_ours(reason: FinishReason | None, word: str | None, meant: str) -> None:
    """With the other wire's beside it."""
    encoded = encode_response(Response(message=AssistantMessage("x"), finish_reason=reason, provider_finish_reason=word))

    assert [loss.reason for loss in encoded.losses] == [f"this wire has no word for {meant}"]


def again(wire: JsonObject) -> JsonObject:
    """Read an answer's envelope, and write it."""
    read = decode_envelope(wire)
    log = LossLog(NAME)
    response: Response = Response(
        message=AssistantMessage(()),
        finish_reason=read.finish_reason,
        provider_finish_reason=read.provider_finish_reason,
        usage=read.usage,
        model_id=read.model_id,
        id=read.id,
        provider_data=read.provider_data,
    )
    written = encode_envelope(response, [], log)
    assert log.records == []
    return written


def test_the_usual_fields_are_ours() -> None:
    """Nothing of a plain answer is kept beside."""
    read = decode_envelope(WHOLE)

    assert (read.id, read.model_id, read.finish_reason, read.provider_finish_reason) == ("msg_1", "claude-x", "stop", "end_turn")
    assert read.usage == Usage(1, 2, input_includes_cache=False)
    assert read.provider_data == {}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"stop_reason": None},
        {"stop_reason": "newer_word"},
        {"id": None},
        {"model": 3},
        {"type": "completion"},
        {"usage": None},
        {"container": {"id": "c"}},
        {"$absent": ["id"], "$marks": {}, "$events": 1, "events": [1], "spelling": {"id": ["msg_1"]}},
        {"usage": {"input_tokens": 1.5, "$x": 1, "spelling": {"output_tokens": [2]}}},
    ],
    ids=str,
)
def test_odd_values_come_back_exactly(change: JsonObject) -> None:
    """Nulls, other types, newer words and newer fields."""
    assert again(WHOLE | change) == WHOLE | change


@pytest.mark.parametrize("name", ["type", "role", "stop_reason", "id", "model", "usage"])
def test_what_is_absent_stays_absent(name: str) -> None:
    """No default is written for it."""
    wire = {key: value for key, value in WHOLE.items() if key != name}

    assert again(wire) == wire


@pytest.mark.parametrize(
    ("reason", "word", "expected"), [("stop", "stop", "tool_use"), ("other", "eos", "tool_use"), ("stop", "end_turn", "end_turn")]
)
def test_a_foreign_stop_beside_calls(reason: FinishReason, word: str, expected: str) -> None:
    """It is this wire's word for calls, told as a hint; this wire's own stays."""
    response = Response(message=AssistantMessage(ToolCallPart("c", "f", "{}")), finish_reason=reason, provider_finish_reason=word)

    encoded = encode_response(response)

    assert encoded.body["stop_reason"] == expected
    assert [(loss.path, loss.kind) for loss in encoded.losses] == ([] if word == "end_turn" else [("$.finish_reason", "hint")])


def test_a_stop_reason_is_a_word() -> None:
    """Anything else breaks the wire's grammar."""
    with pytest.raises(ConversionError) as caught:
        decode_envelope(WHOLE | {"stop_reason": 3})

    assert caught.value.path == "$.stop_reason"


def test_a_meaning_without_a_word_is_a_loss() -> None:
    """The nearest word is written, and the loss says so."""
    log = LossLog(NAME)
    response: Response = Response(message=AssistantMessage(()), finish_reason="content_filter")

    assert encode_envelope(response, [], log)["stop_reason"] == "refusal"
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in log.records] == [("$.finish_reason", "hint", "refusal")]


def test_what_disagrees_is_told() -> None:
    """A kept field of a canonical name loses, with a hint; where an answer's word was changed to none of a table, the loss is told."""
    kept = keeps({"model": "kept"}, spelling={"stop_reason": [None, None]})
    response = Response(message=AssistantMessage("x"), model_id="ours", finish_reason="other", provider_data=kept)
    encoded = encode_response(response)

    assert (encoded.body["model"], encoded.body["stop_reason"]) == ("ours", "end_turn")
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [
        ("$.finish_reason", "hint"),
        ("$.provider_data['anthropic.messages'].model", "hint"),
    ]


@pytest.mark.parametrize(
    ("wire", "usage"),
    [
        ({}, Usage()),
        ({"input_tokens": 1, "output_tokens": 2}, Usage(input_tokens=1, output_tokens=2, input_includes_cache=False)),
        (
            {"cache_creation_input_tokens": 3, "cache_read_input_tokens": None},
            Usage(cache_write_tokens=3, input_includes_cache=False, provider_data={NAME: {"cache_read_input_tokens": None}}),
        ),
        ({"output_tokens_details": {"thinking_tokens": 4}}, Usage(reasoning_tokens=4, input_includes_cache=False)),
        (
            {"output_tokens_details": {"thinking_tokens": 4, "future": 1}, "iterations": []},
            Usage(
                reasoning_tokens=4,
                input_includes_cache=False,
                provider_data={NAME: {"output_tokens_details": {"future": 1}, "iterations": []}},
            ),
        ),
        ({"output_tokens_details": {}}, Usage(input_includes_cache=False, provider_data={NAME: {"output_tokens_details": {}}})),
        ({"input_tokens": 1.5}, Usage(input_includes_cache=False, provider_data={NAME: {"input_tokens": 1.5}})),
    ],
)
def test_usage_both_ways(wire: JsonObject, usage: Usage) -> None:
    """Figures are ours, everything else is kept, and nothing is 0 that wasn't said."""
    log = LossLog(NAME)

    assert decode_usage(wire) == usage
    assert encode_usage(usage, log) == wire
    assert log.records == []


def test_cached_tokens_are_taken_from_another_makers_count() -> None:
    """Those that were read and those that were written; where there are none, nothing is told."""
    log, silent = LossLog(NAME), LossLog(NAME)
    usage = Usage(input_tokens=10, cache_read_tokens=3, cache_write_tokens=2)

    assert encode_usage(usage, log)["input_tokens"] == 5
    assert encode_usage(Usage(input_tokens=10), silent)["input_tokens"] == 10
    assert encode_usage(Usage(cache_read_tokens=0), silent).get("input_tokens", 0) == 0
    assert log.records == [Loss("$.usage.input_tokens", "this wire's input_tokens doesn't count cached tokens", "hint", 5)]
    assert silent.records == []


def test_more_cached_than_counted() -> None:
    """A count that makes no sense gives no negative number."""
    log = LossLog(NAME)

    assert encode_usage(Usage(input_tokens=1, cache_read_tokens=5), log)["input_tokens"] == 0
    assert len(log.records) == 1


def test_a_figure_that_disagrees_is_told() -> None:
    """A kept figure of a canonical name loses, with a hint; a canonical one that was changed is said as changed."""
    log = LossLog(NAME)
    usage = Usage(output_tokens=2, input_includes_cache=False, provider_data={NAME: {"output_tokens": 3}})

    assert encode_usage(usage, log) == {"output_tokens": 2}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.usage.provider_data['anthropic.messages'].output_tokens", "hint")]


CALL = ToolCallPart("c", "f", "{}")


@pytest.mark.parametrize(
    ("word", "expected", "losses"),
    [
        ("stop", "tool_use", [("$.finish_reason", "hint", "tool_use")]),
        ("completed", "tool_use", [("$.finish_reason", "hint", "tool_use")]),
        (None, "tool_use", [("$.finish_reason", "hint", "tool_use")]),
        ("end_turn", "end_turn", []),
        ("stop_sequence", "stop_sequence", []),
    ],
)
def test_an_answer_with_calls_ends_for_them(word: str | None, expected: str, losses: list[tuple[str, str, str]]) -> None:
    """Hosts of other wires say `stop` beside calls, and who reads this one runs tools for its own word alone; its own word stays."""
    response = Response(message=AssistantMessage([CALL]), finish_reason="stop", provider_finish_reason=word)
    encoded = encode_response(response)

    assert encoded.body["stop_reason"] == expected
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in encoded.losses] == losses
    assert b'"stop_reason":"%s"' % expected.encode() in b"".join(encode_stream(response)).replace(b": ", b":")
