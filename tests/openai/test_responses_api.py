"""The Responses API as a caller uses it: over the real SDK's client to a real server on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import (
    AssistantMessage,
    AsyncModel,
    Model,
    RateLimitError,
    ReasoningPart,
    Response,
    StreamInterruptedError,
    TextDelta,
    ToolCallPart,
    ToolMessage,
    UserMessage,
    get_dialect,
)
from interlingua.provider import RetryPolicy
from interlingua.testing.fault_server import EVENT_STREAM, Answer, FaultServer
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import JsonObject

DIALECT = get_dialect("openai.responses")
REASONING: JsonObject = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
CALL: JsonObject = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "weather", "arguments": "{}", "status": "completed"}
BODY: JsonObject = {
    "id": "resp_1", "object": "response", "model": "gpt-5-2026", "status": "completed", "output": [REASONING, CALL],
    "usage": {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 4}, "output_tokens": 3, "total_tokens": 12},
}  # fmt: skip
FAILURE: JsonObject = {"type": "response.failed", "response": {"error": {"code": "rate_limit_exceeded", "message": "slow"}}}
PATIENT = RetryPolicy(attempts=3, wait_initial=0, wait_jitter=0)


def said(text: str) -> Response:
    """An answer in words."""
    return Response(message=AssistantMessage(text), finish_reason="stop", id="resp_2", model_id="gpt-5-2026")


def stream(response: Response) -> Answer:
    """Its stream."""
    return Answer(b"".join(DIALECT.encode_stream(response)), content_type=EVENT_STREAM)


def at(server: FaultServer) -> Model:
    """A model there."""
    return Model("openai:gpt-5", base_url=server.url, api="responses", retry=PATIENT)


def failing(*events: bytes) -> Answer:
    """A stream that fails after some events."""
    return Answer(b"".join(events) + b"data: " + dumps(FAILURE) + b"\n\n", content_type=EVENT_STREAM)


def test_a_stateless_conversation_keeps_its_reasoning() -> None:
    """The items of the first answer go back as they came, in their places, with the tool's result behind them."""
    own: dict[str, JsonObject] = {"openai.responses": {"store": False, "include": ["reasoning.encrypted_content"]}}
    with FaultServer(Answer(dumps(BODY)), stream(said("sunny"))) as server, at(server) as model:
        first = model.complete("weather?", provider_data=own)
        history = [UserMessage("weather?"), first.message, ToolMessage(tool_call_id="call_1", content="sun")]
        with model.stream(history, provider_data=own) as chunks:
            text = "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta))

    assert (first.finish_reason, first.model_id, first.usage and first.usage.cache_read_tokens) == ("tool_calls", "gpt-5-2026", 4)
    assert [type(part) for part in first.message.content] == [ReasoningPart, ToolCallPart]
    assert [asked.path for asked in server.requests] == ["/responses", "/responses"]
    assert server.requests[1].body == {
        "model": "gpt-5",
        "stream": True,
        "store": False,
        "include": ["reasoning.encrypted_content"],
        "input": [
            {"role": "user", "content": "weather?"},
            REASONING,
            CALL,
            {"type": "function_call_output", "call_id": "call_1", "output": "sun"},
        ],
    }
    assert text == "sunny"


def test_tokens_are_counted() -> None:
    """By the API's own figure."""
    counted = Answer(b'{"object": "response.input_tokens", "input_tokens": 11}')
    with FaultServer(counted) as server, at(server) as model:
        assert model.count_tokens("hi") == 11

    assert server.requests[0].path == "/responses/input_tokens"
    assert server.requests[0].body == {"model": "gpt-5", "input": [{"role": "user", "content": "hi"}]}


async def test_awaited() -> None:
    """The same, awaited."""
    with FaultServer(stream(said("yes"))) as server:
        async with AsyncModel("openai:gpt-5", base_url=server.url, api="responses") as model, model.stream("hi") as chunks:
            text = "".join([chunk.text async for chunk in chunks if isinstance(chunk, TextDelta)])

    assert text == "yes"
    assert chunks.response.finish_reason == "stop"


def test_a_failure_before_the_first_piece_is_tried_again() -> None:
    """As the status would be."""
    begun = list(DIALECT.encode_stream(said("yes")))[:3]
    with FaultServer(failing(*begun), stream(said("yes"))) as server, at(server) as model, model.stream("hi") as chunks:
        list(chunks)

    assert chunks.response.text == "yes"
    assert chunks.response.attempts == 2


def test_a_failure_after_it_is_not() -> None:
    """What came is kept, and the failure has the type that it would have as a status."""
    begun = list(DIALECT.encode_stream(said("yes")))[:5]
    with (
        FaultServer(failing(*begun)) as server,
        at(server) as model,
        model.stream("hi") as chunks,
        pytest.raises(StreamInterruptedError) as raised,
    ):
        list(chunks)

    assert raised.value.partial.text == "yes"
    assert isinstance(raised.value.error, RateLimitError)
    assert len(server.requests) == 1
