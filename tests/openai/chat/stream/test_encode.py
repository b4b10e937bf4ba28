"""Twin of chat/stream/encode.py: a response becomes a stream."""

from __future__ import annotations

import pytest

from interlingua.dialect import assemble
from interlingua.types import AssistantMessage, JsonObject, RefusalPart, Response, TextDelta, TextPart, ToolCallPart, Usage
from interlingua.types.json import loads
from interlingua_openai.chat.answer import decode_answer, encode_response
from interlingua_openai.chat.parts import WHOLE_CALL, opaque
from interlingua_openai.chat.stream.decode import ChatStreamDecoder
from interlingua_openai.chat.stream.encode import encode_stream
from interlingua_openai.names import CHAT

CALL: JsonObject = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}, "x": 1}


def test_the_events() -> None:
    """Role first, then text and calls, the finish reason, usage, and the end."""
    response = Response(
        message=AssistantMessage([TextPart("a"), ToolCallPart("1", "f", "{}")]),
        finish_reason="tool_calls",
        usage=Usage(input_tokens=1),
        id="i",
        model_id="m",
    )
    envelope: JsonObject = {"object": "chat.completion.chunk", "id": "i", "model": "m"}
    call: JsonObject = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}, "index": 0}

    *events, done = list(encode_stream(response))

    assert [loads(event.removeprefix(b"data: ").removesuffix(b"\n\n")) for event in events] == [
        {**envelope, "choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]},
        {**envelope, "choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": None}]},
        {**envelope, "choices": [{"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": None}]},
        {**envelope, "choices": [{"index": 0, "finish_reason": "tool_calls", "delta": {}}]},
        {**envelope, "choices": [], "usage": {"prompt_tokens": 1}},
    ]
    assert done == b"data: [DONE]\n\n"


def body(message: JsonObject, **fields: object) -> JsonObject:
    """A whole answer."""
    return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], **fields}  # type: ignore[dict-item]  # JSON


@pytest.mark.parametrize(
    "whole",
    [
        body({"role": "assistant", "content": "a"}, object="chat.completion", usage=None),
        body({"role": "assistant", "content": ""}, object="other", usage={"prompt_tokens": 1}, created=1, x={"a": None}),
        body({"role": "assistant", "content": None, "refusal": "no", "audio": {"id": "a", "data": "AA"}}),
        body({"role": "assistant", "content": None, "tool_calls": [CALL, {**CALL, "id": "2"}], "annotations": []}),
        body({"role": "assistant", "content": [{"type": "text", "text": "a"}, {"type": "new"}], "tool_calls": []}),
        body({"role": "assistant", "reasoning_content": "why", "reasoning": "", "content": "a", "x": "y"}),
        body({"role": "assistant", "content": [{"type": "text", "text": text} for text in ("a", "b", "", "c")]}),
        body({"role": "assistant", "content": [{"type": "text", "text": ""}, {"type": "text", "text": "a", "x": 1}, {"type": "text"}]}),
        body({"role": "assistant", "content": [{"type": "refusal", "refusal": "x"}, {"type": "text", "text": "a"}], "refusal": "y"}),
        body({"role": "assistant", "content": "a"}, error={"message": "late"}),
        body({"role": "assistant", "content": "a"}, error=None),
        body({}),
        {"choices": [{"message": {"content": "a"}, "finish_reason": "eos", "logprobs": {"content": [1]}}]},
        {"choices": [{"index": i, "message": {"role": "assistant", "content": "a"}, "finish_reason": "stop"} for i in (0, 1)]},
    ],
)
def test_the_stream_says_the_same(whole: JsonObject) -> None:
    """A stream that is decoded again gives the very response."""
    response = decode_answer(whole)
    decoder = ChatStreamDecoder()

    chunks = [chunk for event in encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

    assert assemble(chunks) == response


def test_several_texts_and_refusals_agree_too() -> None:
    """A response that no one field can say: its parts stay apart and in order, streamed as well as whole."""
    response = Response(message=AssistantMessage([TextPart("a"), TextPart("b"), RefusalPart("x"), RefusalPart("y")]), finish_reason="stop")
    whole = decode_answer(encode_response(response).body)
    decoder = ChatStreamDecoder()

    chunks = [chunk for event in encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

    assert assemble(chunks) == whole
    assert [part.text for part in whole.message.content if isinstance(part, TextPart)] == ["a", "b"]
    assert [part.refusal for part in whole.message.content if isinstance(part, RefusalPart)] == ["x", "y"]
    assert [chunk for chunk in chunks if isinstance(chunk, TextDelta)] == [TextDelta(0, "a"), TextDelta(1, "b")]
    assert all({} not in part.provider_data.values() for part in whole.message.content)


def test_a_response_written_by_hand_is_no_trap() -> None:
    """Choices and calls of another shape are passed on or left out, never a crash."""
    response = Response(
        message=AssistantMessage(opaque({"x": 1}, WHOLE_CALL)),
        finish_reason="stop",
        provider_data={CHAT: {"choices": [{}, "not a choice", {"message": 3}]}},
    )

    assert list(encode_stream(response))[-1] == b"data: [DONE]\n\n"
