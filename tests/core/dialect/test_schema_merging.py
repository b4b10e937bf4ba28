"""Two schemas that both have to hold become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect.schema_merging import merged_schemas

if TYPE_CHECKING:
    from interlingua.types import JsonObject

STRING: JsonObject = {"type": "string"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"title": "A"}, {"title": "B", "minimum": 1}, {"title": "A", "minimum": 1}),
        ({"type": "number"}, {"type": "integer"}, {"type": "integer"}),
        ({"type": ["integer", "null"]}, {"type": ["number", "null"]}, {"type": ["integer", "null"]}),
        ({"type": "string"}, {"type": "object"}, {"type": "string"}),
        ({"enum": [1, 2]}, {"enum": [2, 3]}, {"enum": [2]}),
        ({"enum": [1]}, {"enum": [2]}, {"enum": [1]}),
        ({"required": ["a"]}, {"required": ["a", "b"]}, {"required": ["a", "b"]}),
        ({"additionalProperties": True}, {"additionalProperties": False}, {"additionalProperties": False}),
        ({"additionalProperties": STRING}, {"additionalProperties": False}, {"additionalProperties": False}),
        ({"additionalProperties": False}, {"additionalProperties": True}, {"additionalProperties": False}),
        ({"items": STRING}, {"items": STRING}, {"items": STRING}),
        ({"items": True}, {"items": STRING}, {"items": STRING}),
        (
            {"properties": {"a": STRING, "b": STRING}},
            {"properties": {"c": STRING, "b": {"minLength": 1}}},
            {"properties": {"a": STRING, "b": {"allOf": [STRING, {"minLength": 1}]}, "c": STRING}},
        ),
    ],
    ids=str,
)
def test_both(first: JsonObject, second: JsonObject, expected: JsonObject) -> None:
    """Whatever fits it fits both; where no one schema says that, the first counts, and both stay as they were."""
    assert merged_schemas(first, second) == expected
    assert merged_schemas(first, {}) == merged_schemas({}, first) == first
