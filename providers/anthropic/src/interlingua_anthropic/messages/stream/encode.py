"""`Response` → a stream, one event an item.

Source: https://docs.claude.com/en/docs/build-with-claude/streaming#event-types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import LossLog, write_event
from interlingua.types import ToolCallPart
from interlingua.types.json import dumps
from interlingua_anthropic.messages.answer import encode_envelope
from interlingua_anthropic.messages.assistant import encode_assistant_part
from interlingua_anthropic.messages.calls import encode_call
from interlingua_anthropic.messages.tool_ids import WireIds
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import AssistantPart, JsonObject, JsonValue, Response

# Fields that the API says in `message_delta`, after the content.
_LATE = ("stop_reason", "stop_sequence", "stop_details", "container")

# A block's type → its field that streams, the delta's type, and the delta's field.
_STREAMED = {
    "text": ("text", "text_delta", "text"),
    "thinking": ("thinking", "thinking_delta", "thinking"),
}


def encode_stream(response: Response) -> Iterator[bytes]:
    """Say a response as a stream. What the wire can't say is left out, as `encode_response` reports it."""
    log = LossLog(MESSAGES, "$.message")
    ids = WireIds()
    envelope = encode_envelope(response, [], log)
    start = {name: (None if name in _LATE[:2] else value) for name, value in envelope.items() if name not in _LATE[2:]}
    yield _event("message_start", message=start)
    index = 0
    for part in response.message.content:
        if isinstance(part, ToolCallPart):
            block: JsonObject | None = encode_call(part, ids, log, streamed=True)
        else:
            block = encode_assistant_part(part, log, blanks=True)
        if block is not None:
            yield from _block(part, block, index)
            index += 1
    late: JsonObject = {name: envelope[name] for name in _LATE if name in envelope}
    usage = envelope.get("usage")
    if isinstance(usage, dict) and "output_tokens" in usage:
        yield _event("message_delta", delta=late, usage={"output_tokens": usage["output_tokens"]})
    else:
        yield _event("message_delta", delta=late)
    yield _event("message_stop")


def _block(part: AssistantPart, block: JsonObject, index: int) -> Iterator[bytes]:
    """Say one block: its start without what streams, the deltas, its end."""
    deltas: list[dict[str, JsonValue]] = []
    start = dict(block)
    kind = block.get("type")
    if isinstance(part, ToolCallPart) and (isinstance(block.get("input"), dict) or ("input" not in block and part.arguments != "{}")):
        deltas.append({"type": "input_json_delta", "partial_json": part.arguments})
    elif isinstance(kind, str) and kind in _STREAMED and part.type != "opaque":
        field, name, delta_field = _STREAMED[kind]
        deltas.append({"type": name, delta_field: block[field]})
        start[field] = ""
    if part.type == "text" and part.citations and isinstance(citations := block.get("citations"), list):
        deltas[:0] = [{"type": "citations_delta", "citation": citation} for citation in citations]
        start["citations"] = []
    if part.type == "reasoning" and isinstance(signature := block.get("signature"), str) and kind == "thinking":
        deltas.append({"type": "signature_delta", "signature": signature})
        start["signature"] = ""
    yield _event("content_block_start", index=index, content_block=start)
    for delta in deltas:
        if "" not in delta.values():
            yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)


def _event(kind: str, **fields: JsonValue) -> bytes:
    return write_event(dumps({"type": kind, **fields}), kind)
