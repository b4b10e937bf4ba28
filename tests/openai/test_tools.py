"""Twin of tools.py: what both dialects say of tools and schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, LossLog, fit
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Loss, OutputSchema, ProviderTool, Request, Tool, ToolChoice
from interlingua_openai.tools import (
    ToolForms,
    decode_choice,
    decode_output,
    decode_tool,
    encode_choice,
    encode_output,
    encode_tools,
    read_tools,
)

if TYPE_CHECKING:
    from interlingua.dialect import Feature

OPEN: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}
DIALECT = "some.dialect"
NESTED, FLAT = ToolForms(DIALECT, nested=True), ToolForms(DIALECT, nested=False)
BOTH = pytest.mark.parametrize("forms", [NESTED, FLAT], ids=["nested", "flat"])


def function(**fields: JsonValue) -> JsonObject:
    """A function as the nested dialect builds it."""
    return {"type": "function", "function": fields}


NAMED = function(name="f")


def request(*tools: Tool | ProviderTool, choice: ToolChoice | None = None) -> Request:
    """A request with tools."""
    return Request(model_id="m", messages=(), tools=tools, tool_choice=choice)


def write(asked: Request, capabilities: Capabilities = EVERYTHING, forms: ToolForms = NESTED) -> tuple[JsonObject, list[Loss]]:
    """Encode the tools of a request as a model takes them."""
    fitted, log = fit(asked, capabilities, DIALECT), LossLog(DIALECT)
    return encode_tools(fitted.request, capabilities, forms, log), [*fitted.told(tuple(log.records))]


@BOTH
@pytest.mark.parametrize(
    ("fields", "tool"),
    [
        ({"name": "f"}, Tool("f")),
        ({"name": "f", "description": "d", "parameters": OPEN, "strict": False}, Tool("f", "d", OPEN, strict=False)),
        ({"name": "f", "description": 1, "parameters": None, "strict": "yes"}, Tool("f")),
    ],
)
def test_functions(fields: JsonObject, tool: Tool, forms: ToolForms) -> None:
    """Go both ways; what a tool can't hold stays beside it."""
    wire = forms.build("function", fields)

    read = decode_tool(wire, "$.tools[0]", forms)

    assert isinstance(read, Tool)
    assert read.model_copy(update={"provider_data": {}}) == tool
    assert write(request(read), forms=forms) == ({"tools": [wire]}, [])


@BOTH
@pytest.mark.parametrize("wire", [{}, {"type": "function"}, {"type": ["function"], "name": "f"}, {"type": "search", "name": "f"}])
def test_any_other_tool_stays_whole(wire: JsonObject, forms: ToolForms) -> None:
    """Under the dialect's name."""
    assert decode_tool(wire, "$.tools[0]", forms) == ProviderTool(DIALECT, wire)


@BOTH
def test_what_a_body_says_of_tools_is_read(forms: ToolForms) -> None:
    """Where the request can hold it; which fields those are is told."""
    fields: dict[str, object] = {}

    assert read_tools({"tools": [forms.build("function", {"name": "f"})], "tool_choice": "auto", "x": 1}, fields, forms) == {
        "tools",
        "tool_choice",
    }
    assert fields == {"tools": (Tool("f"),), "tool_choice": ToolChoice("auto")}
    assert read_tools({"tools": [], "tool_choice": {"type": "search"}}, {}, forms) == set()
    for tools, path in (({}, r"\$\.tools\)"), (["f"], r"\$\.tools\[0\]\)")):
        with pytest.raises(ConversionError, match=path):
            read_tools({"tools": tools}, {}, forms)  # type: ignore[dict-item]  # JSON


@BOTH
@pytest.mark.parametrize(
    ("kind", "fields", "choice"),
    [
        ("function", {"name": "f"}, ToolChoice("tool", "f")),
        ("custom", {"name": "f"}, ToolChoice("tool", "f", provider_data={DIALECT: {"type": "custom"}})),
        ("allowed_tools", {"mode": "auto"}, ToolChoice("auto", provider_data={DIALECT: {"type": "allowed_tools"}})),
    ],
)
def test_choices(kind: str, fields: JsonObject, choice: ToolChoice, forms: ToolForms) -> None:
    """Go both ways, with the word for their kind."""
    wire = forms.build(kind, fields)

    assert decode_choice(wire, forms) == choice
    assert encode_choice(choice, forms, LossLog(DIALECT)) == wire
    assert decode_choice(forms.build(kind, {"x": 1}), forms) is None


@BOTH
def test_other_choices_are_not_modelled(forms: ToolForms) -> None:
    """Such as those of a tool that the server runs: they stay with the request."""
    others: list[JsonValue] = [
        *(None, 5, "x", ["auto"], {"type": "mcp", "name": "t"}, {"type": ["function"], "name": "f"}),
        *(forms.build("allowed_tools", {"mode": "none"}), forms.build("mcp", {"name": "t"})),
    ]

    assert {decode_choice(value, forms) for value in others} == {None}


@BOTH
def test_a_changed_choice_is_said_as_changed(forms: ToolForms) -> None:
    """A list of allowed tools means nothing where none may be called."""
    choice = decode_choice(forms.build("allowed_tools", {"mode": "auto", "tools": []}), forms)
    assert choice is not None

    assert encode_choice(choice.model_copy(update={"type": "none"}), forms, LossLog(DIALECT)) == "none"
    assert encode_choice(choice.model_copy(update={"type": "required"}), forms, LossLog(DIALECT)) == forms.build(
        "allowed_tools", {"mode": "required", "tools": []}
    )


def test_a_kept_field_that_says_something_else_is_told() -> None:
    """Of a tool, a choice and a schema; the canonical value wins."""
    log = LossLog(DIALECT)
    tool = Tool("f", provider_data={DIALECT: {"name": "g"}})
    choice = ToolChoice("tool", "f", provider_data={DIALECT: {"name": "g"}})
    named: JsonObject = {"type": "function", "name": "f"}

    assert encode_tools(request(tool, choice=choice), EVERYTHING, FLAT, log) == {"tools": [named], "tool_choice": named}
    assert encode_output(OutputSchema({}, "n", provider_data={DIALECT: {"name": "m"}}), FLAT, log) == {
        "type": "json_schema",
        "name": "n",
        "schema": {},
    }
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.tools[0].provider_data['some.dialect'].name", "hint"),
        ("$.tool_choice.provider_data['some.dialect'].name", "hint"),
        ("$.output_schema.provider_data['some.dialect'].name", "hint"),
    ]


@BOTH
def test_a_format_that_holds_a_schema(forms: ToolForms) -> None:
    """Goes both ways; any other is none."""
    log = LossLog(DIALECT)
    wire = forms.build("json_schema", {"name": "n", "schema": OPEN, "description": "d", "strict": None}) | {"x": 1}

    output = decode_output(wire, forms)

    assert isinstance(output, OutputSchema)
    assert (output.name, output.description, output.strict) == ("n", "d", None)
    assert encode_output(output, forms, log) == wire
    assert log.records == []
    assert [None] * 3 == [decode_output(value, forms) for value in (None, {"type": "text"}, forms.build("json_schema", {"name": "n"}))]


def test_tools_and_the_choice() -> None:
    """In the dialect's own form, with what it keeps; another dialect's tool is told and left out."""
    kept = Tool("f", provider_data={DIALECT: {"x": 1}})
    own, other = ProviderTool(DIALECT, {"type": "search"}), ProviderTool("another.dialect", {})

    body, losses = write(request(kept, own, other, choice=ToolChoice("tool", "f")))

    assert body == {"tools": [{**NAMED, "x": 1}, {"type": "search"}], "tool_choice": NAMED}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.tools[2]", "content")]
    assert write(request()) == ({}, [])


@pytest.mark.parametrize(
    ("lacks", "body", "lost"),
    [
        ("tools", {}, [("$.tools", "content"), ("$.tool_choice", "hint")]),
        ("tool_strict", {"tools": [NAMED, function(name="g")], "tool_choice": NAMED},
         [("$.tools[0].strict", "hint")]),
        ("tool_choice_named", {"tools": [function(name="f", strict=True)], "tool_choice": "required"}, [("$.tools[1]", "hint")]),
    ],
)  # fmt: skip
def test_what_a_host_lacks(lacks: Feature, body: JsonObject, lost: list[tuple[str, str]]) -> None:
    """Is told and left out; a named tool that must be called stands alone."""
    asked = request(Tool("f", strict=True), Tool("g"), choice=ToolChoice("tool", "f"))

    written, losses = write(asked, Capabilities(frozenset({lacks})))

    assert written == body
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
    host = Capabilities(frozenset({"tool_choice"}))

    body, losses = write(request(Tool("f"), Tool("g"), choice=choice), host)

    assert body == ({"tools": [function(name=name) for name in names]} if names else {})
    assert [(loss.path, loss.kind) for loss in losses] == lost
    assert write(request(choice=ToolChoice("none")), host)[0] == {}


def test_a_request_without_tools_loses_none() -> None:
    """Nor a choice that it doesn't make."""
    assert write(request(), Capabilities(frozenset({"tools"}))) == ({}, [])


def test_the_schema_of_an_answer() -> None:
    """As it is, or made strict with a loss for each change; where that can't be, the wish is left out; the wire's own stays."""
    closed: JsonObject = {**OPEN, "required": ["a"], "additionalProperties": False}
    items: JsonObject = {"type": "array", "items": {"type": "string"}}
    own = decode_output(NESTED.build("json_schema", {"name": "n", "schema": OPEN, "strict": True}), NESTED)
    assert isinstance(own, OutputSchema)

    def written(output: OutputSchema) -> tuple[JsonValue, list[tuple[str, str, JsonValue]]]:
        log = LossLog(DIALECT)
        wire = encode_output(output, NESTED, log)
        return wire["json_schema"], [(loss.path, loss.kind, loss.replaced_by) for loss in log.records]

    assert written(OutputSchema(OPEN, "n")) == ({"name": "n", "schema": OPEN}, [])
    assert written(OutputSchema(OPEN, "n", description="d", strict=True)) == (
        {"name": "n", "schema": closed, "description": "d", "strict": True},
        [("$.output_schema.strict", "hint", {"additionalProperties": False}), ("$.output_schema.strict", "hint", {"required": ["a"]})],
    )
    assert written(OutputSchema(items, "n", strict=True))[0] == {"name": "n", "schema": items}
    assert {loss[:2] for loss in written(OutputSchema(items, "n", strict=True))[1]} == {("$.output_schema.strict", "hint")}
    assert own.provider_data == {"$marks": {DIALECT: {"as_it_is": True}}}
    assert written(own) == ({"name": "n", "schema": OPEN, "strict": True}, [])


def test_a_strict_tool_is_made_one() -> None:
    """Where a caller asks for it, each change is a hint; where that can't be, the wish is left out; the wire's own stays."""
    closed: JsonObject = {**OPEN, "required": ["a"], "additionalProperties": False}
    anything: JsonObject = {"type": "object", "additionalProperties": True}
    asked = request(Tool("f", None, OPEN, strict=True), Tool("g", None, anything, strict=True), Tool("h", None, OPEN, strict=False))
    wire = {**function(name="f", parameters=OPEN, strict=True), "x": 1}
    own = decode_tool(wire, "$.tools[0]", NESTED)

    body, losses = write(asked)

    assert body["tools"] == [
        function(name="f", parameters=closed, strict=True),
        function(name="g", parameters=anything),
        function(name="h", parameters=OPEN, strict=False),
    ]
    assert {(loss.path, loss.kind) for loss in losses} == {("$.tools[0].strict", "hint"), ("$.tools[1].strict", "hint")}
    assert own.provider_data == {DIALECT: {"x": 1}, "$marks": {DIALECT: {"as_it_is": True}}}  # type: ignore[union-attr]  # a function
    assert write(request(own)) == ({"tools": [wire]}, [])


@pytest.mark.parametrize(
    ("schema", "strict"), [(None, True), (OPEN, None), (OPEN, False), ({**OPEN, "properties": {}, "additionalProperties": False}, True)]
)
def test_a_schema_that_needs_no_mark(schema: JsonObject | None, strict: bool | None) -> None:  # noqa: FBT001 - a table's column
    """Is one that strict mode takes, or is not asked to."""
    fields: JsonObject = {} if schema is None else {"parameters": schema}
    fields |= {} if strict is None else {"strict": strict}

    assert decode_tool(function(name="f", **fields), "$", NESTED) == Tool("f", None, schema, strict=strict)


STRICT_WIRE = ToolForms(DIALECT, nested=False, absent={"strict": True})
LAX_WIRE = ToolForms(DIALECT, nested=True, absent={"strict": False})


@pytest.mark.parametrize(("forms", "meant"), [(STRICT_WIRE, True), (LAX_WIRE, False)])
def test_what_an_absent_strict_meant_is_noted(forms: ToolForms, meant: bool) -> None:  # noqa: FBT001 - a table
    """Where it was absent or null, and not where it said something, odd or not; at home nothing is written for it."""
    fields: list[JsonObject] = [{"name": "f"}, {"name": "f", "strict": None}, {"name": "f", "strict": True}, {"name": "f", "strict": "x"}]
    wires = [forms.build("function", said) for said in fields]
    read = [tool for wire in wires if isinstance(tool := decode_tool(wire, "$", forms), Tool)]

    assert [{"strict": meant}, {"strict": meant}, None, None] == [tool.provider_data.get("$meant") for tool in read]
    assert ({"tools": wires}, []) == write(request(*read), forms=forms)


@pytest.mark.parametrize(
    ("forms", "meant", "schema", "said"),
    [
        (STRICT_WIRE, False, OPEN, {"strict": False}),
        (STRICT_WIRE, True, OPEN, {}),
        (LAX_WIRE, False, OPEN, {}),
        (LAX_WIRE, True, {"type": "object", "additionalProperties": True}, {}),
        (LAX_WIRE, True, None, {}),
    ],
)
def test_what_another_wire_meant_is_said(forms: ToolForms, meant: bool, schema: JsonObject | None, said: JsonObject) -> None:  # noqa: FBT001 - a table
    """Where saying nothing would mean something else; a schema that can't be strict is sent as it is there too."""
    tool = Tool("f", input_schema=schema, provider_data={"$meant": {"strict": meant}})
    fields: JsonObject = {"name": "f", **({} if schema is None else {"parameters": schema}), **said}

    assert ({"tools": [forms.build("function", fields)]}, []) == write(request(tool), forms=forms)


@pytest.mark.parametrize("strict", [None, False, True])
@pytest.mark.parametrize("schema", [{}, {"type": "array", "items": {"type": "integer"}}, {"anyOf": [{"type": "null"}]}], ids=str)
def test_a_format_of_this_wire_that_is_no_objects(schema: JsonObject, strict: bool | None) -> None:  # noqa: FBT001 - a case
    """Is marked, so that it goes back as it came where a schema of the caller's own would be wrapped."""
    wire: JsonObject = {"type": "json_schema", "name": "n", "schema": schema, **({} if strict is None else {"strict": strict})}
    read = decode_output(wire, FLAT)

    assert read is not None
    assert read.provider_data == {"$marks": {DIALECT: {"as_it_is": True}}}
    assert encode_output(read, FLAT, LossLog(DIALECT)) == wire
