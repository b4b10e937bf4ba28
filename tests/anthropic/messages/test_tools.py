"""Tools and the choice among them, both ways."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import NAME, keeps

from interlingua.dialect import EVERYTHING, LossLog
from interlingua.types import JsonObject, JsonValue, ProviderTool, Request, Tool, ToolChoice
from interlingua_anthropic.messages.tools import decode_tool, decode_tool_choice, encode_tool, encode_tool_choice, put_tools

CLOSED: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
EMPTY: JsonObject = {"type": "object", "properties": {}}

# A tool that had no schema; the encoder would write that of no arguments.
WITHOUT_SCHEMA: JsonObject = {"input_schema": [{"type": "object", "properties": {}}]}


@pytest.mark.parametrize(
    ("wire", "tool"),
    [
        ({"name": "f", "input_schema": {"type": "object"}}, Tool("f", None, {"type": "object"})),
        (
            {"type": "custom", "name": "f", "input_schema": {}},
            Tool("f", None, {}, provider_data=keeps({"type": "custom"}, verbatim=True)),
        ),
        (
            {"type": None, "name": "f", "input_schema": {}},
            Tool("f", None, {}, provider_data=keeps({"type": None}, verbatim=True)),
        ),
        (
            {"name": "f", "input_schema": {"type": "array"}},
            Tool("f", None, {"type": "array"}, provider_data=keeps(verbatim=True)),
        ),
        (
            {"name": "f", "input_schema": {"type": "object"}, "strict": True},
            Tool("f", None, {"type": "object"}, strict=True, provider_data=keeps(verbatim=True)),
        ),
        (
            {"name": "f", "description": None, "strict": True, "defer_loading": True},
            Tool("f", strict=True, provider_data=keeps({"description": None, "defer_loading": True}, spelling=WITHOUT_SCHEMA)),
        ),
        ({"name": "f", "input_schema": None}, Tool("f", provider_data={NAME: {"input_schema": None}})),
        ({"type": "bash_20250124", "name": "bash"}, ProviderTool(NAME, {"type": "bash_20250124", "name": "bash"})),
        ({"input_schema": {}}, ProviderTool(NAME, {"input_schema": {}})),
        ({"type": [], "name": "f"}, ProviderTool(NAME, {"type": [], "name": "f"})),
    ],
)
def test_tools(wire: JsonObject, tool: Tool | ProviderTool) -> None:
    """A tool goes both ways, field by field."""
    log = LossLog(NAME)

    assert decode_tool(wire) == tool
    assert encode_tool(tool, 0, EVERYTHING, log) == wire
    assert log.records == []


def test_tool_without_schema() -> None:
    """The wire wants a schema, so a tool without one gets that of no arguments, and a hint says so."""
    log = LossLog(NAME)

    assert encode_tool(Tool("f"), 3, EVERYTHING, log) == {"name": "f", "input_schema": {"type": "object", "properties": {}}}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.tools[3]", "hint")]


@pytest.mark.parametrize(
    ("wire", "choice", "parallel"),
    [
        ({"type": "auto"}, ToolChoice("auto"), None),
        ({"type": "any", "disable_parallel_tool_use": True}, ToolChoice("required"), False),
        ({"type": "tool", "name": "f", "disable_parallel_tool_use": False}, ToolChoice("tool", "f"), True),
        ({"type": "none"}, ToolChoice("none"), None),
        (
            {"type": "none", "disable_parallel_tool_use": True},
            ToolChoice("none", provider_data={"$marks": {NAME: {"verbatim": True}}}),
            None,
        ),
        ({"type": "auto", "future": 1}, ToolChoice("auto", provider_data={NAME: {"future": 1}}), None),
    ],
)
def test_choices(wire: JsonObject, choice: ToolChoice, parallel: bool | None) -> None:  # noqa: FBT001 - a table
    """A choice goes both ways."""
    log = LossLog(NAME)
    request = Request(model_id="m", messages=(), tool_choice=choice, parallel_tool_calls=parallel)

    assert decode_tool_choice(wire) == (choice, parallel)
    assert encode_tool_choice(request, log) == wire
    assert log.records == []


@pytest.mark.parametrize("wire", [None, 5, {}, {"type": []}, {"type": "future"}, {"type": "tool"}, {"type": "tool", "name": None}])
def test_odd_choices(wire: JsonValue) -> None:
    """A choice that isn't modelled is left to be kept."""
    assert decode_tool_choice(wire) == (None, None)


def test_parallel_without_choice() -> None:
    """The wire says parallel calls inside a choice, so the documented default choice is written, with a hint."""
    log = LossLog(NAME)
    request = Request(model_id="m", messages=(), parallel_tool_calls=False)

    assert encode_tool_choice(request, log) == {"type": "auto", "disable_parallel_tool_use": True}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.parallel_tool_calls", "hint")]


def test_parallel_with_none() -> None:
    """Where no call is wanted, whether calls are parallel can't be said."""
    log = LossLog(NAME)
    request = Request(model_id="m", messages=(), tool_choice=ToolChoice("none"), parallel_tool_calls=True)

    assert encode_tool_choice(request, log) == {"type": "none"}
    assert [loss.path for loss in log.records] == ["$.parallel_tool_calls"]


def test_what_disagrees_is_told_at_its_tool() -> None:
    """A field that a caller keeps beside a canonical one of the same name loses, with a hint."""
    log = LossLog(NAME)
    choice = ToolChoice("auto", provider_data=keeps({"type": "any"}))
    request = Request(model_id="m", messages=(), tools=[Tool("f", None, {})], tool_choice=choice)

    assert encode_tool(Tool("f", "ours", EMPTY, provider_data=keeps({"description": "kept"})), 2, EVERYTHING, log) == {
        "name": "f",
        "description": "ours",
        "input_schema": EMPTY,
    }
    assert encode_tool_choice(request, log) == {"type": "auto"}
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.tools[2].provider_data['anthropic.messages'].description", "hint"),
        ("$.tool_choice.provider_data['anthropic.messages'].type", "hint"),
    ]


MEANT = "$.tools[0].provider_data['$meant'].strict"


@pytest.mark.parametrize(
    ("schema", "written", "losses"),
    [
        (CLOSED, {"input_schema": CLOSED, "strict": True}, []),
        (EMPTY, {"input_schema": {**EMPTY, "additionalProperties": False}, "strict": True}, ["$.tools[0].input_schema"]),
        *(
            (schema, {"input_schema": schema}, [MEANT])
            for schema in (
                {"type": "object", "additionalProperties": True},
                {**CLOSED, "properties": {"a": {"anyOf": [{"type": "object", "additionalProperties": {}}]}}},
                {**CLOSED, "maxProperties": 3},
            )
        ),
    ],
)
def test_a_tool_that_its_own_wire_makes_strict(schema: JsonObject, written: JsonObject, losses: list[str]) -> None:
    """Is so here, where its schema says what it said; else it goes without, as there."""
    log = LossLog(NAME)
    tool = Tool("f", None, schema, provider_data={"$meant": {"strict": True}})

    assert encode_tool(tool, 0, EVERYTHING, log) == {"name": "f", **written}
    assert [loss.path for loss in log.records] == losses
    assert {loss.kind for loss in log.records} <= {"hint"}


def test_a_tool_that_says_nothing_of_strict_is_not() -> None:
    """Which is noted for other wires."""
    assert decode_tool({"name": "f", "input_schema": CLOSED}).provider_data == {"$meant": {"strict": False}}  # type: ignore[union-attr]  # a tool of ours


STRICT = "$.tools[0].strict"


@pytest.mark.parametrize(
    ("schema", "written", "paths"),
    [
        (CLOSED, {"input_schema": CLOSED, "strict": True}, []),
        (EMPTY, {"input_schema": {**EMPTY, "additionalProperties": False}, "strict": True}, ["$.tools[0].input_schema"]),
        (
            {**CLOSED, "properties": {"a": {"type": "integer", "minimum": 1}}},
            {"input_schema": {**CLOSED, "properties": {"a": {"type": "integer"}}}, "strict": True},
            ["$.tools[0].input_schema.properties.a.minimum"],
        ),
        *(
            (schema, {"input_schema": schema}, [STRICT])
            for schema in (
                {"type": "object", "properties": {"a": {"type": "object", "additionalProperties": {"type": "integer"}}}},
                {"type": "object", "properties": {"a": {}}},
                {"type": "object", "properties": {"a": {"$ref": "#"}}},
                {"type": "object", "properties": {"a": {"$ref": "https://example.org/a"}}},
                {"type": "object", "enum": [{"a": 1}, {"b": 2}]},
            )
        ),
    ],
    ids=str,
)
def test_a_strict_tool(schema: JsonObject, written: JsonObject, paths: list[str]) -> None:
    """Has a schema that strict mode takes, each change told; where there is none, the schema counts and strict mode is left out."""
    log = LossLog(NAME)

    assert encode_tool(Tool("f", None, schema, strict=True), 0, EVERYTHING, log) == {"name": "f", **written}
    assert [(loss.path, loss.kind) for loss in log.records] == [(path, "hint") for path in paths]


def test_a_tool_that_is_not_strict_keeps_its_bounds() -> None:
    """Any schema of an object may be a tool's, recursive ones as well."""
    log = LossLog(NAME)
    schema: JsonObject = {"type": "object", "properties": {"a": {"$ref": "#"}, "n": {"type": "integer", "minimum": 1}}}

    assert encode_tool(Tool("f", None, schema, strict=False), 0, EVERYTHING, log) == {"name": "f", "input_schema": schema, "strict": False}
    assert log.records == []


def test_a_strict_tool_without_a_schema() -> None:
    """Is one of no arguments, and strict mode wants that said."""
    log = LossLog(NAME)

    assert encode_tool(Tool("f", strict=True), 0, EVERYTHING, log) == {
        "name": "f",
        "input_schema": {"type": "object", "properties": {}, "additionalProperties": False},
        "strict": True,
    }
    assert [loss.path for loss in log.records] == ["$.tools[0]", "$.tools[0]"]


def test_more_strict_tools_than_the_api_takes() -> None:
    """Those that come later are asked for without, each with a hint; tools of this wire stay as they came."""
    log = LossLog(NAME)
    half: JsonObject = {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(13)}, "additionalProperties": False}
    tools = [Tool("first", None, half, strict=True), Tool("second", None, half, strict=True), Tool("third", None, CLOSED, strict=True)]
    body: JsonObject = {}
    put_tools(Request(model_id="m", messages=(), tools=tools), body, EVERYTHING, log)

    assert body["tools"] == [
        {"name": "first", "input_schema": half, "strict": True},
        {"name": "second", "input_schema": half},
        {"name": "third", "input_schema": CLOSED, "strict": True},
    ]
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.tools[1].strict", "hint")]
    read = [decode_tool({"name": f"f{n}", "input_schema": CLOSED, "strict": True}) for n in range(25)]
    put_tools(Request(model_id="m", messages=(), tools=read), body, EVERYTHING, log)
    assert [tool["strict"] for tool in body["tools"]] == [True] * 25  # type: ignore[union-attr,index,call-overload]  # known shape
