"""Tools, how to choose among them, and the answer's schema, both ways.

Source: https://platform.openai.com/docs/api-reference/responses/create (tools, tool_choice, text). Tools that the server runs, and
custom tools, whose input is free text, are `ProviderTool`s, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.request import OutputSchema
from interlingua.types.tools import ProviderTool, Tool, ToolChoice
from interlingua_openai import tools
from interlingua_openai.responses.wire import DIALECT, marked, marks_of, own
from interlingua_openai.strict_schema import strict_schema
from interlingua_openai.tools import function_fields, read_function, schema_fields, strict_schema_fields
from interlingua_openai.wire import as_object, difference, restored

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.request import Request

_AS_IT_IS: Final = "as it is"
"""A mark on a schema of the wire that asks for strict mode, and isn't one that it takes."""


def decode_tool(value: JsonValue, path: str) -> Tool | ProviderTool:
    """Read one tool; anything but a function that we know is kept verbatim.

    Raises:
        ConversionError: It is no object.
    """
    wire = as_object(value, path)
    if wire.get("type") != "function" or not isinstance(name := wire.get("name"), str):
        return ProviderTool(DIALECT, wire)
    tool = read_function(wire, name)
    kept = difference(wire, _function(function_fields(tool)), path)
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
            kept = difference(value, _format(schema_fields(output)), "$.text.format")
            if output.strict and strict_schema(schema, "$", "$")[1]:
                kept = marked(kept, "schema", _AS_IT_IS)
            return output.model_copy(update={"provider_data": own(kept)}) if kept else output
        case _:
            return None


def encode_output(output: OutputSchema, losses: list[Loss]) -> JsonObject:
    """Write a `text.format`.

    Where `strict` is asked for, the schema is made one that strict mode takes, or the wish is left out; each change is a loss. One
    that came from this wire is sent as it came.
    """
    kept = output.provider_data.get(DIALECT)
    as_it_is = marks_of(kept).get("schema") == _AS_IT_IS
    reference = _format(schema_fields(output) if as_it_is else strict_schema_fields(output, losses))
    return restored(reference, kept) if kept else reference


def _format(said: JsonObject) -> JsonObject:
    return {"type": "json_schema", **said}


def _function(said: JsonObject) -> JsonObject:
    return {"type": "function", **said}


_FORMS: Final = tools.ToolForms(DIALECT, _function, encode_choice)
