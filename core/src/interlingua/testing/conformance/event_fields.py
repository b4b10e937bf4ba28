"""Fields of a stream's events, documented ones and new ones: each is in the answer, or was shown with its event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import assemble
from interlingua.testing.conformance.expect import about, expect_none
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import SENTINEL, vanished
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.conformance.streaming import chunks_of_bytes
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.sample import written_event
from interlingua.testing.documents.values import Values
from interlingua.types import OpaqueDelta, OpaquePart, PartStart
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.testing.documents import Documents, Place, Sample
    from interlingua.types import Chunk, JsonObject, JsonValue


class EventFields(DialectStrategies):
    """Each field is put into every object of a stream that may have it, as later events say anew what an earlier one said."""

    @proves(3, needs="schema")
    def test_new_fields_of_events_are_kept(self) -> None:
        """A field that ships next week comes in a stream as well as in a whole answer."""
        seen: set[str] = set()
        for sample in sorted(self.samples("stream"), key=lambda sample: len(sample.events)):
            for kind in _kinds(documents_of(self.dialect), sample.events):
                if kind not in seen:
                    seen.add(kind)
                    self._expect_kept(sample, kind, "x_sentinel", SENTINEL)

    @proves(3, needs="schema", varies=True)
    def test_documented_fields_of_events_are_kept(self) -> None:
        """A figure, an id or a place of a citation that only some answers have must not be lost where it is streamed."""
        documents = documents_of(self.dialect)
        seen: set[tuple[str, str]] = set()
        for sample in sorted(self.samples("stream"), key=lambda sample: len(sample.events)):
            for kind, places in _kinds(documents, sample.events).items():
                for field, value in _values_of(documents, places):
                    if (kind, field) not in seen:
                        seen.add((kind, field))
                        self._expect_kept(sample, kind, field, value)

    @proves(5, needs="schema")
    def test_documented_events_are_understood(self) -> None:
        """An event that the page explains, and a converter takes for a new one, stands in every saved answer as a stranger."""
        schema = documents_of(self.dialect).schema
        for sample in self.samples("stream") if schema is not None else ():
            decoder = self.dialect.stream_decoder()
            opaque = set[int]()  # the parts that nothing here models, whose events are shown whole
            for event in sample.events:
                chunks = decoder.feed(written_event(event))
                opaque |= {chunk.index for chunk in chunks if isinstance(chunk, PartStart) and isinstance(chunk.part, OpaquePart)}
                places = schema.places("event", event) if schema is not None and isinstance(event, dict) else ()
                if isinstance(event, dict) and event.get("type") not in sample.asides and _are_documented(places):
                    with about(sample), about(event):
                        deltas = [chunk for chunk in chunks if isinstance(chunk, OpaqueDelta)]
                        shown = [each.data for each in deltas if each.index is None or (each.index not in opaque and each.data == event)]
                        expect_none(shown, "all of it is documented, and some is shown as what nobody knows")

    def _expect_kept(self, sample: Sample, kind: str, field: str, value: JsonValue) -> None:
        events = sample.events
        for name, places in _kinds(documents_of(self.dialect), events).items():
            for place in places:
                if name == kind or (field in place.fields and field not in place.object):
                    place.object[field] = copy_json(value)
        with about({kind: field}), about(sample):
            chunks = chunks_of_bytes(self.dialect, [written_event(event) for event in events])
            # An event that is shown whole, as how far a server's tool is, is shown with it; what is new in any other one must be kept.
            whole = _shown(chunks_of_bytes(self.dialect, sample.stream))
            shown = [data for data in _shown(chunks) if _without(data, field) in whole]
            expect_none(vanished(value, [assemble(chunks).to_dict(), *shown]), f"{field!r} of {kind!r} was silently lost")


def _shown(chunks: list[Chunk]) -> list[JsonValue]:
    return [chunk.data for chunk in chunks if isinstance(chunk, OpaqueDelta)]


def _without(value: JsonValue, field: str) -> JsonValue:
    """Leave a field out wherever it stands."""
    if isinstance(value, list):
        return [_without(item, field) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _without(item, field) for name, item in value.items() if name != field}


def _are_documented(places: Iterable[Place]) -> bool:
    """Tell whether there are documented objects, and none has a field that isn't."""
    return all([place.object.keys() <= place.fields.keys() for place in places] or [False])


def _kinds(documents: Documents, events: list[JsonObject | str]) -> dict[str, list[Place]]:
    """Give the documented objects of a stream by what they are: by their type, or else by the field that they stand in."""
    found: dict[str, list[Place]] = {}
    if documents.schema is not None:
        for event in events:
            for place in documents.schema.places("event", event) if isinstance(event, dict) else ():
                told = documents.schema.tells(place.type)
                found.setdefault(told or place.path.rpartition(".")[2], []).append(place)
    return found


def _values_of(documents: Documents, places: list[Place]) -> Iterator[tuple[str, JsonValue]]:
    """Give a value of each documented field that none of the objects has."""
    if documents.schema is None:
        return
    values = Values(documents.schema)
    for field, node in {field: node for place in places for field, node in place.fields.items()}.items():
        # An id is said once, and a call's input by its deltas too: what stands in its place elsewhere isn't the same.
        is_free = all("properties" not in type_ and type_.get("type") == "object" for type_ in documents.schema.alternatives(node))
        if field != "id" and not is_free and not any(field in place.object for place in places):
            yield field, next((value for value in values.of(node) if value is not None), None)
