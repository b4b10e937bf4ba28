"""Twin of strict_schema.py: what strict mode takes, and what is reported of the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from interlingua.testing.strategies import json_objects
from interlingua.types import Loss
from interlingua_openai.strict_schema import strict_schema

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

INT: JsonObject = {"type": "integer"}


class Address(BaseModel):
    """Where."""

    model_config = ConfigDict(extra="forbid")

    street: str


class Dog(BaseModel):
    """One kind."""

    kind: Literal["dog"]


class Cat(BaseModel):
    """Another."""

    kind: Literal["cat"]


class Person(BaseModel):
    """Most of what a class has."""

    name: str = Field(min_length=1)
    age: int = 3
    tags: set[str]
    home: Address = Field(description="where to write to")
    pet: Dog | Cat = Field(discriminator="kind")


class Node(BaseModel):
    """A class that holds itself."""

    model_config = ConfigDict(extra="forbid")

    children: list[Node]


def closed(**properties: object) -> JsonObject:
    """An object as strict mode has it."""
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}  # type: ignore[dict-item]  # JSON


def changes(schema: JsonObject) -> tuple[JsonObject | None, list[str]]:
    """Make it strict, and list the places that were reported."""
    strict, losses = strict_schema(schema, "$", "asked")
    assert all(loss.kind == "hint" for loss in losses)
    return strict, [loss.reason.partition(": ")[2] if loss.path == "asked" else loss.path for loss in losses]


@pytest.mark.parametrize(
    "schema",
    [
        closed(),
        closed(
            a=INT, b={"anyOf": [INT, {"type": "null"}]}, c={"type": "array", "items": {"type": ["integer", "string"], "enum": [1, "a"]}}
        ),
        {**closed(a={"$ref": "#/$defs/A"}), "$defs": {"A": closed(a={"$ref": "#"})}},
        {"type": "object", "properties": {}, "additionalProperties": False},
        Address.model_json_schema(),
    ],
)
def test_a_strict_schema_is_itself(schema: JsonObject) -> None:
    """Nothing is reported of it."""
    assert (schema, []) == changes(schema)


@pytest.mark.parametrize(
    ("schema", "strict", "places"),
    [
        ({"type": "object", "properties": {"a": INT}, "required": ["a"]}, closed(a=INT), ["$"]),
        ({**closed(a=INT, b=INT), "required": ["b"]}, {**closed(a=INT, b=INT), "required": ["b", "a"]}, ["$"]),
        (closed(a={**INT, "default": 3}), closed(a=INT), ["$.properties.a.default"]),
        (
            closed(a={"type": "string", "format": "uri"}, b={"type": "string", "format": "date"}, c={"type": "string", "format": ["x"]}),
            closed(a={"type": "string"}, b={"type": "string", "format": "date"}, c={"type": "string"}),
            ["$.properties.a.format", "$.properties.c.format"],
        ),
        (
            closed(a={"oneOf": [INT], "discriminator": {}}),
            closed(a={"anyOf": [INT]}),
            ["$.properties.a.oneOf", "$.properties.a.discriminator"],
        ),
        (
            {**closed(a={"$ref": "#/$defs/A", "description": "d"}), "$defs": {"A": INT}},
            {**closed(a={"anyOf": [{"$ref": "#/$defs/A"}], "description": "d"}), "$defs": {"A": INT}},
            ["$.properties.a"],
        ),
        (closed(a={"$ref": "#", "default": None}), closed(a={"$ref": "#"}), ["$.properties.a.default"]),
        (closed(a={"allOf": [INT], "title": "t"}), closed(a={**INT, "title": "t"}), ["$.properties.a.allOf"]),
        ({"$ref": "#/$defs/A", "$defs": {"A": closed()}}, {**closed(), "$defs": {"A": closed()}}, ["$['$ref']"]),
    ],
)
def test_each_change_is_reported(schema: JsonObject, strict: JsonObject, places: list[str]) -> None:
    """With its place; the result is strict itself."""
    assert (strict, places) == changes(schema)
    assert (strict, []) == changes(strict)


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (INT, "$"),
        ({"anyOf": [closed()]}, "$"),
        ({"$ref": "#/$defs/gone"}, "$"),
        (closed(a={}), "$.properties.a"),
        (closed(a=True), "$.properties.a"),
        (closed(a={"type": "array"}), "$.properties.a"),
        (closed(a={"type": "object"}), "$.properties.a"),
        ({**closed(), "additionalProperties": INT}, "$"),
        (closed(a={"allOf": [INT, INT]}), "$.properties.a.allOf"),
        (closed(a={"type": "string", "not": {}}), "$.properties.a.not"),
        (closed(a={"$ref": "#", "anyOf": []}), "$.properties.a"),
        (TypeAdapter(dict[str, int]).json_schema(), "$"),
    ],
)
def test_what_strict_mode_cannot_say(schema: JsonObject, place: str) -> None:
    """There is no such schema, and the place says why."""
    strict, places = changes(schema)

    assert strict is None
    assert place in places


@pytest.mark.parametrize("model", [Person, Node, Address])
def test_classes(model: type[BaseModel]) -> None:
    """What pydantic writes becomes strict, and what was handed in stays as it was."""
    schema = model.model_json_schema()

    strict, _ = strict_schema(schema, "$", "asked")

    assert schema == model.model_json_schema()
    assert strict is not None
    assert (strict, ()) == strict_schema(strict, "$", "asked")
    assert strict["additionalProperties"] is False


def test_an_open_class() -> None:
    """A field of any type has no strict schema."""

    class Anything(BaseModel):
        value: Any

    assert strict_schema(Anything.model_json_schema(), "$", "asked")[0] is None


@given(json_objects())
def test_any_object(schema: JsonObject) -> None:
    """Whatever it holds, the result is strict or there is none."""
    strict, losses = strict_schema(schema, "$", "asked")

    assert losses or strict == schema
    if strict is not None:
        assert (strict, ()) == strict_schema(strict, "$", "asked")


@pytest.mark.parametrize(
    ("values", "types"),
    [
        ({"const": "x"}, "string"),
        ({"enum": ["a", "b"]}, "string"),
        ({"enum": ["a", 1, None, True, 2, 0.5, [], {}]}, ["string", "integer", "null", "boolean", "number", "array", "object"]),
    ],
)
def test_values_get_their_types(values: JsonObject, types: object) -> None:
    """Strict mode refuses values without one: "schema must have a 'type' key"; an array's or object's then is no strict one."""
    made, changes = strict_schema(closed(a=values), "$", "$.strict")

    if isinstance(types, str):
        assert made == closed(a={**values, "type": types})
        assert [(change.path, change.replaced_by) for change in changes] == [("$.strict", {"type": types})]
    else:
        assert made is None


@pytest.mark.parametrize("pattern", ["^(?=a)b", "(?!x)", "a(?<=b)", "(?<!b)", r"(a)\1", r"\\(?=a)"])
def test_patterns_that_look_around_are_left_out(pattern: str) -> None:
    """Strict mode has no such; the parser checks what it can."""
    made, changes = strict_schema(closed(a={"type": "string", "pattern": pattern}), "$", "$.strict")

    assert made == closed(a={"type": "string"})
    assert [change.path for change in changes] == ["$.properties.a.pattern"]


@pytest.mark.parametrize("pattern", ["^[a-z]+$", "(?:a|b)", r"\(?=", r"(?P<n>a)", r"\d{3}", r"\\1"])
def test_other_patterns_stay(pattern: str) -> None:
    """Also those that only look like it."""
    schema = closed(a={"type": "string", "pattern": pattern})

    assert strict_schema(schema, "$", "$.strict") == (schema, ())


@pytest.mark.parametrize("kind", [["object", "null"], ["array", "null"]])
def test_a_kind_among_others(kind: list[str]) -> None:
    """Is held to the same: an open object, or an array of anything, is none of strict mode's."""
    assert strict_schema(closed(a={"type": kind}), "$", "$.strict")[0] is None


def test_an_object_that_may_be_null() -> None:
    """Is closed like any other."""
    made, _ = strict_schema(closed(a={"type": ["object", "null"], "properties": {"b": INT}}), "$", "$.strict")

    assert made == closed(a={"type": ["object", "null"], "properties": {"b": INT}, "additionalProperties": False, "required": ["b"]})


def test_a_root_of_several() -> None:
    """Is none, also beside a type."""
    assert strict_schema({**closed(a=INT), "anyOf": [closed(a=INT)]}, "$", "$.strict")[0] is None


def test_every_change_is_told_in_words() -> None:
    """Where it stands, why, and what stands there instead; what was added stands nowhere, so that its place is in the words."""
    inner: JsonObject = {"type": "object", "properties": {"h": INT}}
    root: JsonObject = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "pattern": "(?=x)", "format": "uri"},
            "b": {"oneOf": [INT, {"type": "null"}]},
            "c": {"$ref": "#/$defs/C", "default": 1, "description": "d"},
            "e": {"allOf": [INT]},
            "f": {"enum": ["x", 1]},
            "g": {"type": "array", "items": inner},
        },
        "required": ["a"],
    }
    strict, losses = strict_schema({"$ref": "#/$defs/Root", "$defs": {"Root": root, "C": closed()}}, "$.s", "$.asked")
    expected = closed(
        a={"type": "string"},
        b={"anyOf": [INT, {"type": "null"}]},
        c={"anyOf": [{"$ref": "#/$defs/C"}], "description": "d"},
        e=INT,
        f={"enum": ["x", 1], "type": ["string", "integer"]},
        g={"type": "array", "items": closed(h=INT)},
    )

    def changed(at: str) -> list[Loss]:
        added: list[tuple[str, str, JsonValue]] = [
            ("wants a type beside the values", ".properties.f", {"type": ["string", "integer"]}),
            ("forbids other properties", ".properties.g.items", {"additionalProperties": False}),
            ("requires every property", ".properties.g.items", {"required": ["h"]}),
        ]
        return [
            Loss(f"{at}.properties.a.pattern", "strict mode takes no pattern that looks around or back", "hint"),
            Loss(f"{at}.properties.a.format", "strict mode takes no such format", "hint"),
            Loss(f"{at}.properties.b.oneOf", "strict mode takes no oneOf", "hint", "anyOf"),
            Loss("$.asked", f"strict mode takes a $ref alone: {at}.properties.c", "hint", "anyOf"),
            Loss(f"{at}.properties.c.default", "strict mode takes no such default", "hint"),
            Loss(f"{at}.properties.e.allOf", "strict mode takes no allOf", "hint", INT),
            *(Loss("$.asked", f"strict mode {words}: {at}{place}", "hint", new) for words, place, new in added),
        ]

    def closing(at: str) -> list[Loss]:
        return [
            Loss("$.asked", f"strict mode forbids other properties: {at}", "hint", {"additionalProperties": False}),
            Loss("$.asked", f"strict mode requires every property: {at}", "hint", {"required": ["b", "c", "e", "f", "g"]}),
        ]

    assert strict == {**expected, "$defs": {"Root": expected, "C": closed()}}
    defined = "$.s['$defs'].Root"
    first = Loss("$.s['$ref']", "strict mode takes no reference as its root", "hint", "what it refers to")
    assert [*losses] == [first, *changed("$.s"), *changed(defined), *closing(defined), *closing("$.s")]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "array", "items": INT}, "an object alone as its root: $.s"),
        ({"$ref": 5}, "an object alone as its root: $.s"),
        ({"type": "object", "properties": {"a": True}}, "no schema that is true or false: $.s.properties.a"),
        ({"type": "object", "properties": {"a": {}}}, "no value of any type: $.s.properties.a"),
        ({"type": "object", "properties": {"a": {"type": "array"}}}, "no array of any items: $.s.properties.a"),
        ({"type": "object"}, "no object with keys of any name: $.s"),
        ({"type": "object", "properties": {"a": {"not": {}, "type": "integer"}}}, "no not: $.s.properties.a.not"),
        ({"type": "object", "properties": {"a": {"$ref": "#", "oneOf": []}}}, "no $ref beside anything else: $.s.properties.a"),
    ],
)
def test_every_obstacle_is_told_in_words(schema: JsonObject, reason: str) -> None:
    """And its place."""
    strict, losses = strict_schema(schema, "$.s", "$.asked")

    assert strict is None
    assert Loss("$.asked", f"strict mode takes {reason}", "hint") in losses


def test_definitions_are_rewritten_under_either_name() -> None:
    """The old word, `definitions`, too; a value listed beside a reference or several shapes needs no type."""
    inner: JsonObject = {"type": "object", "properties": {"h": INT}}
    both: JsonObject = {"anyOf": [INT], "enum": [1]}
    strict, _ = strict_schema({**closed(a=both), "definitions": {"C": inner}}, "$.s", "$.asked")

    assert strict == {**closed(a=both), "definitions": {"C": closed(h=INT)}}
