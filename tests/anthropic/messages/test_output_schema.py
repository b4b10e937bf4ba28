"""The shape of the answer, both ways."""

from __future__ import annotations

import copy

import pytest
from pydantic import BaseModel, Field

from interlingua.dialect import LossLog
from interlingua.types import JsonObject, JsonValue, OutputSchema
from interlingua_anthropic.messages.output_schema import accepted_schema, decode_format, encode_format

NAME = "anthropic.messages"


class Line(BaseModel):
    """A line of an invoice."""

    text: str = Field(min_length=1)
    amount: float = Field(gt=0)


class Invoice(BaseModel):
    """An invoice."""

    lines: list[Line] = Field(min_length=1, max_length=9)
    note: str | None = None


@pytest.mark.parametrize(
    ("schema", "expected", "paths"),
    [
        ({"type": "string"}, {"type": "string"}, []),
        ({"type": "object", "additionalProperties": False}, {"type": "object", "additionalProperties": False}, []),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}, ["$"]),
        ({"type": ["object", "null"]}, {"type": ["object", "null"], "additionalProperties": False}, ["$"]),
        ({"type": "integer", "minimum": 1, "multipleOf": 2}, {"type": "integer"}, ["$.minimum", "$.multipleOf"]),
        ({"type": "string", "minLength": 1, "pattern": "a"}, {"type": "string", "pattern": "a"}, ["$.minLength"]),
        ({"type": "string", "format": "email"}, {"type": "string", "format": "email"}, []),
        ({"type": "string", "format": "binary"}, {"type": "string"}, ["$.format"]),
        ({"type": "array", "minItems": 1, "items": {"type": "null"}}, {"type": "array", "minItems": 1, "items": {"type": "null"}}, []),
        ({"type": "array", "minItems": 2, "maxItems": 3}, {"type": "array"}, ["$.minItems", "$.maxItems"]),
        ({"type": "array", "minItems": []}, {"type": "array"}, ["$.minItems"]),
        ({"oneOf": [{"type": "integer", "maximum": 2}]}, {"anyOf": [{"type": "integer"}]}, ["$.oneOf", "$.oneOf[0].maximum"]),
        ({"properties": {"minimum": {"type": "object"}}, "items": 3}, None, ["$.properties.minimum"]),
        ({"$defs": {"A": {"maximum": 1}}, "$ref": "#/$defs/A"}, {"$defs": {"A": {}}, "$ref": "#/$defs/A"}, ["$['$defs'].A.maximum"]),
        ({"enum": [{"minimum": 1}], "default": {"type": "object"}}, {"enum": [{"minimum": 1}], "default": {"type": "object"}}, []),
    ],
    ids=str,
)
def test_accepted_schema(schema: JsonObject, expected: JsonObject | None, paths: list[str]) -> None:
    """A schema is cut to what Claude takes, each cut with its place; once cut, it stays as it is."""
    before = copy.deepcopy(schema)

    accepted, changes = accepted_schema(schema)

    assert expected is None or accepted == expected
    assert [change.path for change in changes] == paths
    assert {change.kind for change in changes} <= {"hint"}
    assert schema == before
    assert accepted_schema(accepted) == (accepted, [])


def test_pydantic_class() -> None:
    """The schema of a class becomes one that Claude takes."""
    accepted, changes = accepted_schema(Invoice.model_json_schema())

    assert accepted["additionalProperties"] is False
    assert accepted["$defs"]["Line"]["additionalProperties"] is False  # type: ignore[index,call-overload]  # known shape
    assert accepted["properties"]["lines"]["minItems"] == 1  # type: ignore[index,call-overload]  # known shape
    assert [change.path for change in changes] == [
        "$['$defs'].Line.properties.text.minLength",
        "$['$defs'].Line.properties.amount.exclusiveMinimum",
        "$['$defs'].Line",
        "$.properties.lines.maxItems",
        "$",
    ]


def test_free_keys() -> None:
    """An object whose keys are free can't be asked for at all."""
    free: JsonObject = {"type": "object", "additionalProperties": {"type": "integer"}}

    accepted, changes = accepted_schema({"type": "object", "properties": {"a": free}, "additionalProperties": False})

    assert accepted["properties"] == {"a": {"type": "object", "additionalProperties": False}}
    assert [(change.path, change.kind) for change in changes] == [("$.properties.a", "content")]


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
    "schema", [{"type": "object"}, {"type": "integer", "minimum": 1}, {"type": "object", "additionalProperties": False}, {}]
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


@pytest.mark.parametrize(
    "wire", [None, 5, {}, {"type": "json_schema"}, {"type": "json_schema", "schema": None}, {"type": "future", "schema": {}}]
)
def test_other_formats(wire: JsonValue) -> None:
    """A format that isn't modelled is left to be kept."""
    assert decode_format(wire) is None
