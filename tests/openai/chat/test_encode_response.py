"""Twin of chat/encode_response.py."""

from __future__ import annotations

from interlingua.types import AssistantMessage, Response
from interlingua_openai.chat.encode_response import encode_response


def test_losses_come_with_the_body() -> None:
    """A finish reason that this wire has no word for is recorded."""
    encoded = encode_response(Response(message=AssistantMessage("hi"), finish_reason="refusal"))

    assert encoded.body["choices"] == [{"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "content_filter"}]
    assert [loss.path for loss in encoded.losses] == ["$.finish_reason"]
    assert encoded.headers == {}
