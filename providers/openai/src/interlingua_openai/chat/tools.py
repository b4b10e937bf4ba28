"""Tools, the choice among them, and the schema of the answer, both ways.

Source: https://platform.openai.com/docs/api-reference/chat/create (tools, tool_choice, response_format).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.request import OutputSchema
from interlingua.types.tools import ProviderTool, Tool, ToolChoice
from interlingua_openai import tools
from interlingua_openai.chat.wire import DIALECT, as_object, difference, restored
from interlingua_openai.tools import function_fields, marked_as_it_is, read_function, schema_fields, strict_schema_fields

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.request import Request


def decode_tool(value: JsonValue, path: str) -> Tool | ProviderTool:
    """Read one tool; anything but a function that we know is kept verbatim.

    Raises:
        ConversionError: It is no object.
    """
    wire = wrapped(as_object(value, path))
    said = wire.get("function")
    if wire.get("type") != "function" or not isinstance(said, dict) or not isinstance(name := said.get("name"), str):
        return ProviderTool(DIALECT, wire)
    tool = read_function(said, name)
    kept = marked_as_it_is(difference(wire, _function(function_fields(tool)), path), tool.input_schema, strict=tool.strict)
    return tool.model_copy(update={"provider_data": {DIALECT: kept}}) if kept else tool


def wrapped(tool: JsonObject) -> JsonObject:
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
    said: JsonObject = {names[name]: value for name, value in tool.items() if name in names}
    rest: JsonObject = {name: value for name, value in tool.items() if name not in names and name != "type"}
    return {"type": "function", "function": said, **rest}


def encode_tools(request: Request, capabilities: Capabilities, losses: list[Loss]) -> JsonObject:
    """Write `tools` and `tool_choice`, each where there is one."""
    return tools.encode_tools(request, capabilities, losses, _FORMS)


def decode_choice(value: JsonValue) -> ToolChoice | None:
    """Read a choice; None where it is one that isn't modelled.

    A choice among some of the tools (`allowed_tools`) is `auto` or `required`, and the list stays in its `provider_data`. The word
    `custom` of a choice of a custom tool does so too.
    """
    match value:
        case "auto" | "none" | "required":
            return ToolChoice(value)
        case {"type": "function", "function": {"name": str(name)}} if isinstance(value, dict):
            return _kept_choice(value, ToolChoice("tool", name), {})
        case {"type": "custom", "custom": {"name": str(name)}} if isinstance(value, dict):
            return _kept_choice(value, ToolChoice("tool", name), {"type": "custom"})
        case {"type": "allowed_tools", "allowed_tools": {"mode": ("auto" | "required") as mode}} if isinstance(value, dict):
            return _kept_choice(value, ToolChoice(mode), {"type": "allowed_tools"})
        case _:
            return None


def _kept_choice(wire: JsonObject, choice: ToolChoice, own: JsonObject) -> ToolChoice:
    kept = difference(wire, _choice_object(choice, own), "$.tool_choice") | own
    return choice.model_copy(update={"provider_data": {DIALECT: kept}}) if kept else choice


def encode_choice(choice: ToolChoice) -> JsonValue:
    """Write a choice."""
    kept = choice.provider_data.get(DIALECT) or {}
    if choice.type != "tool" and (choice.type == "none" or kept.get("type") != "allowed_tools"):
        return choice.type
    return restored(_choice_object(choice, kept), kept)


def _choice_object(choice: ToolChoice, kept: JsonObject) -> JsonObject:
    if choice.type != "tool":
        return {"type": "allowed_tools", "allowed_tools": {"mode": choice.type}}
    if kept.get("type") == "custom":
        return {"type": "custom", "custom": {"name": choice.name}}
    return {"type": "function", "function": {"name": choice.name}}


def decode_output(value: JsonValue) -> OutputSchema | None:
    """Read a `response_format`; None where it holds no schema."""
    match value:
        case {"type": "json_schema", "json_schema": {"name": str(name), "schema": dict(schema), **rest}} if isinstance(value, dict):
            description, strict = rest.get("description"), rest.get("strict")
            output = OutputSchema(
                schema,
                name,
                description=description if isinstance(description, str) else None,
                strict=strict if isinstance(strict, bool) else None,
            )
            kept = marked_as_it_is(difference(value, _format(schema_fields(output)), "$.response_format"), schema, strict=output.strict)
            return output.model_copy(update={"provider_data": {DIALECT: kept}}) if kept else output
        case _:
            return None


def encode_output(output: OutputSchema, losses: list[Loss]) -> JsonObject:
    """Write a `response_format`; see `strict_schema_fields`."""
    kept = output.provider_data.get(DIALECT)
    reference = _format(strict_schema_fields(output, kept, losses))
    return restored(reference, kept) if kept else reference


def _format(said: JsonObject) -> JsonObject:
    return {"type": "json_schema", "json_schema": said}


def _function(said: JsonObject) -> JsonObject:
    return {"type": "function", "function": said}


_FORMS: Final = tools.ToolForms(DIALECT, _function, encode_choice)
