"""What Claude can be held to in one request is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_anthropic.schema_limits import MOST, Weight, all_required, weight

if TYPE_CHECKING:
    from interlingua.types import JsonObject

STRING: JsonObject = {"type": "string"}
NULLABLE: JsonObject = {"type": ["string", "null"]}
SCHEMA: JsonObject = {
    "$defs": {"A": {"type": "object", "properties": {"x": STRING, "y": {"anyOf": [STRING]}}, "required": ["x"]}},
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/A"}, "c": NULLABLE, "d": True},
    "required": ["a"],
}


def test_weight() -> None:
    """Properties that aren't required, and those that are unions, wherever they stand; a definition once."""
    assert weight(SCHEMA) == Weight(0, 4, 2)
    assert weight(STRING, tools=1) == Weight(tools=1)
    assert Weight(1, 2, 3).plus(Weight(1, 1, 1)) == Weight(2, 3, 4)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (MOST, None),
        (MOST.plus(Weight(tools=1)), "20 strict tools in one request"),
        (MOST.plus(Weight(optional=1)), "24 properties that may be absent in one request"),
        (MOST.plus(Weight(unions=1)), "16 unions in one request"),
    ],
)
def test_too_much(found: Weight, expected: str | None) -> None:
    """What the page allows is taken, and one more isn't."""
    assert found.too_much == expected


def test_all_required() -> None:
    """Every object requires all its properties, each told; one that does already stays."""
    made, changes = all_required(SCHEMA, "$.s")

    assert made["required"] == ["a", "b", "c", "d"]
    assert weight(made).optional == 0
    assert [(change.path, change.kind) for change in changes] == [("$.s['$defs'].A", "hint"), ("$.s", "hint")]
    assert all_required(made, "$.s") == (made, [])
