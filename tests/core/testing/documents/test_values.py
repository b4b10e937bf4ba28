"""Twin of testing/documents/values.py: values that a documented type allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.testing.documents import Schema
from interlingua.testing.documents.values import Values
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

TYPES: JsonObject = {
    "Text": {
        "properties": {"type": {"const": "text"}, "text": {"type": "string"}, "mark": {"type": "boolean"}},
        "required": ["type", "text"],
    },
    "Tree": {
        "properties": {
            "name": {"type": "string"},
            "below": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
            "first": {"$ref": "#/$defs/Tree"},
        }
    },
}  # fmt: skip


def of(node: JsonObject) -> list[JsonValue]:
    """Give all values of a type, sentinels from the first."""
    return list(Values(Schema.read({"$defs": TYPES}, "toy.plain")).of(node))


@pytest.mark.parametrize(
    ("node", "values"),
    [
        ({"enum": ["low", "high", None]}, ["low", "high", None]),
        ({"const": "auto"}, ["auto"]),
        ({"anyOf": [{"const": "auto"}, {"enum": ["low"]}, {"type": "integer"}]}, ["auto", "low", 1, 0, 2**53 + 1]),
        ({"type": "boolean"}, [True, False]),
        ({"type": "number"}, [0.5, 1, 0.0]),
        ({"type": "null"}, [None]),
        ({"type": "string"}, ["zq0qz"]),
        ({"anyOf": [{"type": "string"}, {"type": "string"}]}, ["zq0qz", "zq1qz"]),
        ({"type": "array", "items": {"type": "string"}}, [["zq0qz"], ["zq0qz", "zq1qz"]]),
        ({"type": "array", "items": {"anyOf": [{"const": "a"}, {"type": "integer"}]}}, [["a", 1], ["a", "a"]]),
        ({"type": "array"}, [[{"some_key": "zq0qz"}], [{"some_key": "zq0qz"}, {"some_key": "zq1qz"}]]),
        ({"type": "object"}, [{"some_key": "zq0qz"}]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, [{"some_key": 1}]),
        ({}, [{"some_key": "zq0qz"}]),
        ({"$ref": "#/$defs/Text"}, [{"type": "text", "text": "zq0qz"}, {"type": "text", "text": "zq1qz", "mark": True}]),
    ],
)  # fmt: skip
def test_values(node: JsonObject, values: list[JsonValue]) -> None:
    """Each word, each alternative, the smallest object and the fullest; each text is another sentinel."""
    assert dumps_text(of(node)) == dumps_text(values)  # as 1 and 1.0 and True are equal


@pytest.mark.parametrize(
    ("node", "inner"),
    [
        ({"enum": ["low", "high"]}, "low"),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 1),
        ({"type": "null"}, None),
        ({"type": "boolean"}, True),
        ({"type": "array", "items": {"type": "integer"}}, [1]),
        ({"type": "array", "items": {"anyOf": [{"const": "a"}, {"const": "b"}, {"const": "c"}]}}, ["a", "b"]),
        ({"type": "object"}, {"some_key": "zq0qz"}),
        ({"$ref": "#/$defs/Text"}, {"type": "text", "text": "zq0qz", "mark": True}),
    ],
)
def test_what_stands_in_an_object(node: JsonObject, inner: JsonValue) -> None:
    """One value of each field, and no null where it may be another."""
    assert of({"properties": {"field": node}})[1] == {"field": inner}


def test_types_that_refer_to_themselves_end() -> None:
    """At some depth; the smallest is empty, as nothing is required."""
    smallest, fullest = of({"$ref": "#/$defs/Tree"})

    assert smallest == {}
    assert isinstance(fullest, dict)
    assert {"name", "below", "first"} == fullest.keys()
