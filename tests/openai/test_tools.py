"""Twin of tools.py: what both dialects say of tools and schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.types import JsonObject, Loss, OutputSchema, ProviderTool, Request, Tool, ToolChoice
from interlingua_openai.tools import (
    ToolForms,
    encode_tools,
    function_fields,
    marked_as_it_is,
    read_function,
    schema_fields,
    strict_schema_fields,
)

if TYPE_CHECKING:
    from interlingua.dialect import Feature

OPEN: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}
FORMS = ToolForms("some.dialect", lambda said: {"wrapped": said}, lambda choice: f"choice of {choice.name}")


def request(*tools: Tool | ProviderTool, choice: ToolChoice | None = None) -> Request:
    """A request with tools."""
    return Request(model_id="m", messages=(), tools=tools, tool_choice=choice)


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ({"name": "f"}, Tool("f")),
        ({"name": "f", "description": "d", "parameters": OPEN, "strict": False}, Tool("f", "d", OPEN, strict=False)),
    ],
)
def test_the_fields_of_a_function(said: JsonObject, tool: Tool) -> None:
    """Go both ways."""
    assert read_function(said, "f") == tool
    assert function_fields(tool) == said
    assert "strict" not in function_fields(tool, strict=False)


def test_fields_of_other_types_are_not_read() -> None:
    """Whoever reads keeps them."""
    assert read_function({"description": 1, "parameters": None, "strict": "yes"}, "f") == Tool("f")


def test_tools_and_the_choice() -> None:
    """In the dialect's own form, with what it keeps; another dialect's tool is told and left out."""
    losses: list[Loss] = []
    kept = Tool("f", provider_data={"some.dialect": {"x": 1}})
    own, other = ProviderTool("some.dialect", {"type": "search"}), ProviderTool("another.dialect", {})

    said = encode_tools(request(kept, own, other, choice=ToolChoice("tool", "f")), EVERYTHING, losses, FORMS)

    assert said == {"tools": [{"wrapped": {"name": "f"}, "x": 1}, {"type": "search"}], "tool_choice": "choice of f"}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.tools[2]", "content")]
    assert encode_tools(request(), EVERYTHING, losses, FORMS) == {}


@pytest.mark.parametrize(
    ("lacks", "said", "lost"),
    [
        ("tools", {}, [("$.tools", "content"), ("$.tool_choice", "hint")]),
        ("tool_strict", {"tools": [{"wrapped": {"name": "f"}}, {"wrapped": {"name": "g"}}], "tool_choice": "choice of f"},
         [("$.tools[0].strict", "hint")]),
        ("tool_choice_named", {"tools": [{"wrapped": {"name": "f", "strict": True}}], "tool_choice": "required"}, [("$.tools[1]", "hint")]),
    ],
)  # fmt: skip
def test_what_a_host_lacks(lacks: Feature, said: JsonObject, lost: list[tuple[str, str]]) -> None:
    """Is told and left out; a named tool that must be called stands alone."""
    losses: list[Loss] = []
    asked = request(Tool("f", strict=True), Tool("g"), choice=ToolChoice("tool", "f"))

    assert encode_tools(asked, Capabilities(frozenset({lacks})), losses, FORMS) == said
    assert [(loss.path, loss.kind) for loss in losses] == lost


@pytest.mark.parametrize(
    ("choice", "names", "lost"),
    [
        (ToolChoice("auto"), ["f", "g"], [("$.tool_choice", "hint")]),
        (ToolChoice("required"), ["f", "g"], [("$.tool_choice", "content")]),
        (ToolChoice("tool", "g"), ["g"], [("$.tools[0]", "hint"), ("$.tool_choice", "content")]),
        (ToolChoice("none"), [], [("$.tools", "hint"), ("$.tool_choice", "hint")]),
    ],
)
def test_a_host_without_choices(choice: ToolChoice, names: list[str], lost: list[tuple[str, str]]) -> None:
    """Is sent the tools that may be called; that one must be is lost."""
    losses: list[Loss] = []
    said = encode_tools(request(Tool("f"), Tool("g"), choice=choice), Capabilities(frozenset({"tool_choice"})), losses, FORMS)

    assert said == ({"tools": [{"wrapped": {"name": name}} for name in names]} if names else {})
    assert [(loss.path, loss.kind) for loss in losses] == lost
    assert encode_tools(request(choice=ToolChoice("none")), Capabilities(frozenset({"tool_choice"})), [], FORMS) == {}


def test_a_request_without_tools_loses_none() -> None:
    """Nor a choice that it doesn't make."""
    losses: list[Loss] = []

    assert encode_tools(request(), Capabilities(frozenset({"tools"})), losses, FORMS) == {}
    assert losses == []


def test_the_fields_of_a_schema() -> None:
    """As they are, or made strict with a loss for each change; where that can't be, the wish is left out."""
    losses: list[Loss] = []
    asked = OutputSchema(OPEN, "n", description="d", strict=True)
    closed: JsonObject = {**OPEN, "required": ["a"], "additionalProperties": False}
    items: JsonObject = {"type": "array", "items": {"type": "string"}}

    assert schema_fields(asked) == {"name": "n", "schema": OPEN, "description": "d", "strict": True}
    assert strict_schema_fields(asked, None, losses) == {"name": "n", "schema": closed, "description": "d", "strict": True}
    assert {loss.kind for loss in losses} == {"hint"}
    assert strict_schema_fields(OutputSchema(OPEN, "n"), None, []) == {"name": "n", "schema": OPEN}
    assert strict_schema_fields(OutputSchema(items, "n", strict=True), None, []) == {"name": "n", "schema": items}


def test_a_strict_tool_is_made_one() -> None:
    """Where a caller asks for it, each change is a hint; where that can't be, the wish is left out; the wire's own stays."""
    closed: JsonObject = {**OPEN, "required": ["a"], "additionalProperties": False}
    anything: JsonObject = {"type": "object", "additionalProperties": True}
    kept = marked_as_it_is({"x": 1}, OPEN, strict=True)
    losses: list[Loss] = []
    asked = request(Tool("f", None, OPEN, strict=True), Tool("g", None, anything, strict=True), Tool("h", None, OPEN, strict=False))
    own = Tool("f", None, OPEN, strict=True, provider_data={"some.dialect": kept})

    assert encode_tools(asked, EVERYTHING, losses, FORMS)["tools"] == [
        {"wrapped": {"name": "f", "parameters": closed, "strict": True}},
        {"wrapped": {"name": "g", "parameters": anything}},
        {"wrapped": {"name": "h", "parameters": OPEN, "strict": False}},
    ]
    assert {(loss.path, loss.kind) for loss in losses} == {("$.tools[0].strict", "hint"), ("$.tools[1].strict", "hint")}
    assert encode_tools(request(own), EVERYTHING, [], FORMS)["tools"] == [
        {"wrapped": {"name": "f", "parameters": OPEN, "strict": True}, "x": 1}
    ]


@pytest.mark.parametrize(
    ("schema", "strict"), [(None, True), (OPEN, None), (OPEN, False), ({**OPEN, "properties": {}, "additionalProperties": False}, True)]
)
def test_a_schema_that_needs_no_mark(schema: JsonObject | None, strict: bool | None) -> None:  # noqa: FBT001 - a table's column
    """Is one that strict mode takes, or is not asked to."""
    assert marked_as_it_is({"x": 1}, schema, strict=strict) == {"x": 1}
