"""Twin of testing/documents/schema.py: which object of a body is of which documented type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.errors import ConfigError
from interlingua.testing.documents import Place, Schema

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

TEXT: JsonObject = {"type": "object", "properties": {"type": {"const": "text"}, "text": {"type": "string"}}, "required": ["type", "text"]}
IMAGE: JsonObject = {"properties": {"type": {"const": "image"}, "source": {"anyOf": [{"$ref": "#/$defs/Url"}, {"$ref": "#/$defs/File"}]}}}
DOCUMENT: JsonObject = {
    "final": ["end", "failed"],
    "request": {"$ref": "#/$defs/Request"},
    "event": {"oneOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Image"}]},
    "$defs": {
        "Request": {"properties": {
            "say": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/Block"}}]},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "inner": {"anyOf": [{"$ref": "#/$defs/Request"}, {"type": "null"}]},
        }},
        "Block": {"anyOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Image"}]},
        "Text": TEXT,
        "Image": IMAGE,
        "Url": {"properties": {"url": {"type": "string"}}, "required": ["url"]},
        "File": {"properties": {"file_id": {"type": "string"}, "url": {"type": "string"}}, "required": ["file_id"]},
        "Unused": {"properties": {"a": {}}},
    },
}  # fmt: skip
SCHEMA = Schema.read(DOCUMENT, "toy.plain")


def found(places: list[Place]) -> list[tuple[str, tuple[str | int, ...]]]:
    """Give where each stands."""
    return [(place.path, place.where) for place in places]


def test_places_are_given_outer_ones_first() -> None:
    """By fields and types, and by the keys that lead there; what a union's word names is told from its neighbours."""
    body: JsonObject = {"say": [{"type": "image", "source": {"url": "u"}}, {"type": "text", "text": "t"}]}

    places = SCHEMA.places("request", body)

    assert found(places) == [
        ("", ()),
        ("say[image]", ("say", 0)),
        ("say[image].source", ("say", 0, "source")),
        ("say[text]", ("say", 1)),
    ]
    assert places[3].object is body["say"][1]  # type: ignore[index, call-overload]  # the list above
    assert (places[3].fields, places[3].required) == (TEXT["properties"], {"type", "text"})
    assert places[0].required == frozenset()


def test_types_refer_to_themselves() -> None:
    """As deep as the body goes."""
    assert found(SCHEMA.places("request", {"inner": {"inner": {"say": "hi", "inner": None}}})) == [
        ("", ()),
        ("inner", ("inner",)),
        ("inner.inner", ("inner", "inner")),
    ]


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ({"url": "u"}, {"url"}),
        ({"file_id": "f"}, {"file_id", "url"}),
        ({"file_id": "f", "url": "u"}, {"file_id", "url"}),
        ({}, {"url"}),
    ],
)
def test_the_likest_of_a_union_is_taken(source: JsonObject, fields: set[str]) -> None:
    """The one with the most of the object's fields, then the one that has all that it must."""
    assert set(SCHEMA.places("event", {"type": "image", "source": source})[1].fields) == fields


@pytest.mark.parametrize(
    "body",
    [
        {"say": "hi"},
        {"say": [{"type": "hologram", "text": "t"}]},
        {"say": ["hi", 1, None]},
        {"labels": {"type": "text", "text": "t"}},
        {"strange": {"type": "text", "text": "t"}},
    ],
    ids=["a text", "a type that nobody knows", "no objects", "a map", "a field that nobody knows"],
)
def test_what_is_not_documented_is_no_place(body: JsonObject) -> None:
    """But the body itself is one."""
    assert found(SCHEMA.places("request", body)) == [("", ())]


def test_a_kind_of_body_that_is_not_documented_has_no_places() -> None:
    """A format may document its requests alone."""
    assert SCHEMA.has("request")
    assert not SCHEMA.has("response")
    assert SCHEMA.places("response", {"say": []}) == []


def test_a_root_may_be_a_union() -> None:
    """As the events of a stream are."""
    assert found(SCHEMA.places("event", {"type": "text", "text": "t"})) == [("[text]", ())]
    assert found(SCHEMA.places("event", {"type": "ping"})) == []


def test_alternatives_follow_references_and_unions() -> None:
    """Of all three words."""
    node: JsonObject = {"allOf": [{"oneOf": [{"$ref": "#/$defs/Block"}, {"type": "null"}]}]}

    assert SCHEMA.alternatives(node) == [TEXT, IMAGE, {"type": "null"}]


def test_words() -> None:
    """Of enumerations and constants, in all alternatives."""
    assert SCHEMA.words({"anyOf": [{"const": "auto"}, {"enum": ["low", None]}, {"type": "string"}]}) == ["auto", "low", None]
    assert SCHEMA.words({"type": "string"}) == []


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ({"type": {"const": "text"}, "role": {"const": "user"}}, "text"),
        ({"type": {"type": "string"}, "role": {"enum": ["user", "system"]}}, "user"),
        ({"text": {"const": "x"}}, ""),
    ],
)
def test_what_tells_a_type(properties: JsonObject, told: str) -> None:
    """The first of the words that wires use for it, where it is a word."""
    assert SCHEMA.tells({"properties": properties}) == told


def test_types_of_a_body() -> None:
    """All that it may hold, by name, and no other."""
    assert list(SCHEMA.types_of("event")) == ["File", "Image", "Text", "Url"]
    assert list(SCHEMA.types_of("request")) == ["Block", "File", "Image", "Request", "Text", "Url"]


def test_final_events() -> None:
    """None where the schema names none."""
    assert SCHEMA.final_events == {"end", "failed"}
    assert Schema.read({"$defs": {}}, "toy.plain").final_events == frozenset()


@pytest.mark.parametrize("document", [[], {"request": {}}, {"$defs": []}])
def test_what_is_no_schema(document: JsonValue) -> None:
    """The hint says what it holds."""
    with pytest.raises(ConfigError) as caught:
        Schema.read(document, "toy.plain")

    assert caught.value.sentence == "schema.json of toy.plain is no schema"
    assert caught.value.hint == "it holds a type for `request`, `response` or `event`, and `$defs`"


@pytest.mark.parametrize(
    "document",
    [
        {"request": {"$ref": "#/$defs/Gone"}, "$defs": {}},
        {"$defs": {"A": {"properties": {"b": {"anyOf": [{"type": "null"}, {"items": {"$ref": "#/$defs/Gone"}}]}}}}},
    ],
)
def test_a_reference_that_leads_nowhere(document: JsonObject) -> None:
    """It is named, at any depth."""
    with pytest.raises(ConfigError) as caught:
        Schema.read(document, "toy.plain")

    assert caught.value.sentence == "schema.json of toy.plain refers to 'Gone', which isn't in its `$defs`"
    assert caught.value.hint == "define it"
