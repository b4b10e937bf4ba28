"""References in a schema lead where JSON Schema says, and can be made to definitions by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import SchemaReferences, subschemas, with_named_references

if TYPE_CHECKING:
    from interlingua.types import JsonObject

STRING: JsonObject = {"type": "string"}
SCHEMA: JsonObject = {
    "$id": "https://example.org/root.json",
    "$defs": {"A": {"$anchor": "letter", **STRING}, "B/~ c": {"$id": "b.json", "items": STRING}, "yes": True},
    "properties": {"a": {"anyOf": [STRING, {"type": "null"}]}, "const": {"const": {"properties": {"a": {"$id": "no.json"}}}}},
}


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("#", ()),
        ("", ()),
        ("#/$defs/A", ("$defs", "A")),
        ("#/%24defs/A", ("$defs", "A")),
        ("#/$defs/B~1~0%20c", ("$defs", "B/~ c")),
        ("#/properties/a/anyOf/1", ("properties", "a", "anyOf", 1)),
        ("#letter", ("$defs", "A")),
        ("root.json#/$defs/A", ("$defs", "A")),
        ("https://example.org/root.json", ()),
        ("b.json", ("$defs", "B/~ c")),
        ("https://example.org/b.json#/items", ("$defs", "B/~ c", "items")),
        ("#/$defs/yes", ("$defs", "yes")),
        ("#/$defs/Missing", None),
        ("#/properties/a/anyOf/2", None),
        ("#/properties/a/anyOf/x", None),
        ("#nowhere", None),
        ("other.json", None),
        ("no.json", None),
        ("http://[", None),
    ],
)
def test_place(reference: str, place: tuple[str | int, ...] | None) -> None:
    """By pointer, by anchor, by an id of the document's own; None where it leads out or nowhere, and what a value says is no id."""
    references = SchemaReferences(SCHEMA)

    assert place == references.place(reference)
    found = None if place is None else references.at(place)
    assert (found if isinstance(found, dict) else None) == references.target(reference)


def test_subschemas() -> None:
    """All schemas are found, and no values."""
    found = [steps for steps, _ in subschemas(SCHEMA)]

    assert {(), ("properties", "a", "anyOf", 1), ("properties", "const"), ("$defs", "B/~ c", "items")} <= {*found}
    assert not any("no.json" in str(schema.get("$id")) for _, schema in subschemas(SCHEMA))


@pytest.mark.parametrize(
    "schema",
    [STRING, {"$ref": "#/$defs/A", "$defs": {"A": STRING}}, {"items": {"$ref": "https://x.org/y"}}, {"items": {"$ref": 3}}],
    ids=str,
)
def test_nothing_to_name(schema: JsonObject) -> None:
    """A schema whose references are by name, or lead out of it, comes back itself."""
    named, changed = with_named_references(schema)

    assert schema is named
    assert {} == changed


def test_named() -> None:
    """Every other place becomes a definition of its own, once, whose references are by name as well."""
    schema: JsonObject = {
        "$defs": {"a": STRING, "root": STRING},
        "properties": {
            "a": {"items": {"$ref": "#/properties/b"}},
            "b": {"anyOf": [{"$ref": "#"}, {"$ref": "#/properties/a"}, {"$ref": "#/properties/a"}, {"$ref": "#/$defs/a"}]},
        },
    }
    a: JsonObject = {"items": {"$ref": "#/$defs/b"}}
    b: JsonObject = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("root_2", "a_2", "a_2", "a")]}

    named, changed = with_named_references(schema)

    root: JsonObject = {"properties": {"a": a, "b": b}}
    assert {"$defs": {"a": STRING, "root": STRING, "root_2": root, "a_2": a, "b": b}, **root} == named
    assert {"#/properties/b": "#/$defs/b", "#": "#/$defs/root_2", "#/properties/a": "#/$defs/a_2"} == changed
    assert (named, {}) == with_named_references(named)


def test_named_by_another_spelling() -> None:
    """A definition that is called by its anchor or its id is called by its name; what isn't an object stays as it is."""
    schema: JsonObject = {"$defs": {"A": {"$anchor": "a"}, "B": {"$id": "b.json"}}, "allOf": [{"$ref": "#a"}, {"$ref": "b.json"}, True]}

    named, _ = with_named_references(schema)

    assert [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}, True] == named["allOf"]
    assert schema["$defs"] == named["$defs"]


def test_a_place_that_holds_no_object() -> None:
    """Becomes a definition that is true or false."""
    named, _ = with_named_references({"properties": {"a": True, "b": {"$ref": "#/properties/a"}}})

    assert {"a": True} == named["$defs"]
