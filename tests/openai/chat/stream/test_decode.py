"""Twin of chat/stream/decode.py: a stream becomes chunks, and chunks a response."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect import assemble
from interlingua.errors import (
    AuthenticationError,
    BadRequestError,
    ContextWindowExceededError,
    InterlinguaError,
    InternalServerError,
    LimitExceededError,
    NotFoundError,
    OverloadedError,
    ProviderError,
    RateLimitError,
    StreamInterruptedError,
)
from interlingua.types import (
    AssistantMessage,
    Chunk,
    Finish,
    JsonObject,
    JsonValue,
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningPart,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
    Usage,
)
from interlingua.types.json import dumps
from interlingua_openai.chat.answer import decode_answer
from interlingua_openai.chat.stream.decode import ChatStreamDecoder
from interlingua_openai.chat.stream.encode import encode_stream
from interlingua_openai.names import CHAT

if TYPE_CHECKING:
    from collections.abc import Iterable

DONE = b"data: [DONE]\n\n"
ENVELOPE: JsonObject = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}


def event(*choices: JsonObject, **fields: JsonValue) -> bytes:
    """One chunk, as an event."""
    return b"data: %s\n\n" % dumps({**ENVELOPE, "choices": list(choices), **fields})


def said(finish_reason: str | None = None, index: int = 0, **delta: JsonValue) -> JsonObject:
    """One choice's entry."""
    return {"index": index, "delta": delta, "finish_reason": finish_reason}


def decode(events: Iterable[bytes]) -> list[Chunk]:
    """Decode a stream to its end."""
    decoder = ChatStreamDecoder()
    return [chunk for data in events for chunk in decoder.feed(data)] + decoder.close()


HELLO = [event(said(role="assistant", content="")), event(said(content="hel")), event(said(content="lo")), event(said("stop"))]
USAGE = event(usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3})


def test_a_text() -> None:
    """Deltas are shown as they come; the part and the finish stand at the end, with usage."""
    chunks = decode([*HELLO, USAGE, DONE])

    assert chunks == [
        ResponseStart(id="chatcmpl-1", model_id="m-1"),
        PartStart(0, TextPart("")),
        TextDelta(0, "hel"),
        TextDelta(0, "lo"),
        PartEnd(0, TextPart("hello")),
        Finish("stop", "stop", Usage(input_tokens=1, output_tokens=2), {CHAT: {"created": 1}}),
    ]


def test_the_stream_agrees_with_the_whole() -> None:
    """Fields of the envelope, log probabilities and other choices add up to the body that the API would have sent whole."""
    chunks = decode(
        [
            event(said(role="assistant", content="", refusal=None), usage=None, system_fingerprint="fp"),
            event({**said(content="a"), "logprobs": {"content": [1]}}, obfuscation="xyz", usage=None),
            event(said(index=1, role="assistant", content="b")),
            event({**said("stop"), "logprobs": {"content": [2]}}, said("length", index=1), timings={"ms": 1}),
            USAGE,
            DONE,
        ]
    )
    whole: JsonObject = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m-1",
        "system_fingerprint": "fp",
        "timings": {"ms": 1},
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "a", "refusal": None},
                "logprobs": {"content": [1, 2]},
                "finish_reason": "stop",
            },
            {"index": 1, "message": {"role": "assistant", "content": "b"}, "finish_reason": "length"},
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
    }

    assert assemble(chunks) == decode_answer(whole)


def test_parallel_calls_do_not_mix() -> None:
    """Each delta carries the number of its part, and each call ends with its whole arguments."""
    calls: list[JsonValue] = [
        {"index": 0, "id": "1", "type": "function", "function": {"name": "f", "arguments": ""}},
        {"index": 1, "id": "2", "type": "function", "function": {"name": "g", "arguments": '{"b"'}},
        {"index": 0, "function": {"arguments": "{}"}},
        {"index": 1, "function": {"arguments": ":2}"}},
    ]

    chunks = decode([*(event(said(tool_calls=[call])) for call in calls), event(said("tool_calls")), DONE])

    assert chunks[1:-1] == [
        PartStart(0, ToolCallPart("1", "f", "")),
        PartStart(1, ToolCallPart("2", "g", "")),
        ToolCallDelta(1, '{"b"'),
        ToolCallDelta(0, "{}"),
        ToolCallDelta(1, ":2}"),
        PartEnd(0, ToolCallPart("1", "f", "{}", provider_data={})),
        PartEnd(1, ToolCallPart("2", "g", '{"b":2}')),
    ]


def test_the_message_is_said_whole_where_the_parts_say_less() -> None:
    """Fields of the message, and an order that the parts didn't come in, are in the finish."""
    fields = decode([event(said(role="assistant", content="a", x=1)), event(said("stop"))])[-1]
    order = decode([event(said(content="a")), event(said(reasoning="b")), event(said("stop", role="assistant"))])[-1]
    assert isinstance(fields, Finish)
    assert isinstance(order, Finish)
    assert order.message is not None

    assert fields.message == AssistantMessage("a", provider_data={CHAT: {"x": 1}})
    assert [type(part) for part in order.message.content] == [ReasoningPart, TextPart]


@pytest.mark.parametrize(
    "tail",
    [
        [USAGE, DONE],
        [DONE],
        [USAGE],
        [],
        [b": keep-alive\n\n", b"data: \n\n", b"data:   \n\n", USAGE, DONE],
        [event(), DONE],
        [event(choices=None)],
        [DONE, b"data: not read any more\n\n"],
        [USAGE.rstrip(b"\n")],
        [b"data: [DONE]"],
    ],
)
def test_a_finished_stream_may_end_in_many_ways(tail: list[bytes]) -> None:
    """Usage and `[DONE]` are welcome and not needed; comments and empty data are nothing."""
    response = assemble(decode([*HELLO, *tail]))

    assert response.text == "hello"
    assert response.usage == (Usage(input_tokens=1, output_tokens=2) if any(b"usage" in data for data in tail) else Usage())


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\r\r", b"\n\n"])
def test_lines_end_as_they_like(end: bytes) -> None:
    """CR LF, CR and LF are the same."""
    assert assemble(decode(data.replace(b"\n\n", end) for data in [*HELLO, DONE])).text == "hello"


@pytest.mark.parametrize(
    "events",
    [
        [],
        [DONE],
        HELLO[:3],
        [*HELLO[:3], USAGE],
        [*HELLO[:3], HELLO[3][:-3]],
        [*HELLO, event(said(index=1, content="b"))],
        [*HELLO[:2], event(said("stop", index=1))],
        [USAGE, DONE],
        [event()],
    ],
)
def test_a_stream_without_its_final_event_is_interrupted(events: list[bytes]) -> None:
    """A finish reason on every choice ends a stream, or `[DONE]` behind at least one choice; usage alone doesn't."""
    decoder = ChatStreamDecoder()
    for data in events:
        decoder.feed(data)

    with pytest.raises(StreamInterruptedError) as raised:
        decoder.close()

    assert raised.value.error is None
    assert raised.value.partial.usage == (Usage(input_tokens=1, output_tokens=2) if USAGE in events else Usage())


CALL: JsonObject = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}


@pytest.mark.parametrize("said_so_far", [HELLO[:3], [event(said(tool_calls=[CALL]))], [event({"index": 0, "delta": {"content": "hello"}})]])
@pytest.mark.parametrize("tail", [[DONE], [USAGE, DONE], [DONE.rstrip(b"\n")], [DONE, USAGE], [b"data:[DONE] \r\n\r\n"]])
def test_done_ends_a_stream_that_gives_no_finish_reason(said_so_far: list[bytes], tail: list[bytes]) -> None:
    """With or without calls: the reason is None, which is told as a hint; usage is the stream's."""
    chunks = decode([*said_so_far, *tail])
    response = assemble(chunks)

    assert isinstance(chunks[-1], Finish)
    assert (response.finish_reason, response.provider_finish_reason) == (None, None)
    assert [(loss.path, loss.kind) for loss in response.losses] == [("$.choices[0].finish_reason", "hint")]
    assert (response.text, len(response.tool_calls)) in {("hello", 0), ("", 1)}
    assert response.usage == (Usage(input_tokens=1, output_tokens=2) if USAGE in tail else Usage())


def test_the_finish_comes_with_done_where_usage_was_told() -> None:
    """There is nothing more to wait for; else it waits for the end of the bytes, behind which nothing comes."""
    told, untold = ChatStreamDecoder(), ChatStreamDecoder()

    assert isinstance(told.feed(b"".join([*HELLO, USAGE, DONE]))[-1], Finish)
    assert told.close() == []
    assert not any(isinstance(chunk, Finish) for chunk in untold.feed(b"".join([*HELLO, DONE])))
    assert isinstance(untold.feed(USAGE) or untold.close()[-1], Finish)
    assert untold.response().usage == Usage(input_tokens=1, output_tokens=2)


@pytest.mark.parametrize(
    "data",
    [b"data: {not JSON\n\n", b"data: bye\n\n", b"data: 3\n\n", b'data: {"choices":[],"usage":,{"a":1}}\n\n', b'data: {"usage":3}\n\n'],
)
@pytest.mark.parametrize("place", [4, 5])
def test_what_cannot_be_read_behind_the_final_event_is_a_remark(data: bytes, place: int) -> None:
    """It breaks nothing, and is told."""
    events = [*HELLO, DONE]
    response = assemble(decode([*events[:place], data, *events[place:]]))

    assert (response.text, response.finish_reason) == ("hello", "stop")
    (loss,) = response.losses
    assert (loss.path, loss.kind) == ("$", "hint")
    assert data[6:12].decode().strip() in loss.reason


def test_chunks_without_their_field_name_are_read() -> None:
    """A host (gpustack) drops `data:`, of the last chunk or of several."""
    events = [HELLO[0], HELLO[1], HELLO[2].removeprefix(b"data: "), HELLO[3].removeprefix(b"data: "), USAGE.removeprefix(b"data: "), DONE]

    assert assemble(decode(events)) == assemble(decode([*HELLO, USAGE, DONE]))


def test_usage_told_on_the_way_alone_is_no_total_where_the_stream_is_cut() -> None:
    """Its figures are smaller than what is paid for: they are told with a hint; with `[DONE]`, or told at the end, they count."""
    midway = event(said(content="a"), usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2})
    cut = assemble(decode([midway, event(said("stop"))]))
    assert cut.finish_reason == "stop"
    assert not cut.usage
    assert [(loss.path, loss.kind) for loss in cut.losses] == [("$.usage", "hint")]
    assert '"completion_tokens": 1' in cut.losses[0].reason
    for tail in ([event(said("stop")), DONE], [event(said("stop"), usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2})]):
        whole = assemble(decode([midway, *tail]))
        assert whole.usage == Usage(input_tokens=1, output_tokens=1)
        assert not whole.losses


def test_usage_inside_the_choice() -> None:
    """Moonshot's last chunk has it there; the whole stands beside choices where both are told. The later one counts."""
    early: JsonObject = {**said(content="hello"), "usage": {"completion_tokens": 1, "x": 1}}
    last: JsonObject = {**said("stop"), "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}
    decoder = ChatStreamDecoder()
    decoder.feed(event(early))

    assert decoder.usage
    assert decoder.usage.output_tokens == 1
    response = assemble(decode([event(early), event(last), DONE]))
    assert response.usage == Usage(input_tokens=1, output_tokens=2)
    assert assemble(decode(encode_stream(response))) == response
    assert assemble(decode([event(early), event(last), event(usage={"completion_tokens": 9}), DONE])).usage == Usage(output_tokens=9)


def test_usage_on_the_way_is_not_the_last() -> None:
    """Where chunks have it all along, that behind `[DONE]` counts; one that came with the end brings the `Finish` with `[DONE]`."""
    early = event(said(content="a"), usage={"completion_tokens": 1})
    last = event(usage={"completion_tokens": 2})
    total = event(said("stop"), usage={"completion_tokens": 2})

    assert assemble(decode([early, DONE, last])).usage == Usage(output_tokens=2)
    assert assemble(decode([early, last, DONE])).usage == Usage(output_tokens=2)
    for pieces, ended in (([early, DONE], False), ([early, total, DONE], True), ([early, last, DONE], True)):
        decoder = ChatStreamDecoder()
        chunks = [chunk for piece in pieces for chunk in decoder.feed(piece)]
        assert any(isinstance(chunk, Finish) for chunk in chunks) is ended


@pytest.mark.parametrize("late", [b"garbage", b'{"error": {"message": "m"}}', b'{"choices": []}'])
def test_what_comes_behind_the_finish_is_told(late: bytes) -> None:
    """It takes nothing away from the answer, and the response has a hint; a ping and the marker of the end say nothing."""
    whole = [event(said("stop", content="a"), usage={"completion_tokens": 1}), DONE]
    decoder = ChatStreamDecoder()
    before = [chunk for piece in whole for chunk in decoder.feed(piece)]
    behind = [*decoder.feed(b"data: " + late + b"\n\n"), *decoder.feed(DONE), *decoder.feed(b"event: ping\ndata: {}\n\n"), *decoder.close()]

    assert behind == [OpaqueDelta(None, {"text": late.decode()})]
    assert decoder.response() == assemble([*before, *behind])
    assert [(loss.path, loss.kind) for loss in decoder.response().losses] == [("$", "hint")]
    assert decoder.response().text == "a"


def test_an_empty_finish_reason_beside_more_of_the_answer_ends_nothing() -> None:
    """Servers have one in every chunk: cut off the stream is interrupted, `[DONE]` ends it, and a word says why."""
    pieces = [event(said("", content=text)) for text in ("Hel", "lo")]

    with pytest.raises(StreamInterruptedError) as cut:
        decode(pieces)
    assert cut.value.partial.text == "Hello"
    ended = assemble(decode([*pieces, DONE]))
    assert (ended.text, ended.finish_reason, [loss.kind for loss in ended.losses]) == ("Hello", "other", ["hint"])
    assert assemble(decode([*pieces, event(said("stop"))])).finish_reason == "stop"
    assert assemble(decode([*pieces, event(said(""))])).text == "Hello"


@pytest.mark.parametrize("word", ["", "eos", "function_call"])
def test_any_word_finishes(word: str) -> None:
    """Also one that nobody knows, or an empty one alone."""
    response = assemble(decode([*HELLO[:3], event(said(word))]))

    assert response.provider_finish_reason == word


def test_usage_may_share_a_chunk_and_the_later_counts() -> None:
    """Servers send it in every chunk, with choices, or at the end."""
    events = [
        event(said(content="a"), usage={"completion_tokens": 1}),
        event(said("stop", content="b"), usage={"completion_tokens": 2}),
    ]
    decoder = ChatStreamDecoder()
    decoder.feed(events[0])

    assert decoder.usage == Usage(output_tokens=1)
    assert assemble(decode(events)).usage == Usage(output_tokens=2)
    assert assemble(decode(events)).text == "ab"


def test_the_first_chunk_with_choices_names_the_answer() -> None:
    """Azure begins with a chunk without an id; one that changes later is recorded."""
    chunks = decode([event(id="", model="", prompt_filter_results=[]), event(said("stop", content="a")), event(id="other", model="other")])
    response = assemble(chunks)

    assert (response.id, response.model_id) == ("chatcmpl-1", "m-1")
    assert [(loss.path, loss.kind) for loss in response.losses] == [("$.id", "hint"), ("$.model", "hint")]
    assert response.provider_data == {CHAT: {"created": 1, "prompt_filter_results": []}}


def test_a_blank_envelope_within_and_behind_the_answer_says_nothing() -> None:
    """Azure's chunks about its filters have one; what they say of the choice counts all the same."""
    blank: dict[str, JsonValue] = {"id": "", "object": "", "created": 0, "model": ""}
    note: JsonObject = {"index": 0, "finish_reason": None, "content_filter_offsets": {"check_offset": 44}}
    first = event(**blank, prompt_filter_results=[])
    chunks = decode([first, event(said(content="a")), event(note, **blank), event(said("stop")), event(note, **blank), DONE])
    response = assemble(chunks)

    assert (response.id, response.model_id, response.losses) == ("chatcmpl-1", "m-1", ())
    assert response.provider_data == {
        CHAT: {"created": 1, "prompt_filter_results": [], "choices": [{"content_filter_offsets": {"check_offset": 44}}]}
    }


@pytest.mark.parametrize("early", [{"id": "", "model": ""}, {"id": None, "model": None}])
def test_the_answer_may_be_named_late(early: JsonObject) -> None:
    """By any chunk after those that have no name: no loss, and the response has it."""
    chunks = decode([event(said(content="a"), **early), event(said("stop"))])

    assert chunks[0] == ResponseStart(id=early["id"], model_id=early["model"])  # type: ignore[arg-type]  # texts or None
    assert (assemble(chunks).id, assemble(chunks).model_id) == ("chatcmpl-1", "m-1")
    assert assemble(chunks).losses == ()


@pytest.mark.parametrize(
    "data",
    [
        b"data: null\n\n",
        b"data: {}\n\n",
        b'event: keepalive\ndata: {"x": 1}\n\n',
        b'event: ping\ndata: {"type": "ping"}\n\n',
        b'data: {"type": "keepalive", "sequence_number": 3}\n\n',
    ],
)
def test_what_keeps_the_connection_is_nothing(data: bytes) -> None:
    """It leaves no trace."""
    assert decode([data, *HELLO[:2], data, *HELLO[2:], data, DONE]) == decode([*HELLO, DONE])


def test_a_bare_server() -> None:
    """No id, no model, no object, no index, no role: still an answer."""
    chunks = decode([b'data: {"choices":[{"delta":{"content":"a"}}]}\n\n', b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'])

    assert chunks[0] == ResponseStart()
    assert assemble(chunks).text == "a"


def test_only_a_higher_choice() -> None:
    """A choice that isn't number 0 is the response where no other comes, and is said at the end."""
    chunks = decode([event(said(index=2, content="a")), event(said("stop", index=2))])

    assert [type(chunk) for chunk in chunks] == [ResponseStart, PartStart, PartEnd, Finish]
    assert assemble(chunks).text == "a"


ERRORS: list[tuple[bytes, type[ProviderError]]] = [
    (b'data: {"error":{"message":"slow","type":"rate_limit_error","code":"rate_limit_exceeded"}}\n\n', RateLimitError),
    (b'data: {"error":{"message":"long","code":"context_length_exceeded"}}\n\n', ContextWindowExceededError),
    (b'event: error\ndata: {"message":"busy","code":503}\n\n', OverloadedError),
    (b'event: error\ndata: {"error":{"message":"bad","code":400}}\n\n', BadRequestError),
    (b"event: error\ndata: something broke\n\n", InternalServerError),
    (b'event: error\ndata: "broke"\n\n', InternalServerError),
    (b'data: {"error":"broke"}\n\n', InternalServerError),
    (b'data: {"error":"broke","code":"invalid_api_key"}\n\n', AuthenticationError),
    (b'event: error\ndata: {"error":"broke","code":"invalid_api_key"}\n\n', AuthenticationError),
    (b'data: {"object":"error","message":"long","type":"BadRequestError","code":400}\n\n', BadRequestError),
    (b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"error"}],"error":{"code":502,"message":"x"}}\n\n', InternalServerError),
    (b'data: {"choices":[{"index":0,"delta":{"content":""},"error":{"code":429},"finish_reason":"error"}]}\n\n', RateLimitError),
    (b'data: {"choices":[{"delta":{},"error":{"code":"502","message":"x"},"finish_reason":null}]}\n\n', InternalServerError),
    (b'data: {"choices":[{"index":0,"delta":{},"error":"broke","finish_reason":"stop"}]}\n\n', InternalServerError),
    (b'error: {"error":{"code":"400","message":"bad"}}\n\n', BadRequestError),
    (b'error:{"code":503,"message":"busy"}\n\n', OverloadedError),
    (b'error: {\n  "error": {\n    "code": 429\n  }\n}\n\n', RateLimitError),
    (b"error: upstream broke\n\n", InternalServerError),
    (b'data: error: {"code": 400}\n\n', BadRequestError),
    (b"data: Error: it broke\n\n", InternalServerError),
    (b'{"error":{"code":400,"message":"bad"}}\n\n', BadRequestError),
    (b'[{\n  "error": {\n    "code": 429, "status": "RESOURCE_EXHAUSTED"\n  }\n}]\n\n', RateLimitError),
    (b'data: [{"error":{"code":404,"message":"no model"}}]\n\n', NotFoundError),
    (b'data: {"detail":"Model not found"}\n\n', NotFoundError),
    (b'data: {"type":"error","code":"invalid_api_key","message":"no"}\n\n', AuthenticationError),
    (b'event: error\ndata: [{"error":{"code":400}}]\n\n', BadRequestError),
    (b'data: {"code":"429","message":"slow"}\n\n', RateLimitError),
    (b'data: {"type":"too_many_requests"}\n\n', RateLimitError),
    (b'data: {"error":{"type":"TooManyRequestsError"}}\n\n', RateLimitError),
    (b"event: too_many_requests\ndata: {}\n\n", RateLimitError),
    (b"data: too_many_requests\n\n", RateLimitError),
]


@pytest.mark.parametrize(("data", "expected"), ERRORS)
def test_an_error_has_its_own_type_before_the_first_chunk(data: bytes, expected: type[ProviderError]) -> None:
    """It may be retried."""
    decoder = ChatStreamDecoder()
    decoder.feed(HELLO[0])

    with pytest.raises(ProviderError) as raised:
        decoder.feed(data)

    assert type(raised.value) is expected


@pytest.mark.parametrize(("data", "expected"), ERRORS)
def test_an_error_after_the_first_chunk_keeps_what_had_come(data: bytes, expected: type[ProviderError]) -> None:
    """It is an interruption that holds the typed error."""
    decoder = ChatStreamDecoder()
    decoder.feed(HELLO[1])

    with pytest.raises(StreamInterruptedError) as raised:
        decoder.feed(data)

    assert type(raised.value.error) is expected
    assert raised.value.partial.text == "hel"


def test_an_error_ends_the_stream_behind_a_finish_reason_that_names_it() -> None:
    """The answer isn't whole, whichever of the two comes first."""
    decoder = ChatStreamDecoder()
    decoder.feed(b"".join([*HELLO[:3], event(said("network_error"))]))

    with pytest.raises(StreamInterruptedError) as raised:
        decoder.feed(b'data: {"error":{"code":503}}\n\n')

    assert type(raised.value.error) is OverloadedError
    assert raised.value.partial.text == "hello"


def test_a_finish_reason_that_says_only_that_it_failed() -> None:
    """Is the answer's; nobody says more."""
    response = assemble(decode([*HELLO[:3], event(said("insufficient_system_resource")), DONE]))

    assert (response.finish_reason, response.provider_finish_reason) == ("error", "insufficient_system_resource")
    assert response.text == "hello"


def test_an_error_of_a_further_choice_stays_there() -> None:
    """The response is the first one."""
    failed: JsonObject = {**said("error", index=1), "error": {"code": 502}}
    response = assemble(decode([*HELLO, event(failed), DONE]))

    assert response.text == "hello"
    assert response.provider_data[CHAT]["choices"][1]["error"] == {"code": 502}  # type: ignore[index, call-overload]  # a list of two


def test_an_error_in_the_choice_after_the_final_event() -> None:
    """Leaves the answer whole, is shown and stays there."""
    chunks = decode([*HELLO, event({**said(), "error": {"code": 502}}), DONE])

    assert [chunk.data for chunk in chunks if isinstance(chunk, OpaqueDelta)] == [{"error": {"code": 502}}]
    assert assemble(chunks).provider_data[CHAT]["choices"] == [{"error": {"code": 502}}]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'data: {"error":{"message":"late","code":500}}\n\n', {"message": "late", "code": 500}),
        (b'event: error\ndata: {"error":{"message":"late"}}\n\n', {"message": "late"}),
        (b"event: error\ndata: late\n\n", "late"),
        (b'data: {"object":"error","message":"late"}\n\n', {"object": "error", "message": "late"}),
        (b'data: {"object":"error","error":{"code":1}}\n\n', {"object": "error", "error": {"code": 1}}),
    ],
)
@pytest.mark.parametrize("tail", [[], [DONE], [USAGE, DONE]])
def test_an_error_after_the_final_event_leaves_the_answer_whole(data: bytes, error: JsonValue, tail: list[bytes]) -> None:
    """As a cut there does; it is shown, and kept."""
    chunks = decode([*HELLO, data, *tail])
    response = assemble(chunks)

    assert [chunk.data for chunk in chunks if isinstance(chunk, OpaqueDelta)] == [{"error": error}]
    assert (response.text, response.finish_reason) == ("hello", "stop")
    assert response.provider_data[CHAT]["error"] == error
    assert bool(response.usage) == (USAGE in tail)


def test_an_error_after_the_final_event_of_one_choice_of_two_ends_the_stream() -> None:
    """The other one isn't whole."""
    decoder = ChatStreamDecoder()
    decoder.feed(b"".join([event(said(index=1, content="b")), *HELLO]))

    with pytest.raises(StreamInterruptedError):
        decoder.feed(b'data: {"error":"broke"}\n\n')


def test_an_error_beside_usage_hides_nothing() -> None:
    """The chunk that brings it is read on; one that is nothing but an error is no envelope."""
    usage: JsonValue = {"prompt_tokens": 1, "completion_tokens": 2}
    late = assemble(decode([*HELLO, b"data: %s\n\n" % dumps({"error": {"message": "late"}, "choices": [], "usage": usage})]))
    old = assemble(decode([*HELLO, b'data: {"object":"error","message":"late"}\n\n']))

    assert late.usage
    assert (late.usage.input_tokens, late.usage.output_tokens) == (1, 2)
    assert "object" not in old.provider_data[CHAT]


def test_a_chunk_of_another_type_is_read() -> None:
    """Only types that keep the connection are nothing."""
    assert assemble(decode([event(said("stop", content="hello"), type="chunk")])).text == "hello"


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"data: {\n\n", "$"),
        (b"data: 3\n\n", "$"),
        (b'data: {"choices":3}\n\n', "$.choices"),
        (b'data: {"choices":[3]}\n\n', "$.choices[]"),
        (b'data: {"choices":[{"index":"a"}]}\n\n', "$.choices[].index"),
        (b'data: {"choices":[{"index":-1,"delta":{"content":"b"}}]}\n\n', "$.choices[].index"),
        (b'data: {"choices":[{"index":0,"delta":3}]}\n\n', "$.choices[].delta"),
        (b'data: {"choices":[],"usage":3}\n\n', "$.usage"),
        (b"data: \xff\n\n", "$"),
    ],
)
def test_a_garbled_stream_is_interrupted(data: bytes, path: str) -> None:
    """What had come is kept, and the place is named."""
    decoder = ChatStreamDecoder()
    decoder.feed(HELLO[1])

    with pytest.raises(StreamInterruptedError) as raised:
        decoder.feed(data)

    assert raised.value.partial.text == "hel"
    assert f"(at {path})" in raised.value.sentence


def test_limits_are_named() -> None:
    """An event that is too large is refused, whatever it holds."""
    with pytest.raises(LimitExceededError):
        ChatStreamDecoder(max_event_bytes=10).feed(HELLO[0])


@given(st.lists(st.sampled_from([*HELLO, USAGE, DONE, b": c\r\n", b"data: {\n\n", b"data: 3\n\n"]), max_size=8), st.data())
def test_cuts_change_nothing(events: list[bytes], data: st.DataObject) -> None:
    """However the bytes are cut, the chunks and the fault are the same."""
    raw = b"".join(events)
    places = data.draw(st.lists(st.integers(0, len(raw)), max_size=6).map(sorted))

    def outcome(parts: list[bytes]) -> tuple[list[Chunk], str]:
        decoder = ChatStreamDecoder()
        chunks: list[Chunk] = []
        try:
            for part in parts:
                chunks += decoder.feed(part)
            chunks += decoder.close()
        except InterlinguaError as error:
            return chunks, str(error)
        return chunks, ""

    assert outcome([raw[a:b] for a, b in zip([0, *places], [*places, len(raw)], strict=True)]) == outcome([raw])


def test_what_is_shown_at_the_end_is_in_what_had_come() -> None:
    """A custom tool's call and the signature of another have no chunk of their own before the end; cut off they are kept all the same."""
    custom: JsonObject = {"index": 0, "id": "c1", "type": "custom", "custom": {"name": "code", "input": "print("}}
    function: JsonObject = {"name": "f", "arguments": "{"}
    signed: JsonObject = {"index": 1, "id": "c2", "type": "function", "function": function, "extra_content": {"s": 1}}

    with pytest.raises(StreamInterruptedError) as cut:
        decode([event(said(None, tool_calls=[custom, signed]))])

    first, second = cut.value.partial.message.content
    assert isinstance(first, ToolCallPart)
    assert isinstance(second, ToolCallPart)
    assert (first.name, first.arguments, first.provider_data["openai.chat"]) == ("code", "print(", {"type": "custom"})
    assert (second.arguments, second.provider_data["openai.chat"]["extra_content"]) == ("{", {"s": 1})
    assert cut.value.partial.finish_reason is None
