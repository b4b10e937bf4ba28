"""Tools as this dialect builds them, and functions that callers give bare; all else is `interlingua_openai.tools`'s.

Source: https://platform.openai.com/docs/api-reference/chat/create (tools, tool_choice, response_format).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua_openai.names import CHAT
from interlingua_openai.tools import ToolForms

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

TOOL_FORMS: Final = ToolForms(CHAT, nested=True)


def with_wrapped_tools(body: JsonObject) -> JsonObject:
    """A function that is given bare, as other wires say it, is this wire's `function` tool."""
    tools = body.get("tools")
    if not isinstance(tools, list):
        return body
    return {**body, "tools": [_wrapped(tool) if isinstance(tool, dict) else tool for tool in tools]}


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
