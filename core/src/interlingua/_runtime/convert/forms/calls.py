"""Tools and calls as data sets write them: an object, a list of objects, or the JSON text of either.

A call that has no id gets one from its place: `call_1_0` is the first call of the second message. It is the same however often a record
is read, and it is how `openai.chat` numbers calls without an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua._runtime.convert.forms.record import Fields
from interlingua.dialect import as_list, as_object, as_text
from interlingua.errors import ConversionError
from interlingua.types import Tool, ToolCallPart
from interlingua.types.json import at, dumps_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types import JsonObject, JsonValue, Loss

    Schema = Callable[[JsonObject, str, list[Loss]], JsonObject]


def as_it_is(schema: JsonObject, path: str, losses: list[Loss]) -> JsonObject:  # noqa: ARG001 - the shape of a `Schema`
    """Give a JSON schema as it is."""
    return schema


def read_tools(value: JsonValue, path: str, losses: list[Loss], schema: Schema = as_it_is) -> tuple[Tool, ...]:
    """Read tools, each `{"name", "description", "parameters"}`, bare or inside `function`.

    Args:
        value: The tools; None for none.
        path: Where they stand.
        losses: Takes what no tool of ours has.
        schema: Makes a JSON schema of `parameters`.

    Raises:
        ConversionError: One of them is no tool.
    """
    items = [] if value is None else [value] if isinstance(value, dict) else as_list(value, path)
    return tuple(_tool(item, at(path, index), losses, schema) for index, item in enumerate(items))


def _tool(value: JsonValue, path: str, losses: list[Loss], schema: Schema) -> Tool:
    fields = _within_function(value, path, losses)
    name, description = _name(fields), fields.text("description")
    parameters = next((field for field in ("parameters", "input_schema") if fields.left.get(field) is not None), None)
    found = None if parameters is None else fields.parsed(parameters)
    strict = fields.left.get("strict")
    if isinstance(strict, bool):
        fields.take("strict")
    fields.leave("a field of a tool that no tool has here")
    return Tool(
        name,
        description or None,
        None if parameters is None or found is None else schema(as_object(found, fields.at(parameters)), fields.at(parameters), losses),
        strict if isinstance(strict, bool) else None,
    )


def read_calls(value: JsonValue, path: str, message: int, losses: list[Loss]) -> tuple[ToolCallPart, ...]:
    """Read calls, each `{"name", "arguments"}`, bare or inside `function`; arguments are an object, or its JSON text.

    Args:
        value: The calls; None for none.
        path: Where they stand.
        message: The index of the message that makes them.
        losses: Takes what no call of ours has.

    Raises:
        ConversionError: One of them is no call.
    """
    items = [] if value is None else [value] if isinstance(value, dict) else as_list(value, path)
    return tuple(_call(item, at(path, index), f"call_{message}_{index}", losses) for index, item in enumerate(items))


def _call(value: JsonValue, path: str, made_up: str, losses: list[Loss]) -> ToolCallPart:
    call = as_object(value, path)
    own_id = call.get("id")
    fields = _within_function({name: field for name, field in call.items() if name != "id"}, path, losses)
    name, arguments = _name(fields), fields.take("arguments")
    fields.leave("a field of a call that no call has here")
    call_id = as_text(own_id, at(path, "id")) if own_id else made_up
    if isinstance(arguments, str):
        return ToolCallPart(call_id, name, arguments)
    return ToolCallPart(call_id, name, dumps_text({} if arguments is None else as_object(arguments, fields.at("arguments"))))


def _within_function(value: JsonValue, path: str, losses: list[Loss]) -> Fields:
    """Give the fields of a tool or a call, whether they stand inside `function` or not."""
    outer = Fields(as_object(value, path), path, (), losses)
    if outer.left.get("type") == "function":
        outer.take("type")
    if not isinstance(outer.left.get("function"), dict):
        return outer
    inner = as_object(outer.take("function"), outer.at("function"))
    outer.leave("a field beside `function` that has no place here")
    return Fields(inner, outer.at("function"), (), losses)


def _name(fields: Fields) -> str:
    name = fields.text("name")
    if not name:
        raise ConversionError(fields.at("name"), "this has no name", hint='a tool or a call is {"name": …}, bare or inside "function"')
    return name
