"""A whole answer → `Response`.

Source: https://docs.claude.com/en/api/messages#response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Decoded
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Response
from interlingua.types.json import at
from interlingua_anthropic.errors import error_from_event
from interlingua_anthropic.messages.decode_content import decode_assistant_block
from interlingua_anthropic.messages.envelope import decode_envelope
from interlingua_anthropic.messages.tool_ids import ToolIds
from interlingua_anthropic.messages.wire import checked_body, is_int

if TYPE_CHECKING:
    from interlingua.types import JsonObject


def decode_response(body: JsonObject) -> Decoded[Response]:
    """Translate a whole answer.

    Raises:
        ConversionError: The body is no JSON object, there is no content, or it isn't a list of blocks.
        ProviderError: The body is an error, though it came as an answer.
    """
    body = checked_body(body)
    error, content = body.get("error"), body.get("content")
    if isinstance(error, dict) and "content" not in body:
        request_id = body.get("request_id")
        raise error_from_event(error, request_id if isinstance(request_id, str) else None)
    if "content" not in body or not isinstance(content, list | None):
        raise ConversionError("$.content", "an answer has a list of blocks")
    envelope = decode_envelope(body)
    ids = ToolIds(envelope.id or "call")
    parts = []
    for index, block in enumerate(content or ()):
        if not isinstance(block, dict):
            raise ConversionError(at("$", "content", index), "a block is an object")
        parts.append(decode_assistant_block(block, ids.of_call))
    return Decoded(Response(message=AssistantMessage(parts), **envelope._asdict()))


def decode_count(body: JsonObject) -> int:
    """Read the number of input tokens from the counting endpoint's answer.

    Raises:
        ConversionError: The body is no JSON object, or there is none.
    """
    tokens = checked_body(body).get("input_tokens")
    if not is_int(tokens):
        raise ConversionError("$.input_tokens", "a count is an integer")
    return tokens
