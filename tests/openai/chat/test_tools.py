"""Tools, the choice and the answer's schema, both ways, in chat's form, and functions that are given bare."""

from __future__ import annotations

import pytest

from interlingua.dialect import Capabilities, Feature, LossLog
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Loss, OutputSchema, ProviderTool, Request, Tool, ToolChoice
from interlingua_openai import tools
from interlingua_openai.chat.normal_form import with_wrapped_tools
from interlingua_openai.chat.request import TOOL_FORMS
from interlingua_openai.names import CHAT
from interlingua_openai.tools import decode_output, decode_tool, encode_output, encode_tools

SCHEMA: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}
STRICT: JsonObject = {**SCHEMA, "required": ["a"], "additionalProperties": False}


def write(tools: list[Tool | ProviderTool], choice: ToolChoice | None = None, *lacks: Feature) -> tuple[JsonObject, list[Loss]]:
    """Encode the tools of a request."""
    log = LossLog(CHAT)
    request = Request(model_id="m", messages=(), tools=tools, tool_choice=choice)
    return encode_tools(request, Capabilities(frozenset(lacks)), TOOL_FORMS, log), log.records


def decode_choice(value: JsonValue) -> ToolChoice | None:
    """Read a choice."""
    return tools.decode_choice(value, TOOL_FORMS)


def encode_choice(choice: ToolChoice) -> JsonValue:
    """Write a choice that the wire can say whole."""
    log = LossLog(CHAT)
    wire = tools.encode_choice(choice, TOOL_FORMS, log)
    assert log.records == []
    return wire


def wrapped(tool: JsonObject) -> JsonValue:
    """Respell a body's only tool."""
    (found,) = with_wrapped_tools({"tools": [tool]})["tools"]  # type: ignore[misc]  # a list of one
    return found


@pytest.mark.parametrize(
    ("wire", "tool"),
    [
        ({"type": "function", "function": {"name": "f"}}, Tool("f")),
        (
            {"type": "function", "function": {"name": "f", "description": "d", "parameters": STRICT, "strict": True}},
            Tool("f", "d", STRICT, strict=True),
        ),
        (
            {"type": "function", "function": {"name": "f", "parameters": SCHEMA, "strict": True}},
            Tool("f", None, SCHEMA, strict=True, provider_data={"$marks": {CHAT: {"as_it_is": True}}}),
        ),
        (
            {"type": "function", "function": {"name": "f", "description": None, "parameters": None, "strict": None, "x": 1}, "y": 2},
            Tool(
                "f",
                provider_data={CHAT: {"function": {"description": None, "parameters": None, "strict": None, "x": 1}, "y": 2}},
            ),
        ),
        ({"type": "custom", "custom": {"name": "f"}}, ProviderTool(CHAT, {"type": "custom", "custom": {"name": "f"}})),
        ({"type": "function", "function": {}}, ProviderTool(CHAT, {"type": "function", "function": {}})),
        ({"type": "function"}, ProviderTool(CHAT, {"type": "function"})),
    ],
)
def test_tools_go_both_ways(wire: JsonObject, tool: Tool | ProviderTool) -> None:
    """A function is a tool, anything else stays whole."""
    assert decode_tool(wire, "$.tools[0]", TOOL_FORMS) == tool
    assert write([tool]) == ({"tools": [wire]}, [])


def test_a_tool_is_an_object() -> None:
    """Anything else is refused with its path."""
    with pytest.raises(ConversionError, match=r"\$\.tools\[0\]"):
        decode_tool("f", "$.tools[0]", TOOL_FORMS)


@pytest.mark.parametrize(
    ("wire", "choice"),
    [
        ("auto", ToolChoice("auto")),
        ("none", ToolChoice("none")),
        ("required", ToolChoice("required")),
        ({"type": "function", "function": {"name": "f"}}, ToolChoice("tool", "f")),
        (
            {"type": "function", "function": {"name": "f", "x": 1}},
            ToolChoice("tool", "f", provider_data={CHAT: {"function": {"x": 1}}}),
        ),
        ({"type": "custom", "custom": {"name": "f"}}, ToolChoice("tool", "f", provider_data={CHAT: {"type": "custom"}})),
        (
            {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [{"type": "function"}]}, "x": None},
            ToolChoice(
                "required",
                provider_data={CHAT: {"type": "allowed_tools", "allowed_tools": {"tools": [{"type": "function"}]}, "x": None}},
            ),
        ),
    ],
)
def test_choices_go_both_ways(wire: JsonValue, choice: ToolChoice) -> None:
    """The four kinds of choice are modelled; allowed tools are one of them, with its list kept."""
    assert decode_choice(wire) == choice
    assert encode_choice(choice) == wire


@pytest.mark.parametrize(
    "wire",
    [
        None,
        "any",
        1,
        {"type": "allowed_tools", "allowed_tools": {}},
        {"type": "allowed_tools", "allowed_tools": {"mode": "none"}},
        {"type": "function", "custom": {"name": "f"}},
        {"type": "function", "name": "f"},
    ],
)
def test_other_choices_are_not_modelled(wire: JsonValue) -> None:
    """They stay in the request's provider_data."""
    assert decode_choice(wire) is None


def test_a_choice_that_was_changed_is_said_as_changed() -> None:
    """What is kept of the wire's choice doesn't speak for another, and that it goes unsaid is told."""
    allowed = {CHAT: {"type": "allowed_tools", "allowed_tools": {"tools": []}}}
    log = LossLog(CHAT)

    assert "none" == tools.encode_choice(ToolChoice("none", provider_data=allowed), TOOL_FORMS, log)
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.tool_choice.provider_data", "hint")]
    assert {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": []}} == encode_choice(
        ToolChoice("auto", provider_data=allowed)
    )


@pytest.mark.parametrize(
    ("bare", "function"),
    [
        ({"name": "f", "input_schema": SCHEMA}, {"name": "f", "parameters": SCHEMA}),
        (
            {"name": "f", "description": "d", "parameters": SCHEMA, "strict": True},
            {"name": "f", "description": "d", "parameters": SCHEMA, "strict": True},
        ),
        ({"type": "function", "name": "f", "parameters": None}, {"name": "f", "parameters": None}),
        ({"type": "custom", "name": "f", "input_schema": SCHEMA}, {"name": "f", "parameters": SCHEMA}),
        ({"type": None, "name": "f", "description": "d"}, {"name": "f", "description": "d"}),
        ({"type": "function", "function": {"name": "f", "input_schema": SCHEMA}}, {"name": "f", "parameters": SCHEMA}),
    ],
)
def test_a_bare_function_is_a_tool(bare: JsonObject, function: JsonObject) -> None:
    """With `input_schema` or `parameters`, as other wires say it; this wire gets its own spelling, and every other field."""
    expected: JsonObject = {"type": "function", "function": function, "x": 1}

    tool = decode_tool(wrapped({**bare, "x": 1}), "$.tools[0]", TOOL_FORMS)

    assert wrapped({**bare, "x": 1}) == wrapped(expected) == expected
    assert isinstance(tool, Tool)
    assert write([tool]) == ({"tools": [expected]}, [])


@pytest.mark.parametrize(
    "tool",
    [
        {"name": "f"},
        {"name": 1, "parameters": SCHEMA},
        {"type": "web_search_20250305", "name": "web_search"},
        {"type": "custom", "name": "f"},
        {"type": "custom", "custom": {"name": "f"}, "name": "f", "input_schema": SCHEMA},
        {"type": ["function"], "name": "f"},
    ],
)
def test_any_other_tool_is_itself(tool: JsonObject) -> None:
    """A tool of the provider's own is not a function."""
    assert wrapped(tool) is tool
    assert ProviderTool(CHAT, tool) == decode_tool(tool, "$.tools[0]", TOOL_FORMS)


@pytest.mark.parametrize(
    ("wire", "output"),
    [
        ({"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}, OutputSchema(SCHEMA, "n")),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "description": "d", "strict": False}, "x": 1},
            OutputSchema(SCHEMA, "n", description="d", strict=False, provider_data={CHAT: {"x": 1}}),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": STRICT, "strict": True}},
            OutputSchema(STRICT, "n", strict=True),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "strict": True}},
            OutputSchema(SCHEMA, "n", strict=True, provider_data={"$marks": {CHAT: {"as_it_is": True}}}),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": {}, "strict": True, "description": None}},
            OutputSchema(
                {}, "n", strict=True, provider_data={CHAT: {"json_schema": {"description": None}}, "$marks": {CHAT: {"as_it_is": True}}}
            ),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "description": None, "strict": None}},
            OutputSchema(SCHEMA, "n", provider_data={CHAT: {"json_schema": {"description": None, "strict": None}}}),
        ),
    ],
)
def test_schemas_go_both_ways(wire: JsonObject, output: OutputSchema) -> None:
    """A response format with a schema is one, exactly as it was, were its schema one that strict mode doesn't take."""
    log = LossLog(CHAT)

    assert decode_output(wire, TOOL_FORMS) == output
    assert encode_output(output, TOOL_FORMS, log) == wire
    assert log.records == []


@pytest.mark.parametrize("wire", [None, {"type": "json_object"}, {"type": "json_schema", "json_schema": {"name": "n"}}])
def test_other_formats_are_not_modelled(wire: JsonValue) -> None:
    """They stay in the request's provider_data."""
    assert decode_output(wire, TOOL_FORMS) is None
