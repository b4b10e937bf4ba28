"""Bodies made from samples by one change each: a documented field added, left out, or with another of its documented values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from interlingua.testing.documents.values import Values
from interlingua.types.json import copy_json, dumps, same_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents.documents import Documents
    from interlingua.testing.documents.sample import Sample
    from interlingua.testing.documents.schema import Place, Root, Schema
    from interlingua.types import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class Variation:
    """A body that a wire's documents allow.

    Attributes:
        sample: The sample that it is made from.
        event: Which event of a stream was changed; None where the body is no stream's.
        body: The changed body, or the changed event.
        place: The place of the change, by fields and types.
        field: The field that was changed there.
        removed: Whether it was left out.
    """

    sample: Sample
    event: int | None
    body: JsonObject
    place: str
    field: str
    removed: bool = False

    def __repr__(self) -> str:
        """Say what was changed, and where."""
        change = "without" if self.removed else "with another"
        at_event = "" if self.event is None else f", event {self.event}"
        return f"{self.sample!r}{at_event}, {change} {self.place}.{self.field}: {dumps(self.body).decode()[:2000]}"


def variations(documents: Documents, root: Root) -> Iterator[Variation]:
    """Vary each documented field at every kind of place where it may stand, each in the smallest sample that has the place."""
    schema = documents.schema
    if schema is None:
        return
    values = Values(schema)
    seen: set[tuple[str, str, bool]] = set()
    for sample, number, body in bodies_of(documents, root):
        for place in schema.places(root, body):
            for field in place.fields:
                may_go = field in place.object and field not in place.required
                for drops in (False, True) if may_go else (False,):
                    if (place.path, field, drops) in seen:
                        continue
                    seen.add((place.path, field, drops))
                    for value in [None] if drops else other_values(schema, values, place, field):
                        yield Variation(sample, number, changed(body, place, field, value), place.path, field, drops)


def bodies_of(documents: Documents, root: Root) -> list[tuple[Sample, int | None, JsonObject]]:
    """Give the bodies of one kind, or the events with their numbers, of all samples that can be read; the smallest samples first."""
    samples = [sample for sample in documents.of("stream" if root == "event" else root) if sample.raises is None]
    return [
        (sample, number, body)
        for sample in sorted(samples, key=lambda sample: len(dumps(sample.body)))
        for number, body in (enumerate(sample.events) if root == "event" else [(None, sample.object)])
        if isinstance(body, dict)
    ]


def other_values(schema: Schema, values: Values, place: Place, field: str) -> Iterator[list[JsonValue]]:
    """Give the values of a field that it hasn't yet, each in a list of one; to a list that stands there, each kind of item is added."""
    node, there = place.fields[field], place.object.get(field)
    if isinstance(there, list) and there:
        for type_ in schema.alternatives(node):
            if isinstance(items := type_.get("items"), dict):
                for item in values.of(items):
                    yield [[*there, item]]
                    yield [[item, *there]]
    for value in (*cast("list[JsonValue]", node.get("examples", [])), *values.of(node)):
        if field not in place.object or not same_json(value, there):
            yield [value]


def changed(body: JsonObject, place: Place, field: str, value: list[JsonValue] | None) -> JsonObject:
    """Give a copy of a body with another value of a field, in a list of one, or without the field."""
    copy = cast("JsonObject", copy_json(body))
    there: JsonValue = copy
    for key in place.where:
        there = there[key]  # type: ignore[index]  # the place's own way
    target = cast("JsonObject", there)
    if value is None:
        del target[field]
    else:
        target[field] = copy_json(value[0])
    return copy
