"""Tools, and how to choose among them, both ways.

Source: https://docs.claude.com/en/api/messages#body-tools and #body-tool-choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, are_objects, at, difference, meaning, restored, with_meaning
from interlingua.errors import ConversionError
from interlingua.types import Loss, ProviderTool, Tool, ToolChoice
from interlingua.types.base import MEANT
from interlingua_anthropic.names import ABSENT, MESSAGES, VERBATIM
from interlingua_anthropic.schema_limits import Weight, weight
from interlingua_anthropic.schema_subset import accepted_schema
from interlingua_anthropic.tool_schema import accepted_arguments

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
        written = _written(request, capabilities, log)
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


def _written(request: Request, capabilities: Capabilities, log: LossLog) -> list[JsonValue]:
    """Write the tools; of those that are strict, as many as the API takes, unless they came from this wire."""
    written: list[JsonValue] = []
    held = Weight()
    for index, tool in enumerate(request.tools):
        told = len(log.records)
        wire = encode_tool(tool, index, capabilities, log)
        schema = {} if wire is None else wire.get("input_schema")
        if wire is not None and isinstance(tool, Tool) and wire.get("strict") is True and isinstance(schema, dict):
            found = held.plus(weight(schema, tools=1))
            if found.too_much is None or Kept.of(tool.provider_data, MESSAGES).mark(VERBATIM):
                held = found
            else:
                del log.records[told:]
                wire = encode_tool(tool.model_copy(update={"strict": None}), index, capabilities, log)
                log.add(f"$.tools[{index}].strict", f"the API takes {found.too_much}, and there are as many before", "hint")
        if wire is not None:
            written.append(wire)
    return written


def decode_tool(wire: JsonObject) -> Tool | ProviderTool:
    """Read one tool: a custom one is ours, any other belongs to the provider."""
    if wire.get("type") not in (None, "custom") or not isinstance(wire.get("name"), str):
        return ProviderTool(MESSAGES, wire)
    fields: JsonObject = {name: value for name, kind in _FIELDS.items() if isinstance(value := wire.get(name), kind)}
    kept = difference(wire, {}, fields)
    if "input_schema" not in wire:
        kept = kept.spelled("input_schema", [_NO_ARGUMENTS])
    elif isinstance(schema := fields.get("input_schema"), dict) and not (fields.get("strict") is not True and _goes_as_it_is(schema)):
        kept = kept.marked(VERBATIM, mark=True)
    provider_data = kept.under(MESSAGES)
    if wire.get("strict") is None:
        provider_data = with_meaning(provider_data, strict=ABSENT["strict"])
    return Tool.model_validate({**fields, "provider_data": provider_data})


def _goes_as_it_is(schema: JsonObject) -> bool:
    """Tell whether the encoder would write a schema without a change."""
    try:
        return not accepted_arguments(schema, "$")[1]
    except ConversionError:
        return False


def encode_tool(tool: Tool | ProviderTool, index: int, capabilities: Capabilities, log: LossLog) -> JsonObject | None:
    """Write one tool; None where it is another provider's.

    Its schema is made one that the API takes, and that strict mode takes where it is asked for, unless it came from this wire.

    Raises:
        ConversionError: No object fits its schema.
    """
    if isinstance(tool, ProviderTool):
        if tool.dialect == MESSAGES:
            return tool.data
        log.add(f"$.tools[{index}]", f"a tool of {tool.dialect} has no form on this wire", "content")
        return None
    kept = Kept.of(tool.provider_data, MESSAGES)
    wire: JsonObject = {"name": tool.name}
    if tool.description is not None:
        wire["description"] = tool.description
    if (schema := tool.input_schema) is not None:
        if not kept.mark(VERBATIM):
            schema, changes = accepted_arguments(schema, at("$", "tools", index, "input_schema"))
            log.records += changes
        wire["input_schema"] = schema
    elif "input_schema" not in kept.fields:
        wire["input_schema"] = dict(_NO_ARGUMENTS)
        if kept.spelling("input_schema") is None:
            log.add(f"$.tools[{index}]", "this wire wants a schema for every tool", "hint", wire["input_schema"])
    _put_strictness(wire, tool, index, capabilities, log)
    return restored(wire, kept, log, f".tools[{index}]", whole=("input_schema",)) if kept else wire


def _put_strictness(wire: JsonObject, tool: Tool, index: int, capabilities: Capabilities, log: LossLog) -> None:
    """Say whether the model is held to a tool's schema: as the tool says, or as it meant on its own wire."""
    unasked = tool.strict is None
    strict = tool.strict if tool.strict is not None else meaning(tool, "strict", ABSENT) is True and tool.input_schema is not None
    said = at("$", "tools", index, *(("provider_data", MEANT) if unasked else ()), "strict")
    if unasked and not strict:
        return
    schema, kept = wire.get("input_schema"), Kept.of(tool.provider_data, MESSAGES)
    if not capabilities.has("tool_strict"):
        log.add(said, "the model can't be held to a tool's schema", "hint")
    elif strict and isinstance(schema, dict) and not kept.mark(VERBATIM) and kept.spelling("input_schema") is None:
        place = at("$", "tools", index, *(("input_schema",) if tool.input_schema is not None else ()))
        _put_strict(wire, schema, place, said, log, only_closed=unasked)
    else:
        wire["strict"] = strict


def _put_strict(wire: JsonObject, schema: JsonObject, path: str, said: str, log: LossLog, *, only_closed: bool) -> None:
    """Hold the model to a tool's schema, where it can be made one that Claude takes; else the schema counts.

    A tool whose own wire makes it strict unasked (`only_closed`) is so there too only where its schema says the same.
    """
    try:
        accepted, changes = accepted_schema(schema, path)
    except ConversionError as fault:
        accepted, changes = schema, [Loss(fault.path, fault.reason, "content")]
    refused = next((change for change in changes if change.kind == "content" or (only_closed and change.replaced_by != _CLOSED)), None)
    if refused is not None or "anyOf" in accepted or (only_closed and _is_open(schema)):
        why = f": {refused.path}: {refused.reason}" if refused else ""
        log.add(said, f"a strict tool's schema can't say here what this one says, and the schema counts{why}", "hint")
        return
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
    kept = difference(wire, reference)
    if kind == "none" and isinstance(disabled, bool):
        # It means nothing beside `none`, and must not come to mean something beside another choice.
        kept = difference(wire, reference, (_DISABLE_PARALLEL,)).marked(VERBATIM, mark=disabled)
    fields = {"type": _CHOICE_FROM_WIRE[kind], "name": reference.get("name"), "provider_data": kept.under(MESSAGES)}
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
    kept = Kept.of(choice.provider_data, MESSAGES)
    if choice.type == "none" and isinstance(disabled := kept.mark(VERBATIM), bool):
        wire[_DISABLE_PARALLEL] = disabled
    if parallel is not None and choice.type == "none":
        log.add("$.parallel_tool_calls", "without calls none are parallel", "hint")
    elif parallel is not None:
        wire[_DISABLE_PARALLEL] = not parallel
    return restored(wire, kept, log, ".tool_choice")
