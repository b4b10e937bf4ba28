"""Twin of testing/documents/reach.py: which documented fields are tried, how often, and which never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.testing.documents import Documents, Sample, Schema
from interlingua.testing.documents.reach import reach

if TYPE_CHECKING:
    from interlingua.types import JsonObject

SCHEMA = Schema.read(
    {
        "count": {"$ref": "#/$defs/Count"},
        "request": {"$ref": "#/$defs/Request"},
        "$defs": {
            "Count": {"properties": {"tokens": {"type": "integer"}, "cached": {"type": "integer"}}, "required": ["tokens"]},
            "Request": {"properties": {"say": {"anyOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Image"}]}}},
            "Text": {"properties": {"type": {"const": "text"}, "text": {"type": "string"}}, "required": ["type", "text"]},
            "Image": {"properties": {"type": {"const": "image"}, "url": {"type": "string"}}},
            "Unused": {"properties": {"never": {}}},
        },
    },
    "toy.plain",
)


def counted(title: str, body: JsonObject, **more: str) -> Sample:
    """Give a sample of a count."""
    return Sample.read(title, {"title": title, "source": "", "seen": "", "what": "count", "body": body, "value": 1, **more})


def test_bodies_are_counted_by_the_fields_in_them() -> None:
    """Of the samples that can be read, and of their variations."""
    samples = (counted("one", {"tokens": 1}), counted("two", {"tokens": 2}), counted("odd", {"tokens": 3}, raises="ConversionError"))

    request, count = reach(Documents(samples, SCHEMA))

    assert (request.root, count.root) == ("request", "count")
    assert dict(count.tried) == {"tokens": 2 + 2 + 3, "cached": 3}  # samples, two other values of `tokens`, three of `cached`
    assert count.missed == ()


def test_what_stands_in_no_body_is_missed() -> None:
    """By type and field; a type that no such body may hold isn't."""
    request, _ = reach(Documents((), SCHEMA))

    assert dict(request.tried) == {}
    assert request.missed == ("Image.type", "Image.url", "Request.say", "Text.type", "Text.text")


def test_a_field_is_reached_at_any_place_of_its_type() -> None:
    """A smallest value has not all of them."""
    sample = Sample.read(
        "a",
        {
            "title": "a",
            "source": "",
            "seen": "",
            "what": "request",
            "body": {"say": {"type": "text", "text": "x"}},
            "value": {"messages": []},
        },
    )

    request, _ = reach(Documents((sample,), SCHEMA))

    assert request.missed == ()
    assert set(request.tried) == {"say", "say[text].type", "say[text].text", "say[image].type", "say[image].url"}


def test_without_a_schema_there_is_nothing_to_reach() -> None:
    """Samples alone document no field."""
    assert reach(Documents((counted("one", {"tokens": 1}),))) == []
