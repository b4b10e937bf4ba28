"""Any schema becomes an object's, and the answer is taken out of the object again, to the letter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interlingua.dialect.wrapped_schema import Unwrapping, object_schema, unwrapped

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

STRING: JsonObject = {"type": "string"}
NODE: JsonObject = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}


def wrapped(schema: JsonObject, **more: JsonValue) -> JsonObject:
    """Say the object around a schema."""
    return {**more, "type": "object", "properties": {"value": schema}, "required": ["value"], "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"properties": {}}, {"type": "object", "properties": {}}),
        ({"$defs": {"Node": NODE}, "$ref": "#/$defs/Node"}, {"$defs": {"Node": NODE}, **NODE}),
        (
            {"$defs": {"Node": NODE, "N": {"$ref": "#/$defs/Node"}}, "$ref": "#/$defs/N", "title": "T"},
            {"$defs": {"Node": NODE, "N": {"$ref": "#/$defs/Node"}}, **NODE, "title": "T"},
        ),
    ],
    ids=str,
)
def test_objects(schema: JsonObject, expected: JsonObject) -> None:
    """An object's schema isn't wrapped, nor is that of a class that holds itself."""
    assert (expected, False) == object_schema(schema)


def test_itself() -> None:
    """A schema that needs nothing comes back itself."""
    schema: JsonObject = {"type": "object", "properties": {"a": {"anyOf": [STRING]}}}

    assert schema is object_schema(schema)[0]


@pytest.mark.parametrize(
    "schema",
    [
        {},
        STRING,
        {"type": "array", "items": STRING},
        {"anyOf": [{"type": "integer"}, STRING], "description": "d"},
        {"type": ["object", "null"]},
        {"type": "object", "anyOf": [{"required": ["a"]}]},
        {"type": "object", "not": {"required": ["a"]}},
        {"enum": ["a"]},
        {"$ref": "https://example.org"},
    ],
    ids=str,
)
def test_wrapped(schema: JsonObject) -> None:
    """Any other is the schema of its one property."""
    assert (wrapped(schema), True) == object_schema(schema)


def test_what_references_lead_to() -> None:
    """Definitions stand at the root, where references look for them, and what refers to the root or to a place refers to the same."""
    defs: JsonObject = {"A": STRING}
    schema: JsonObject = {"$schema": "s", "$defs": defs, "anyOf": [{"$ref": "#/$defs/A"}, {"type": "array", "items": {"$ref": "#"}}]}
    inner: JsonObject = {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "array", "items": {"$ref": "#/$defs/root"}}]}

    assert wrapped(inner, **{"$schema": "s", "$defs": {"A": STRING, "root": inner}}) == object_schema(schema)[0]
    assert wrapped({"$ref": "#/$defs/A"}, **{"$defs": defs}) == object_schema({"$defs": defs, "$ref": "#/$defs/A"})[0]
    assert wrapped({"$ref": "#/$defs/root"}, **{"$defs": {"root": {"$ref": "#/$defs/root"}}}) == object_schema({"$ref": "#"})[0]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet='"\\{}[],: a\u00e9', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    VALUES,
    st.sampled_from([None, 0, 2]),
    st.sampled_from([(", ", ": "), (",", ":"), (" , ", " : ")]),
    st.lists(st.integers(1, 5), max_size=40),
)
def test_round_trip(value: JsonValue, indent: int | None, separators: tuple[str, str], cuts: list[int]) -> None:
    """The text of the value comes back, however the object is spelled and cut."""
    text = f" {json.dumps({'value': value}, indent=indent, separators=separators)}\n"
    unwrapping, pieces, at = Unwrapping(), [], 0
    for size in [*cuts, len(text)]:
        pieces.append(unwrapping.feed(text[at : at + size]))
        at += size

    assert value == json.loads(unwrapped(text))
    assert unwrapped(text) == "".join(pieces)
    assert not unwrapping.foreign
    assert unwrapped(text) == unwrapped(text).strip()


@given(st.text(alphabet='{}[]",:\\ valuex1', max_size=24), st.integers(0, 24))
@example('{"value": 1} x', 13)
@example('{"value":1,"b":2}', 11)
def test_any_text(text: str, cut: int) -> None:
    """A text that is no such object is itself; a cut changes nothing, and nothing that isn't in the text is said."""
    whole, halves = Unwrapping(), Unwrapping()
    said = whole.feed(text)

    assert said == halves.feed(text[:cut]) + halves.feed(text[cut:])
    assert whole.foreign == halves.foreign
    assert unwrapped(text) in text
    assert not whole.foreign or text == unwrapped(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sorry.", "Sorry."),
        ("", ""),
        ("  ", "  "),
        ('{"name": 1}', '{"name": 1}'),
        ('{"val', ""),
        ('{"value" : [1, "}', '[1, "}'),
        ('{"value": 12', "12"),
        ('{"value": 1, "unit": "m"}', '{"value": 1, "unit": "m"}'),
        ('{"value": 1} Done.', '{"value": 1} Done.'),
        ('{"value": ]}', '{"value": ]}'),
    ],
)
def test_unwrapped(text: str, expected: str) -> None:
    """What was cut off is the value so far; another object, and words around it, stay."""
    assert expected == unwrapped(text)


def test_long_texts_take_linear_time() -> None:
    """A megabyte in small pieces, white space included, is read at once."""
    unwrapping = Unwrapping()
    text = '{"value": [' + '"a", ' * 100_000 + " " * 100_000 + "1]" + " " * 100_000 + "}"
    said = "".join(unwrapping.feed(text[at : at + 7]) for at in range(0, len(text), 7))

    assert 100_001 == len(json.loads(said))
    assert not unwrapping.foreign
