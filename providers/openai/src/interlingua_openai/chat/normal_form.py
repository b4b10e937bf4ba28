"""Which request bodies mean the same: the published table of respellings. Everything else is exact, field by field.

`encode_request(decode_request(body).value)` keeps these spellings too, but for the last one's, which servers of this wire refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua_openai.chat.tools import with_wrapped_tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types.base import JsonObject, JsonValue


def wire_normal_form(body: JsonObject) -> JsonObject:
    """Respell a request's body by the table."""
    for respell in RESPELLINGS:
        body = respell(body)
    return body


def _absent_stream(body: JsonObject) -> JsonObject:
    """`stream: false` is the documented default."""
    return {name: value for name, value in body.items() if name != "stream" or value is not False}


def _text_content(body: JsonObject) -> JsonObject:
    """A content that is one text part with nothing beside it is its string."""
    messages = body.get("messages")
    if not isinstance(messages, list):
        return body
    return {**body, "messages": [_with_text(message) for message in messages]}


def _one_stop(body: JsonObject) -> JsonObject:
    """A list of one stop text is its string."""
    stop = body.get("stop")
    return {**body, "stop": stop[0]} if isinstance(stop, list) and len(stop) == 1 else body


RESPELLINGS: tuple[Callable[[JsonObject], JsonObject], ...] = (_absent_stream, _text_content, _one_stop, with_wrapped_tools)
"""The table: one function a row, its docstring the reason."""


def _with_text(message: JsonValue) -> JsonValue:
    match message:
        case {"content": [{"type": "text", "text": str(text), **rest}]} if isinstance(message, dict) and not rest:
            return {**message, "content": text}
        case _:
            return message
