"""Twin of responses/encode_response.py: responses become answers."""

from __future__ import annotations

from interlingua.types import AssistantMessage, OpaquePart, Response
from interlingua_openai.responses.encode_response import encode_response


def test_a_response() -> None:
    """What the wire can't say is on record."""
    encoded = encode_response(Response(message=AssistantMessage([OpaquePart("another.dialect", {})]), finish_reason="stop"))

    assert encoded.body == {"object": "response", "status": "completed", "output": []}
    assert encoded.headers == {}
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.message.content[0]", "content")]
