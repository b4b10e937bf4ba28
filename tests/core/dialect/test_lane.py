"""The short way through a stream: it is taken, and reads what the long one reads."""

# ruff: noqa: D103 - the names say it

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.replay import exchanges

from interlingua import get_dialect
from interlingua.dialect.lane import Lane
from interlingua.dialect.sse import ServerSentEvent
from interlingua.errors import InterlinguaError
from interlingua.testing.documents import documents_of
from interlingua.types import AssistantMessage, Response, TextDelta
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types import Chunk

DIALECTS = ("anthropic.messages", "openai.chat", "openai.responses")
DELTA = '{"type":"delta","number":%d,"text":%s,"rest":[1]}'


def lane_after(text: str, data: str = "", counter: str = "") -> Lane:
    """Give a lane that an event has gone before with a text."""
    lane = Lane(counter)
    lane.learn(text, grow)
    lane.end(ServerSentEvent("", (data or DELTA % (4, dumps_text(text))).encode()))
    return lane


def grow(text: str, out: list[Chunk]) -> None:
    out.append(TextDelta(0, text))


def taken(lane: Lane, data: str | bytes, event: str = "") -> str | None:
    """Give the text that the short way reads; None where the event has to go the long one."""
    out: list[Chunk] = []
    if not lane.take(ServerSentEvent(event, data.encode() if isinstance(data, str) else data), out):
        assert out == []
        return None
    (chunk,) = out
    assert isinstance(chunk, TextDelta)
    return chunk.text


@pytest.mark.parametrize("text", ["b", "longer than before", "é", 'say \\"it\\"', "\\n", "\\u00e9", "}", ',\\"text\\":'])
def test_another_text_is_read(text: str) -> None:
    assert taken(lane_after("a"), DELTA % (4, f'"{text}"')) == json.loads(f'"{text}"')


@pytest.mark.parametrize(
    "data",
    [
        DELTA % (5, '"b"'),  # another number
        DELTA % (4, '""'),  # no text: what that means is the handler's to say
        DELTA % (4, "null"),
        DELTA % (4, '"b","more":"c"'),
        DELTA % (4, '"\\ud83d"'),  # half a character
        DELTA % (4, '"\\x"'),  # no JSON
        DELTA % (4, '"a\tb"'),  # nor this
        DELTA % (4, '"b"') + " ",
        (DELTA % (4, '"b"'))[:-1],
        "[DONE]",
        "",
    ],
)
def test_anything_else_goes_the_long_way(data: str) -> None:
    assert taken(lane_after("a"), data) is None


def test_bytes_that_are_no_text_go_the_long_way() -> None:
    assert taken(lane_after("a"), (DELTA % (4, '"b"')).encode().replace(b"b", b"\xff")) is None


def test_an_event_of_another_name_goes_the_long_way() -> None:
    assert taken(lane_after("a"), DELTA % (4, '"b"'), event="other") is None


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("delta", DELTA % (4, '"delta"')),  # it stands there twice
        (",", '{"a":[",",","],"text":","}'),
        (",", '{"a":["b","c"],"text":"\\u002c"}'),  # the one that is found isn't the text
        (":", '{"text":":","a":"b"}'),
        ("a", '{"text":"\\u0061","b":"a"}'),
    ],
)
def test_where_the_text_stands_must_be_certain(text: str, data: str) -> None:
    assert taken(lane_after(text, data), data) is None


def test_padding_may_differ() -> None:
    padded = '{"text":"%s","obfuscation":"%s"}'
    lane = lane_after("a", padded % ("a", "xyz"))
    assert taken(lane, padded % ("b", "")) == "b"
    assert taken(lane, padded % ("c", "longer")) == "c"
    assert taken(lane, '{"text":"d"}') is None


def test_spaces_before_the_last_brace_may_differ() -> None:
    lane = lane_after("a", '{"delta":{"text":"a"}   }')
    assert taken(lane, '{"delta":{"text":"b"}}') == "b"
    assert taken(lane, '{"delta":{"text":"c"}         }') == "c"
    assert taken(lane, '{"delta":{"text":"c"}  ,"d":1}') is None


def test_a_counter_goes_on_by_one() -> None:
    lane = lane_after("a", counter="number")
    assert taken(lane, DELTA % (5, '"b"')) == "b"
    assert taken(lane, DELTA % (6, '"c"')) == "c"
    assert taken(lane, DELTA % (6, '"d"')) is None


def test_a_stream_whose_events_are_never_alike_is_left_alone() -> None:
    lane = Lane()
    for number in range(20):
        event = ServerSentEvent("", (DELTA % (number, '"a"')).encode())
        assert not lane.take(event, [])
        lane.learn("a", grow)
        lane.end(event)
    again = ServerSentEvent("", (DELTA % (19, '"b"')).encode())
    assert not lane.take(again, []), "it has given up looking"


def read(dialect: str, pieces: Iterable[bytes]) -> tuple[list[Chunk], str]:
    """Give the chunks of a stream, and what it ended in."""
    decoder = get_dialect(dialect).stream_decoder()
    chunks: list[Chunk] = []
    try:
        for piece in pieces:
            chunks += decoder.feed(piece)
        chunks += decoder.close()
    except InterlinguaError as error:
        return chunks, repr(error)
    return chunks, dumps_text(decoder.response().to_dict())


def agree(dialect: str, pieces: list[bytes], monkeypatch: pytest.MonkeyPatch) -> int:
    """Expect the same of both ways; give how many events took the short one."""
    took: list[bool] = []
    take = Lane.take
    with monkeypatch.context() as patch:
        patch.setattr(Lane, "take", lambda *args: took.append(take(*args)) or took[-1])
        short = read(dialect, pieces)
    with monkeypatch.context() as patch:
        patch.setattr(Lane, "learn", lambda *_: None)
        assert read(dialect, pieces) == short
    return sum(took)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_sample_streams_are_read_the_same(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = documents_of(get_dialect(dialect)).of("stream", "streamed")
    assert sum(agree(dialect, sample.stream, monkeypatch) for sample in samples) > 0


@pytest.mark.parametrize(("dialect", "pattern"), list(zip(DIALECTS, ("*/msg-*.json", "*/chat-*.json", "*/resp-*.json"), strict=True)))
def test_recorded_streams_are_read_the_same(dialect: str, pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = [exchange.raw for exchange in exchanges(pattern) if exchange.streamed]
    assert sum(agree(dialect, [stream], monkeypatch) for stream in recorded) > 0


@given(
    pieces=st.lists(
        st.text(min_size=1) | st.sampled_from(['"', "\\", ",", ":", "}", "{", "text", "delta", "content", "\ud83d", "\ude00"]), min_size=2
    ),
    in_ascii=st.booleans(),
)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_any_texts_are_read_the_same(dialect: str, pieces: list[str], *, in_ascii: bool) -> None:
    answer: Response = Response(message=AssistantMessage("x"), finish_reason="stop", model_id="m", id="id_1")
    events = list(get_dialect(dialect).encode_stream(answer))
    place = next(place for place, event in enumerate(events) if b'"x"' in event)
    spelt = [events[place].replace(b'"x"', json.dumps(piece, ensure_ascii=in_ascii).encode("utf-8", "surrogatepass")) for piece in pieces]
    with pytest.MonkeyPatch.context() as monkeypatch:
        agree(dialect, [*events[:place], *spelt, *events[place + 1 :]], monkeypatch)
