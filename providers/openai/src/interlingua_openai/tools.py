"""Tools and schemas as both dialects have them: the same fields, in objects that each dialect builds its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.types.tools import ProviderTool, Tool
from interlingua_openai.strict_schema import strict_schema
from interlingua_openai.wire import SPELLING, lost, restored

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.request import OutputSchema, Request
    from interlingua.types.tools import ToolChoice

_AS_IT_IS: Final = "as it is"
"""Under `SPELLING`: the wire's schema asks for strict mode, and isn't one that it takes."""


class ToolForms(NamedTuple):
    """How a dialect says tools.

    Attributes:
        dialect: Its name.
        function: Makes the wire's object of a function's fields.
        choice: Writes a choice.
    """

    dialect: str
    function: Callable[[JsonObject], JsonObject]
    choice: Callable[[ToolChoice], JsonValue]


def read_function(function: JsonObject, name: str) -> Tool:
    """Read the fields of a function; one of another type than the API's page says is left out."""
    description, schema, strict = function.get("description"), function.get("parameters"), function.get("strict")
    return Tool(
        name,
        description if isinstance(description, str) else None,
        schema if isinstance(schema, dict) else None,
        strict if isinstance(strict, bool) else None,
    )


def function_fields(tool: Tool, *, strict: bool = True) -> JsonObject:
    """Write the fields of a function.

    Args:
        tool: The tool.
        strict: Whether `strict` may be said.
    """
    out: JsonObject = {"name": tool.name}
    if tool.description is not None:
        out["description"] = tool.description
    if tool.input_schema is not None:
        out["parameters"] = tool.input_schema
    if strict and tool.strict is not None:
        out["strict"] = tool.strict
    return out


def encode_tools(request: Request, capabilities: Capabilities, losses: list[Loss], forms: ToolForms) -> JsonObject:
    """Write `tools` and `tool_choice`, each where there is one."""
    choice = request.tool_choice
    if (reason := _why_no_tools(choice, capabilities)) is not None:
        if request.tools:
            lost(losses, "content" if choice is None or choice.type != "none" else "hint", "$.tools", reason)
        if choice is not None:
            lost(losses, "hint", "$.tool_choice", reason)
        return {}
    named = capabilities.has("tool_choice") and capabilities.has("tool_choice_named")
    only = choice.name if choice is not None and not named else None
    written = [_encode_tool(tool, capabilities, f"$.tools[{index}]", losses, forms, only=only) for index, tool in enumerate(request.tools)]
    tools: list[JsonValue] = [wire for wire in written if wire is not None]
    out: JsonObject = {"tools": tools} if tools else {}
    if choice is not None and not capabilities.has("tool_choice"):
        lost(losses, "hint" if choice.type == "auto" else "content", "$.tool_choice", "this host takes no tool choice")
    elif choice is not None:
        out["tool_choice"] = "required" if only is not None else forms.choice(choice)
    return out


def _why_no_tools(choice: ToolChoice | None, capabilities: Capabilities) -> str | None:
    if not capabilities.has("tools"):
        return "the model takes no tools"
    if choice is not None and choice.type == "none" and not capabilities.has("tool_choice"):
        return "this host can't be told to call none, so it is sent none"
    return None


def _encode_tool(
    tool: Tool | ProviderTool, capabilities: Capabilities, path: str, losses: list[Loss], forms: ToolForms, *, only: str | None
) -> JsonObject | None:
    if isinstance(tool, ProviderTool):
        if tool.dialect == forms.dialect:
            return tool.data
        lost(losses, "content", path, f"a tool of {tool.dialect} can't be said here")
        return None
    if only is not None and tool.name != only:
        lost(losses, "hint", path, "this host takes no named choice, so the named tool is sent alone")
        return None
    return _encode_function(tool, capabilities, path, losses, forms)


def _encode_function(tool: Tool, capabilities: Capabilities, path: str, losses: list[Loss], forms: ToolForms) -> JsonObject:
    strict = capabilities.has("tool_strict")
    kept = tool.provider_data.get(forms.dialect)
    if tool.strict is not None and not strict:
        lost(losses, "hint", f"{path}.strict", "the model takes no strict tools")
    elif tool.strict and tool.input_schema is not None and not _is_as_it_is(kept):
        made, changes = strict_schema(tool.input_schema, f"{path}.input_schema", f"{path}.strict")
        losses += changes
        tool = tool.model_copy(update={"strict": None} if made is None else {"input_schema": made})
    reference = forms.function(function_fields(tool, strict=strict))
    return restored(reference, kept) if kept else reference


def schema_fields(output: OutputSchema) -> JsonObject:
    """Write the fields of an answer's schema, as it is."""
    return _schema_fields(output, output.json_schema, strict=output.strict)


def strict_schema_fields(output: OutputSchema, kept: JsonObject | None, losses: list[Loss]) -> JsonObject:
    """Write the fields of an answer's schema.

    Where `strict` is asked for, the schema is made one that strict mode takes, or the wish is left out; each change is a loss. One
    that came from this wire is sent as it came.
    """
    if not output.strict or _is_as_it_is(kept):
        return schema_fields(output)
    made, changes = strict_schema(output.json_schema, "$.output_schema.json_schema", "$.output_schema.strict")
    losses += changes
    return _schema_fields(output, output.json_schema, strict=None) if made is None else _schema_fields(output, made, strict=True)


def marked_as_it_is(kept: JsonObject, schema: JsonObject | None, *, strict: bool | None) -> JsonObject:
    """Mark a schema of the wire that strict mode doesn't take as one that goes back as it came.

    Args:
        kept: What else is kept of its tool or format; never changed.
        schema: The schema.
        strict: Whether strict mode is asked for.
    """
    if not strict or schema is None or not strict_schema(schema, "$", "$")[1]:
        return kept
    spelling = kept.get(SPELLING)
    return {**kept, SPELLING: {**(spelling if isinstance(spelling, dict) else {}), _AS_IT_IS: True}}


def _is_as_it_is(kept: JsonObject | None) -> bool:
    spelling = kept.get(SPELLING) if kept else None
    return isinstance(spelling, dict) and spelling.get(_AS_IT_IS) is True


def _schema_fields(output: OutputSchema, schema: JsonObject, *, strict: bool | None) -> JsonObject:
    out: JsonObject = {"name": output.name, "schema": schema}
    if output.description is not None:
        out["description"] = output.description
    if strict is not None:
        out["strict"] = strict
    return out
