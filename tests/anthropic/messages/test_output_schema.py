"""The shape of the answer, both ways."""

from __future__ import annotations

import pytest

from interlingua import Model, Request, UserMessage
from interlingua.dialect import LossLog
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, OutputSchema
from interlingua_anthropic.messages.output_schema import decode_format, encode_format, put_format, stands_in_old_place, take_format

NAME = "anthropic.messages"


def test_losses() -> None:
    """Each change is a loss at its place in the request."""
    log = LossLog(NAME)
    schema = OutputSchema({"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}})

    wire = encode_format(schema, log)

    assert wire["schema"] == {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": False}
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.output_schema.json_schema.properties.a.minimum", "hint"),
        ("$.output_schema", "hint"),
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object"},
        {"type": "integer", "minimum": 1},
        {"type": "object", "additionalProperties": False},
        {},
        {"type": "array", "items": {"$ref": "#"}},
        {"$ref": "https://example.org/schema"},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"type": "object", "properties": {f"p{n}": {"type": "null"} for n in range(25)}, "additionalProperties": False},
    ],
)
def test_a_schema_of_this_wire_stays(schema: JsonObject) -> None:
    """A format of this wire goes back as it was, with the fields that nobody knows."""
    wire: JsonObject = {"type": "json_schema", "schema": schema, "x": 1}
    log = LossLog(NAME)
    decoded = decode_format(wire)

    assert decoded is not None
    assert decoded.json_schema == schema
    assert encode_format(decoded, log) == wire
    assert log.records == []
    request = Request(model_id="claude-opus-4-8", messages=(UserMessage("hi"),), output_schema=decoded)
    assert Model("anthropic:claude-opus-4-8", on_loss="strict").prepare(request).body["output_config"] == {"format": wire}


@pytest.mark.parametrize(
    "wire", [None, 5, {}, {"type": "json_schema"}, {"type": "json_schema", "schema": None}, {"type": "future", "schema": {}}]
)
def test_other_formats(wire: JsonValue) -> None:
    """A format that isn't modelled is left to be kept."""
    assert decode_format(wire) is None


def test_no_schema_at_all() -> None:
    """What Claude can't be asked for is an error, with its place and the way out."""
    with pytest.raises(ConversionError) as raised:
        encode_format(OutputSchema({"type": "array", "items": {"$ref": "#"}}), LossLog(NAME))

    assert raised.value.path == "$.output_schema.json_schema['$defs'].root"
    assert "structured_output=tool" in str(raised.value.hint)


@pytest.mark.parametrize(("count", "required"), [(24, None), (25, [f"p{n}" for n in range(25)])])
def test_properties_that_may_be_absent(count: int, required: JsonValue) -> None:
    """Where there are more of them than the API takes, all are required, told as a hint."""
    log = LossLog(NAME)
    properties: JsonObject = {f"p{n}": {"type": "string"} for n in range(count)}
    wire = encode_format(OutputSchema({"type": "object", "properties": properties, "additionalProperties": False}), log)

    assert wire["schema"].get("required") == required  # type: ignore[union-attr]  # an object
    assert [(loss.path, loss.kind) for loss in log.records] == ([] if required is None else [("$.output_schema", "hint")])


FORMAT: JsonObject = {"type": "json_schema", "schema": {"type": "object", "properties": {}, "additionalProperties": False}}


@pytest.mark.parametrize(
    ("rest", "config", "old"),
    [
        ({}, {"format": FORMAT, "effort": "low"}, False),
        ({"output_format": FORMAT, "x": 1}, {}, True),
        ({"output_format": FORMAT}, {"format": None}, True),
        ({"output_format": {"type": "future"}}, {"format": FORMAT}, False),
    ],
)
def test_where_it_stands(rest: JsonObject, config: JsonObject, *, old: bool) -> None:
    """A format goes back to where it stood; in the place of the beta it means the same."""
    left, left_config = dict(rest), dict(config)
    schema = take_format(left, left_config)

    assert schema is not None
    assert schema.json_schema == FORMAT["schema"]
    assert stands_in_old_place(schema) is old
    put_format(schema, left, left_config, log := LossLog(NAME))
    assert (left, left_config, log.records) == (rest, config, [])


@pytest.mark.parametrize(
    ("rest", "config"), [({}, {}), ({"output_format": None}, {"format": None}), ({"output_format": FORMAT}, {"format": {"type": "future"}})]
)
def test_no_format(rest: JsonObject, config: JsonObject) -> None:
    """Nothing is taken where nothing, or nothing that is modelled, stands in the place that counts."""
    left, left_config = dict(rest), dict(config)

    assert take_format(left, left_config) is None
    assert (left, left_config) == (rest, config)
