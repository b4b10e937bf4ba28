"""A canonical response → a Chat Completions stream: the whole body's deltas, one event an item."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from interlingua.dialect import write_event
from interlingua.types.json import dumps
from interlingua_openai.chat.answer import CHUNK_OBJECT, OBJECT, encode_response
from interlingua_openai.chat.reasoning import REASONING_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.response import Response

_TEXTS = (*REASONING_FIELDS, "content", "refusal")


def encode_stream(response: Response) -> Iterator[bytes]:
    """Say a response as a stream; usage comes in a chunk of its own, as with `stream_options.include_usage`."""
    body = encode_response(response).body
    choices = _told_apart(body.pop("choices"))
    usage = body.pop("usage", None) if body.get("usage") is not None else None
    error: JsonObject = {"error": body.pop("error")} if body.get("error") else {}
    if body.get("object") == OBJECT:
        body["object"] = CHUNK_OBJECT
    for choice in choices:
        for delta in _deltas(choice):
            yield write_event(dumps({**body, "choices": [delta]}))
    if error:  # only behind the final event it is no end of the stream
        yield write_event(dumps({**body, "choices": [], **error}))
    if usage is not None:
        yield write_event(dumps({**body, "choices": [], "usage": usage}))
    yield write_event(b"[DONE]")


def _told_apart(choices: JsonValue) -> list[JsonObject]:
    """Give the choices, of which several have numbers: those without one have the lowest that no other has."""
    found = [choice for choice in choices if isinstance(choice, dict)] if isinstance(choices, list) else []
    if len(found) < 2:
        return found
    taken = [choice.get("index") for choice in found]
    free = (number for number in count() if number not in taken)
    return [choice if choice.get("index") is not None else {**choice, "index": next(free)} for choice in found]


def _deltas(choice: JsonObject) -> Iterator[JsonObject]:
    index: JsonObject = {"index": choice["index"]} if "index" in choice else {}
    message = choice.get("message")
    whole = message if isinstance(message, dict) else {}
    first: JsonObject = {}
    for name, value in whole.items():
        if name == "tool_calls" and value:
            continue
        first[name] = "" if name in _TEXTS and isinstance(value, str) else value
    yield {**index, "delta": first, "finish_reason": None}
    for name in _TEXTS:
        text = whole.get(name)
        if isinstance(text, str) and text:
            yield {**index, "delta": {name: text}, "finish_reason": None}
    calls = whole.get("tool_calls")
    for number, call in enumerate(calls if isinstance(calls, list) else ()):
        yield {**index, "delta": {"tool_calls": [_numbered(call, number)]}, "finish_reason": None}
    yield {**{name: value for name, value in choice.items() if name != "message"}, "delta": {}}


def _numbered(call: JsonValue, number: int) -> JsonValue:
    return {**call, "index": number} if isinstance(call, dict) else call
