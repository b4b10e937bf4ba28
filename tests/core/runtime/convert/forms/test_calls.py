"""Tools and calls as data sets write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConversionError, Loss, Tool, ToolCallPart
from interlingua._runtime.convert.forms.calls import read_calls, read_tools

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

SCHEMA: JsonObject = {"type": "object", "properties": {"city": {"type": "string"}}}


@pytest.mark.parametrize(
    "tool",
    [
        {"name": "weather", "description": "d", "parameters": SCHEMA},
        {"type": "function", "name": "weather", "description": "d", "parameters": SCHEMA},
        {"type": "function", "function": {"name": "weather", "description": "d", "parameters": SCHEMA}},
        {"function": {"name": "weather", "description": "d", "input_schema": SCHEMA}},
    ],
)
def test_a_tool_is_read_in_every_spelling(tool: JsonObject) -> None:
    """Bare or inside `function`; alone or in a list."""
    losses: list[Loss] = []

    assert (Tool("weather", "d", SCHEMA),) == read_tools([tool], "$.tools", losses) == read_tools(tool, "$.tools", losses)
    assert [] == losses


def test_a_tool_needs_only_its_name() -> None:
    """A schema that isn't there isn't made up; strictness stays."""
    assert (Tool("f"), Tool("g", strict=True)) == read_tools([{"name": "f", "parameters": None}, {"name": "g", "strict": True}], "$", [])
    assert () == read_tools(None, "$", [])


def test_what_no_tool_has_is_told() -> None:
    """By its path."""
    losses: list[Loss] = []
    read_tools([{"type": "function", "x": 1, "function": {"name": "f", "returns": {"type": "string"}, "strict": "no"}}], "$.tools", losses)

    assert ["$.tools[0].x", "$.tools[0].function.returns", "$.tools[0].function.strict"] == [loss.path for loss in losses]
    assert {"hint"} == {loss.kind for loss in losses}


@pytest.mark.parametrize(("arguments", "text"), [({"a": 1}, '{"a": 1}'), ('{"a":1}', '{"a":1}'), ("not json", "not json"), (None, "{}")])
def test_arguments_are_an_object_or_the_exact_text(arguments: JsonValue, text: str) -> None:
    """An object becomes JSON text; a text stays what the model wrote, JSON or not."""
    [call] = read_calls([{"name": "f", "arguments": arguments}], "$", 1, [])

    assert text == call.arguments


def test_a_call_without_an_id_gets_one_from_its_place() -> None:
    """The same always; one that has an id keeps it."""
    calls: JsonValue = [{"name": "f"}, {"id": "mine", "type": "function", "function": {"name": "g", "arguments": "{}"}}, {"name": "f"}]
    read = read_calls(calls, "$", 3, [])

    assert (ToolCallPart("call_3_0", "f", "{}"), ToolCallPart("mine", "g", "{}"), ToolCallPart("call_3_2", "f", "{}")) == read
    assert read == read_calls(calls, "$", 3, [])


def test_what_no_call_has_is_told() -> None:
    """By its path."""
    losses: list[Loss] = []
    read_calls({"name": "f", "thought": "hm"}, "$.answers", 1, losses)

    assert ["$.answers[0].thought"] == [loss.path for loss in losses]


@pytest.mark.parametrize(
    ("calls", "path"),
    [("f()", "$.a"), ([1], "$.a[0]"), ([{"arguments": {}}], "$.a[0].name"), ([{"name": "f", "arguments": [1]}], "$.a[0].arguments")],
)
def test_what_is_no_call_is_refused_at_its_path(calls: JsonValue, path: str) -> None:
    """Never taken for a call of nothing."""
    with pytest.raises(ConversionError) as raised:
        read_calls(calls, "$.a", 1, [])
    assert path == raised.value.path
