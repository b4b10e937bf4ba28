"""Which request bodies mean the same: the published table of respellings. Everything else is exact, field by field.

`encode_request(decode_request(body).value)` keeps every one of these spellings too; the table serves comparisons between bodies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua_openai.fields import absent_stream
from interlingua_openai.responses.calls import OUTPUTS
from interlingua_openai.tool_errors import MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types.base import JsonObject, JsonValue


def wire_normal_form(body: JsonObject) -> JsonObject:
    """Respell a request's body by the table."""
    for respell in RESPELLINGS:
        body = respell(body)
    return body


def _list_input(body: JsonObject) -> JsonObject:
    """An input that is a string is one message of the user with that text."""
    text = body.get("input")
    return {**body, "input": [{"role": "user", "content": text}]} if isinstance(text, str) else body


def _untyped_messages(body: JsonObject) -> JsonObject:
    """The type of an input message may be left out where it is `message` and the server gave it no id."""
    return _each_item(body, _without_type)


def _text_content(body: JsonObject) -> JsonObject:
    """A content that is one text block with nothing beside it is its string; a tool's output too, unless that says that it failed."""
    return _each_item(body, _with_text)


RESPELLINGS: tuple[Callable[[JsonObject], JsonObject], ...] = (absent_stream, _list_input, _untyped_messages, _text_content)
"""The table: one function a row, its docstring the reason."""


def _each_item(body: JsonObject, respell: Callable[[JsonObject], JsonObject]) -> JsonObject:
    items = body.get("input")
    if not isinstance(items, list):
        return body
    return {**body, "input": [respell(item) if isinstance(item, dict) else item for item in items]}


def _without_type(item: JsonObject) -> JsonObject:
    if item.get("type") != "message" or not isinstance(item.get("role"), str) or "content" not in item or "id" in item:
        return item
    return {name: value for name, value in item.items() if name != "type"}


def _with_text(item: JsonObject) -> JsonObject:
    kind = item.get("type")
    field = "output" if isinstance(kind, str) and kind in OUTPUTS else "content" if kind is None else None
    text = _only_text(item.get(field), "output_text" if item.get("role") == "assistant" else "input_text") if field else None
    return item if field is None or text is None else {**item, field: text}


def _only_text(content: JsonValue, kind: str) -> str | None:
    match content:
        case [{"type": found, "text": str(text), **rest}] if found == kind and not rest and text != MARK:
            return text
        case _:
            return None
