"""Tools, and how to choose among them, both ways.

Source: https://docs.claude.com/en/api/messages#body-tools and #body-tool-choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types import ProviderTool, Tool, ToolChoice
from interlingua_anthropic.messages.wire import NAME, absent_fields, keep, kept_fields, restore

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types import JsonObject, JsonValue, Request
    from interlingua_anthropic.messages.wire import LossLog

# A custom tool's field → the type that we model; a field of another type is kept.
_FIELDS: dict[str, type] = {"name": str, "description": str, "input_schema": dict, "strict": bool}

_CHOICE_FROM_WIRE = {"auto": "auto", "any": "required", "none": "none", "tool": "tool"}
_CHOICE_TO_WIRE = {ours: wire for wire, ours in _CHOICE_FROM_WIRE.items()}
_DISABLE_PARALLEL = "disable_parallel_tool_use"

# The schema that the API asks of a tool without arguments.
_NO_ARGUMENTS: JsonObject = {"type": "object", "properties": {}}


def decode_tool(wire: JsonObject) -> Tool | ProviderTool:
    """Read one tool: a custom one is ours, any other belongs to the provider."""
    if wire.get("type", "custom") != "custom" or not isinstance(wire.get("name"), str):
        return ProviderTool(NAME, wire)
    fields: dict[str, object] = {name: value for name, kind in _FIELDS.items() if isinstance(value := wire.get(name), kind)}
    absent = () if "input_schema" in wire else ("input_schema",)
    return Tool.model_validate({**fields, "provider_data": keep(wire, fields, absent)})


def encode_tool(tool: Tool | ProviderTool, index: int, capabilities: Capabilities, log: LossLog) -> JsonObject | None:
    """Write one tool; None where it is another provider's."""
    if isinstance(tool, ProviderTool):
        if tool.dialect == NAME:
            return tool.data
        log.add(f"$.tools[{index}]", f"a tool of {tool.dialect} has no form on this wire", "content")
        return None
    kept = kept_fields(tool.provider_data)
    wire: JsonObject = {"name": tool.name}
    if tool.description is not None:
        wire["description"] = tool.description
    if tool.input_schema is not None:
        wire["input_schema"] = tool.input_schema
    elif "input_schema" not in kept and "input_schema" not in absent_fields(kept):
        wire["input_schema"] = dict(_NO_ARGUMENTS)
        log.add(f"$.tools[{index}]", "this wire wants a schema for every tool", "hint", wire["input_schema"])
    if tool.strict is not None and capabilities.has("tool_strict"):
        wire["strict"] = tool.strict
    elif tool.strict is not None:
        log.add(f"$.tools[{index}].strict", "the model can't be held to a tool's schema", "hint")
    restore(wire, kept, log)
    return wire


def decode_tool_choice(wire: JsonValue) -> tuple[ToolChoice | None, bool | None]:
    """Read `tool_choice`: the choice, and whether calls may be parallel; None for both where it isn't modelled."""
    if not isinstance(wire, dict) or not isinstance(kind := wire.get("type"), str) or kind not in _CHOICE_FROM_WIRE:
        return None, None
    known, name = {"type"}, None
    if kind == "tool":
        known.add("name")
        name = wire.get("name")
        if not isinstance(name, str):
            return None, None
    disabled = wire.get(_DISABLE_PARALLEL)
    parallel = None
    if isinstance(disabled, bool) and kind != "none":
        known.add(_DISABLE_PARALLEL)
        parallel = not disabled
    return ToolChoice.model_validate({"type": _CHOICE_FROM_WIRE[kind], "name": name, "provider_data": keep(wire, known)}), parallel


def encode_tool_choice(request: Request, capabilities: Capabilities, log: LossLog) -> JsonObject | None:
    """Write `tool_choice`; None where the request says nothing of it."""
    choice, parallel = request.tool_choice, request.parallel_tool_calls
    if parallel is not None and not capabilities.has("parallel_tool_calls"):
        log.add("$.parallel_tool_calls", "the model takes no parallel_tool_calls", "hint")
        parallel = None
    if choice is not None and not capabilities.has("tool_choice"):
        log.add("$.tool_choice", "the host takes no tool choice", "hint" if choice.type == "auto" else "content")
        if parallel is not None:
            log.add("$.parallel_tool_calls", "the host takes no tool choice, which would say it", "hint")
        return None
    if choice is None:
        if parallel is None:
            return None
        wire: JsonObject = {"type": "auto", _DISABLE_PARALLEL: not parallel}
        log.add("$.parallel_tool_calls", "this wire says it inside a tool choice, so the choice is auto", "hint", dict(wire))
        return wire
    wire = {"type": _CHOICE_TO_WIRE[choice.type]}
    if choice.name is not None and capabilities.has("tool_choice_named"):
        wire["name"] = choice.name
    elif choice.name is not None:
        wire["type"] = "any"
        log.add("$.tool_choice.name", "the model can't be told which tool to call", "content", "any")
    if parallel is not None and choice.type == "none":
        log.add("$.parallel_tool_calls", "without calls none are parallel", "hint")
    elif parallel is not None:
        wire[_DISABLE_PARALLEL] = not parallel
    restore(wire, kept_fields(choice.provider_data), log)
    return wire
