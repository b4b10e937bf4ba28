"""The dialect as a whole."""

from __future__ import annotations

from tests.anthropic.bodies import REQUEST, RESPONSE

from interlingua.dialect import Capabilities
from interlingua.types import Request, UserMessage
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.messages.stream.decode import MessagesStreamDecoder

DIALECT = MessagesDialect()


def test_requests() -> None:
    """Requests and counts go through with their capabilities and headers."""
    request = Request(model_id="m", messages=(UserMessage("hi"),), temperature=0.5, max_tokens=1)
    lacking = Capabilities(frozenset({"temperature"}))

    assert DIALECT.name == "anthropic.messages"
    assert "temperature" not in DIALECT.encode_request(request, lacking).body
    assert DIALECT.encode_count(request).body.keys() == {"model", "messages"}
    assert DIALECT.encode_request(DIALECT.decode_request(REQUEST, {"anthropic-beta": "b"}).value).headers == {"anthropic-beta": "b"}
    assert DIALECT.wire_normal_form({"stream": False}) == {}


def test_responses() -> None:
    """Answers go through whole, streamed and counted."""
    response = DIALECT.decode_response(RESPONSE).value

    assert DIALECT.encode_response(response).body == RESPONSE
    assert isinstance(DIALECT.stream_decoder(), MessagesStreamDecoder)
    assert b"".join(DIALECT.encode_stream(response)).endswith(b'event: message_stop\ndata: {"type":"message_stop"}\n\n')
    assert DIALECT.decode_count({"input_tokens": 3}) == 3
