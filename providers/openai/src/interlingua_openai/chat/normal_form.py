"""Which request bodies mean the same: the published table of respellings. Everything else is exact, field by field.

`encode_request(decode_request(body).value)` keeps these spellings too, but for the last one's, which servers of this wire refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua_openai.fields import absent_stream
from interlingua_openai.tool_errors import MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types.base import JsonObject, JsonValue


def wire_normal_form(body: JsonObject) -> JsonObject:
    """Respell a request's body by the table."""
    for respell in RESPELLINGS:
        body = respell(body)
    return body


def _text_content(body: JsonObject) -> JsonObject:
    """A content that is one text part with nothing beside it is its string; not where a string says nothing but that a tool failed."""
    messages = body.get("messages")
    if not isinstance(messages, list):
        return body
    return {**body, "messages": [_with_text(message) for message in messages]}


def _one_stop(body: JsonObject) -> JsonObject:
    """A list of one stop text is its string."""
    stop = body.get("stop")
    return {**body, "stop": stop[0]} if isinstance(stop, list) and len(stop) == 1 else body


def with_wrapped_tools(body: JsonObject) -> JsonObject:
    """A function that is given bare, as other wires say it, is this wire's `function` tool."""
    tools = body.get("tools")
    if not isinstance(tools, list):
        return body
    return {**body, "tools": [_wrapped(tool) if isinstance(tool, dict) else tool for tool in tools]}


RESPELLINGS: tuple[Callable[[JsonObject], JsonObject], ...] = (absent_stream, _text_content, _one_stop, with_wrapped_tools)
"""The table: one function a row, its docstring the reason."""


def _with_text(message: JsonValue) -> JsonValue:
    match message:
        case {"content": [{"type": "text", "text": str(text), **rest}]} if isinstance(message, dict) and not rest and text != MARK:
            return {**message, "content": text}
        case _:
            return message


def _wrapped(tool: JsonObject) -> JsonValue:
    """Spell a function that is given bare, in this wire's way; any other tool is itself.

    Applications keep tools as `{"name", "description", "input_schema" or "parameters"}`, as Claude's wire and OpenAI's Responses say
    them, and send them beside messages of this wire; or in this wire's form, but with an `input_schema`.
    """
    function = tool.get("function")
    if isinstance(function, dict) and tool.get("type") == "function" and "input_schema" in function and "parameters" not in function:
        renamed: JsonObject = {"parameters" if name == "input_schema" else name: value for name, value in function.items()}
        return {**tool, "function": renamed}
    match tool.get("type"):
        case None:
            bare = "input_schema" in tool or "parameters" in tool or "description" in tool
        case "function":
            bare = True
        case "custom":  # Claude's word for it; this wire's own custom tools have no schema
            bare = "input_schema" in tool
        case _:
            bare = False
    if not bare or not isinstance(tool.get("name"), str) or "function" in tool or "custom" in tool:
        return tool
    names = {"name": "name", "description": "description", "strict": "strict"}
    names["input_schema" if "input_schema" in tool else "parameters"] = "parameters"
    fields: JsonObject = {names[name]: value for name, value in tool.items() if name in names}
    rest: JsonObject = {name: value for name, value in tool.items() if name not in names and name != "type"}
    return {"type": "function", "function": fields, **rest}
