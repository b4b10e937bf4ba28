"""Any tool's schema is an object's, in the words that the API takes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from tests.anthropic.test_schema_subset import json_schemas

from interlingua.dialect import at
from interlingua.errors import ConversionError
from interlingua_anthropic.tool_schema import accepted_arguments, check_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types import JsonObject, JsonValue

STRING: JsonObject = {"type": "string"}
NODE: JsonObject = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}


def an_object(*names: str, **more: JsonValue) -> JsonObject:
    """An object with texts."""
    return {"type": "object", "properties": dict.fromkeys(names, STRING), **more}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object"},
        an_object("a", not_a_word=3, additionalProperties={"type": "integer"}),
        {"type": "object", "properties": {"a": {"anyOf": [STRING, {"$ref": "#"}], "minimum": 1}, "b.c-d_E1": {"$ref": "https://x.org/y"}}},
        {"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}, "not": {"required": ["c"]}},
        {"type": "object", "$defs": {"Node": NODE}, "$ref": "#/$defs/Node"},
    ],
    ids=str,
)
def test_what_any_tool_may_ask_for(schema: JsonObject) -> None:
    """Goes out as it is: bounds, recursion, unions below the root."""
    assert accepted_arguments(schema, "$") == (schema, [])


@pytest.mark.parametrize(
    ("schema", "expected", "paths"),
    [
        ({}, {"type": "object"}, ["$"]),
        ({"properties": {"a": STRING}}, an_object("a"), ["$"]),
        ({"type": ["object", "null"], "title": "T"}, {"type": "object", "title": "T"}, ["$.type"]),
        (
            {"$defs": {"Node": NODE}, "$ref": "#/$defs/Node", "description": "d"},
            {"$defs": {"Node": NODE}, **NODE, "description": "d"},
            ["$['$ref']"],
        ),
        (
            {"allOf": [an_object("a", required=["a"]), an_object("b", required=["b"])], "title": "T"},
            an_object("a", "b", required=["a", "b"], title="T"),
            ["$.allOf"],
        ),
        ({"anyOf": [an_object("a"), {"type": "null"}]}, an_object("a"), ["$.anyOf"]),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}], **an_object("a", "b")}, an_object("a", "b"), ["$.anyOf"]),
        (
            {"oneOf": [{"required": ["a", "b"]}, {"required": ["b"]}], **an_object("a", "b")},
            an_object("a", "b", required=["b"]),
            ["$.oneOf"],
        ),
        ({"anyOf": [True, False]}, {"type": "object"}, ["$.anyOf"]),
        ({"anyOf": 3, "oneOf": [{"required": ["a"]}, {}]}, {"type": "object"}, ["$.anyOf", "$.oneOf"]),
        # Words of earlier drafts.
        (
            {"type": "object", "properties": {"a": {"type": "array", "items": [STRING], "additionalItems": False}}},
            {"type": "object", "properties": {"a": {"type": "array", "prefixItems": [STRING], "items": False}}},
            ["$.properties.a.items"],
        ),
        (
            {"type": "object", "properties": {"a": {"items": []}, "b": {"required": True}}},
            {"type": "object", "properties": {"a": {}, "b": {}}},
            ["$.properties.a.items", "$.properties.b.required"],
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"minimum": 1, "exclusiveMinimum": True}, "b": {"maximum": 1, "exclusiveMaximum": False}},
            },
            {"type": "object", "properties": {"a": {"exclusiveMinimum": 1}, "b": {"maximum": 1}}},
            ["$.properties.a.exclusiveMinimum", "$.properties.b.exclusiveMaximum"],
        ),
        ({"type": "object", "exclusiveMaximum": True}, {"type": "object"}, ["$.exclusiveMaximum"]),
    ],
    ids=str,
)
def test_what_is_said_otherwise(schema: JsonObject, expected: JsonObject, paths: list[str]) -> None:
    """A schema whose meaning stays, or that asks for a little less, is changed with a hint; and is taken from then on."""
    before = copy.deepcopy(schema)

    accepted, changes = accepted_arguments(schema, "$")

    assert accepted == expected
    assert [(change.path, change.kind) for change in changes] == [(path, "hint") for path in paths]
    assert schema == before
    assert accepted_arguments(accepted, "$") == (accepted, [])


def test_a_union_of_objects() -> None:
    """Becomes an object that takes what any of them does: a loss of content, as it no longer says what goes with what."""
    dog: JsonObject = an_object("name", "age", required=["kind", "name"], additionalProperties=False)
    cat: JsonObject = an_object("lives", "age", required=["kind"], additionalProperties=False)
    dog["properties"] |= {"kind": {"const": "dog"}}  # type: ignore[operator]  # an object
    cat["properties"] |= {"kind": {"const": "cat"}}  # type: ignore[operator]  # an object
    schema: JsonObject = {"$defs": {"Dog": dog, "Cat": cat}, "oneOf": [{"$ref": "#/$defs/Dog"}, {"$ref": "#/$defs/Cat"}]}

    accepted, changes = accepted_arguments(schema, "$")

    assert {word: value for word, value in accepted.items() if word != "$defs"} == {
        "type": "object",
        "properties": {"name": STRING, "age": STRING, "kind": {"anyOf": [{"const": "dog"}, {"const": "cat"}]}, "lives": STRING},
        "required": ["kind"],
        "additionalProperties": False,
    }
    assert [(change.path, change.kind) for change in changes] == [("$.oneOf", "content")]


def test_what_moves_is_still_referred_to() -> None:
    """A reference to a place in the root's union leads to the same schema."""
    schema: JsonObject = {"anyOf": [an_object("a"), {"type": "object", "properties": {"b": {"$ref": "#/anyOf/0"}}}]}

    accepted, _ = accepted_arguments(schema, "$")

    name = accepted["properties"]["b"]["$ref"].removeprefix("#/$defs/")  # type: ignore[index,call-overload,union-attr]  # known shape
    assert accepted["$defs"][name] == an_object("a")  # type: ignore[index,call-overload]  # known shape


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"type": "array", "items": STRING}, "$.type"),
        ({"type": ["string", "null"]}, "$.type"),
        ({"anyOf": [STRING, {"type": "array"}]}, "$.anyOf"),
        ({"allOf": [an_object("a"), STRING]}, "$.allOf"),
        ({"$ref": "#"}, "$['$ref']"),
        ({"$ref": "https://example.org/schema"}, "$['$ref']"),
    ],
    ids=str,
)
def test_what_is_no_tools(schema: JsonObject, path: str) -> None:
    """Is refused with its place and a way out."""
    with pytest.raises(ConversionError) as raised:
        accepted_arguments(schema, "$")

    assert raised.value.path == path
    assert raised.value.hint


@pytest.mark.parametrize("name", ["größe", "a b", "a" * 65, ""])
@pytest.mark.parametrize("around", [dict, lambda schema: {"anyOf": [schema, {"type": "null"}]}], ids=["alone", "in a union"])
def test_names(name: str, around: Callable[[JsonObject], JsonObject]) -> None:
    """An argument whose name Claude's API refuses is named; below the root any name may stand."""
    with pytest.raises(ConversionError) as raised:
        check_names(around(an_object("a", name)), "$")

    assert raised.value.path == at("$", "properties", name)
    assert raised.value.hint
    check_names(around({"type": "object", "properties": {"a.b-c_D1": an_object(name)}}), "$")
    check_names({}, "$")


@given(json_schemas())
def test_any_schema(schema: JsonObject) -> None:
    """Becomes an object's without unions at its root, each change told, and stays so; or is refused."""
    try:
        accepted, changes = accepted_arguments(schema, "$")
    except ConversionError:  # such as a list's
        return

    assert accepted["type"] == "object"
    assert accepted.keys().isdisjoint({"anyOf", "oneOf", "allOf"})
    assert accepted_arguments(accepted, "$") == (accepted, [])
    assert bool(changes) == (accepted != schema)
