"""Tools, and how to choose among them, both ways.

Source: https://docs.claude.com/en/api/messages#body-tools and #body-tool-choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, are_objects, at, difference, meaning, restored, with_meaning
from interlingua.types import ProviderTool, Tool, ToolChoice
from interlingua.types.base import MEANT
from interlingua_anthropic.messages.output_schema import accepted_schema
from interlingua_anthropic.names import ABSENT, MESSAGES

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities, LossLog
    from interlingua.types import JsonObject, JsonValue, Request

# A custom tool's field → the type that we model; a field of another type is kept.
_FIELDS: dict[str, type] = {"name": str, "description": str, "input_schema": dict, "strict": bool}

_CHOICE_FROM_WIRE = {"auto": "auto", "any": "required", "none": "none", "tool": "tool"}
_CHOICE_TO_WIRE = {ours: wire for wire, ours in _CHOICE_FROM_WIRE.items()}
_DISABLE_PARALLEL = "disable_parallel_tool_use"

# The one change of a schema that makes a tool strict unasked: its own wire makes it as well.
_CLOSED: JsonObject = {"additionalProperties": False}

# The schema that the API asks of a tool without arguments.
_NO_ARGUMENTS: JsonObject = {"type": "object", "properties": {}}


def take_tools(rest: JsonObject) -> dict[str, object]:
    """Take the tools and the choice out of a body's fields; give them as a request's.

    An empty list stays kept, since no tools and none mentioned are one to us, and so does a choice among no tools.
    """
    fields: dict[str, object] = {}
    tools = rest.get("tools")
    if tools and are_objects(tools):
        fields["tools"] = [decode_tool(tool) for tool in tools]
        del rest["tools"]
    if not (fields or rest.get("tools") or rest.get("mcp_servers")):
        return fields
    choice, parallel = decode_tool_choice(rest.get("tool_choice"))
    if choice is not None:
        fields["tool_choice"], fields["parallel_tool_calls"] = choice, parallel
        del rest["tool_choice"]
    return fields


def put_tools(request: Request, body: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    """Write the tools, and how to choose among them; without any, the API refuses a choice."""
    if request.tools:
        tools = [encode_tool(tool, index, capabilities, log) for index, tool in enumerate(request.tools)]
        written: list[JsonValue] = [tool for tool in tools if tool is not None]
        if written:
            body["tools"] = written
    kept = Kept.of(request.provider_data, MESSAGES).fields
    if "tools" in body or kept.get("tools") or kept.get("mcp_servers"):
        choice = encode_tool_choice(request, log)
        if choice is not None:
            body["tool_choice"] = choice
        return
    if request.tool_choice is not None:
        must = request.tool_choice.type in {"required", "tool"}
        log.add("$.tool_choice", "there are no tools to choose from", "content" if must else "hint")
    if request.parallel_tool_calls is not None:
        log.add("$.parallel_tool_calls", "there are no tools to call", "hint")


def decode_tool(wire: JsonObject) -> Tool | ProviderTool:
    """Read one tool: a custom one is ours, any other belongs to the provider."""
    if wire.get("type", "custom") != "custom" or not isinstance(wire.get("name"), str):
        return ProviderTool(MESSAGES, wire)
    fields: JsonObject = {name: value for name, kind in _FIELDS.items() if isinstance(value := wire.get(name), kind)}
    kept = difference(wire, {}, fields)
    if "input_schema" not in wire:
        kept = kept.spelled("input_schema", [_NO_ARGUMENTS])
    provider_data = kept.under(MESSAGES)
    if wire.get("strict") is None:
        provider_data = with_meaning(provider_data, strict=ABSENT["strict"])
    return Tool.model_validate({**fields, "provider_data": provider_data})


def encode_tool(tool: Tool | ProviderTool, index: int, capabilities: Capabilities, log: LossLog) -> JsonObject | None:
    """Write one tool; None where it is another provider's."""
    if isinstance(tool, ProviderTool):
        if tool.dialect == MESSAGES:
            return tool.data
        log.add(f"$.tools[{index}]", f"a tool of {tool.dialect} has no form on this wire", "content")
        return None
    kept = Kept.of(tool.provider_data, MESSAGES)
    wire: JsonObject = {"name": tool.name}
    if tool.description is not None:
        wire["description"] = tool.description
    if tool.input_schema is not None:
        wire["input_schema"] = tool.input_schema
    elif "input_schema" not in kept.fields:
        wire["input_schema"] = dict(_NO_ARGUMENTS)
        if kept.spelling("input_schema") is None:
            log.add(f"$.tools[{index}]", "this wire wants a schema for every tool", "hint", wire["input_schema"])
    meant = meaning(tool, "strict", ABSENT)
    if tool.strict is not None and capabilities.has("tool_strict"):
        wire["strict"] = tool.strict
    elif tool.strict is not None:
        log.add(f"$.tools[{index}].strict", "the model can't be held to a tool's schema", "hint")
    elif meant is True and tool.input_schema is not None:
        _put_meant_strict(wire, tool.input_schema, index, capabilities, log)
    return restored(wire, kept, log, f".tools[{index}]", whole=("input_schema",)) if kept else wire


def _put_meant_strict(wire: JsonObject, schema: JsonObject, index: int, capabilities: Capabilities, log: LossLog) -> None:
    """Hold the model to the schema of a tool whose own wire does so unasked, where the schema can be one that Claude takes."""
    said = at("$", "tools", index, "provider_data", MEANT, "strict")
    accepted, changes = accepted_schema(schema, at("$", "tools", index, "input_schema"))
    if not capabilities.has("tool_strict"):
        log.add(said, "the model can't be held to a tool's schema", "hint")
    elif _is_open(schema) or any(change.replaced_by != _CLOSED for change in changes):
        log.add(said, "a strict tool's schema can't say here what this one says, and the schema counts", "hint")
    else:
        wire["input_schema"], wire["strict"] = accepted, True
        log.records += changes


def _is_open(schema: JsonValue) -> bool:
    """Tell whether a schema asks for properties of any name somewhere."""
    if isinstance(schema, list):
        return any(map(_is_open, schema))
    return isinstance(schema, dict) and (schema.get("additionalProperties", False) is not False or any(map(_is_open, schema.values())))


def decode_tool_choice(wire: JsonValue) -> tuple[ToolChoice | None, bool | None]:
    """Read `tool_choice`: the choice, and whether calls may be parallel; None for both where it isn't modelled."""
    if not isinstance(wire, dict) or not isinstance(kind := wire.get("type"), str) or kind not in _CHOICE_FROM_WIRE:
        return None, None
    reference: JsonObject = {"type": kind}
    if kind == "tool":
        if not isinstance(wire.get("name"), str):
            return None, None
        reference["name"] = wire["name"]
    parallel = None
    if isinstance(disabled := wire.get(_DISABLE_PARALLEL), bool) and kind != "none":
        reference[_DISABLE_PARALLEL] = disabled
        parallel = not disabled
    fields = {"type": _CHOICE_FROM_WIRE[kind], "name": reference.get("name"), "provider_data": difference(wire, reference).under(MESSAGES)}
    return ToolChoice.model_validate(fields), parallel


def encode_tool_choice(request: Request, log: LossLog) -> JsonObject | None:
    """Write `tool_choice`; None where the request says nothing of it."""
    choice, parallel = request.tool_choice, request.parallel_tool_calls
    if choice is None:
        if parallel is None:
            return None
        wire: JsonObject = {"type": "auto", _DISABLE_PARALLEL: not parallel}
        log.add("$.parallel_tool_calls", "this wire says it inside a tool choice, so the choice is auto", "hint", dict(wire))
        return wire
    wire = {"type": _CHOICE_TO_WIRE[choice.type]}
    if choice.name is not None:
        wire["name"] = choice.name
    if parallel is not None and choice.type == "none":
        log.add("$.parallel_tool_calls", "without calls none are parallel", "hint")
    elif parallel is not None:
        wire[_DISABLE_PARALLEL] = not parallel
    return restored(wire, Kept.of(choice.provider_data, MESSAGES), log, ".tool_choice")
