"""Twin of tool_arrays.py: arrays that say what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_openai.tool_arrays import arrays_with_items

if TYPE_CHECKING:
    from interlingua.types import JsonObject


@pytest.mark.parametrize(
    ("schema", "expected", "places"),
    [
        ({"type": "array"}, {"type": "array", "items": {}}, ["$.s"]),
        (
            {"properties": {"a": {"anyOf": [{"type": ["array", "null"]}, {"type": "string"}]}}},
            {"properties": {"a": {"anyOf": [{"type": ["array", "null"], "items": {}}, {"type": "string"}]}}},
            ["$.s.properties.a.anyOf[0]"],
        ),
        (
            {"properties": {"a": {"type": "array", "items": {"type": "array"}}}},
            {"properties": {"a": {"type": "array", "items": {"type": "array", "items": {}}}}},
            ["$.s.properties.a.items"],
        ),
        ({"$defs": {"A": {"type": "array"}}}, {"$defs": {"A": {"type": "array", "items": {}}}}, ["$.s['$defs'].A"]),
    ],
)
def test_an_array_says_that_it_holds_anything(schema: JsonObject, expected: JsonObject, places: list[str]) -> None:
    """Wherever it stands in the schema; each change is a hint at its place."""
    found, changes = arrays_with_items(schema, "$.s")

    assert expected == found
    assert [(place, "hint") for place in places] == [(change.path, change.kind) for change in changes]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string"}},
        {"type": "array", "prefixItems": [{"type": "string"}]},
        {"properties": {"type": {"enum": ["array"]}, "a": {"const": {"type": "array"}}}},
    ],
)
def test_what_says_so_stays(schema: JsonObject) -> None:
    """As does a value that only looks like a schema."""
    assert (schema, []) == arrays_with_items(schema, "$.s")
