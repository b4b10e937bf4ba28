"""Twin of responses/answer.py: whole answers."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError, InternalServerError, RateLimitError
from interlingua.types import (
    AssistantMessage,
    FinishReason,
    JsonObject,
    OpaquePart,
    RefusalPart,
    Response,
    TextPart,
    ToolCallPart,
    Usage,
)
from interlingua.types.json import same_json
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import decode_response, encode_response, failure_of

TEXT: JsonObject = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a"}]}
CALL: JsonObject = {"type": "function_call", "name": "f", "arguments": "{}"}
BODY: JsonObject = {"object": "response", "id": "r", "model": "m", "status": "completed", "output": [TEXT]}
NOT_FAILED: dict[str, JsonObject] = {"$marks": {RESPONSES: {"spelling": {"status": ["failed", "completed"]}}}}
FAILED: JsonObject = {"id": "r", "status": "failed", "error": {"code": "server_error", "message": "x"}, "output": []}


def decode(body: JsonObject) -> Response:
    """Read an answer of which nothing is lost."""
    decoded = decode_response(body)
    assert decoded.losses == ()
    return decoded.value


def test_a_plain_answer_keeps_nothing() -> None:
    """All of it is canonical."""
    response: Response = Response(
        message=AssistantMessage("a"), finish_reason="stop", provider_finish_reason="completed", model_id="m", id="r", usage=Usage(1, 2)
    )
    body: JsonObject = {**BODY, "usage": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}}

    assert decode(body) == response
    assert encode_response(response).body == body


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "completed", "error": None, "incomplete_details": None, "usage": None, "created_at": 1.0, "x_new": [1]}, "stop"),
        ({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens", "x": 1}}, "length"),
        ({"status": "incomplete", "incomplete_details": {"reason": "content_filter"}}, "content_filter"),
        ({"status": "incomplete", "incomplete_details": {"reason": "steered"}}, "other"),
        ({"status": "incomplete", "incomplete_details": None}, "other"),
        ({"status": "failed", "error": {"code": "server_error", "message": "x"}}, "error"),
        ({"status": "cancelled"}, "other"),
        ({"status": "x_new"}, "other"),
        ({"status": "queued", "output": [], "usage": None}, None),
        ({"status": "in_progress", "output": None}, None),
        ({"status": None}, "stop"),
        ({"status": 5, "id": 5, "model": None, "object": "x"}, "stop"),
        ({"usage": "x"}, "stop"),
        ({"usage": {"input_tokens": 1, "x": None}}, "stop"),
        ({"output": [CALL, CALL]}, "tool_calls"),
        ({"output": [{"type": "mcp_list_tools", "id": "mcpl", "tools": []}, TEXT]}, "stop"),
    ],
)
def test_answers_go_both_ways(fields: JsonObject, reason: FinishReason | None) -> None:
    """Exactly, whatever the status and the odd spelling."""
    body = {**BODY, **fields}

    response = decode(body)

    assert response.finish_reason == reason
    assert same_json(encode_response(response).body, body)
    assert encode_response(response).losses == ()


@pytest.mark.parametrize("missing", ["object", "id", "model", "status", "output"])
def test_what_is_absent_stays_absent(missing: str) -> None:
    """Compatible servers leave out much."""
    body = {name: value for name, value in BODY.items() if name != missing}

    assert encode_response(decode(body)).body == body


def test_calls_without_ids_get_some_of_their_own() -> None:
    """By the answer's id and their place, so that they differ from those of other answers."""
    response = decode({**BODY, "output": [CALL, TEXT, CALL]})

    assert [call.id for call in response.tool_calls] == ["call_r_0", "call_r_2"]


@pytest.mark.parametrize(
    ("response", "said", "kind"),
    [
        (Response(message=AssistantMessage("a"), finish_reason="pause"), "stop", "hint"),
        (Response(message=AssistantMessage("a"), finish_reason="refusal"), "stop", "hint"),
        (Response(message=AssistantMessage([RefusalPart("no")]), finish_reason="stop"), "refusal", "hint"),
        (Response(message=AssistantMessage([ToolCallPart("c", "f", "{}")]), finish_reason="stop"), "tool_calls", "hint"),
    ],
)  # fmt: skip
def test_a_reason_that_the_items_contradict_is_told(response: Response, said: str, kind: str) -> None:
    """It would be read as another."""
    found = encode_response(response).losses

    assert [(loss.path, loss.kind, loss.replaced_by) for loss in found] == [("$.finish_reason", kind, said)]


@pytest.mark.parametrize(("fields", "path"), [({"output": 5}, "$.output"), ({"output": ["x"]}, "$.output[0]")])
def test_what_breaks_the_grammar_is_refused(fields: JsonObject, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        decode({**BODY, **fields})

    assert raised.value.path == path


def test_what_an_answer_cannot_say_is_told() -> None:
    """As in a request; a kept field that says something else is, too."""
    parts = [TextPart("a"), OpaquePart("another.dialect", {})]
    usage = Usage(1, cache_read_tokens=2, input_includes_cache=False)

    encoded = encode_response(
        Response(message=AssistantMessage(parts), finish_reason="stop", id="r", usage=usage, provider_data={RESPONSES: {"id": "x"}})
    )

    assert encoded.body["output"] == [TEXT]
    assert encoded.body["id"] == "r"
    assert encoded.headers == {}
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [
        ("$.message.content[1]", "content"),
        ("$.usage.input_tokens", "hint"),
        ("$.provider_data['openai.responses'].id", "hint"),
    ]


def test_fields_of_the_message_as_a_whole_are_told() -> None:
    """An answer has items, each with its own fields, and no message around them."""
    message = AssistantMessage("a", provider_data={RESPONSES: {"phase": "final_answer"}, "openai.chat": {"name": "n"}})

    encoded = encode_response(Response(message=message, finish_reason="stop", model_id="m", id="r"))

    assert encoded.body == BODY
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.message.provider_data", "hint")]


def test_a_failed_answer_is_an_answer() -> None:
    """With its error kept, so that it can be said again."""
    response = decode_response(FAILED).value

    assert response.finish_reason == "error"
    assert response.provider_data["openai.responses"]["error"] == {"code": "server_error", "message": "x"}


def test_an_error_in_the_place_of_an_answer_is_raised() -> None:
    """As gateways send it with status 200, wherever they put it."""
    bodies: list[JsonObject] = [
        {"error": {"code": "rate_limit_exceeded", "message": "slow down"}},
        {"error": "Too Many Requests", "status": 429},
        {"detail": "Too many requests"},
        {"errors": [{"code": 429, "message": "slow down"}]},
        {"type": "too_many_requests"},
    ]
    for body in bodies:
        with pytest.raises(RateLimitError):
            decode_response(body)


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "x"}, "output": []},
        {"error": {"code": "x"}, "status": "in_progress"},
        {"object": "response"},
        {"status": "queued"},
    ],
    ids=str,
)
def test_what_little_makes_an_answer(body: JsonObject) -> None:
    """Its kind, its status or its items; what else it says is its own."""
    decoded = decode_response(body)

    assert decoded.value.message.content == ()
    assert encode_response(decoded.value).body == body


@pytest.mark.parametrize(("body", "path"), [({"x": float("inf")}, "$.x"), ([], "$"), ({"choices": []}, "$.output")])
def test_what_is_no_body_is_refused(body: JsonObject, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        decode_response(body)

    assert raised.value.path == path


@pytest.mark.parametrize(("field", "value"), [("status", "completed"), ("error", None), ("error", "x")])
def test_only_a_failed_answer_names_a_failure(field: str, value: str | None) -> None:
    """The error is the one that an event of a stream would be."""
    assert isinstance(failure_of(FAILED), InternalServerError)
    assert failure_of({**FAILED, field: value}) is None


def test_counts_go_both_ways() -> None:
    """Cached tokens, those written to the cache, and reasoning are read; what isn't modelled stays verbatim."""
    usage = Usage(
        input_tokens=10, output_tokens=5, cache_read_tokens=8, cache_write_tokens=2, reasoning_tokens=3,
        provider_data={RESPONSES: {"input_tokens_details": {"cache_write_tokens_details": {"ttl_12h_tokens": 2}}}},
    )  # fmt: skip
    counts: JsonObject = {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 2, "cache_write_tokens_details": {"ttl_12h_tokens": 2}},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 15,
    }

    assert decode({**BODY, "usage": counts}).usage == usage
    assert encode_response(decode({**BODY, "usage": counts})).body["usage"] == counts


def test_a_status_that_meant_another_end_is_not_written_again() -> None:
    """How the wire spelt the end that was read doesn't outlive it: who says `stop` of an answer that was cut short is heard."""
    cut = decode({**BODY, "status": "incomplete", "incomplete_details": {}})
    failed = Response(message=AssistantMessage("a"), finish_reason="error", provider_data=NOT_FAILED)

    assert cut.finish_reason == "other"
    assert encode_response(cut).body["status"] == "incomplete"
    assert encode_response(cut.model_copy(update={"finish_reason": "stop"})).body["status"] == "completed"
    assert (encode_response(failed).body["status"], encode_response(failed).losses) == ("failed", ())
