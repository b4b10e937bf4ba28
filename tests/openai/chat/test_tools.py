"""Twin of chat/tools.py: tools, choice and answer's schema, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Feature
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Loss, OutputSchema, ProviderTool, Request, Tool, ToolChoice
from interlingua_openai.chat.tools import decode_choice, decode_output, decode_tool, encode_choice, encode_output, encode_tools
from interlingua_openai.chat.wire import DIALECT

SCHEMA: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}


def write(tools: list[Tool | ProviderTool], choice: ToolChoice | None = None, *lacks: Feature) -> tuple[JsonObject, list[Loss]]:
    """Encode the tools of a request."""
    losses: list[Loss] = []
    request = Request(model_id="m", messages=(), tools=tools, tool_choice=choice)
    return encode_tools(request, Capabilities(frozenset(lacks)) if lacks else EVERYTHING, losses), losses


@pytest.mark.parametrize(
    ("wire", "tool"),
    [
        ({"type": "function", "function": {"name": "f"}}, Tool("f")),
        (
            {"type": "function", "function": {"name": "f", "description": "d", "parameters": SCHEMA, "strict": True}},
            Tool("f", "d", SCHEMA, strict=True),
        ),
        (
            {"type": "function", "function": {"name": "f", "description": None, "parameters": None, "strict": None, "x": 1}, "y": 2},
            Tool(
                "f",
                provider_data={DIALECT: {"function": {"description": None, "parameters": None, "strict": None, "x": 1}, "y": 2}},
            ),
        ),
        ({"type": "custom", "custom": {"name": "f"}}, ProviderTool(DIALECT, {"type": "custom", "custom": {"name": "f"}})),
        ({"type": "function", "function": {}}, ProviderTool(DIALECT, {"type": "function", "function": {}})),
        ({"type": "function"}, ProviderTool(DIALECT, {"type": "function"})),
    ],
)
def test_tools_go_both_ways(wire: JsonObject, tool: Tool | ProviderTool) -> None:
    """A function is a tool, anything else stays whole."""
    assert decode_tool(wire, "$.tools[0]") == tool
    assert write([tool]) == ({"tools": [wire]}, [])


def test_a_tool_is_an_object() -> None:
    """Anything else is refused with its path."""
    with pytest.raises(ConversionError, match=r"\$\.tools\[0\]"):
        decode_tool("f", "$.tools[0]")


@pytest.mark.parametrize(
    ("wire", "choice"),
    [
        ("auto", ToolChoice("auto")),
        ("none", ToolChoice("none")),
        ("required", ToolChoice("required")),
        ({"type": "function", "function": {"name": "f"}}, ToolChoice("tool", "f")),
        (
            {"type": "function", "function": {"name": "f", "x": 1}},
            ToolChoice("tool", "f", provider_data={DIALECT: {"function": {"x": 1}}}),
        ),
    ],
)
def test_choices_go_both_ways(wire: JsonValue, choice: ToolChoice) -> None:
    """The four kinds of choice are modelled."""
    assert decode_choice(wire) == choice
    assert encode_choice(choice) == wire


@pytest.mark.parametrize(
    "wire", [None, "any", 1, {"type": "allowed_tools", "allowed_tools": {}}, {"type": "custom", "custom": {"name": "f"}}]
)
def test_other_choices_are_not_modelled(wire: JsonValue) -> None:
    """They stay in the request's provider_data."""
    assert decode_choice(wire) is None


@pytest.mark.parametrize(
    ("wire", "output"),
    [
        ({"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}, OutputSchema(SCHEMA, "n")),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "description": "d", "strict": True}, "x": 1},
            OutputSchema(SCHEMA, "n", description="d", strict=True, provider_data={DIALECT: {"x": 1}}),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "description": None, "strict": None}},
            OutputSchema(SCHEMA, "n", provider_data={DIALECT: {"json_schema": {"description": None, "strict": None}}}),
        ),
    ],
)
def test_schemas_go_both_ways(wire: JsonObject, output: OutputSchema) -> None:
    """A response format with a schema is one."""
    assert decode_output(wire) == output
    assert encode_output(output) == wire


@pytest.mark.parametrize("wire", [None, {"type": "json_object"}, {"type": "json_schema", "json_schema": {"name": "n"}}])
def test_other_formats_are_not_modelled(wire: JsonValue) -> None:
    """They stay in the request's provider_data."""
    assert decode_output(wire) is None


def test_a_choice_stands_beside_the_tools() -> None:
    """Both are written, each where there is one."""
    assert write([Tool("f")], ToolChoice("auto")) == (
        {"tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "auto"},
        [],
    )
    assert write([], ToolChoice("none")) == ({"tool_choice": "none"}, [])
    assert write([]) == ({}, [])


def test_a_foreign_tool_is_lost_aloud() -> None:
    """Another provider's own tool can't be said here."""
    said, losses = write([ProviderTool("anthropic.messages", {"type": "web_search"})])

    assert said == {}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.tools[0]", "content")]


def test_a_model_without_tools() -> None:
    """Tools that it doesn't take are a content loss."""
    said, losses = write([Tool("f")], ToolChoice("auto"), "tools")

    assert said == {}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.tools", "content"), ("$.tool_choice", "hint")]
    assert write([], None, "tools") == ({}, [])


def test_a_host_without_named_choices_is_sent_the_named_tool_alone() -> None:
    """That tool, required, means the same."""
    said, losses = write([Tool("f"), Tool("g")], ToolChoice("tool", "g"), "tool_choice_named")

    assert said == {"tools": [{"type": "function", "function": {"name": "g"}}], "tool_choice": "required"}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.tools[0]", "hint")]
    assert write([Tool("f")], ToolChoice("auto"), "tool_choice_named")[0]["tool_choice"] == "auto"


def test_a_model_without_strict_tools() -> None:
    """The tool is sent, and that it isn't strict is recorded."""
    said, losses = write([Tool("f", strict=True), Tool("g")], None, "tool_strict")

    assert said == {"tools": [{"type": "function", "function": {"name": "f"}}, {"type": "function", "function": {"name": "g"}}]}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.tools[0].strict", "hint")]
