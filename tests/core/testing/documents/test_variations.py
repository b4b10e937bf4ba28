"""Twin of testing/documents/variations.py: one documented change of a sample each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interlingua.testing.documents import Documents, Sample, Schema
from interlingua.testing.documents.variations import Variation, bodies_of, variations

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

TYPES: JsonObject = {
    "Request": {"properties": {
        "model": {"type": "string"},
        "pace": {"enum": ["slow", "fast"]},
        "say": {"type": "array", "items": {"$ref": "#/$defs/Text"}},
    }, "required": ["model"]},
    "Text": {
        "properties": {"type": {"const": "text"}, "text": {"type": "string"}, "mark": {"type": "boolean"}},
        "required": ["type", "text"],
    },
}  # fmt: skip
EVENT: JsonObject = {"properties": {"type": {"const": "end"}, "why": {"const": "done"}}, "required": ["type"]}
SCHEMA = Schema.read({"request": {"$ref": "#/$defs/Request"}, "event": EVENT, "$defs": TYPES}, "toy.plain")
SMALL: JsonObject = {"model": "m", "pace": "slow"}
LARGE: JsonObject = {"model": "m", "pace": "fast", "say": [{"type": "text", "text": "a long text of many words", "mark": True}]}


def sample(title: str, body: JsonValue, what: str = "request", **more: JsonValue) -> Sample:
    """Give a sample whose meaning doesn't matter."""
    value: JsonObject = {"messages": []} if what == "request" else {"message": {"role": "assistant", "content": []}}
    return Sample.read(
        title, {"title": title, "source": "a page", "seen": "2026-11-30", "what": what, "body": body, "value": value, **more}
    )  # fmt: skip


DOCUMENTS = Documents((sample("large", LARGE), sample("small", SMALL), sample("refused", SMALL, raises="ConversionError")), SCHEMA)


def test_the_smallest_samples_come_first() -> None:
    """What breaks there is read most easily; one that can't be read is none to change."""
    assert [(found.title, number, body) for found, number, body in bodies_of(DOCUMENTS, "request")] == [
        ("small", None, SMALL),
        ("large", None, LARGE),
    ]


def test_each_field_is_varied_in_the_smallest_sample_that_has_its_place() -> None:
    """With every other of its values, a list by one item more at either end, and without it where it may be left out."""
    found = list(variations(DOCUMENTS, "request"))
    changes = [(it.sample.title, it.place, it.field, it.removed) for it in found]

    assert list(dict.fromkeys(changes)) == [
        ("small", "", "model", False),
        ("small", "", "pace", False),
        ("small", "", "pace", True),
        ("small", "", "say", False),
        ("large", "", "say", True),
        ("large", "say[text]", "text", False),
        ("large", "say[text]", "mark", False),
        ("large", "say[text]", "mark", True),
    ]
    assert [it.body for it in found if it.field == "pace"] == [{"model": "m", "pace": "fast"}, {"model": "m"}]
    assert [it.body["say"] for it in found if it.field == "mark"] == [
        [{"type": "text", "text": "a long text of many words", "mark": False}],
        [{"type": "text", "text": "a long text of many words"}],
    ]


def test_a_list_grows_at_either_end() -> None:
    """So that a second item that replaces the first is seen, and a first one that hides it."""
    documents = Documents((sample("large", LARGE),), SCHEMA)
    text: Any = LARGE["say"]

    longer: list[Any] = [it.body["say"] for it in variations(documents, "request") if it.field == "say" and not it.removed]

    assert [(it.index(text[0]), [*it[not it.index(text[0])]]) for it in longer if text[0] in it] == [
        (0, ["type", "text"]),
        (1, ["type", "text"]),
        (0, ["type", "text", "mark"]),
        (1, ["type", "text", "mark"]),
    ]


def test_events_are_varied_with_their_number() -> None:
    """Of a stream one event alone; its data that is no object is left as it is."""
    documents = Documents((sample("stream", [{"type": "ping"}, {"type": "end"}, "[DONE]"], "stream"),), SCHEMA)

    assert [(number, body) for _, number, body in bodies_of(documents, "event")] == [(0, {"type": "ping"}), (1, {"type": "end"})]
    assert [(it.event, it.body, it.place) for it in variations(documents, "event")] == [(1, {"type": "end", "why": "done"}, "[end]")]


def test_the_sample_stays_as_it_is() -> None:
    """A change is made in a copy."""
    list(variations(DOCUMENTS, "request"))

    assert [found.body for found in DOCUMENTS.samples] == [LARGE, SMALL, SMALL]


def test_without_a_schema_nothing_is_varied() -> None:
    """Nor a kind of body that it doesn't document."""
    assert list(variations(Documents(DOCUMENTS.samples), "request")) == []
    assert list(variations(DOCUMENTS, "response")) == []


def test_a_variation_says_what_it_is() -> None:
    """A broken law shows it."""
    stream = sample("stream", [{"type": "end"}], "stream")

    assert repr(Variation(DOCUMENTS.samples[1], None, {"model": "m"}, "", "pace", removed=True)) == (
        '<request \'small\'>, without .pace: {"model":"m"}'
    )
    assert repr(Variation(stream, 3, {"a": 1}, "[end]", "why")) == "<stream 'stream'>, event 3, with another [end].why: {\"a\":1}"
