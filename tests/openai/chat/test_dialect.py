"""Twin of chat/dialect.py: the jobs, under one name."""

from __future__ import annotations

import pytest

from interlingua import get_dialect
from interlingua.dialect import Capabilities
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, Request, UserMessage
from interlingua_openai.chat.dialect import ChatDialect

BODY: JsonObject = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
ANSWER: JsonObject = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}]}


def test_it_is_installed() -> None:
    """The name leads to it, and it lacks nothing by declaration."""
    dialect = get_dialect("openai.chat")

    assert isinstance(dialect, ChatDialect)
    assert dialect.name == "openai.chat"
    assert dialect.lacks == frozenset()


def test_both_ways() -> None:
    """Requests, answers and streams."""
    dialect = ChatDialect()
    response = dialect.decode_response(ANSWER, {}).value
    decoder = dialect.stream_decoder()

    chunks = [chunk for event in dialect.encode_stream(response) for chunk in decoder.feed(event)]

    assert dialect.encode_request(dialect.decode_request(BODY, {}).value).body == BODY
    assert dialect.encode_response(response).body == ANSWER
    assert decoder.response() == response
    assert chunks
    assert dialect.wire_normal_form({**BODY, "stream": False}) == BODY


def test_capabilities_reach_the_encoder() -> None:
    """What the model lacks is left out."""
    request = Request(model_id="m", messages=(UserMessage("hi"),), temperature=0.5)

    assert ChatDialect().encode_request(request, Capabilities(frozenset({"temperature"}))).body == BODY


def test_counting() -> None:
    """llama.cpp counts the same body, never streamed."""
    request = ChatDialect().decode_request({**BODY, "stream": True, "stream_options": {"include_usage": True}, "n": 1}).value

    assert ChatDialect().encode_count(request).body == {**BODY, "n": 1}
    assert ChatDialect().decode_count({"input_tokens": 7}) == 7
    with pytest.raises(ConversionError):
        ChatDialect().decode_count({})
