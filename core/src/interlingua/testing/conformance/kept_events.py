"""What the events of a stream say beside the text that they bring: it stands in the answer, or somebody was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.dialect import assemble
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.testing.conformance.expect import about, expect, expect_none
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.respelt import respelt
from interlingua.testing.conformance.sentinels import SENTINEL, vanished
from interlingua.testing.conformance.shown import shown
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.conformance.streaming import chunks_of_bytes
from interlingua.testing.documents.sample import written_event
from interlingua.testing.leaves import fields
from interlingua.types import Finish, OpaqueDelta, Response
from interlingua.types.json import dumps, same_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect import Dialect
    from interlingua.testing.documents import Sample
    from interlingua.types import Chunk, JsonObject, JsonValue

_UNKNOWN: Final[JsonObject] = {"type": "x_event", "x_sentinel": SENTINEL}
_STREAMS: Final = 12  # in how many of the shortest streams an event is put behind each other one
_SHORT: Final = 4  # characters
_DIGITS: Final = 10  # numbers below count places
_WORDS: Final = frozenset({"type", "object", "role", "status", "model", "name"})


class KeptEvents(DialectStrategies):
    """Nothing that a stream says beside its parts is lost, and no two answers become one."""

    @proves(3, needs="samples")
    def test_unknown_events_of_streams_are_kept(self) -> None:
        """An event that ships next week is gone from a saved answer, if a stream only shows it and the answer doesn't hold it."""
        for sample in sorted(self.samples("stream"), key=lambda sample: len(sample.events))[:_STREAMS]:
            for number in range(_end_of(self.dialect, sample) + 1):
                events = sample.stream
                with about(sample), about(number):
                    chunks = _read(self.dialect, [*events[:number], written_event(_UNKNOWN), *events[number:]])
                    if chunks is not None:
                        expect_none(vanished(SENTINEL, assemble(chunks).to_dict()), "an event that nobody knows was lost")

    @proves(3, needs="samples")
    def test_what_sample_streams_say_is_kept(self) -> None:
        """A tier, a fingerprint, a date, a field that is null: who needs it has no other place to find it than the answer."""
        for sample in self.samples("stream"):
            with about(sample):
                chunks = chunks_of_bytes(self.dialect, sample.stream)
                response = assemble(chunks)
                everything: list[JsonValue] = [
                    response.to_dict(),
                    _body_of(self.dialect, response),
                    [*shown(chunks).values()],
                    _opaque(chunks),
                ]
                kept, text = {(name, dumps(value)) for name, value in fields(everything)}, dumps(everything)
                for name, value in _once([event for event in sample.events if isinstance(event, dict)]):
                    is_kept = (name, dumps(value)) in kept or (isinstance(value, str) and dumps(value)[1:-1] in text)
                    expect(is_kept, f"an event says that {name!r} is {value!r}, and the answer doesn't")

    @proves(3, needs="samples")
    def test_two_streams_are_no_answer(self) -> None:
        """Where a gateway lost its connection and asked again, the beginnings of two answers pass for one that nobody gave."""
        for sample in self.samples("stream"):
            begun = sample.stream[: _end_of(self.dialect, sample)]
            if not isinstance(sample.value, Response) or not sample.value.id or dumps(sample.value.id) not in b"".join(begun):
                continue
            other = cast("list[JsonObject | str]", respelt(sample.body, sample.value.id, f"{sample.value.id}_2"))
            with about(sample):
                again = [written_event(event) for event in other]
                alone, joined = (_read(self.dialect, pieces) for pieces in (again, [*begun, *again]))
                if alone is None or joined is None:
                    continue
                response, wanted = assemble(joined), assemble(alone)  # whoever begins anew has the second one alone
                is_told = response.losses != () or same_json(response.to_dict(), wanted.to_dict())
                expect(is_told, "another answer that begins inside one was joined with it in silence")


def _end_of(dialect: Dialect, sample: Sample) -> int:
    """Give the number of the event that ends a stream: what comes behind it is no part of the answer."""
    decoder = dialect.stream_decoder()
    for number, event in enumerate(sample.stream):
        if any(isinstance(chunk, Finish) for chunk in decoder.feed(event)):
            return number
    return len(sample.events) - 1


def _read(dialect: Dialect, pieces: list[bytes]) -> list[Chunk] | None:
    """Read a stream; None where it is refused, which is no silence."""
    try:
        return chunks_of_bytes(dialect, pieces)
    except InterlinguaError:
        return None


def _body_of(dialect: Dialect, response: Response) -> JsonObject:
    """Give the body of an answer; none where a call was cut off, say, so that no body can say it."""
    try:
        return dialect.encode_response(response).body
    except ConversionError:
        return {}


def _opaque(chunks: list[Chunk]) -> list[JsonValue]:
    return [chunk.data for chunk in chunks if isinstance(chunk, OpaqueDelta)]


def _once(events: list[JsonObject]) -> Iterator[tuple[str, JsonValue]]:
    """Give what no later event says anew under its name: texts, numbers that count nothing, and what never was but null."""
    values: dict[str, set[bytes]] = {}
    for name, value in fields(cast("JsonValue", events)):
        values.setdefault(name, set()).add(dumps(value))
    later: set[str] = set()
    for event in reversed(events):
        said = [*fields(event)]
        for name, value in said:
            if name not in later and name not in _WORDS and not name.endswith("id") and _tells(value, is_one=len(values[name]) == 1):
                yield name, value
        later |= {name for name, _ in said}


def _tells(value: JsonValue, *, is_one: bool) -> bool:
    if isinstance(value, str):
        return len(value) > _SHORT
    return is_one and (value is None or (not isinstance(value, bool | list | dict) and value >= _DIGITS))
