"""A canonical response → a Responses stream: the whole body's items in pieces, then the whole body, one event an item.

Source: https://platform.openai.com/docs/api-reference/responses-streaming.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, are_objects, text_or_none, write_event
from interlingua.types.json import dumps
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import encode_response
from interlingua_openai.responses.stream.events import BESIDE, FINALS, KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.response import Response

_IN_PROGRESS: Final = "in_progress"

# An item's type → its own field that streams, and the name of the events.
_STREAMED: Final = {
    "function_call": ("arguments", "response.function_call_arguments"),
    "custom_tool_call": ("input", "response.custom_tool_call_input"),
}

# The type of a message's or a reasoning item's block → its field that streams, and the name of the events.
_BLOCKS: Final = {
    "output_text": ("text", "response.output_text"),
    "refusal": ("refusal", "response.refusal"),
    "reasoning_text": ("text", "response.reasoning_text"),
}


def encode_stream(response: Response) -> Iterator[bytes]:
    """Say a response as a stream. What the wire can't say is left out, as `encode_response` reports it."""
    numbers = count()
    kept = Kept.of(response.provider_data, RESPONSES).mark(BESIDE)
    beside = [event for event in (kept if isinstance(kept, list) else ()) if isinstance(event, dict)]
    for kind, fields in _events(encode_response(response).body, beside):
        yield write_event(dumps({"type": kind, "sequence_number": next(numbers), **fields}), kind)


def _events(body: JsonObject, beside: list[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    begun: JsonObject = {**body, "status": _IN_PROGRESS, "output": [], "usage": None}
    for kind in ("response.created", "response.in_progress"):
        yield kind, {"response": begun}
    output = body.get("output")
    for number, item in enumerate(output if are_objects(output) else ()):
        yield from _item(item, number)
    status = body.get("status")
    # A background answer may still run, or be cancelled; its stream ends as every other.
    final = f"response.{status}" if f"response.{status}" in FINALS else FINALS[0]
    last: JsonObject = {}
    for event in beside:
        name = event.get("type")
        if name == final:
            last = {**last, **event}
        elif isinstance(name, str) and name not in KNOWN:
            yield name, event
    yield final, {**last, "response": body}


def _item(item: JsonObject, number: int) -> Iterator[tuple[str, JsonObject]]:
    """Say one item: its beginning without what streams, the pieces, its end."""
    kind, content = item.get("type"), item.get("content")
    place: JsonObject = {"output_index": number}
    if isinstance(item.get("id"), str):
        place["item_id"] = item["id"]
    if kind == "message" and item.get("role") == "assistant" and are_objects(content):
        yield "response.output_item.added", {"output_index": number, "item": {**_begun(item), "content": []}}
        for index, block in enumerate(content):
            yield from _block(block, {**place, "content_index": index})
    elif isinstance(kind, str) and kind in _STREAMED and isinstance(text := item.get(field := _STREAMED[kind][0]), str):
        yield "response.output_item.added", {"output_index": number, "item": {**_begun(item), field: ""}}
        yield from _text(field, text, _STREAMED[kind][1], place)
    elif kind == "reasoning" and isinstance(summary := item.get("summary"), list):
        own = content if are_objects(content) and all(_is_thought(block) for block in content) else []
        begun: JsonObject = {"summary": [], "content": []} if own else {"summary": []}
        yield "response.output_item.added", {"output_index": number, "item": {**_begun(item), **begun}}
        for index, entry in enumerate(summary):
            yield from _summary(entry, {**place, "summary_index": index})
        for index, block in enumerate(own):
            yield from _block(block, {**place, "content_index": index})
    else:
        yield "response.output_item.added", {"output_index": number, "item": _begun(item)}
    yield "response.output_item.done", {"output_index": number, "item": item}


def _begun(item: JsonObject) -> JsonObject:
    """Give an item as the event that begins it has it: still in progress, whatever becomes of it."""
    return {**item, "status": _IN_PROGRESS} if isinstance(item.get("status"), str) else item


def _block(block: JsonObject, place: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    kind = block.get("type")
    if isinstance(kind, str) and kind in _BLOCKS:
        field, events = _BLOCKS[kind]
        yield "response.content_part.added", {**place, "part": {**block, field: ""}}
        yield from _text(field, text_or_none(block.get(field)) or "", events, place)
    else:
        yield "response.content_part.added", {**place, "part": block}
    yield "response.content_part.done", {**place, "part": block}


def _is_thought(block: JsonObject) -> bool:
    return block.get("type") == "reasoning_text" and isinstance(block.get("text"), str)


def _summary(entry: JsonValue, place: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    if not isinstance(entry, dict) or not isinstance(text := entry.get("text"), str):
        return
    yield "response.reasoning_summary_part.added", {**place, "part": {**entry, "text": ""}}
    yield from _text("text", text, "response.reasoning_summary_text", place)
    yield "response.reasoning_summary_part.done", {**place, "part": entry}


def _text(field: str, text: str, events: str, place: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    if text:
        yield f"{events}.delta", {**place, "delta": text}
    yield f"{events}.done", {**place, field: text}
