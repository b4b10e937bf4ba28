"""Twin of responses/answer.py: whole answers."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, FinishReason, JsonObject, Loss, RefusalPart, Response, TextPart, ToolCallPart, Usage
from interlingua.types.json import same_json
from interlingua_openai.responses.answer import decode_answer, decode_output, encode_answer
from interlingua_openai.responses.wire import DIALECT

TEXT: JsonObject = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a"}]}
CALL: JsonObject = {"type": "function_call", "name": "f", "arguments": "{}"}
BODY: JsonObject = {"object": "response", "id": "r", "model": "m", "status": "completed", "output": [TEXT]}
NOT_FAILED: dict[str, JsonObject] = {DIALECT: {"$spelling": {"status": ["failed", "completed"]}}}


def decode(body: JsonObject) -> Response:
    """Read an answer."""
    return decode_answer(body, [part for parts in decode_output(body) for part in parts])


def test_a_plain_answer_keeps_nothing() -> None:
    """All of it is canonical."""
    response: Response = Response(
        message=AssistantMessage("a"), finish_reason="stop", provider_finish_reason="completed", model_id="m", id="r", usage=Usage(1, 2)
    )
    body: JsonObject = {**BODY, "usage": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}}

    assert decode(body) == response
    assert encode_answer(response, []) == body


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
    losses: list[Loss] = []
    body = {**BODY, **fields}

    response = decode(body)

    assert response.finish_reason == reason
    assert same_json(encode_answer(response, losses), body)
    assert losses == []


@pytest.mark.parametrize("missing", ["object", "id", "model", "status", "output"])
def test_what_is_absent_stays_absent(missing: str) -> None:
    """Compatible servers leave out much."""
    body = {name: value for name, value in BODY.items() if name != missing}

    assert encode_answer(decode(body), []) == body


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
        (Response(message=AssistantMessage("a"), finish_reason="error", provider_data=NOT_FAILED), "stop", "content"),
    ],
)  # fmt: skip
def test_a_reason_that_the_items_contradict_is_told(response: Response, said: str, kind: str) -> None:
    """It would be read as another."""
    losses: list[Loss] = []

    encode_answer(response, losses)

    assert [(loss.path, loss.kind, loss.replaced_by) for loss in losses] == [("$.finish_reason", kind, said)]


@pytest.mark.parametrize(
    ("fields", "path"), [({"output": 5}, "$.output"), ({"output": ["x"]}, "$.output[0]"), ({"$spelling": 1}, "$.$spelling")]
)
def test_what_breaks_the_grammar_is_refused(fields: JsonObject, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        decode({**BODY, **fields})

    assert raised.value.path == path


def test_what_an_answer_cannot_say_is_told() -> None:
    """As in a request."""
    losses: list[Loss] = []

    body = encode_answer(
        Response(message=AssistantMessage([TextPart("a")]), usage=Usage(1, cache_read_tokens=2, input_includes_cache=False)), losses
    )

    assert body["output"] == [TEXT]
    assert [loss.path for loss in losses] == ["$.usage.input_tokens"]
