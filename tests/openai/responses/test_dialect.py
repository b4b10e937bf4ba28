"""Twin of responses/dialect.py: every method leads to its job."""

from __future__ import annotations

import pytest

from interlingua import get_dialect
from interlingua.dialect import assemble
from interlingua.errors import ConversionError, RateLimitError
from interlingua.types import JsonObject, Request, UserMessage
from interlingua_openai.responses.dialect import ResponsesDialect

DIALECT = ResponsesDialect()


def test_its_name_finds_it() -> None:
    """It is the plugin's second dialect."""
    assert isinstance(get_dialect("openai.responses"), ResponsesDialect)
    assert DIALECT.name == "openai.responses"
    assert {"assistant_image", "seed", "stop", "top_k"} <= DIALECT.lacks  # the laws hold the list to what is lost


def test_requests() -> None:
    """There and back; headers say nothing."""
    body: JsonObject = {"model": "m", "input": "hi", "stream": False}
    request = DIALECT.decode_request(body, {"openai-beta": "x"}).value

    assert DIALECT.encode_request(request).body == body
    assert DIALECT.encode_count(request).body == {"model": "m", "input": "hi"}
    assert DIALECT.wire_normal_form(body) == DIALECT.encode_request(Request(model_id="m", messages=(UserMessage("hi"),))).body


def test_history() -> None:
    """The API may hold it."""
    held = DIALECT.decode_request({"model": "m", "input": "hi", "previous_response_id": "resp_1"}).value

    assert DIALECT.holds_history(held)
    assert not DIALECT.holds_history(Request(model_id="m", messages=(UserMessage("hi"),)))


def test_failures() -> None:
    """An answer's own, as an event of a stream would name it."""
    failed: JsonObject = {"status": "failed", "error": {"code": "rate_limit_exceeded", "message": "slow down"}, "output": []}

    assert isinstance(DIALECT.failure(failed), RateLimitError)
    assert DIALECT.failure({"status": "completed", "output": []}) is None


def test_responses() -> None:
    """There and back, whole and streamed."""
    body: JsonObject = {"status": "completed", "output": [{"role": "assistant", "content": "a"}]}
    response = DIALECT.decode_response(body, {}).value
    decoder = DIALECT.stream_decoder()
    chunks = [chunk for event in DIALECT.encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

    assert DIALECT.encode_response(response).body == body
    assert assemble(chunks) == response


def test_counts() -> None:
    """A number, or an error with its path."""
    assert DIALECT.decode_count({"object": "response.input_tokens", "input_tokens": 5}) == 5
    with pytest.raises(ConversionError) as raised:
        DIALECT.decode_count({})
    assert raised.value.path == "$.input_tokens"
