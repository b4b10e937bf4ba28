"""The lines of the two APIs' batch files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConversionError, convert_batch

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

SAID: JsonValue = [{"role": "user", "content": "hi"}]
BLOCKS: JsonValue = [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]
CHAT: JsonObject = {
    "custom_id": "a-1",
    "method": "POST",
    "url": "/v1/chat/completions",
    "body": {"model": "m", "messages": SAID, "max_tokens": 9},
}
RESPONSES: JsonObject = {"custom_id": "a-1", "method": "POST", "url": "/v1/responses", "body": {"model": "m", "input": SAID}}
CLAUDE: JsonObject = {"custom_id": "a-1", "params": {"model": "m", "messages": BLOCKS, "max_tokens": 9}}
ANSWER: JsonObject = {
    "object": "chat.completion",
    "id": "chatcmpl-1",
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "yo"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}
RESULT: JsonObject = {"custom_id": "a-1", "response": {"status_code": 200, "body": ANSWER}, "error": None}
MESSAGE: JsonObject = {
    "id": "chatcmpl-1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": "yo"}],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 1, "output_tokens": 2},
}
SUCCEEDED: JsonObject = {"custom_id": "a-1", "result": {"type": "succeeded", "message": MESSAGE}}


def converted(line: JsonValue, source: str, target: str) -> JsonValue:
    """Convert a line that must lose nothing."""
    [done] = convert_batch([line], source=source, target=target, on_loss="strict")
    if done.error:
        raise done.error
    return done.value


@pytest.mark.parametrize(
    ("line", "source", "target", "written"),
    [
        (CHAT, "openai-batch", "anthropic-batch", CLAUDE),
        (RESULT, "openai-batch", "anthropic-batch", SUCCEEDED),
        (SUCCEEDED, "anthropic-batch", "openai-batch", RESULT),
        (CHAT, "openai-batch", "openai-batch", CHAT),
        (RESPONSES, "openai-batch", "openai-batch", RESPONSES),
        (RESULT, "openai-batch", "openai-batch", RESULT),
        (CLAUDE, "anthropic-batch", "anthropic-batch", CLAUDE),
        (CHAT, "openai-batch", "anthropic.messages", {"custom_id": "a-1", "model": "m", "messages": BLOCKS, "max_tokens": 9}),
        (RESULT, "openai-batch", "anthropic.messages", {"custom_id": "a-1", **MESSAGE}),
        (SUCCEEDED, "anthropic-batch", "openai.chat", {"custom_id": "a-1", **ANSWER}),
        (RESPONSES, "openai-batch", "openai.chat", {"custom_id": "a-1", "model": "m", "messages": SAID}),
    ],
)
def test_a_line_goes_over(line: JsonValue, source: str, target: str, written: JsonValue) -> None:
    """Into the other API's batch, or a dialect; its id goes along, and nothing is lost."""
    assert written == converted(line, source, target)


def test_a_request_of_claudes_is_asked_in_chat() -> None:
    """Of OpenAI's dialects the one that every compatible host has."""
    line = converted(CLAUDE, "anthropic-batch", "openai-batch")

    assert {"custom_id": "a-1", "method": "POST", "url": "/v1/chat/completions"} == {
        name: line[name] for name in ("custom_id", "method", "url")
    }  # type: ignore[index,call-overload]  # JSON


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ({**CHAT, "url": "/chat/completions"}, "/v1/chat/completions"),
        ({"custom_id": "a", "body": CHAT["body"]}, "/v1/chat/completions"),
        ({"custom_id": "a", "body": RESPONSES["body"]}, "/v1/responses"),
    ],
)
def test_hosts_spell_the_url_otherwise(line: JsonValue, url: str) -> None:
    """Without its version, or not at all."""
    assert url == converted(line, "openai-batch", "openai-batch")["url"]  # type: ignore[index,call-overload]  # JSON


def test_what_only_the_batch_knows_is_told() -> None:
    """The API's own numbers of a result, and fields beside it: a batch's line has no place for more."""
    line = {**RESULT, "id": "batch_req_1", "response": {"status_code": 200, "request_id": "r", "body": ANSWER}, "note": 1}
    [done] = convert_batch([line], source="openai-batch", target="anthropic-batch")

    assert SUCCEEDED == done.value
    assert [("$.response.request_id", "hint"), ("$.id", "hint"), ("$.note", "hint")] == [(loss.path, loss.kind) for loss in done.losses]


@pytest.mark.parametrize(
    ("line", "source", "said"),
    [
        (
            {**RESULT, "response": None, "error": {"code": "batch_expired", "message": "too late"}},
            "openai-batch",
            "(batch_expired: too late)",
        ),
        ({**RESULT, "response": None}, "openai-batch", "(with no word)"),
        (
            {**RESULT, "response": {"status_code": 400, "body": {"error": {"type": "invalid_request_error", "message": "bad"}}}},
            "openai-batch",
            "(status 400, invalid_request_error: bad)",
        ),
        (
            {
                **CLAUDE,
                "params": None,
                "result": {"type": "errored", "error": {"type": "error", "error": {"type": "api_error", "message": "x"}}},
            },
            "anthropic-batch",
            "(errored, api_error: x)",
        ),
        ({"custom_id": "a", "result": {"type": "expired"}}, "anthropic-batch", "(expired)"),
        ({"custom_id": "a", "result": {"type": "canceled"}}, "anthropic-batch", "(canceled)"),
    ],
)
def test_a_request_that_failed_has_no_answer(line: JsonValue, source: str, said: str) -> None:
    """The reason is the API's."""
    with pytest.raises(ConversionError) as raised:
        converted(line, source, "openai.chat")
    assert f"this request failed {said}" == raised.value.reason


@pytest.mark.parametrize(
    ("line", "source", "target", "path"),
    [
        ([], "openai-batch", "openai.chat", "$"),
        ({"messages": SAID}, "openai-batch", "openai.chat", "$"),
        ({"messages": SAID}, "anthropic-batch", "openai.chat", "$"),
        ({**CHAT, "url": "/v1/embeddings"}, "openai-batch", "openai.chat", "$.url"),
        ({"body": {}}, "openai-batch", "openai.chat", "$.url"),
        ({**CHAT, "method": "GET"}, "openai-batch", "openai.chat", "$.method"),
        ({**CHAT, "body": {"model": "m", "messages": [5]}}, "openai-batch", "anthropic.messages", "$.body.messages[0]"),
        ({**RESULT, "response": {"status_code": 200, "body": {"object": "list"}}}, "openai-batch", "openai.chat", "$.response.body"),
        ({**RESULT, "response": {"status_code": 200, "body": {"choices": 5}}}, "openai-batch", "openai.chat", "$.response.body.choices"),
        ({**CHAT, "custom_id": "a b"}, "openai-batch", "anthropic-batch", "$.custom_id"),
        ({**CHAT, "custom_id": "a" * 65}, "openai-batch", "anthropic-batch", "$.custom_id"),
        ({"body": CHAT["body"]}, "openai-batch", "anthropic-batch", "$.custom_id"),
    ],
)
def test_what_is_no_line_of_a_batch_is_refused(line: JsonValue, source: str, target: str, path: str) -> None:
    """At its path."""
    with pytest.raises(ConversionError) as raised:
        converted(line, source, target)
    assert path == raised.value.path
