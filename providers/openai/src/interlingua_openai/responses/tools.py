"""Tools, how to choose among them, and the answer's schema, both ways.

Source: https://platform.openai.com/docs/api-reference/responses/create (tools, tool_choice, text). Tools that the server runs, and
custom tools, whose input is free text, are `ProviderTool`s, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.request import OutputSchema
from interlingua.types.tools import ProviderTool, Tool, ToolChoice
from interlingua_openai import tools
from interlingua_openai.responses.wire import DIALECT, own
from interlingua_openai.tools import function_fields, marked_as_it_is, read_function, schema_fields, strict_schema_fields
from interlingua_openai.wire import as_object, difference, restored

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
    wire = as_object(value, path)
    if wire.get("type") != "function" or not isinstance(name := wire.get("name"), str):
        return ProviderTool(DIALECT, wire)
    tool = read_function(wire, name)
    kept = marked_as_it_is(difference(wire, _function(function_fields(tool)), path), tool.input_schema, strict=tool.strict)
    return tool.model_copy(update={"provider_data": own(kept)}) if kept else tool


def encode_tools(request: Request, capabilities: Capabilities, losses: list[Loss]) -> JsonObject:
    """Write `tools` and `tool_choice`, each where there is one."""
    return tools.encode_tools(request, capabilities, losses, _FORMS)


def decode_choice(value: JsonValue) -> ToolChoice | None:
    """Read a choice; None where it is one of a tool that the server runs.

    A choice among some of the tools (`allowed_tools`) is `auto` or `required`, and the list stays in its `provider_data`. The word
    `custom` of a choice of a custom tool does so too.
    """
    match value:
        case "auto" | "none" | "required":
            return ToolChoice(value)
        case {"type": ("function" | "custom") as kind, "name": str(name)} if isinstance(value, dict):
            return _kept_choice(value, ToolChoice("tool", name), {"type": kind} if kind == "custom" else {})
        case {"type": "allowed_tools", "mode": ("auto" | "required") as mode} if isinstance(value, dict):
            return _kept_choice(value, ToolChoice(mode), {"type": "allowed_tools"})
        case _:
            return None


def encode_choice(choice: ToolChoice) -> JsonValue:
    """Write a choice."""
    kept = choice.provider_data.get(DIALECT) or {}
    if choice.type != "tool" and (choice.type == "none" or kept.get("type") != "allowed_tools"):
        return choice.type
    return restored(_choice(choice, kept), kept)


def _kept_choice(wire: JsonObject, choice: ToolChoice, kind: JsonObject) -> ToolChoice:
    kept = difference(wire, _choice(choice, kind), "$.tool_choice") | kind
    return choice.model_copy(update={"provider_data": own(kept)}) if kept else choice


def _choice(choice: ToolChoice, kept: JsonObject) -> JsonObject:
    if choice.type != "tool":
        return {"type": "allowed_tools", "mode": choice.type}
    return {"type": "custom" if kept.get("type") == "custom" else "function", "name": choice.name}


def decode_output(value: JsonValue) -> OutputSchema | None:
    """Read a `text.format`; None where it holds no schema."""
    match value:
        case {"type": "json_schema", "name": str(name), "schema": dict(schema), **rest} if isinstance(value, dict):
            description, strict = rest.get("description"), rest.get("strict")
            output = OutputSchema(
                schema,
                name,
                description=description if isinstance(description, str) else None,
                strict=strict if isinstance(strict, bool) else None,
            )
            kept = marked_as_it_is(difference(value, _format(schema_fields(output)), "$.text.format"), schema, strict=output.strict)
            return output.model_copy(update={"provider_data": own(kept)}) if kept else output
        case _:
            return None


def encode_output(output: OutputSchema, losses: list[Loss]) -> JsonObject:
    """Write a `text.format`; see `strict_schema_fields`."""
    kept = output.provider_data.get(DIALECT)
    reference = _format(strict_schema_fields(output, kept, losses))
    return restored(reference, kept) if kept else reference


def _format(said: JsonObject) -> JsonObject:
    return {"type": "json_schema", **said}


def _function(said: JsonObject) -> JsonObject:
    return {"type": "function", **said}


_FORMS: Final = tools.ToolForms(DIALECT, _function, encode_choice)
