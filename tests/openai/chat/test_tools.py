"""Twin of chat/tools.py: tools, choice and answer's schema, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Feature
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Loss, OutputSchema, ProviderTool, Request, Tool, ToolChoice
from interlingua_openai.chat.tools import decode_choice, decode_output, decode_tool, encode_choice, encode_output, encode_tools, wrapped
from interlingua_openai.chat.wire import DIALECT, SPELLING

SCHEMA: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}
STRICT: JsonObject = {**SCHEMA, "required": ["a"], "additionalProperties": False}


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
            {"type": "function", "function": {"name": "f", "description": "d", "parameters": STRICT, "strict": True}},
            Tool("f", "d", STRICT, strict=True),
        ),
        (
            {"type": "function", "function": {"name": "f", "parameters": SCHEMA, "strict": True}},
            Tool("f", None, SCHEMA, strict=True, provider_data={DIALECT: {SPELLING: {"as it is": True}}}),
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
        ({"type": "custom", "custom": {"name": "f"}}, ToolChoice("tool", "f", provider_data={DIALECT: {"type": "custom"}})),
        (
            {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [{"type": "function"}]}, "x": None},
            ToolChoice(
                "required",
                provider_data={DIALECT: {"type": "allowed_tools", "allowed_tools": {"tools": [{"type": "function"}]}, "x": None}},
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
    """What is kept of the wire's choice doesn't speak for another."""
    allowed = {DIALECT: {"type": "allowed_tools", "allowed_tools": {"tools": []}}}

    assert "none" == encode_choice(ToolChoice("none", provider_data=allowed))
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

    tool = decode_tool({**bare, "x": 1}, "$.tools[0]")

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
    assert ProviderTool(DIALECT, tool) == decode_tool(tool, "$.tools[0]")


@pytest.mark.parametrize(
    ("wire", "output"),
    [
        ({"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}}, OutputSchema(SCHEMA, "n")),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "description": "d", "strict": False}, "x": 1},
            OutputSchema(SCHEMA, "n", description="d", strict=False, provider_data={DIALECT: {"x": 1}}),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": STRICT, "strict": True}},
            OutputSchema(STRICT, "n", strict=True),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "strict": True}},
            OutputSchema(SCHEMA, "n", strict=True, provider_data={DIALECT: {SPELLING: {"as it is": True}}}),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": {}, "strict": True, "description": None}},
            OutputSchema(
                {}, "n", strict=True, provider_data={DIALECT: {"json_schema": {"description": None}, SPELLING: {"as it is": True}}}
            ),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA, "description": None, "strict": None}},
            OutputSchema(SCHEMA, "n", provider_data={DIALECT: {"json_schema": {"description": None, "strict": None}}}),
        ),
    ],
)
def test_schemas_go_both_ways(wire: JsonObject, output: OutputSchema) -> None:
    """A response format with a schema is one, exactly as it was, were its schema one that strict mode doesn't take."""
    losses: list[Loss] = []

    assert decode_output(wire) == output
    assert encode_output(output, losses) == wire
    assert losses == []


def test_a_strict_schema_is_made_one() -> None:
    """Where a caller asks for it; each change is a hint."""
    losses: list[Loss] = []

    said = encode_output(OutputSchema(SCHEMA, "n", strict=True), losses)

    assert {"name": "n", "schema": STRICT, "strict": True} == said["json_schema"]
    assert [("$.output_schema.strict", "hint")] * 2 == [(loss.path, loss.kind) for loss in losses]
    assert [{"additionalProperties": False}, {"required": ["a"]}] == [loss.replaced_by for loss in losses]


def test_a_schema_that_cannot_be_strict_is_sent_without() -> None:
    """The wish is left out, with the reason."""
    losses: list[Loss] = []

    said = encode_output(OutputSchema({"type": "array"}, "n", strict=True), losses)

    assert {"name": "n", "schema": {"type": "array"}} == said["json_schema"]
    assert "$.output_schema.strict" == losses[-1].path
    assert {"hint"} == {loss.kind for loss in losses}


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
