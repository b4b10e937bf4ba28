"""Twin of responses/tools.py: tools, choices and the answer's schema."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Loss, OutputSchema, ProviderTool, Request, Tool, ToolChoice
from interlingua_openai.responses.tools import decode_choice, decode_output, decode_tool, encode_choice, encode_output, encode_tools
from interlingua_openai.responses.wire import DIALECT

SCHEMA: JsonObject = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
OPEN: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}


def request(*tools: Tool | ProviderTool, choice: ToolChoice | None = None) -> Request:
    """A request with tools."""
    return Request(model_id="m", messages=(), tools=tools, tool_choice=choice)


@pytest.mark.parametrize(
    ("wire", "tool"),
    [
        ({"type": "function", "name": "f"}, Tool("f")),
        ({"type": "function", "name": "f", "description": "d", "parameters": SCHEMA, "strict": True}, Tool("f", "d", SCHEMA, strict=True)),
        (
            {"type": "function", "name": "f", "description": None, "parameters": None, "strict": None, "defer_loading": True},
            Tool("f", provider_data={DIALECT: {"description": None, "parameters": None, "strict": None, "defer_loading": True}}),
        ),
        ({"type": "custom", "name": "sql"}, ProviderTool(DIALECT, {"type": "custom", "name": "sql"})),
        ({"type": "web_search"}, ProviderTool(DIALECT, {"type": "web_search"})),
        ({"type": "function"}, ProviderTool(DIALECT, {"type": "function"})),
    ],
)
def test_tools_go_both_ways(wire: JsonObject, tool: Tool | ProviderTool) -> None:
    """Functions are ours, everything else is kept verbatim."""
    losses: list[Loss] = []

    assert decode_tool(wire, "$") == tool
    assert encode_tools(request(tool), EVERYTHING, losses) == {"tools": [wire]}
    assert losses == []


def test_a_tool_is_an_object() -> None:
    """Anything else is refused with its path."""
    with pytest.raises(ConversionError) as raised:
        decode_tool("web_search", "$.tools[0]")

    assert raised.value.path == "$.tools[0]"


@pytest.mark.parametrize(
    ("lacks", "tools", "said", "losses"),
    [
        ("tools", [Tool("f")], {}, [("$.tools", "content"), ("$.tool_choice", "hint")]),
        ("tools", [], {}, [("$.tool_choice", "hint")]),
        ("tool_strict", [Tool("f", strict=True)], {"tools": [{"type": "function", "name": "f"}]}, [("$.tools[0].strict", "hint")]),
        ("tool_choice_named", [Tool("f"), Tool("g")], {"tools": [{"type": "function", "name": "f"}]}, [("$.tools[1]", "hint")]),
        ("seed", [ProviderTool("another.dialect", {})], {}, [("$.tools[0]", "content")]),
    ],
)
def test_what_a_host_lacks_is_told(lacks: str, tools: list[Tool], said: JsonObject, losses: list[tuple[str, str]]) -> None:
    """And left out; a named tool alone, which must be called, stands for its choice."""
    found: list[Loss] = []

    body = encode_tools(request(*tools, choice=ToolChoice("tool", "f")), Capabilities(frozenset({lacks})), found)  # type: ignore[arg-type]  # features

    named: JsonObject = {"tool_choice": {"type": "function", "name": "f"}}
    assert body == {**said, **({} if lacks == "tools" else {"tool_choice": "required"} if lacks == "tool_choice_named" else named)}
    assert [(loss.path, loss.kind) for loss in found] == losses


@pytest.mark.parametrize(
    ("wire", "choice"),
    [
        ("auto", ToolChoice("auto")),
        ("none", ToolChoice("none")),
        ("required", ToolChoice("required")),
        ({"type": "function", "name": "f"}, ToolChoice("tool", "f")),
        ({"type": "function", "name": "f", "x": 1}, ToolChoice("tool", "f", provider_data={DIALECT: {"x": 1}})),
        ({"type": "custom", "name": "sql"}, ToolChoice("tool", "sql", provider_data={DIALECT: {"type": "custom"}})),
        (
            {"type": "allowed_tools", "mode": "required", "tools": [{"type": "mcp", "server_label": "s"}]},
            ToolChoice("required", provider_data={DIALECT: {"type": "allowed_tools", "tools": [{"type": "mcp", "server_label": "s"}]}}),
        ),
    ],
)
def test_choices_go_both_ways(wire: JsonValue, choice: ToolChoice) -> None:
    """Every form that says whether, or which of the application's tools, is called."""
    assert decode_choice(wire) == choice
    assert encode_choice(choice) == wire


@pytest.mark.parametrize(
    "wire",
    [
        {"type": "web_search_preview"}, {"type": "mcp", "server_label": "s", "name": "t"}, {"type": "apply_patch"}, {"type": "shell"},
        {"type": "programmatic_tool_calling"}, {"type": "allowed_tools", "mode": "x"}, {"type": "function"}, "x", None, 5,
    ],
)  # fmt: skip
def test_choices_of_the_servers_tools_are_not_read(wire: JsonValue) -> None:
    """They stay with the request, verbatim."""
    assert decode_choice(wire) is None


def test_tools_that_the_model_does_not_take() -> None:
    """A request without a choice loses the tools alone."""
    losses: list[Loss] = []

    assert encode_tools(request(Tool("f")), Capabilities(frozenset({"tools"})), losses) == {}
    assert [loss.path for loss in losses] == ["$.tools"]
    assert encode_tools(request(), EVERYTHING, []) == {}


def test_a_changed_choice_is_said_as_changed() -> None:
    """A list of allowed tools means nothing where none may be called."""
    assert encode_choice(ToolChoice("none", provider_data={DIALECT: {"type": "allowed_tools", "tools": []}})) == "none"


@pytest.mark.parametrize(
    ("wire", "output"),
    [
        ({"type": "json_schema", "name": "n", "schema": OPEN}, OutputSchema(OPEN, "n")),
        (
            {"type": "json_schema", "name": "n", "schema": SCHEMA, "strict": True, "description": "d"},
            OutputSchema(SCHEMA, "n", description="d", strict=True),
        ),
        (
            {"type": "json_schema", "name": "n", "schema": OPEN, "strict": True, "description": None},
            OutputSchema(OPEN, "n", strict=True, provider_data={DIALECT: {"description": None, "$spelling": {"as it is": True}}}),
        ),
        ({"type": "json_schema", "name": "n", "schema": OPEN, "x": 1}, OutputSchema(OPEN, "n", provider_data={DIALECT: {"x": 1}})),
    ],
)
def test_schemas_go_both_ways(wire: JsonObject, output: OutputSchema) -> None:
    """One that came from this wire is sent as it came, also where strict mode doesn't take it."""
    losses: list[Loss] = []

    assert decode_output(wire) == output
    assert encode_output(output, losses) == wire
    assert losses == []


@pytest.mark.parametrize("wire", [{"type": "text"}, {"type": "json_object"}, {"type": "json_schema", "name": "n"}, None, "text"])
def test_other_formats_are_not_read(wire: JsonValue) -> None:
    """They stay with the request."""
    assert decode_output(wire) is None


def test_a_schema_is_made_strict() -> None:
    """With a loss for each change; one that can't be is sent as a wish."""
    losses: list[Loss] = []

    made = encode_output(OutputSchema(OPEN, "n", strict=True), losses)
    impossible = encode_output(OutputSchema({"type": "array", "items": {"type": "string"}}, "n", strict=True), [])

    assert made["schema"] == {**OPEN, "required": ["a"], "additionalProperties": False}
    assert made["strict"] is True
    assert {loss.kind for loss in losses} == {"hint"}
    assert losses
    assert "strict" not in impossible
