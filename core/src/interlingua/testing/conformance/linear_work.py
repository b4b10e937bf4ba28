"""Law 6: what is read twice as long is twice the work, counted and not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.work import work
from interlingua.types import AssistantMessage, Request, Response, TextPart, ToolCallPart, ToolMessage, UserMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue

_TIMES: Final = 24  # and twice, and four times as many
_SLACK: Final = 2.1  # linear is 2 to the second place, as no clock is read; what grows with the square nears 4, the longer the more


class LinearWork(DialectStrategies):
    """Streams, conversations and answers, each longer and longer."""

    @proves(6, needs="samples", varies=True)
    def test_work_grows_with_a_sample_stream(self) -> None:
        """An event that is read again for each event after it makes a long answer slower and slower, on the machine that streams it."""
        for sample, number in _repeatable(self.samples("stream")):
            events = sample.stream
            with about(sample), about(events[number]):

                def read(times: int, events: list[bytes] = events, number: int = number) -> Callable[[], object]:
                    spaced = events[number].replace(b"{", b"{ ", 1)  # an event that is spelt like the last one may be read in a shorter way
                    pieces = [*events[:number], *[events[number], spaced] * (times // 2), *events[number + 1 :]]
                    return lambda: self._streamed(pieces)

                _expect_linear(read)

    @proves(6, varies=True)
    def test_work_grows_with_a_conversation(self) -> None:
        """Each turn sends the whole conversation again; where its cost grows with the square, a long one stands still."""
        _expect_linear(lambda times: lambda: self._there_and_back(_long_request(times)))

    @proves(6, varies=True)
    def test_work_grows_with_an_answer(self) -> None:
        """An answer of many parts, whole and as a stream."""
        _expect_linear(lambda times: lambda: self.dialect.decode_response(self.dialect.encode_response(_long_response(times)).body))

    @proves(6, needs="streaming", varies=True)
    def test_work_grows_with_a_stream(self) -> None:
        """An answer of many parts, written as a stream and read."""
        _expect_linear(lambda times: lambda: self._streamed(list(self.dialect.encode_stream(_long_response(times)))))

    def _there_and_back(self, request: Request) -> None:
        self.dialect.decode_request(self.dialect.encode_request(request).body)

    def _streamed(self, pieces: list[bytes]) -> None:
        decoder = self.dialect.stream_decoder()
        try:
            for piece in pieces:
                decoder.feed(piece)
            decoder.close()
        except InterlinguaError:
            pass  # whatever an event says that comes too often, what it cost to get there counts


def _expect_linear(of: Callable[[int], Callable[[], object]]) -> None:
    """Compare what comes on top: from n to 2n, and from 2n to 4n.

    Args:
        of: How often → what to do.
    """
    of(1)()  # what is done once in a process, an import or a pattern's making, belongs to none of them
    once, twice, four = (work(of(_TIMES * factor)) for factor in (1, 2, 4))
    expect(
        four - twice <= _SLACK * max(twice - once, 1) + 200,
        f"{_TIMES}, {2 * _TIMES} and {4 * _TIMES} of them cost {once:,}, {twice:,} and {four:,} lines and characters: it grows faster",
    )


def _repeatable(samples: list[Sample]) -> Iterator[tuple[Sample, int]]:
    """Give each kind of event once, in the smallest stream that has it, but the first and the last."""
    seen: set[tuple[str, ...]] = set()
    for sample in sorted(samples, key=lambda sample: len(sample.events)):
        for number, event in enumerate(sample.events[1:-1], 1):
            kind = tuple(map(repr, _types(event))) if isinstance(event, dict) else ()  # a type may be anything, a list for one
            if kind and kind not in seen:
                seen.add(kind)
                yield sample, number


def _types(event: JsonObject) -> Iterator[JsonValue]:
    """Give what an event's type and those of what it brings are; where it names none, its fields."""
    yield event.get("type") or " ".join(sorted(_fields(event)))
    yield from (value.get("type") for value in event.values() if isinstance(value, dict))


def _fields(value: JsonValue) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_fields, value))
    return set(value).union(*map(_fields, value.values())) if isinstance(value, dict) else set()


def _long_request(times: int) -> Request:
    turns = [
        message
        for number in range(times)
        for message in (
            UserMessage([TextPart(f"question {number}")]),
            AssistantMessage([TextPart("let me see"), ToolCallPart(f"call_{number}", "look", '{"n": 1}')]),
            ToolMessage(tool_call_id=f"call_{number}", content=[TextPart("found")]),
            AssistantMessage([TextPart("there it is")]),
        )
    ]
    return Request(model_id="m", messages=(*turns, UserMessage("thanks")), max_tokens=9, provider_data={})


def _long_response(times: int) -> Response:
    parts = [part for number in range(times) for part in (TextPart("one"), ToolCallPart(f"call_{number}", "look", '{"n": 1}'))]
    return Response(message=AssistantMessage(parts), finish_reason="tool_calls", model_id="m", id="answer", provider_data={})
