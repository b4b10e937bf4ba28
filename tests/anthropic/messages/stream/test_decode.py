"""A streamed answer → chunks."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.anthropic.bodies import CITATION, RESPONSE, mutated

from interlingua.errors import (
    InterlinguaError,
    InternalServerError,
    OverloadedError,
    RateLimitError,
    StreamInterruptedError,
)
from interlingua.types import (
    Chunk,
    Citation,
    Finish,
    JsonValue,
    OpaqueDelta,
    OpaquePart,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    Response,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
    Usage,
)
from interlingua.types.json import dumps
from interlingua_anthropic.messages.answer import decode_response, encode_response
from interlingua_anthropic.messages.stream.decode import MessagesStreamDecoder
from interlingua_anthropic.messages.stream.encode import encode_stream

if TYPE_CHECKING:
    from interlingua.dialect import StreamDecoder

NAME = "anthropic.messages"


def event(kind: str, **fields: JsonValue) -> bytes:
    """One event on the wire."""
    return b"event: %s\ndata: %s\n\n" % (kind.encode(), dumps({"type": kind, **fields}))


START = event(
    "message_start",
    message={
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "stop_reason": None,
        "usage": {"input_tokens": 3},
    },
)
END = event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 5}) + event("message_stop")


def block(start: JsonValue, *deltas: JsonValue, index: int = 0) -> bytes:
    """One content block."""
    said = b"".join(event("content_block_delta", index=index, delta=delta) for delta in deltas)
    return event("content_block_start", index=index, content_block=start) + said + event("content_block_stop", index=index)


def decode(*events: bytes) -> tuple[list[Chunk], Response]:
    """Decode a whole stream."""
    decoder = MessagesStreamDecoder()
    chunks = [chunk for data in events for chunk in decoder.feed(data)]
    chunks += decoder.close()
    return chunks, decoder.response()


def parts(*events: bytes) -> tuple[object, ...]:
    """Give the parts of a stream."""
    return decode(START, *events, END)[1].message.content


class TestChunks:
    """What each event says."""

    def test_text(self) -> None:
        """Text comes as it is streamed; empty deltas and pings say nothing."""
        usage = Usage(input_tokens=3, output_tokens=5, input_includes_cache=False)
        expected = [
            ResponseStart("msg_1", "m"),
            PartStart(0, TextPart("")),
            TextDelta(0, "Hel"),
            TextDelta(0, "lo"),
            PartEnd(0, TextPart("Hello")),
            Finish("stop", "end_turn", usage),
        ]
        deltas = [{"type": "text_delta", "text": text} for text in ("Hel", "", "lo")]

        assert decode(START, event("ping"), block({"type": "text", "text": ""}, *deltas), END)[0] == expected

    def test_tool_calls(self) -> None:
        """Arguments are the streamed text exactly; without any they are the start's input, or an empty object."""
        call = {"type": "tool_use", "id": "t", "name": "f"}
        fragments = [{"type": "input_json_delta", "partial_json": text} for text in ("", '{"a":', "1}")]
        cut = {"type": "input_json_delta", "partial_json": '{"a": '}

        chunks, response = decode(
            START,
            block({**call, "input": {}}, *fragments, index=0),
            block({**call, "input": {}, "caller": {"type": "direct"}}, index=1),
            block({**call, "input": {"b": 2}}, index=2),
            block(call, *fragments, index=3),
            block({**call, "input": {}}, cut, index=4),
            END,
        )

        assert [item.arguments for item in response.tool_calls] == ['{"a":1}', "{}", '{"b": 2}', '{"a":1}', '{"a": ']
        assert response.tool_calls[1].provider_data == {NAME: {"caller": {"type": "direct"}}}
        assert response.tool_calls[3] == ToolCallPart("t", "f", '{"a": 1}')
        assert chunks[1:4] == [PartStart(0, ToolCallPart("t", "f", "")), ToolCallDelta(0, '{"a":'), ToolCallDelta(0, "1}")]

    def test_made_up_id(self) -> None:
        """A call without an id has the same made-up one from start to end."""
        chunks, response = decode(START, block({"type": "tool_use", "name": "f"}, {"type": "input_json_delta", "partial_json": "{}"}), END)

        assert isinstance(chunks[1], PartStart)
        assert isinstance(chunks[1].part, ToolCallPart)
        assert chunks[1].part.id == response.tool_calls[0].id == "msg_1_0"

    def test_thinking(self) -> None:
        """Thinking has its text and signature; signed but empty is a part, and so is redacted thinking."""
        start = {"type": "thinking", "thinking": "", "signature": ""}
        signature = {"type": "signature_delta", "signature": "EqQB"}

        chunks, response = decode(
            START,
            block(start, {"type": "thinking_delta", "thinking": "Hm"}, signature, index=0),
            block(start, signature, index=1),
            block({"type": "redacted_thinking", "data": "EmwK"}, index=2),
            END,
        )

        assert response.message.content == (
            ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="EqQB", provider="anthropic"),
            ReasoningPart(signature="EqQB", provider="anthropic"),
            ReasoningPart(redacted_data="EmwK", provider="anthropic"),
        )
        assert chunks[2] == ReasoningDelta(0, 0, "Hm")

    def test_citations(self) -> None:
        """Citations arrive one by one and belong to their text."""
        citation = Citation(cited_text="Grass is green.", title="Colours", provider_data={NAME: CITATION})

        (part,) = parts(
            block(
                {"type": "text", "text": "", "citations": []},
                {"type": "text_delta", "text": "Green."},
                {"type": "citations_delta", "citation": CITATION},
            )
        )

        assert part == TextPart("Green.", (citation,))

    @pytest.mark.parametrize(
        ("start", "deltas", "expected"),
        [
            ({"input": {}}, [{"type": "input_json_delta", "partial_json": t} for t in ('{"q"', ": 1}")], {"input": {"q": 1}}),
            ({"input": {}}, [{"type": "input_json_delta", "partial_json": '{"q"'}], {"input": '{"q"'}),
            ({"content": None}, [{"type": "compaction_delta", "content": "so far"}], {"content": "so far"}),
            ({"text": "a"}, [{"type": "text_delta", "text": "b"}], {"text": "ab"}),
            ({}, [{"type": "citations_delta", "citation": CITATION}], {"citations": [CITATION]}),
            ({"signature": "a"}, [{"type": "signature_delta", "signature": "b"}], {"signature": "b"}),
            ({"x": "a"}, [{"type": "future_delta", "x": "b", "y": [1]}], {"x": "ab", "y": [1]}),
        ],
    )
    def test_opaque(self, start: dict[str, JsonValue], deltas: list[JsonValue], expected: dict[str, JsonValue]) -> None:
        """Deltas of a block that isn't modelled are shown, and folded into its data."""
        chunks, response = decode(START, block({"type": "future", **start}, *deltas), END)

        assert response.message.content == (OpaquePart(NAME, {"type": "future", **expected}),)
        assert chunks[2:-2] == [OpaqueDelta(0, delta) for delta in deltas]  # type: ignore[arg-type]  # each is an object

    def test_unknown_delta_of_known_block(self) -> None:
        """A delta that we have never heard of is shown, and its fields stay with the part."""
        delta: dict[str, JsonValue] = {"type": "future_delta", "mood": "calm"}

        chunks, response = decode(START, block({"type": "text", "text": "a"}, delta), END)

        assert OpaqueDelta(0, delta) in chunks
        assert response.message.content == (TextPart("a", provider_data={NAME: {"mood": "calm"}}),)

    @pytest.mark.parametrize(
        ("kind", "delta"),
        [
            ("text", {"type": "text_delta", "text": "a"}),
            ("text", {"type": "text_delta", "text": ""}),
            ("text", {"type": "citations_delta", "citation": CITATION}),
            ("thinking", {"type": "thinking_delta", "thinking": "a"}),
            ("thinking", {"type": "signature_delta", "signature": "Eq"}),
            ("tool_use", {"type": "input_json_delta", "partial_json": " "}),
        ],
    )
    def test_fields_beside_a_known_delta(self, kind: str, delta: dict[str, JsonValue]) -> None:
        """A field that a known delta never had is shown and kept with the response: it is no field of the block."""
        start: JsonValue = {"type": kind, "id": "t", "name": "f", "text": "", "thinking": "", "signature": ""}

        chunks, response = decode(START, block(start, {**delta, "zz": 1}, {**delta, "zz": 2}), END)
        plain, expected = decode(START, block(start, delta, delta), END)

        assert [chunk for chunk in chunks if isinstance(chunk, OpaqueDelta)] == [
            OpaqueDelta(0, {"type": delta["type"], "zz": 1}),
            OpaqueDelta(0, {"type": delta["type"], "zz": 2}),
        ]
        assert [chunk for chunk in chunks[:-1] if not isinstance(chunk, OpaqueDelta)] == plain[:-1]
        assert response.message == expected.message
        assert response.provider_data["$marks"][NAME]["events"] == [
            {"type": "content_block_delta", "index": 0, "delta": {"type": delta["type"], "zz": 1}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": delta["type"], "zz": 2}},
        ]
        assert list(encode_stream(response)) == list(encode_stream(expected))

    def test_a_model_that_went_on_for_another(self) -> None:
        """It is the response's, as in a whole answer; a hop from a model that didn't answer says nothing."""
        hops = [("m", "n"), ("n", "o"), ("x", "y")]
        blocks = [{"type": "fallback", "from": {"model": before}, "to": {"model": after}} for before, after in hops]
        blocks.append({"type": "fallback", "from": {"model": "o"}})  # which says not who goes on
        started = [event("content_block_start", index=index, content_block=block) for index, block in enumerate(blocks)]
        _, response = decode(START, *started, END)
        _, alone = decode(START, started[2], END)

        assert [{"model_id": "o"}, {"model_id": "m"}] == [{"model_id": found.model_id} for found in (response, alone)]

    @pytest.mark.parametrize(("started", "model_id"), [("a", "b"), ("a-20260101", "b"), ("x", "x")])
    def test_a_model_that_goes_on_in_a_broken_stream(self, started: str, model_id: str) -> None:
        """What came names it too; the start may name the one that began with its date."""
        decoder = MessagesStreamDecoder()
        decoder.feed(START.replace(b'"model":"m"', b'"model":"%s"' % started.encode(), 1))
        decoder.feed(
            event("content_block_start", index=0, content_block={"type": "fallback", "from": {"model": "a"}, "to": {"model": "b"}})
        )

        assert model_id == decoder.partial().model_id

    def test_an_error_without_data(self) -> None:
        """It is no event that says nothing."""
        with pytest.raises(InternalServerError):
            MessagesStreamDecoder().feed(b"event: error\ndata:\n\n")

    def test_a_later_null_says_nothing(self) -> None:
        """What the start said of the message stays."""
        start = START.replace(b'"content"', b'"container":{"id":"c1"},"content"', 1)
        _, response = decode(start, event("message_delta", delta={"stop_reason": "end_turn", "container": None}), event("message_stop"))

        assert {"id": "c1"} == response.provider_data[NAME]["container"]

    def test_what_says_nothing_is_passed_over(self) -> None:
        """Events without data, a ping of null, and a delta of null: the official SDK reads on as well."""
        quiet = (b"event: ping\ndata:\n\n", b"event: ping\ndata: null\n\n", event("message_delta", delta=None))
        chunks, response = decode(START, *quiet, END)

        assert ["response_start", "finish"] == [chunk.type for chunk in chunks]
        assert "$marks" not in response.provider_data

    def test_a_character_cut_in_two(self) -> None:
        """Two halves in two deltas are one character again, as in a whole answer."""
        halves = [event("content_block_delta", index=0, delta={"type": "text_delta", "text": half}) for half in ("\ud83d", "\ude00")]
        _, response = decode(START, event("content_block_start", index=0, content_block={"type": "text", "text": ""}), *halves, END)

        assert "\U0001f600" == response.text

    @pytest.mark.parametrize("odd", [None, "", {}])
    def test_an_input_that_deltas_replace(self, odd: JsonValue) -> None:
        """What the start event said of it is not sent back."""
        block: JsonValue = {"type": "tool_use", "id": "t1", "name": "n", "input": odd}
        delta = event("content_block_delta", index=0, delta={"type": "input_json_delta", "partial_json": '{"a": 1}'})
        _, response = decode(START, event("content_block_start", index=0, content_block=block), delta, END)

        sent = encode_response(response).body["content"]
        assert [{"type": "tool_use", "id": "t1", "name": "n", "input": {"a": 1}}] == sent

    def test_fields_of_block_events(self) -> None:
        """A field of an event that tells of a block is shown, before the part's end, and kept with the response."""
        chunks, response = decode(
            START,
            event("content_block_start", index=3, content_block={"type": "text", "text": ""}, zz=1),
            event("content_block_delta", index=3, delta={"type": "text_delta", "text": "a"}, zz=2),
            event("content_block_stop", index=3, zz=3),
            event("ping", zz=4),
            END,
        )

        assert chunks[1:-1] == [
            PartStart(0, TextPart("")),
            OpaqueDelta(None, {"type": "content_block_start", "index": 0, "zz": 1}),  # no delta of the block's
            TextDelta(0, "a"),
            OpaqueDelta(0, {"type": "content_block_delta", "zz": 2}),
            OpaqueDelta(0, {"type": "content_block_stop", "zz": 3}),
            PartEnd(0, TextPart("a")),
            OpaqueDelta(None, {"type": "ping", "zz": 4}),
        ]
        assert response.provider_data["$marks"][NAME]["events"] == [
            {"type": "content_block_start", "index": 0, "zz": 1},
            {"type": "content_block_delta", "index": 0, "zz": 2},
            {"type": "content_block_stop", "index": 0, "zz": 3},
            {"type": "ping", "zz": 4},
        ]

    def test_unknown_event(self) -> None:
        """An event that we have never heard of is given as it is, and kept with the response."""
        chunks, response = decode(START, event("future", x=1), END)

        assert chunks[1] == OpaqueDelta(None, {"type": "future", "x": 1})
        assert response.provider_data["$marks"][NAME]["events"] == [{"type": "future", "x": 1}]

    def test_order_of_parts(self) -> None:
        """Parts are counted in the order in which they begin, whatever indexes the wire has."""
        text = {"type": "text", "text": "a"}

        chunks, _ = decode(START, block(text, index=4), block(text, index=9), END)

        assert [chunk.index for chunk in chunks if isinstance(chunk, PartStart)] == [0, 1]

    def test_whole_content_at_the_start(self) -> None:
        """Content inside message_start is whole parts."""
        start = event("message_start", message={"type": "message", "role": "assistant", "content": [{"type": "text", "text": "a"}]})

        assert decode(start, END)[1].message.content == (TextPart("a"),)


class TestEnvelope:
    """The message's own fields come in several events."""

    def test_later_figures_win(self) -> None:
        """The last word on a field or figure counts; a null figure says nothing."""
        start = event(
            "message_start",
            message={
                "content": [],
                "usage": {"input_tokens": 3, "cache_read_input_tokens": 55, "service_tier": "standard"},
                "container": None,
            },
        )
        late = event(
            "message_delta",
            delta={"stop_reason": "tool_use", "container": {"id": "c"}},
            usage={"cache_read_input_tokens": 0, "output_tokens": 7, "input_tokens": None, "iterations": [1]},
            context_management={"applied_edits": []},
        )

        response = decode(start, late, event("message_stop", metrics=1))[1]

        assert response.usage == Usage(
            input_tokens=3,
            output_tokens=7,
            cache_read_tokens=0,
            input_includes_cache=False,
            provider_data={NAME: {"service_tier": "standard", "iterations": [1]}},
        )
        assert response.finish_reason == "tool_calls"
        assert response.provider_data[NAME]["container"] == {"id": "c"}
        assert response.provider_data[NAME]["context_management"] == {"applied_edits": []}
        assert response.provider_data[NAME]["metrics"] == 1

    def test_fields_beside_the_message(self) -> None:
        """A field of an event that tells of the message is the response's; where one of that name was said, it is shown."""
        start = event("message_start", message={"id": "m", "content": [], "a": 1}, a=2, b=3, id=4)
        late = event("message_delta", delta={"stop_reason": "end_turn", "c": 5, "id": 6}, c=7, d=8, model="n", usage={"output_tokens": 1})

        chunks, response = decode(start, late, event("message_delta", usage=9), event("message_stop", d=10, e=11, usage={"x": 12}))

        assert (response.id, response.model_id) == ("m", None)
        assert response.provider_data[NAME].items() >= {"a": 1, "b": 3, "c": 5, "d": 8, "e": 11}.items()
        assert response.usage == Usage(output_tokens=1, input_includes_cache=False, provider_data={NAME: {"x": 12}})
        assert chunks[1:-1] == [
            OpaqueDelta(None, {"type": "message_start", "a": 2, "id": 4}),
            OpaqueDelta(None, {"type": "message_delta", "c": 7, "model": "n", "delta": {"id": 6}}),
            OpaqueDelta(None, {"type": "message_delta", "usage": 9}),
            OpaqueDelta(None, {"type": "message_stop", "d": 10}),
        ]

    def test_null_usage_says_nothing(self) -> None:
        """A null beside the figures that came takes none of them back."""
        start = event("message_start", message={"content": [], "usage": {"output_tokens": 5}})

        response = decode(start, event("message_delta", usage=None), event("message_stop"))[1]

        assert response.usage == Usage(output_tokens=5, input_includes_cache=False)

    @pytest.mark.parametrize("start", [{}, {"content": None}, {"content": []}], ids=str)
    def test_no_content_at_the_start(self, start: dict[str, JsonValue]) -> None:
        """A start that says nothing of the content, as some servers have it, is an answer with content all the same."""
        message: dict[str, JsonValue] = {"type": "message", "role": "assistant", "stop_reason": None, **start}

        response = decode(event("message_start", message=message), END)[1]

        assert encode_response(response).body["content"] == []

    def test_usage_only_at_the_end(self) -> None:
        """Usage may come with the last event alone, or not at all."""
        start = event("message_start", message={"content": []})

        assert decode(start, END)[1].usage == Usage(output_tokens=5, input_includes_cache=False)
        assert decode(start, event("message_stop"))[1].usage == Usage()

    @pytest.mark.parametrize("late", [b"", event("message_delta", delta={}), event("message_delta", delta={"stop_reason": None})])
    def test_no_stop_reason(self, late: bytes) -> None:
        """A message that ends without a reason has ended all the same, and nobody said why."""
        response = decode(START, late, event("message_stop"))[1]

        assert (response.finish_reason, response.provider_finish_reason) == (None, None)
        assert encode_response(response).body["stop_reason"] is None
        assert encode_response(response).losses == ()

    def test_forgotten_block_stop(self) -> None:
        """A block that a server forgot to end is whole when the message is."""
        assert parts(event("content_block_start", index=0, content_block={"type": "text", "text": "a"})) == (TextPart("a"),)

    def test_what_the_api_changed(self) -> None:
        """It is told as in a whole answer; after a fallback the later list is the one of the model that answered."""
        said = {"type": "thinking_dropped", "path": "messages.1.content.0", "reason": "prefix_binding_mismatch"}
        start = event("message_start", message={"id": "msg_1", "content": [], "input_transformations": [said]})
        later = event("message_delta", delta={}, input_transformations=[{**said, "reason": "model_binding_mismatch"}])

        first, replaced = decode(start, END)[1], decode(start, later, END)[1]

        assert ["prefix_binding_mismatch", "model_binding_mismatch"] == [
            loss.reason.rpartition("(")[2].rstrip(")") for response in (first, replaced) for loss in response.losses
        ]
        assert [said] == first.provider_data[NAME]["input_transformations"]
        assert decode_response(encode_response(replaced).body).value == replaced

    def test_done_marker(self) -> None:
        """A gateway's `[DONE]`, a ping and an event without data behind the final event say nothing."""
        response = decode(START, END, b"data: [DONE]\n\n", event("ping"), b'data: {"type": "ping"}\n\n', b"event: x\ndata:\n\n")[1]

        assert ("stop", ()) == (response.finish_reason, response.losses)

    @pytest.mark.parametrize(
        "data",
        [
            b"data: nonsense\n\n",
            b"data: \xff\n\n",
            b"data: []\n\n",
            event("future"),
            event("error", error={"type": "api_error", "message": "late"}),
            event("message_start", message={"id": "msg_2", "content": []}),
        ],
    )
    def test_behind_the_final_event(self, data: bytes) -> None:
        """Whatever follows the final event is shown, and told once: the answer is whole."""
        chunks, response = decode(START, END, data, data)

        assert [Finish, OpaqueDelta, OpaqueDelta] == [type(chunk) for chunk in chunks[-3:]]
        assert "stop" == response.finish_reason
        assert [("$", "hint")] == [(loss.path, loss.kind) for loss in response.losses]
        assert "behind the final event" in response.losses[0].reason

    def test_a_message_that_begins_twice(self) -> None:
        """A gateway's second start of one message is a remark; what it adds is taken."""
        again = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [], "service_tier": "standard"}

        response = decode(START, event("message_start", message=again), block({"type": "text", "text": "a"}), END)[1]

        assert ("a", "stop", Usage(3, 5, input_includes_cache=False)) == (response.text, response.finish_reason, response.usage)
        assert {NAME: {"service_tier": "standard"}} == response.provider_data
        assert [("$", "the stream begins its message twice", "hint")] == [(loss.path, loss.reason, loss.kind) for loss in response.losses]

    def test_a_message_that_begins_twice_otherwise(self) -> None:
        """What the second start says otherwise than the first is shown, and kept with the response; one without an id is no other."""
        again = event("message_start", message={"model": "other", "content": [{"type": "text", "text": "a"}]}, beside=1)

        chunks, response = decode(START, block({"type": "text", "text": "a"}), again, END)

        odd = {"type": "message_start", "beside": 1, "message": {"model": "other", "content": [{"type": "text", "text": "a"}]}}
        assert OpaqueDelta(None, odd) in chunks
        assert ("m", "a") == (response.model_id, response.text)
        assert {"events": [odd]} == response.provider_data["$marks"][NAME]


class TestFailures:
    """Errors inside a stream, and streams that break off."""

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (event("error", error={"type": "overloaded_error", "message": "Overloaded"}), OverloadedError),
            (b'data: {"type": "error", "error": {"type": "rate_limit_error", "message": "slow"}}\n\n', RateLimitError),
            (b'event: error\ndata: {"code": 500, "message": "peg-native", "type": "server_error"}\n\n', InternalServerError),
            (b'data: {"error": {"code": 503, "message": "loading", "type": "unavailable_error"}}\n\n', OverloadedError),
            (b"event: error\ndata: upstream broke\n\n", InternalServerError),
            (b'error: {"code": 429}\n\n', RateLimitError),
            (b'data: error: {"code": 429}\n\n', RateLimitError),
            (b"data: too_many_requests\n\n", RateLimitError),
            (b"event: too_many_requests\ndata: {}\n\n", RateLimitError),
            (b'data: {"type": "too_many_requests"}\n\n', RateLimitError),
            (b'data: {"error": "Too Many Requests"}\n\n', RateLimitError),
            (b'data: {"detail": "Too many requests"}\n\n', RateLimitError),
            (b'data: {"code": "429", "message": "slow"}\n\n', RateLimitError),
            (b'data: [{"error": {"code": 429, "message": "slow"}}]\n\n', RateLimitError),
        ],
    )
    def test_error_events(self, data: bytes, expected: type[InterlinguaError]) -> None:
        """An error before the first chunk has its own type; after it, it interrupts with all that had come."""
        early, late = MessagesStreamDecoder(), MessagesStreamDecoder()
        early.feed(START)
        late.feed(START + event("content_block_start", index=0, content_block={"type": "text", "text": "a"}))
        late.feed(event("content_block_delta", index=0, delta={"type": "text_delta", "text": "b"}))

        with pytest.raises(expected):
            early.feed(data)
        with pytest.raises(StreamInterruptedError) as caught:
            late.feed(data)

        assert type(caught.value.error) is expected
        assert caught.value.partial.text == "ab"
        assert caught.value.partial.usage == Usage(input_tokens=3, input_includes_cache=False)

    def test_another_message_inside_one(self) -> None:
        """Two answers are never joined: the second one's start interrupts the first, which is kept as far as it had come."""
        decoder = MessagesStreamDecoder()
        decoder.feed(START + block({"type": "text", "text": "a"}))

        with pytest.raises(StreamInterruptedError, match="another message, 'msg_2', begins inside 'msg_1'") as caught:
            decoder.feed(event("message_start", message={"id": "msg_2", "content": []}))

        assert ("msg_1", "a") == (caught.value.partial.id, caught.value.partial.text)

    def test_partial_keeps_everything(self) -> None:
        """What had come of open blocks is kept: citations, signatures and data that no delta shows."""
        decoder = MessagesStreamDecoder()
        decoder.feed(START + event("content_block_start", index=0, content_block={"type": "thinking", "thinking": "", "signature": ""}))
        decoder.feed(event("content_block_delta", index=0, delta={"type": "signature_delta", "signature": "Eq"}))
        decoder.feed(event("content_block_start", index=1, content_block={"type": "server_tool_use", "input": {}}))
        decoder.feed(event("content_block_delta", index=1, delta={"type": "input_json_delta", "partial_json": '{"q'}))

        with pytest.raises(StreamInterruptedError) as caught:
            decoder.close()

        assert caught.value.partial.message.content == (
            ReasoningPart(signature="Eq", provider="anthropic"),
            OpaquePart(NAME, {"type": "server_tool_use", "input": '{"q'}),
        )

    @pytest.mark.parametrize(
        ("number", "reason"), [(b"NaN", "NaN"), (b"-Infinity", "-Infinity"), (b"1e999", "inf is no JSON number (at $.x[0])")]
    )
    def test_numbers_that_are_no_json(self, number: bytes, reason: str) -> None:
        """A number that is no JSON interrupts, and the reason says which, and where it can be known."""
        decoder = MessagesStreamDecoder()

        with pytest.raises(StreamInterruptedError, match=re.escape(reason)):
            decoder.feed(b'data: {"type": "future", "x": [' + number + b"]}\n\n")

    @pytest.mark.parametrize(
        "data",
        [
            b"data: nonsense\n\n",
            b"data: []\n\n",
            START + event("message_start", message={"id": "msg_2", "content": []}),
            START + event("message_start"),
            event("message_start", message=None),
            event("message_start", message={"content": 5}),
            event("message_delta", delta={}),
            event("message_stop"),
            event("content_block_start", index=0, content_block={}),
            START + event("content_block_start", index="0", content_block={}),
            START + event("content_block_start", index=0, content_block=None),
            START + event("content_block_delta", index=0, delta={}),
            START + event("content_block_stop", index=0),
            START + event("message_delta", delta=5),
            START + event("message_delta", delta={"stop_reason": 5}) + event("message_stop"),
        ],
    )
    def test_garbled(self, data: bytes) -> None:
        """A garbled stream interrupts: it is never finished, and never another kind of error."""
        decoder = MessagesStreamDecoder()

        with pytest.raises(StreamInterruptedError):  # noqa: PT012 - a fault after chunks is raised by the next call
            decoder.feed(data)
            decoder.feed(b"\n")


def drive(decoder: StreamDecoder, data: list[bytes]) -> list[Chunk]:
    """Feed everything, and say that no more comes."""
    return [chunk for piece in data for chunk in decoder.feed(piece)] + decoder.close()


@given(wire=mutated(RESPONSE), cut=st.integers(1, 50))
def test_stream_agrees_with_whole(wire: dict[str, JsonValue], cut: int) -> None:
    """A stream of any answer decodes to what the whole decodes to, however it is cut."""
    try:
        response = decode_response(wire).value
    except InterlinguaError:
        return
    raw = b"".join(encode_stream(response))
    decoder, cut_decoder = MessagesStreamDecoder(), MessagesStreamDecoder()

    chunks = drive(decoder, [raw])
    pieces = drive(cut_decoder, [raw[start : start + cut] for start in range(0, len(raw), cut)])

    assert decoder.response() == response
    assert pieces == chunks


@given(event_data=st.lists(mutated({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "x"}}), max_size=5))
def test_any_events(event_data: list[dict[str, JsonValue]]) -> None:
    """Whatever events come, only our errors are raised."""
    decoder = MessagesStreamDecoder()
    data = START + event("content_block_start", index=0, content_block={"type": "text", "text": ""})

    with contextlib.suppress(StreamInterruptedError):
        drive(decoder, [data, *(b"data: %s\n\n" % dumps(item) for item in event_data)])

    assert decoder.partial().id == "msg_1"
