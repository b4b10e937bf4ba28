"""Streams: the events that say a response, the bytes cut anywhere, and bytes or events that are damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from interlingua.errors import ConversionError
from interlingua.testing.pruning import sayable
from interlingua.testing.strategies.responses import finished_responses
from interlingua.testing.strategies.wires import damages, maker_of
from interlingua.types import (
    Finish,
    PartEnd,
    PartStart,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
)
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.dialect import Dialect
    from interlingua.types import AssistantPart, Chunk, JsonObject, JsonValue, Response

_LINE_ENDS = (b"\n", b"\r\n", b"\r")


def events_of(dialect: Dialect, response: Response) -> list[bytes]:
    """Say what a wire can say of a response as a stream, an item an event."""
    return list(dialect.encode_stream(sayable(response, lambda value: list(dialect.encode_stream(value)))))


def event_streams(dialect: Dialect) -> st.SearchStrategy[list[bytes]]:
    """Whole streams of a dialect, an item an event."""
    return finished_responses(maker_of(dialect)).map(lambda response: events_of(dialect, response))


@st.composite
def byte_cuts(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """The bytes in pieces, cut anywhere: inside a character, a line end, or an event; some pieces are empty."""
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]


def cut_streams(dialect: Dialect) -> st.SearchStrategy[list[bytes]]:
    """Whole streams in pieces, with any of the three line ends that a stream may have."""
    ends = st.sampled_from(_LINE_ENDS)
    respelt = st.builds(lambda events, end: b"".join(events).replace(b"\n", end), event_streams(dialect), ends)
    return respelt.flatmap(byte_cuts)


@st.composite
def corrupted_streams(draw: st.DrawFn, dialect: Dialect) -> list[bytes]:
    """Streams with bytes lost, doubled or put in, in pieces."""
    stream = b"".join(draw(event_streams(dialect)))
    start, end = sorted(draw(st.tuples(st.integers(0, len(stream)), st.integers(0, len(stream)))))
    middle = draw(st.sampled_from([b"", stream[start:end] * 2]) | st.binary(max_size=16))
    return [stream[:start], middle, stream[end:]]


def damaged_streams(events: list[bytes], place: int, values: Sequence[JsonValue]) -> Iterator[list[bytes]]:
    """Give a stream again and again, each time with one event that breaks the wire's grammar.

    Args:
        events: A whole stream.
        place: Which event to damage.
        values: What to put where something else belongs.
    """
    head, mark, text = events[place].partition(b"data: ")
    body = _as_object(text)
    for damaged in damages(body, values) if body is not None else ():
        yield [*events[:place], head + mark + dumps(damaged) + b"\n\n", *events[place + 1 :]]


@st.composite
def garbled_streams(draw: st.DrawFn, dialect: Dialect) -> list[bytes]:
    """Streams of whole events in which the data of one that holds an object breaks off."""
    events = draw(event_streams(dialect))
    place = draw(st.sampled_from([place for place, event in enumerate(events) if b"data: {" in event]))
    events[place] = events[place].rstrip()[:-1] + b"\n\n"
    return events


def _as_object(text: bytes) -> JsonObject | None:
    try:
        value = loads(text)
    except ConversionError:
        return None  # a mark such as [DONE]
    return value if isinstance(value, dict) else None


def chunk_lists() -> st.SearchStrategy[list[Chunk]]:
    """The chunks of whole answers: `assemble` makes the answers of them again."""
    return finished_responses().map(lambda response: list(chunks_of(response)))


def chunks_of(response: Response) -> Iterator[Chunk]:
    """Give the chunks that a stream of a response has: each part begins, grows, and ends."""
    yield ResponseStart(response.id, response.model_id, response.provider_data)
    for index, part in enumerate(response.message.content):
        yield from _chunks_of_part(index, part)
    yield Finish(response.finish_reason, response.provider_finish_reason, response.usage)


def _chunks_of_part(index: int, part: AssistantPart) -> Iterator[Chunk]:
    match part:
        case TextPart(text=text):
            yield PartStart(index, part.model_copy(update={"text": ""}))
            yield TextDelta(index, text)
        case RefusalPart(refusal=text):
            yield PartStart(index, part.model_copy(update={"refusal": ""}))
            yield RefusalDelta(index, text)
        case ToolCallPart(arguments=text):
            yield PartStart(index, part.model_copy(update={"arguments": ""}))
            yield ToolCallDelta(index, text)
        case ReasoningPart(blocks=blocks):
            empty = tuple(block.model_copy(update={"text": ""}) for block in blocks)
            yield PartStart(index, part.model_copy(update={"blocks": empty}))
            for number, block in enumerate(blocks):
                yield ReasoningDelta(index, number, block.text)
        case _:
            yield PartStart(index, part)
    yield PartEnd(index, part)
