"""A schema is cut to what Claude takes, and nothing else is changed."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from interlingua.dialect import subschemas
from interlingua.errors import ConversionError
from interlingua_anthropic.schema_subset import accepted_schema, is_accepted

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

ANY: JsonObject = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}, {"type": "null"}]}
STRING: JsonObject = {"type": "string"}


class Line(BaseModel):
    """A line of an invoice."""

    text: str = Field(min_length=1)
    amount: float = Field(gt=0)


class Invoice(BaseModel):
    """An invoice."""

    lines: list[Line] = Field(min_length=1, max_length=9)
    note: str | None = None


def closed(properties: JsonObject, **more: JsonValue) -> JsonObject:
    """An object as Claude takes it."""
    return {"type": "object", "properties": properties, **more, "additionalProperties": False}


@pytest.mark.parametrize(
    "schema",
    [
        STRING,
        {"type": ["string", "null"]},
        {"type": "object", "additionalProperties": False},
        {"type": "string", "format": "email", "title": "E", "default": "a@b", "x-own": {"minimum": 1}},
        {"type": "array", "minItems": 1, "items": {"type": "null"}},
        {"anyOf": [STRING, {"type": "null"}], "default": None, "description": "d"},
        {"enum": ["a", 1, None, True, 2.5]},
        {"type": "string", "enum": ["a", "b"]},
        {"const": "a"},
        closed({"minimum": {"type": "integer"}, "anyOf": STRING, "$ref": STRING}, required=["$ref"]),
        {"$defs": {"A": STRING, "B/~": STRING}, **closed({"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B~1~0", "title": "B"}})},
        {"definitions": {"A": STRING}, "type": "array", "items": {"$ref": "#/definitions/A"}},
        {"$defs": {}, "type": "string"},
        {"type": "string", "pattern": "^a+$"},
    ],
    ids=str,
)
def test_what_claude_takes(schema: JsonObject) -> None:
    """Comes back as it is: the page lists it, or says nothing of it."""
    assert accepted_schema(schema) == (schema, [])
    assert is_accepted(schema)


@pytest.mark.parametrize(
    ("schema", "expected", "paths"),
    [
        ({"type": "object"}, {"type": "object", "additionalProperties": False}, ["$"]),
        ({"type": "integer", "minimum": 1, "multipleOf": 2}, {"type": "integer"}, ["$.minimum", "$.multipleOf"]),
        ({"type": "string", "minLength": 1, "pattern": "a"}, {"type": "string", "pattern": "a"}, ["$.minLength"]),
        ({"type": "string", "minimum": 1}, STRING, ["$.minimum"]),
        ({"type": "string", "format": "binary"}, STRING, ["$.format"]),
        (
            {"type": "array", "items": STRING, "minItems": 2, "maxItems": 3, "uniqueItems": True, "contains": STRING},
            {"type": "array", "items": STRING},
            ["$.minItems", "$.maxItems", "$.uniqueItems", "$.contains"],
        ),
        ({"type": "array", "items": STRING, "minItems": []}, {"type": "array", "items": STRING}, ["$.minItems"]),
        ({"type": "array", "items": STRING, "minItems": True}, {"type": "array", "items": STRING}, ["$.minItems"]),
        # Unions: one word for them, alone.
        ({"oneOf": [{"type": "integer", "maximum": 2}]}, {"anyOf": [{"type": "integer"}]}, ["$.oneOf", "$.oneOf[0].maximum"]),
        ({"oneOf": [STRING], "anyOf": [STRING]}, {"anyOf": [STRING]}, ["$.oneOf"]),
        ({"oneOf": [STRING], "discriminator": {}, "title": "T"}, {"anyOf": [STRING], "title": "T"}, ["$.oneOf", "$.discriminator"]),
        ({"type": "string", "anyOf": [{"enum": ["a"]}]}, {"anyOf": [{"type": "string", "enum": ["a"]}]}, ["$.anyOf"]),
        (
            {"type": "object", "properties": {"a": STRING, "b": STRING}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {"anyOf": [closed({"a": STRING, "b": STRING}, required=["a"]), closed({"a": STRING, "b": STRING}, required=["b"])]},
            ["$.anyOf", "$.anyOf[0]", "$.anyOf[1]"],
        ),
        ({"anyOf": [], "type": "string"}, STRING, ["$.anyOf"]),
        # Types: every schema says one.
        ({"type": ["string"]}, {"type": ["string"]}, []),
        ({"properties": {"a": STRING}}, closed({"a": STRING}), ["$", "$"]),
        ({"items": STRING}, {"type": "array", "items": STRING}, ["$"]),
        ({"pattern": "a"}, {"type": "string", "pattern": "a"}, ["$"]),
        ({"maximum": 1}, {"type": "number"}, ["$", "$.maximum"]),
        (
            {"type": ["object", "null"], "properties": {"a": STRING}, "minLength": 1, "title": "T"},
            {"anyOf": [closed({"a": STRING}), {"type": "null"}], "title": "T"},
            ["$.type", "$.minLength", "$"],
        ),
        # Composition: nothing beside a reference, and no allOf.
        ({"allOf": [STRING], "title": "T"}, {"type": "string", "title": "T"}, ["$.allOf"]),
        ({"allOf": [{"type": "number"}, {"type": ["integer", "null"]}]}, {"type": "integer"}, ["$.allOf"]),
        (
            {"$defs": {"A": closed({"a": STRING})}, "allOf": [{"$ref": "#/$defs/A"}], "description": "d"},
            {"$defs": {"A": closed({"a": STRING})}, "$ref": "#/$defs/A", "description": "d"},
            ["$.allOf"],
        ),
        (
            {"$defs": {"A": closed({"a": STRING})}, "allOf": [{"$ref": "#/$defs/A"}, {"properties": {"b": STRING}, "required": ["b"]}]},
            closed({"a": STRING, "b": STRING}, required=["b"]),
            ["$.allOf", "$['$defs'].A"],
        ),
        (
            {"$defs": {"A": {"type": "integer"}}, "$ref": "#/$defs/A", "maximum": 3},
            {"type": "integer"},
            ["$.$ref", "$.maximum", "$['$defs'].A"],
        ),
        # References: by name, within the document.
        (
            closed({"a": STRING, "b": {"$ref": "#/properties/a"}}),
            {"$defs": {"a": STRING}, **closed({"a": STRING, "b": {"$ref": "#/$defs/a"}})},
            ["$"],
        ),
        (
            {"$defs": {"A": STRING, "B": {"items": {"$ref": "#/$defs/B"}}}, "type": "null"},
            {"type": "null"},
            ["$['$defs'].A", "$['$defs'].B"],
        ),
        # Values: those of one type beside it, and without parts.
        ({"type": ["string", "null"], "enum": ["a", None]}, {"enum": ["a", None]}, ["$.enum"]),
        ({"type": "string", "enum": ["a", 1]}, {"enum": ["a"]}, ["$.enum"]),
        ({"const": {"a": [1, "b"], "c": []}, "title": "T"}, None, ["$.const"]),
        ({"enum": ["a", {"b": 1}]}, {"anyOf": [{"const": "a"}, closed({"b": {"const": 1}}, required=["b"])]}, ["$.enum"]),
        ({"type": "string", "const": "a", "minLength": 1}, {"type": "string", "const": "a"}, ["$.minLength"]),
        # Tuples.
        (
            {"type": "array", "prefixItems": [STRING, {"type": "null"}], "minItems": 2, "maxItems": 2},
            {"type": "array", "items": {"anyOf": [STRING, {"type": "null"}]}},
            ["$.minItems", "$.maxItems", "$.prefixItems"],
        ),
        ({"type": "array", "prefixItems": [STRING], "items": STRING}, {"type": "array", "items": STRING}, ["$.prefixItems"]),
        (
            {"type": "array", "items": [STRING], "additionalItems": False},
            {"type": "array", "items": STRING},
            ["$.additionalItems", "$.items"],
        ),
        # Conditions and what else no grammar holds.
        *(
            ({"type": "string", word: {"const": "a"}}, STRING, [f"$.{word}"])
            for word in ("not", "if", "then", "else", "dependentSchemas", "unevaluatedProperties", "propertyNames", "allOf")
        ),
        (closed({"a": STRING}, required=["a", "b", 3]), closed({"a": STRING}, required=["a"]), ["$.required"]),
        (closed({"a": STRING}, required=True), closed({"a": STRING}), ["$.required"]),
        (closed({"a": STRING}, patternProperties={"^x": STRING}), closed({"a": STRING}), ["$.patternProperties"]),
        ({**closed({"a": STRING}), "additionalProperties": True}, closed({"a": STRING}), ["$"]),
        ({"type": "string", "pattern": r"\bword\b"}, STRING, ["$.pattern"]),
        ({"type": "string", "contentSchema": {"minimum": 1}, "x": 1}, {"type": "string", "x": 1}, ["$.contentSchema"]),
        (closed({"a": {"type": "string", "$defs": {"B": {"minimum": 1}}}}), closed({"a": STRING}), ["$.properties.a['$defs']"]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_cut(schema: JsonObject, expected: JsonObject | None, paths: list[str]) -> None:
    """Each cut has its place and is a hint, as whoever asked validates with the whole; once cut, a schema stays as it is."""
    before = copy.deepcopy(schema)

    accepted, changes = accepted_schema(schema)

    assert expected is None or accepted == expected
    assert [change.path for change in changes] == [path.replace("$.$ref", "$['$ref']") for path in paths]
    assert {change.kind for change in changes} <= {"hint"}
    assert schema == before
    assert accepted_schema(accepted) == (accepted, [])


@pytest.mark.parametrize(
    ("schema", "expected", "path"),
    [
        ({}, ANY, "$"),
        ({"title": "Anything", "default": None}, {"title": "Anything", "default": None, **ANY}, "$"),
        ({"type": "array"}, {"type": "array", "items": ANY}, "$.items"),
        (closed({"a": True}), closed({"a": ANY}), "$.properties.a"),
        (closed({"a": {"type": "object", "additionalProperties": {"type": "integer"}}}), None, "$.properties.a"),
        ({"type": "object", "additionalProperties": True}, {"type": "object", "additionalProperties": False}, "$"),
        (
            {"type": "object", "patternProperties": {"^x": STRING}, "additionalProperties": False},
            {"type": "object", "additionalProperties": False},
            "$.patternProperties",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_asked_for(schema: JsonObject, expected: JsonObject | None, path: str) -> None:
    """A value of any type, and an object whose keys are free, are a loss of content."""
    accepted, changes = accepted_schema(schema)

    assert expected is None or accepted == expected
    assert [(change.path, change.kind) for change in changes] == [(path, "content")]


NODE: JsonObject = {"type": "object", "properties": {"next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}}}
MUTUAL: JsonObject = {"A": {"items": {"$ref": "#/$defs/B"}}, "B": {"not": {"$ref": "#/$defs/A"}}}
FORTY: JsonObject = {
    str(n): {
        "type": "object",
        "properties": {"a": {"$ref": f"#/$defs/{n + 1}", "minimum": 1}, "b": {"$ref": f"#/$defs/{n + 1}", "minimum": 2}},
    }
    for n in range(40)
} | {"40": STRING}


@pytest.mark.parametrize(
    ("schema", "path", "reason"),
    [
        ({"$defs": {"Node": NODE}, "$ref": "#/$defs/Node"}, "$['$defs'].Node", "back to itself"),
        ({"type": "array", "items": {"$ref": "#"}}, "$['$defs'].root", "back to itself"),
        ({"$id": "https://x.org/a", "type": "array", "items": {"$ref": "a#"}}, "$['$defs'].root", "back to itself"),
        ({"$defs": MUTUAL, "$ref": "#/$defs/A"}, None, "back to itself"),
        ({"$ref": "#"}, "$['$defs'].root", "back to itself"),
        ({"items": {"$dynamicRef": "#node"}}, "$.items['$dynamicRef']", "no $dynamicRef"),
        ({"items": {"$ref": "https://example.org/schema.json"}}, "$.items['$ref']", "another document"),
        ({"items": {"$ref": "other.json#/$defs/A"}}, "$.items['$ref']", "another document"),
        ({"items": {"$ref": "http://["}}, "$.items['$ref']", "another document"),
        ({"items": {"$ref": "#/$defs/Missing"}}, "$.items['$ref']", "nothing in the schema"),
        ({"items": {"$ref": 3}}, "$.items['$ref']", "nothing in the schema"),
        ({"type": "any"}, "$.type", "no such type"),
        ({"type": [{}]}, "$.type", "no such type"),
        ({"type": []}, "$.type", "no such type"),
        ({"enum": []}, "$.enum", "no value"),
        ({"type": "string", "const": 3}, "$.const", "no value"),
        ({"$defs": FORTY, "$ref": "#/$defs/0"}, "$", "too large"),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_what_is_no_schema_here(schema: JsonObject, path: str | None, reason: str) -> None:
    """It is refused with its place and the way out, in a time that doesn't grow with what it stands for."""
    with pytest.raises(ConversionError, match=reason.replace("$", r"\$")) as raised:
        accepted_schema(schema)

    assert path is None or raised.value.path == path
    assert raised.value.hint
    assert not is_accepted(schema)


def test_one_definition_in_two_branches() -> None:
    """What several branches refer to isn't recursion, however it is put together."""
    base = closed({"id": STRING})
    schema: JsonObject = {
        "$defs": {"Base": base, "Home": {"allOf": [{"$ref": "#/$defs/Base"}, {"properties": {"owner": {"$ref": "#/$defs/Base"}}}]}},
        "anyOf": [{"$ref": "#/$defs/Home"}, {"$ref": "#/$defs/Base"}],
        "type": "object",
    }

    accepted, changes = accepted_schema(schema)

    home = closed({"id": STRING, "owner": {"$ref": "#/$defs/Base"}})
    assert accepted == {"$defs": {"Base": base}, "anyOf": [home, base]}
    assert [change.path for change in changes] == ["$['$defs'].Home.allOf", "$.anyOf", "$.anyOf[0].allOf", "$['$defs'].Home"]


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


REFUSED = frozenset({
    "oneOf", "allOf", "not", "if", "then", "else", "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "maxItems",
    "uniqueItems", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minProperties",
    "maxProperties", "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
    "discriminator", "contentSchema",
    "$dynamicRef", "$recursiveRef",
})  # fmt: skip
ASKING = frozenset(
    {"type", "properties", "required", "additionalProperties", "items", "minItems", "pattern", "format", "anyOf", "enum", "const"}
)


def refusals(schema: JsonObject) -> list[str]:
    """What the API is known to refuse, as its own messages say it."""
    found = [f"{word} is not supported" for word in sorted(REFUSED & schema.keys())]
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        found.append("additionalProperties must be explicitly set to false")
    if "anyOf" in schema and not schema.keys().isdisjoint({"type", "additionalProperties", "properties", "required", "$ref", "items"}):
        found.append("for anyOf, siblings are not supported")
    if schema.get("type") == "array" and not isinstance(schema.get("items"), dict):
        found.append("array types must be specified with a single object schema for items")
    if "$ref" in schema and not schema.keys().isdisjoint(ASKING):
        found.append("a reference beside something")
    if schema.keys().isdisjoint({"$ref", *ASKING}):
        found.append("empty schema that accepts any JSON value")
    if isinstance(enum := schema.get("enum", [schema.get("const")]), list) and any(isinstance(value, dict | list) for value in enum):
        found.append("complex types within enums")
    if schema.get("minItems", 0) not in (0, 1):
        found.append("minItems values other than 0 or 1")
    return found


def json_schemas() -> st.SearchStrategy[JsonObject]:
    """Schemas of every word, well-formed or odd, that may refer to each other."""
    values = st.sampled_from([None, True, 0, 2, -1.5, "a", "(?=b)", [], ["a"], [1, {"b": None}], {}, {"a": 1}])
    kinds = st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])
    names = st.sampled_from(["a", "b", "minimum", "$ref"])
    references = st.sampled_from(["#/$defs/a", "#/$defs/b", "#", "#/properties/a", "#/anyOf/0", "https://example.org", "#/$defs/none"])

    def extend(inner: st.SearchStrategy[JsonValue]) -> st.SearchStrategy[JsonObject]:
        words: dict[str, st.SearchStrategy[JsonValue]] = {
            "type": kinds | st.lists(kinds, min_size=1, max_size=2, unique=True),
            "properties": st.dictionaries(names, inner, max_size=2), "required": st.lists(names, max_size=2),
            "additionalProperties": inner, "items": inner | st.lists(inner, max_size=2), "enum": st.lists(values, min_size=1, max_size=3),
            "const": values, "format": st.sampled_from(["date", "binary"]), "pattern": st.sampled_from(["a", r"\b"]),
            "minItems": st.sampled_from([0, 1, 2]), "title": st.just("T"), "$ref": references,
            "$defs": st.dictionaries(names, inner, max_size=2), "patternProperties": st.dictionaries(names, inner, max_size=1),
        }  # fmt: skip
        several = {word: st.lists(inner, max_size=2) for word in ("anyOf", "oneOf", "allOf", "prefixItems")}
        rest = dict.fromkeys(REFUSED - several.keys() - words.keys() - {"$dynamicRef", "$recursiveRef"}, inner | values)
        pairs = [st.tuples(st.just(word), found) for word, found in {**words, **several, **rest}.items()]
        return st.lists(st.one_of(*pairs), max_size=4).map(dict)

    leaves = st.booleans() | kinds.map(lambda kind: {"type": kind})
    return st.recursive(leaves, extend, max_leaves=8).filter(lambda schema: isinstance(schema, dict))  # type: ignore[arg-type,return-value]  # no booleans are left


@given(json_schemas())
def test_any_schema(schema: JsonObject) -> None:
    """Becomes one of which nothing is known to be refused, told where it was changed, and stays so; or is refused with its place."""
    try:
        accepted, changes = accepted_schema(schema)
    except ConversionError:  # such as a reference that leads nowhere
        return

    assert [] == [refusal for _, below in subschemas(accepted) for refusal in refusals(below)]
    assert accepted_schema(accepted) == (accepted, [])
    assert bool(changes) == (accepted != schema)
