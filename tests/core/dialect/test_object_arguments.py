"""`interlingua.dialect.object_arguments`: a tool's schema as an object's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import object_arguments
from interlingua.errors import ConversionError

if TYPE_CHECKING:
    from interlingua.types import JsonObject

A: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
B: JsonObject = {"type": "object", "properties": {"b": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("schema", "expected", "told"),
    [
        (A, A, []),
        ({"properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}, [("$.s", "hint")]),
        ({"type": ["object", "null"]}, {"type": "object"}, [("$.s.type", "hint")]),
        ({"$ref": "#/$defs/A", "$defs": {"A": A}}, {**A, "$defs": {"A": A}}, [("$.s['$ref']", "hint")]),
        ({"allOf": [A, B]}, {**A, "properties": {**A["properties"], **B["properties"]}}, [("$.s.allOf", "hint")]),  # type: ignore[dict-item]  # both are objects
        ({"anyOf": [A, {"type": "null"}]}, A, [("$.s.anyOf", "hint")]),
        (
            {"oneOf": [A, B]},
            {"type": "object", "properties": {**A["properties"], **B["properties"]}},  # type: ignore[dict-item]  # as above
            [("$.s.oneOf", "content")],
        ),
    ],
)
def test_the_root_becomes_an_objects(schema: JsonObject, expected: JsonObject, told: list[tuple[str, str]]) -> None:
    """A union's branches are put together: content is lost where they say more than what is required."""
    made, changes = object_arguments(schema, "$.s")

    assert expected == {name: value for name, value in made.items() if value != []}
    assert told == [(change.path, change.kind) for change in changes]


@pytest.mark.parametrize("schema", [{"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"$ref": "#/nowhere"}])
def test_what_no_object_fits(schema: JsonObject) -> None:
    """Is no tool's schema at all."""
    with pytest.raises(ConversionError, match="a tool's arguments are an object"):
        object_arguments(schema, "$.s")
