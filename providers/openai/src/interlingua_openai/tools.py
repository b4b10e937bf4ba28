"""Tools, the choice among them and the answer's schema, both ways: the same fields, which each dialect puts into objects its own way."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import Kept, as_list, as_object, difference, meaning, restored, text_or_none, with_meaning
from interlingua.types.base import MEANT
from interlingua.types.request import OutputSchema
from interlingua.types.tools import ProviderTool, Tool, ToolChoice
from interlingua_openai.siblings import SIBLING, custom_tool
from interlingua_openai.strict_schema import strict_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Capabilities, LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.request import Request

_AS_IT_IS: Final = "as_it_is"
"""A mark: the wire's schema isn't one that its API is known to take, strictly or at all, and goes back as it came."""


class ToolForms(NamedTuple):
    """How a dialect builds the objects.

    Attributes:
        dialect: Its name.
        nested: Whether the fields stand in an object under the name of the type, and not beside the type.
        absent: What its bodies mean by leaving a field out (`Dialect.absent`).
    """

    dialect: str
    nested: bool
    absent: Mapping[str, JsonValue] = MappingProxyType({})

    def build(self, kind: str, fields: JsonObject) -> JsonObject:
        """Make the wire's object of a type and its fields."""
        return {"type": kind, kind: fields} if self.nested else {"type": kind, **fields}

    def fields_of(self, wire: JsonObject) -> JsonObject:
        """Give the fields of the wire's object; none where it has another shape."""
        if not self.nested:
            return wire
        kind = wire.get("type")
        fields = wire.get(kind) if isinstance(kind, str) else None
        return fields if isinstance(fields, dict) else {}


def read_tools(body: JsonObject, fields: dict[str, object], forms: ToolForms) -> set[str]:
    """Read `tools` and `tool_choice` into a request's fields, each where `Request` can hold it; give the names of those.

    Raises:
        ConversionError: The tools are no list of objects.
    """
    read: set[str] = set()
    tools = body.get("tools")
    if tools is not None and (entries := as_list(tools, "$.tools")):
        fields["tools"] = tuple([decode_tool(tool, f"$.tools[{index}]", forms) for index, tool in enumerate(entries)])
        read.add("tools")
    if (choice := decode_choice(body.get("tool_choice"), forms)) is not None:
        fields["tool_choice"] = choice
        read.add("tool_choice")
    return read


def decode_tool(value: JsonValue, path: str, forms: ToolForms) -> Tool | ProviderTool:
    """Read one tool; anything but a function that we know is kept verbatim.

    Raises:
        ConversionError: It is no object.
    """
    wire = as_object(value, path)
    function = forms.fields_of(wire)
    if wire.get("type") != "function" or not isinstance(name := function.get("name"), str):
        return ProviderTool(forms.dialect, wire)
    schema, strict = function.get("parameters"), function.get("strict")
    tool = Tool(
        name,
        text_or_none(function.get("description")),
        schema if isinstance(schema, dict) else None,
        strict if isinstance(strict, bool) else None,
    )
    kept = _marked(difference(wire, forms.build("function", _function_fields(tool))), tool.input_schema, strict=tool.strict)
    provider_data = kept.under(forms.dialect)
    if strict is None and "strict" in forms.absent:
        provider_data = with_meaning(provider_data, strict=forms.absent["strict"])
    return tool.model_copy(update={"provider_data": provider_data}) if provider_data else tool


def encode_tools(request: Request, capabilities: Capabilities, forms: ToolForms, log: LossLog) -> JsonObject:
    """Write `tools` and `tool_choice`, each where there is one."""
    written = [_encode_tool(tool, capabilities, f".tools[{index}]", forms, log) for index, tool in enumerate(request.tools)]
    tools: list[JsonValue] = [tool for tool in written if tool is not None]
    out: JsonObject = {"tools": tools} if tools else {}
    if request.tool_choice is not None:
        out["tool_choice"] = encode_choice(request.tool_choice, forms, log)
    return out


def _encode_tool(tool: Tool | ProviderTool, capabilities: Capabilities, below: str, forms: ToolForms, log: LossLog) -> JsonObject | None:
    if isinstance(tool, ProviderTool):
        if tool.dialect == forms.dialect:
            return tool.data
        if SIBLING.get(forms.dialect) == tool.dialect and (custom := custom_tool(tool.data, forms.dialect)) is not None:
            for name in custom[1]:
                log.lose(f"a custom tool on this wire has no {name}", "hint", below=f"{below}.data")
            return custom[0]
        log.lose(f"a tool of {tool.dialect} can't be said here", "content", below=below)
        return None
    takes_strict = capabilities.has("tool_strict")
    kept = Kept.of(tool.provider_data, forms.dialect)
    meant = meaning(tool, "strict", forms.absent)
    said = f"{below}.strict" if meant is None else f"{below}.provider_data['{MEANT}'].strict"
    strict = tool.strict if meant is None else meant is True
    if strict is not None and not takes_strict and (strict or meant is None):
        log.lose("the model takes no strict tools", "hint", below=said)
    elif strict and tool.input_schema is not None and not kept.mark(_AS_IT_IS):
        made, changes = strict_schema(tool.input_schema, f"${below}.input_schema", f"${said}")
        if made is not None or meant is None:  # a wire that makes schemas strict of its own accord lets be those that can't be
            log.records += changes
        tool = tool.model_copy(update={"strict": None} if made is None else {"input_schema": made, "strict": True})
    elif meant is False:
        tool = tool.model_copy(update={"strict": False})
    reference = forms.build("function", _function_fields(tool, takes_strict=takes_strict))
    return restored(reference, kept, log, below, whole=("parameters",)) if kept else reference


def _function_fields(tool: Tool, *, takes_strict: bool = True) -> JsonObject:
    out: JsonObject = {"name": tool.name}
    if tool.description is not None:
        out["description"] = tool.description
    if tool.input_schema is not None:
        out["parameters"] = tool.input_schema
    if takes_strict and tool.strict is not None:
        out["strict"] = tool.strict
    return out


def decode_choice(value: JsonValue, forms: ToolForms) -> ToolChoice | None:
    """Read a choice; None where it is one that isn't modelled.

    A choice among some of the tools (`allowed_tools`) is `auto` or `required`, and the list stays in its `provider_data`. The word
    `custom` of a choice of a custom tool does so too.
    """
    if isinstance(value, str):
        return ToolChoice(value) if value in {"auto", "none", "required"} else None  # type: ignore[arg-type]  # one of the three
    if not isinstance(value, dict):
        return None
    match value.get("type"), forms.fields_of(value):
        case (("function" | "custom" as kind), {"name": str(name)}):
            choice = ToolChoice("tool", name)
        case (("allowed_tools" as kind), {"mode": ("auto" | "required") as mode}):
            choice = ToolChoice(mode)
        case _:
            return None
    kept = difference(value, _choice_object(choice, kind, forms))
    if kind != "function":
        kept = kept.with_field("type", kind)
    return choice.model_copy(update={"provider_data": kept.under(forms.dialect)}) if kept else choice


def encode_choice(choice: ToolChoice, forms: ToolForms, log: LossLog) -> JsonValue:
    """Write a choice."""
    kept = Kept.of(choice.provider_data, forms.dialect)
    kind = kept.fields.get("type")
    if choice.type != "tool" and (choice.type == "none" or kind != "allowed_tools"):
        if kept.fields.keys() - {"type"} or (kept.fields and kind is None):  # a type alone says which choice it was when it was read
            log.lose(f"the choice {choice.type!r} is a word, without fields", "hint", below=".tool_choice.provider_data")
        return choice.type
    return restored(_choice_object(choice, kind, forms), kept, log, ".tool_choice")


def _choice_object(choice: ToolChoice, kind: JsonValue, forms: ToolForms) -> JsonObject:
    if choice.type != "tool":
        return forms.build("allowed_tools", {"mode": choice.type})
    return forms.build("custom" if kind == "custom" else "function", {"name": choice.name})


def decode_output(value: JsonValue, forms: ToolForms) -> OutputSchema | None:
    """Read the format of an answer; None where it holds no schema."""
    if not isinstance(value, dict) or value.get("type") != "json_schema":
        return None
    format_fields = forms.fields_of(value)
    name, schema, strict = format_fields.get("name"), format_fields.get("schema"), format_fields.get("strict")
    if not isinstance(name, str) or not isinstance(schema, dict):
        return None
    output = OutputSchema(
        schema, name, description=text_or_none(format_fields.get("description")), strict=strict if isinstance(strict, bool) else None
    )
    reference = forms.build("json_schema", _schema_fields(output, schema, strict=output.strict))
    kept = _marked(difference(value, reference), schema, strict=output.strict)
    if schema.get("type") != "object":  # a model's would be wrapped (`Provider.wraps_output`)
        kept = kept.marked(_AS_IT_IS, mark=True)
    return output.model_copy(update={"provider_data": kept.under(forms.dialect)}) if kept else output


def encode_output(output: OutputSchema, forms: ToolForms, log: LossLog) -> JsonObject:
    """Write the format of an answer.

    Where `strict` is asked for, the schema is made one that strict mode takes, or the wish is left out; each change is a loss. One
    that came from this wire is sent as it came.
    """
    kept = Kept.of(output.provider_data, forms.dialect)
    schema, strict = output.json_schema, output.strict
    if strict and not kept.mark(_AS_IT_IS):
        made, changes = strict_schema(schema, "$.output_schema.json_schema", "$.output_schema.strict")
        log.records += changes
        schema, strict = (schema, None) if made is None else (made, True)
    reference = forms.build("json_schema", _schema_fields(output, schema, strict=strict))
    return restored(reference, kept, log, ".output_schema", whole=("schema",)) if kept else reference


def _schema_fields(output: OutputSchema, schema: JsonObject, *, strict: bool | None) -> JsonObject:
    out: JsonObject = {"name": output.name, "schema": schema}
    if output.description is not None:
        out["description"] = output.description
    if strict is not None:
        out["strict"] = strict
    return out


def _marked(kept: Kept, schema: JsonObject | None, *, strict: bool | None) -> Kept:
    """Mark a schema of the wire that asks for strict mode and isn't one that it takes, as one that goes back as it came."""
    if not strict or schema is None or not strict_schema(schema, "$", "$")[1]:
        return kept
    return kept.marked(_AS_IT_IS, mark=True)
