"""Twin of responses/stream/decode.py: streams become chunks."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from openai.types.responses import ResponseStreamEvent

from interlingua.dialect import assemble, write_event
from interlingua.errors import (
    ContextWindowExceededError,
    InternalServerError,
    OverloadedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    StreamInterruptedError,
)
from interlingua.types import (
    Finish,
    OpaqueDelta,
    OpaquePart,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
    Usage,
)
from interlingua.types.json import dumps
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import decode_response
from interlingua_openai.responses.stream.decode import ResponsesStreamDecoder

if TYPE_CHECKING:
    from interlingua.types import Chunk, JsonObject, JsonValue

CREATED: JsonObject = {"type": "response.created", "response": {"id": "r", "model": "m", "status": "in_progress", "output": []}}
TEXT: JsonObject = {"type": "message", "id": "msg", "role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]}
KEPT: dict[str, JsonObject] = {"$marks": {RESPONSES: {"item": {"fields": {"id": "msg"}}}}}


def final(*output: JsonObject, kind: str = "completed", **fields: JsonValue) -> JsonObject:
    """The final event."""
    body: JsonObject = {"id": "r", "object": "response", "model": "m", "status": kind, "output": [*output], **fields}
    return {"type": f"response.{kind}", "response": body}


def feed(*events: JsonObject) -> tuple[list[Chunk], ResponsesStreamDecoder]:
    """Decode events, not ended."""
    decoder = ResponsesStreamDecoder()
    return [chunk for event in events for chunk in decoder.feed(write_event(dumps(event)))], decoder


def chunks(*events: JsonObject) -> list[Chunk]:
    """Decode a whole stream; what it adds up to is its final body."""
    found, decoder = feed(*events)
    found += decoder.close()
    assert decoder.response() == assemble(found)
    return found


def added(item: JsonObject, number: int = 0) -> JsonObject:
    """An item begins."""
    return {"type": "response.output_item.added", "output_index": number, "item": item}


def done(item: JsonObject, number: int = 0) -> JsonObject:
    """An item is whole."""
    return {"type": "response.output_item.done", "output_index": number, "item": item}


def event(kind: str, **fields: JsonValue) -> JsonObject:
    """Any event of the first item."""
    return {"type": f"response.{kind}", "output_index": 0, **fields}


def test_a_text() -> None:
    """Begins, comes in pieces, and is whole with its item; padding is not kept."""
    assert chunks(
        CREATED,
        {**CREATED, "type": "response.in_progress"},
        added({**TEXT, "content": []}),
        event("content_part.added", content_index=0, part={"type": "output_text", "text": ""}),
        event("output_text.delta", content_index=0, delta="Hel", obfuscation="xyz", logprobs=[]),
        event("output_text.delta", content_index=0, delta="lo", obfuscation="xy"),
        event("output_text.done", content_index=0, text="Hello"),
        event("content_part.done", content_index=0, part={"type": "output_text", "text": "Hello"}),
        done(TEXT),
        final(TEXT, usage={"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}),
    ) == [
        ResponseStart("r", "m"),
        PartStart(0, TextPart("")),
        TextDelta(0, "Hel"),
        TextDelta(0, "lo"),
        PartEnd(0, TextPart("Hello", provider_data=KEPT)),
        Finish("stop", "completed", Usage(1, 2)),
    ]


def test_reasoning() -> None:
    """Summaries and full texts are blocks of one part, each with its number."""
    item: JsonObject = {
        "type": "reasoning",
        "id": "rs",
        "summary": [{"type": "summary_text", "text": "ab"}, {"type": "summary_text", "text": "c"}],
        "content": [{"type": "reasoning_text", "text": "d"}],
        "encrypted_content": "gAAA",
    }
    blocks = [ReasoningBlock("summary", "ab"), ReasoningBlock("summary", "c"), ReasoningBlock("full", "d")]
    part = ReasoningPart(blocks, encrypted_content="gAAA", provider="openai", provider_data={RESPONSES: {"id": "rs"}})

    assert chunks(
        CREATED,
        added({"type": "reasoning", "id": "rs", "summary": []}),
        event("reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": ""}),
        event("reasoning_summary_text.delta", summary_index=0, delta="a"),
        event("reasoning_summary_text.delta", summary_index=0, delta="b"),
        event("reasoning_summary_text.done", summary_index=0, text="ab"),
        event("reasoning_summary_part.done", summary_index=0, part={"type": "summary_text", "text": "ab"}),
        event("reasoning_summary_text.delta", summary_index=1, delta="c"),
        event("reasoning_text.delta", content_index=0, delta="d"),
        done(item),
        final(item),
    )[1:-1] == [
        PartStart(0, ReasoningPart(provider="openai")),
        ReasoningDelta(0, 0, "a"),
        ReasoningDelta(0, 0, "b"),
        ReasoningDelta(0, 1, "c"),
        ReasoningDelta(0, 2, "d"),
        PartEnd(0, part),
    ]


def test_parallel_calls_do_not_mix() -> None:
    """Each piece goes to the call of its number, custom ones too; ids may change between events."""
    function: JsonObject = {"type": "function_call", "call_id": "a", "name": "f", "arguments": '{"x":1}'}
    custom: JsonObject = {"type": "custom_tool_call", "call_id": "b", "name": "g", "input": "SELECT"}

    assert chunks(
        CREATED,
        added({**function, "arguments": ""}),
        added({**custom, "input": ""}, 1),
        {"type": "response.function_call_arguments.delta", "output_index": 0, "item_id": "one", "delta": '{"x"'},
        {"type": "response.custom_tool_call_input.delta", "output_index": 1, "item_id": "two", "delta": "SEL"},
        {"type": "response.function_call_arguments.delta", "output_index": 0, "item_id": "three", "delta": ":1}"},
        {"type": "response.custom_tool_call_input.done", "output_index": 1, "input": "SELECT"},
        {"type": "response.function_call_arguments.done", "output_index": 0, "arguments": '{"x":1}'},
        done(function),
        done(custom, 1),
        final(function, custom),
    )[1:] == [
        PartStart(0, ToolCallPart("a", "f", "")),
        PartStart(1, ToolCallPart("b", "g", "")),
        ToolCallDelta(0, '{"x"'),
        ToolCallDelta(1, "SEL"),
        ToolCallDelta(0, ":1}"),
        ToolCallDelta(1, "ECT"),
        PartEnd(0, ToolCallPart("a", "f", '{"x":1}')),
        PartEnd(1, ToolCallPart("b", "g", "SELECT", provider_data={RESPONSES: {"type": "custom_tool_call"}})),
        Finish("tool_calls", "completed"),
    ]


def test_a_refusal() -> None:
    """Is a part of its own."""
    item: JsonObject = {"type": "message", "role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]}

    assert chunks(
        CREATED,
        added({**item, "content": []}),
        event("refusal.delta", content_index=0, delta="n"),
        event("refusal.done", content_index=0, refusal="no"),
        done(item),
        final(item),
    )[1:] == [
        PartStart(0, RefusalPart("")),
        RefusalDelta(0, "n"),
        RefusalDelta(0, "o"),
        PartEnd(0, RefusalPart("no")),
        Finish("refusal", "completed"),
    ]


def test_an_item_that_is_not_modelled() -> None:
    """Is opaque; its events are shown under its number."""
    item: JsonObject = {"type": "web_search_call", "id": "ws", "status": "completed"}
    searching = event("web_search_call.searching", item_id="ws")

    assert chunks(CREATED, added({**item, "status": "in_progress"}), searching, done(item), final(item))[1:-1] == [
        PartStart(0, OpaquePart(RESPONSES, {**item, "status": "in_progress"})),
        OpaqueDelta(0, searching),
        PartEnd(0, OpaquePart(RESPONSES, item)),
    ]


@pytest.mark.parametrize(
    ("kind", "fields", "reason", "word"),
    [
        ("incomplete", {"incomplete_details": {"reason": "max_output_tokens"}}, "length", "max_output_tokens"),
        ("incomplete", {"incomplete_details": {"reason": "content_filter"}}, "content_filter", "content_filter"),
        ("failed", {"error": None}, "error", "failed"),
    ],
)
def test_other_ends(kind: str, fields: JsonObject, reason: str, word: str) -> None:
    """An incomplete answer has ended as well; a failed one that names no error too."""
    finish = chunks(CREATED, final(TEXT, kind=kind, **fields))[-1]

    assert isinstance(finish, Finish)
    assert (finish.finish_reason, finish.provider_finish_reason) == (reason, word)


ERRORS: list[tuple[JsonObject, type[ProviderError]]] = [
    ({"type": "error", "code": "rate_limit_exceeded", "message": "slow", "param": None, "sequence_number": 1}, RateLimitError),
    ({"type": "error", "error": {"type": "insufficient_quota", "code": "insufficient_quota", "message": "x"}}, QuotaExceededError),
    ({"error": {"code": "slow_down", "message": "x"}}, OverloadedError),
    ({"type": "response.failed", "response": {"status": "failed", "error": {"code": "server_error", "message": "x"}}}, InternalServerError),
    (
        {"type": "response.failed", "response": {"status": "failed", "error": {"code": "context_length_exceeded", "message": "x"}}},
        ContextWindowExceededError,
    ),
]


@pytest.mark.parametrize(("failure", "expected"), ERRORS)
def test_an_error_has_its_type(failure: JsonObject, expected: type[ProviderError]) -> None:
    """Its own before the first piece, and inside an interruption that keeps what came after it."""
    with pytest.raises(expected) as first:
        feed(CREATED, failure)
    with pytest.raises(StreamInterruptedError) as later:
        feed(CREATED, added({**TEXT, "content": []}), event("output_text.delta", delta="Hel"), failure)

    assert type(first.value) is expected
    assert type(later.value.error) is expected
    assert later.value.partial.text == "Hel"


def test_an_error_event_of_llama_cpp() -> None:
    """It is named so by the stream, and is the error itself."""
    decoder = ResponsesStreamDecoder()
    with pytest.raises(InternalServerError):
        decoder.feed(write_event(b'{"code": 500, "message": "x", "type": "server_error"}', "error"))


def test_a_failed_answers_usage_is_kept() -> None:
    """It was counted."""
    failure: JsonObject = {"type": "response.failed", "response": {"error": {"code": "server_error"}, "usage": {"output_tokens": 3}}}
    with pytest.raises(StreamInterruptedError) as raised:
        feed(CREATED, added(TEXT), failure)

    assert raised.value.partial.usage == Usage(output_tokens=3)


def test_a_failure_under_another_name() -> None:
    """Is what the body's status says, as in a whole answer."""
    with pytest.raises(InternalServerError, match="broke"):
        feed(CREATED, final(kind="completed", status="failed", error={"code": "server_error", "message": "broke"}))


def test_a_block_that_the_final_body_does_not_have() -> None:
    """Ends as it was, so that every part has an end; what the final body says counts."""
    delta = {"type": "response.output_text.delta", "output_index": 0, "content_index": 1, "delta": "d"}
    found = chunks(CREATED, delta, final(TEXT))

    assert [chunk.index for chunk in found if isinstance(chunk, PartEnd)] == [0, 1]
    assert assemble(found).text == "Hello"


@pytest.mark.parametrize(("whole", "expected"), [([], ["a", "b"]), (["c"], ["c"])])
def test_probabilities_of_pieces_are_kept(whole: list[str], expected: list[str]) -> None:
    """In the answer of a server whose last event holds no items, as its body would have them."""
    pieces = [event("output_text.delta", content_index=0, delta=piece, logprobs=[piece]) for piece in "ab"]
    ended = event("output_text.done", content_index=0, text="ab", logprobs=[*whole])

    _, decoder = feed(added({"type": "message", "role": "assistant", "content": []}), *pieces, ended, final())

    kept = decoder.response().message.content[0].provider_data["openai.responses"]
    assert kept["logprobs"] == expected


def test_a_cut_is_an_interruption() -> None:
    """With everything that came, reasoning and open calls included."""
    found, decoder = feed(
        CREATED,
        added({"type": "reasoning", "summary": []}),
        event("reasoning_summary_text.delta", summary_index=0, delta="s"),
        added({"type": "function_call", "call_id": "c", "name": "f", "arguments": ""}, 1),
        {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": '{"a'},
    )
    with pytest.raises(StreamInterruptedError) as raised:
        decoder.close()

    assert isinstance(found[0], ResponseStart)
    assert raised.value.partial.finish_reason is None
    assert raised.value.partial.message.content == (
        ReasoningPart([ReasoningBlock("summary", "s")], provider="openai"),
        ToolCallPart("c", "f", '{"a'),
    )


def test_the_final_body_counts() -> None:
    """Where it says something else than the items before it, a loss tells so; a new id or a new encryption needs none."""
    other: JsonObject = {**TEXT, "content": [{"type": "output_text", "text": "Bye"}]}
    found = chunks(CREATED, added(TEXT), done(TEXT), final(other))[-1]
    renamed = chunks(CREATED, added(TEXT), done(TEXT), final({**TEXT, "id": "another"}))[-1]

    assert isinstance(found, Finish)
    assert isinstance(renamed, Finish)
    assert found.message is not None
    assert found.message.text == "Bye"
    assert [(loss.path, loss.kind) for loss in found.losses] == [("$.output", "hint")]
    assert renamed.message is not None
    assert renamed.losses == ()


def test_parts_that_began_between_others() -> None:
    """A message whose text begins after the next item's is no other message for it."""
    call: JsonObject = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    found = chunks(
        CREATED, added({**TEXT, "content": []}), added(call, 1), event("output_text.delta", output_index=0, delta="Hello"),
        done(call, 1), done(TEXT), final(TEXT, call),
    )  # fmt: skip

    assert [part.type for part in assemble(found).message.content] == ["text", "tool_call"]
    assert assemble(found).losses == ()


def test_a_final_body_without_items() -> None:
    """What was streamed counts; where the body says that there is none, a loss tells so."""
    silent: JsonObject = {"type": "response.completed", "response": {"id": "r", "model": "m", "status": "completed"}}
    item: JsonObject = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}

    absent = chunks(CREATED, added(TEXT), done(TEXT), added({**item, "arguments": ""}, 1), event("x", output_index=1), silent)
    empty = assemble(chunks(CREATED, added(TEXT), done(TEXT), final()))

    assert [part.type for part in assemble(absent).message.content] == ["text", "tool_call"]
    assert assemble(absent).losses == ()
    assert empty.text == "Hello"
    assert [loss.path for loss in empty.losses] == ["$.output"]


def test_a_final_body_without_a_name() -> None:
    """The first event has named the answer, and what is made up from its name stays."""
    call: JsonObject = {"type": "function_call", "name": "f", "arguments": "{}"}
    found = assemble(chunks(CREATED, done(call), {"type": "response.completed", "response": {"status": "completed"}}))

    assert (found.id, found.model_id, found.losses) == ("r", "m", ())
    assert [called.id for called in found.tool_calls] == ["call_r_0"]


def test_a_stream_without_numbers_and_beginnings() -> None:
    """As llama.cpp sends it: an event means the last item of its kind, and the final body names the model."""
    found = chunks(
        {"type": "response.created", "response": {"id": "r", "object": "response", "status": "in_progress"}},
        {"type": "response.output_item.added", "item": {**TEXT, "content": []}},
        {"type": "response.content_part.added", "part": {"type": "output_text", "text": ""}},
        {"type": "response.output_text.delta", "item_id": "msg", "delta": "Hel"},
        {"type": "response.output_text.delta", "item_id": "another", "delta": "lo"},
        {"type": "response.output_item.done", "item": TEXT},
        {**final(TEXT), "timings": {"n": 1}},
    )

    assert found[:4] == [ResponseStart("r", None), PartStart(0, TextPart("")), TextDelta(0, "Hel"), TextDelta(0, "lo")]
    assert assemble(found).model_id == "m"
    assert assemble(found).text == "Hello"
    assert found[-2] == OpaqueDelta(None, {"type": "response.completed", "timings": {"n": 1}})


CALL: JsonObject = {"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": "{}"}


@pytest.mark.parametrize("output", [(TEXT, CALL), ()])
@pytest.mark.parametrize("numbers", [(1, 2), (0, 2), (0, 0), (5, 5), (1, 0)])
@pytest.mark.parametrize("begun", [True, False])
def test_numbers_that_are_no_places(output: tuple[JsonObject, ...], numbers: tuple[int, int], *, begun: bool) -> None:
    """Show each item once, and none is lost: some servers count from 1, or number every item 0."""
    first, second = numbers
    found = chunks(
        CREATED,
        *([added({**TEXT, "content": []}, first)] if begun else []),
        {"type": "response.output_text.delta", "output_index": first, "item_id": "msg", "delta": "Hello"},
        done(TEXT, first),
        *([added({**CALL, "arguments": ""}, second)] if begun else []),
        {"type": "response.function_call_arguments.delta", "output_index": second, "item_id": "fc", "delta": "{}"},
        done(CALL, second),
        final(*output),
    )

    parts = assemble(found).message.content
    assert {part.type for part in parts} == {"text", "tool_call"}
    assert len(parts) == 2
    assert [chunk.index for chunk in found if isinstance(chunk, PartEnd)] == [0, 1]
    assert "".join(chunk.text for chunk in found if isinstance(chunk, TextDelta)) == "Hello"


def test_open_calls_under_one_number() -> None:
    """Take the pieces that name them, and end as the final body says."""
    calls = [{**CALL, "id": f"fc{n}", "call_id": f"c{n}", "arguments": f'{{"n":{n}}}'} for n in range(3)]
    pieces = [
        {"type": "response.function_call_arguments.delta", "output_index": 0, "item_id": call["id"], "delta": call["arguments"]}
        for call in calls
    ]
    found = chunks(CREATED, *[added({**call, "arguments": ""}) for call in calls], *pieces, final(*calls))

    assert [call.arguments for call in assemble(found).tool_calls] == ['{"n":0}', '{"n":1}', '{"n":2}']
    assert [chunk for chunk in found if isinstance(chunk, ToolCallDelta)] == [ToolCallDelta(n, f'{{"n":{n}}}') for n in range(3)]


@pytest.mark.parametrize("changes", [False, True])
@pytest.mark.parametrize("output", [True, False])
def test_calls_known_by_their_call_ids_alone(*, output: bool, changes: bool) -> None:
    """Without numbers, and ids or lasting ones, each call begins and ends once."""
    calls: list[JsonObject] = [{"type": "function_call", "call_id": f"c{n}", "name": "f", "arguments": f'{{"n":{n}}}'} for n in range(3)]
    events: list[JsonObject] = [{"type": "response.output_item.added", "item": {**call, "arguments": ""}} for call in calls]
    events += [
        {"type": "response.function_call_arguments.delta", "call_id": call["call_id"], "delta": call["arguments"]} for call in calls[:2]
    ]
    events += [
        {"type": "response.output_item.done", "item": {**call, **({"id": f"x{place}"} if changes else {})}}
        for place, call in enumerate(calls)
    ]
    found = chunks(CREATED, *events, final(*(calls if output else ())))

    assert [call.arguments for call in assemble(found).tool_calls] == ['{"n":0}', '{"n":1}', '{"n":2}']
    assert [chunk.index for chunk in found if isinstance(chunk, PartEnd)] == [0, 1, 2]
    assert [chunk for chunk in found if isinstance(chunk, ToolCallDelta)] == [ToolCallDelta(n, f'{{"n":{n}}}') for n in range(3)]


def test_a_call_that_only_ends() -> None:
    """Is another than the open one, where its call id says so."""
    first: JsonObject = {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"}
    found = chunks(
        CREATED,
        {"type": "response.output_item.added", "item": {**first, "arguments": ""}},
        {"type": "response.output_item.done", "item": {**first, "call_id": "b"}},
        {"type": "response.output_item.done", "item": first},
        final(first, {**first, "call_id": "b"}),
    )

    assert [chunk.part.id for chunk in found if isinstance(chunk, PartEnd) and isinstance(chunk.part, ToolCallPart)] == ["b", "a"]


def test_an_item_that_is_said_again() -> None:
    """Is the same item, under its number and with its id."""
    found = chunks(CREATED, added(TEXT), added(TEXT), done(TEXT), added(TEXT), done(TEXT), final(TEXT))

    assert [chunk.index for chunk in found if isinstance(chunk, PartEnd)] == [0]
    assert assemble(found).text == "Hello"


def test_events_named_on_their_line_alone() -> None:
    """Are read like those that name themselves."""
    piece = {"output_index": 0, "content_index": 0, "delta": "Hello"}
    decoder = ResponsesStreamDecoder()
    found = [
        chunk
        for name, data in [
            ("response.created", {"response": CREATED["response"]}),
            ("response.output_text.delta", piece),
            ("response.x", {"a": 1}),
        ]
        for chunk in decoder.feed(write_event(dumps(data), name))
    ]

    assert found == [
        ResponseStart("r", "m"),
        PartStart(0, TextPart("")),
        TextDelta(0, "Hello"),
        OpaqueDelta(None, {"type": "response.x", "a": 1}),
    ]


def test_pieces_without_an_item() -> None:
    """Begin one."""
    item: JsonObject = {"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": "{}"}
    found = chunks(
        CREATED,
        {"type": "response.output_text.delta", "output_index": 0, "delta": "Hello"},
        {"type": "response.function_call_arguments.delta", "output_index": 1, "item_id": "fc", "delta": "{}"},
        final(TEXT, item),
    )

    assert [part.type for part in assemble(found).message.content] == ["text", "tool_call"]
    assert [chunk for chunk in found if isinstance(chunk, TextDelta)] == [TextDelta(0, "Hello")]


def test_items_that_come_whole_are_shown_whole() -> None:
    """A consumer of pieces sees their text once."""
    found = chunks(CREATED, done(TEXT), final(TEXT, {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}))

    assert [chunk.text for chunk in found if isinstance(chunk, TextDelta)] == ["Hello"]
    assert [chunk.arguments for chunk in found if isinstance(chunk, ToolCallDelta)] == ["{}"]
    assert [chunk.index for chunk in found if isinstance(chunk, PartEnd)] == [0, 1]


def test_a_cut_between_items() -> None:
    """Whole items and open ones stand side by side; an object of no item is shown."""
    early: JsonObject = {"type": "response.content_part.added", "part": {"type": "output_text", "text": ""}}
    more = [added({**TEXT, "content": []}, 1), event("output_text.delta", output_index=1, delta="H")]
    found, decoder = feed(CREATED, early, added(TEXT), done(TEXT), *more)

    assert found[1] == OpaqueDelta(None, early)
    assert decoder.partial().text == "HelloH"


def test_annotations_are_kept_while_they_come() -> None:
    """A cut answer has its citations."""
    annotation: JsonObject = {"type": "url_citation", "url": "u", "title": "t", "start_index": 0, "end_index": 1}
    _, decoder = feed(
        CREATED,
        added({**TEXT, "content": []}),
        event("output_text.delta", content_index=0, delta="a"),
        event("output_text.annotation.added", content_index=0, annotation_index=0, annotation=annotation),
        event("output_text.annotation.added", content_index=0, annotation_index=1, annotation=annotation),
    )

    (part,) = decoder.partial().message.content
    assert isinstance(part, TextPart)
    assert [citation.url for citation in part.citations] == ["u", "u"]


def test_annotations_go_to_their_own_text() -> None:
    """By its place in the message, also before its first delta; what can't be one is shown."""
    annotation: JsonObject = {"type": "url_citation", "url": "u", "title": "t", "start_index": 0, "end_index": 1}
    call: JsonObject = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    told = "output_text.annotation.added"
    found, decoder = feed(
        CREATED,
        event(told, output_index=0, annotation=annotation),
        added({**TEXT, "content": []}),
        added(call, 1),
        event("output_text.delta", output_index=0, content_index=0, delta="a"),
        event(told, output_index=0, content_index=1, annotation=annotation),
        event("output_text.delta", output_index=0, content_index=1, delta="b"),
        event(told, output_index=0, content_index=0),
        event(told, output_index=1, content_index=0, annotation=annotation),
        done(call, 1),
        event(told, output_index=1, annotation=annotation, obfuscation="xyz"),
    )

    first, second, _ = decoder.partial().message.content
    assert isinstance(first, TextPart)
    assert isinstance(second, TextPart)
    assert (first.text, first.citations) == ("a", ())
    assert (second.text, [citation.url for citation in second.citations]) == ("b", ["u"])
    assert [chunk.data.get("output_index") for chunk in found if isinstance(chunk, OpaqueDelta)] == [0, 0, 1, 1]
    assert all("obfuscation" not in chunk.data for chunk in found if isinstance(chunk, OpaqueDelta))


def test_blocks_of_a_message_by_their_places() -> None:
    """Events of a part name it; the later one may come first, and an end brings what had not come in pieces."""
    block: JsonObject = {"type": "output_text", "text": ""}
    found, decoder = feed(
        CREATED,
        added({**TEXT, "content": []}),
        event("content_part.added", output_index=0, content_index=1, part=block),
        event("content_part.added", output_index=0, content_index=0, part=block),
        event("output_text.delta", output_index=0, content_index=1, delta="b"),
        event("output_text.done", output_index=0, content_index=0, text="a"),
        event("content_part.done", output_index=0, content_index=1, part={**block, "text": "bc"}),
    )

    assert sorted((chunk.index, chunk.text) for chunk in found if isinstance(chunk, TextDelta)) == [(0, "b"), (0, "c"), (1, "a")]
    assert decoder.partial().text == "bca"  # in the order in which they began


@pytest.mark.parametrize("odd", [{"id": 5}, {"model": 5}, 3, None])
def test_a_beginning_that_names_nobody(odd: JsonValue) -> None:
    """Is a beginning all the same."""
    found, _ = feed({"type": "response.created", "response": odd})

    assert found == [ResponseStart()]


def test_an_error_without_an_object_of_its_own() -> None:
    """The event's other fields say it; its `type` too, where that isn't the word of the event."""
    with pytest.raises(ProviderError) as plain:
        feed({"type": "error", "code": "rate_limit_exceeded", "message": "slow"})
    decoder = ResponsesStreamDecoder()
    with pytest.raises(ProviderError) as typed:
        decoder.feed(write_event(b'{"type": "insufficient_quota", "message": "paid out"}', "error"))

    assert (type(plain.value), plain.value.message, plain.value.type) == (RateLimitError, "slow", None)
    assert (type(typed.value), typed.value.type) == (QuotaExceededError, "insufficient_quota")


def test_what_nobody_has_heard_of_is_shown_and_kept() -> None:
    """An event, and a field of a known one."""
    unknown: JsonObject = {"type": "response.x_new", "output_index": 0, "a": 1}
    found = chunks(CREATED, {**added({**TEXT, "content": []}), "x": 2}, unknown, done(TEXT), final(TEXT))

    shown = [chunk.data for chunk in found if isinstance(chunk, OpaqueDelta)]
    assert shown == [{"type": "response.output_item.added", "x": 2}, unknown]
    assert assemble(found).provider_data == {"$marks": {RESPONSES: {"events": shown}}}


@pytest.mark.parametrize("data", [b"", b" ", b"[DONE]", b'{"type": "keepalive", "sequence_number": 3}', b'{"type": "ping"}'])
def test_what_keeps_the_connection_is_nothing(data: bytes) -> None:
    """It begins no answer either."""
    assert ResponsesStreamDecoder().feed(write_event(data)) == []


def test_nothing_comes_after_the_end() -> None:
    """A whole answer stays whole; an event that comes all the same is told."""
    found, decoder = feed(CREATED, final(TEXT), {"type": "error", "message": "late"})

    assert isinstance(found[-2], Finish)
    assert found[-1] == OpaqueDelta(None, {"type": "error", "message": "late"})
    assert decoder.close() == []
    assert [("$", "hint")] == [(loss.path, loss.kind) for loss in decoder.response().losses]


@pytest.mark.parametrize(
    "odd",
    [
        event("output_text.delta", delta=5),
        event("output_text.delta", output_index=7, content_index=0, delta=None),
        event("function_call_arguments.delta", delta="x"),
        event("function_call_arguments.done", arguments="x"),
        event("content_part.done", output_index=1, part={"type": "output_text", "text": "x"}),
        event("output_text.annotation.added"),
        event("reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": "x"}),
        added(TEXT),
    ],
)
def test_events_that_do_not_fit_break_nothing(odd: JsonObject) -> None:
    """They are shown, or say nothing."""
    found = chunks(CREATED, added({**TEXT, "content": []}), odd, done(TEXT), done(TEXT), final(TEXT))

    assert assemble(found).message == decode_response(final(TEXT)["response"]).value.message  # type: ignore[arg-type]  # an object


@pytest.mark.parametrize(
    "garbled", [[], 1, {"type": "response.completed"}, {"type": "response.output_item.added"}, event("content_part.added")]
)
def test_garbled_events_interrupt(garbled: JsonValue) -> None:
    """With the reason."""
    decoder = ResponsesStreamDecoder()
    decoder.feed(write_event(dumps(CREATED)))
    with pytest.raises(StreamInterruptedError):
        decoder.feed(write_event(dumps(garbled)))


def sample(kind: type) -> JsonObject:
    """Make an event of the SDK's class, with every field that it has."""
    made: JsonObject = {}
    for name, field in kind.model_fields.items():  # type: ignore[attr-defined]  # a model
        made[name] = get_args(field.annotation)[0] if name == "type" else SAMPLES.get(name, "text")
    return made


SAMPLES: JsonObject = {
    "sequence_number": 1, "output_index": 0, "content_index": 0, "summary_index": 0, "annotation_index": 0, "command_index": 0,
    "partial_image_index": 0, "logprobs": [], "item": TEXT, "part": {"type": "output_text", "text": "Hello"}, "item_id": "msg",
    "response": final(TEXT)["response"], "annotation": {"type": "file_path", "file_id": "f", "index": 0}, "output": [],
}  # fmt: skip
EVERY = [member for member in get_args(get_args(ResponseStreamEvent)[0]) if member.__name__ != "ResponseErrorEvent"]


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_event_of_the_sdk(kind: type) -> None:
    """In a stream that it may or may not belong to, none breaks the answer, and none is taken for an unknown one."""
    said = sample(kind)
    found, decoder = feed(CREATED, added({**TEXT, "content": []}), said)
    if not any(isinstance(chunk, Finish) for chunk in found):
        found += decoder.feed(write_event(dumps(final(TEXT))))
    found += decoder.close()

    assert assemble(found).message == decode_response(final(TEXT)["response"]).value.message  # type: ignore[arg-type]  # an object
    assert "$marks" not in assemble(found).provider_data


FAILED_SILENTLY: JsonObject = {"type": "response.failed", "response": {"id": "r", "status": "failed", "error": None, "output": []}}
TOO_MANY: JsonObject = {"type": "error", "error": {"type": "too_many_requests", "code": None, "message": "slow", "param": None}}


@pytest.mark.parametrize(
    "failure", [FAILED_SILENTLY, {**FAILED_SILENTLY, "response": {"status": "failed", "error": {"code": None, "message": ""}}}]
)
def test_why_it_failed_may_come_behind(failure: JsonObject) -> None:
    """As from Azure: the error that says something counts, typed and to be tried again; later, what had come is kept."""
    with pytest.raises(RateLimitError):
        feed(CREATED, failure, TOO_MANY)
    with pytest.raises(StreamInterruptedError) as later:
        feed(CREATED, {"type": "response.output_text.delta", "delta": "Hel"}, failure, TOO_MANY)

    assert "Hel" == later.value.partial.text
    assert type(later.value.error) is RateLimitError


def test_a_failure_of_which_nobody_says_why() -> None:
    """Is an answer whose reason is `error`, at the end of the bytes; an empty error is one."""
    early, decoder = feed(CREATED, FAILED_SILENTLY)

    assert [ResponseStart(id="r", model_id="m")] == early
    assert ["error"] == [chunk.finish_reason for chunk in decoder.close() if isinstance(chunk, Finish)]
    with pytest.raises(InternalServerError):
        chunks(CREATED, {**FAILED_SILENTLY, "response": {"status": "failed", "error": {}}})


@pytest.mark.parametrize(
    "line",
    [
        b'data: {"type": "error", "error": {"type": "too_many_requests"}}',
        b'data: {"type": "error", "code": "too_many_requests"}',
        b'data: {"type": "too_many_requests"}',
        b'data: {"error": "too_many_requests"}',
        b'data: {"code": "too_many_requests", "message": "x"}',
        b"event: error\ndata: too many requests",
        b'event: error\ndata: "Too Many Requests"',
        b"event: too_many_requests\ndata: {}",
        b"data: too_many_requests",
        b'data: error: {"code": 429}',
        b'data: {"error": {"type": "TooManyRequestsError"}}',
        b'data: {"detail": "Too many requests."}',
        b'data: [{"error": {"code": 429, "message": "slow", "status": "RESOURCE_EXHAUSTED"}}]',
    ],
)
def test_an_event_with_one_word(line: bytes) -> None:
    """However it stands there."""
    with pytest.raises(RateLimitError):
        ResponsesStreamDecoder().feed(line + b"\n\n")


@pytest.mark.parametrize("late", [b"data: not JSON", b"data: 5", b"event: error\ndata: too many requests", b"data: {cut"])
def test_what_is_no_json_behind_the_final_event_is_a_remark(late: bytes) -> None:
    """It takes nothing away from an answer that is whole, and a hint says so; padding and the marker of the end say nothing."""
    found, decoder = feed(CREATED, final(TEXT))
    remarks = [*decoder.feed(late + b"\n\n"), *decoder.feed(b'data: [DONE]\n\ndata: {"type": "ping"}\n\n'), *decoder.close()]

    assert [OpaqueDelta(None, {"text": late.rpartition(b"data: ")[2].decode()})] == remarks
    assert assemble([*found, *remarks]) == decoder.response()
    assert assemble(found) == decoder.response().model_copy(update={"losses": ()})
    assert [("$", "hint")] == [(loss.path, loss.kind) for loss in decoder.response().losses]


def test_what_is_no_json_behind_a_failure_that_says_nothing_is_a_remark() -> None:
    """The answer has failed all the same; bare text that is named an error says why."""
    _, decoder = feed(CREATED, FAILED_SILENTLY)

    assert [OpaqueDelta(None, {"text": "junk"})] == decoder.feed(b"data: junk\n\n")
    assert [OpaqueDelta(None, {"type": "response.new"})] == decoder.feed(b'data: {"type": "response.new"}\n\n')
    assert ["error"] == [chunk.finish_reason for chunk in decoder.close() if isinstance(chunk, Finish)]
    assert ["hint", "hint"] == [loss.kind for loss in decoder.response().losses]
    _, decoder = feed(CREATED, FAILED_SILENTLY)
    with pytest.raises(RateLimitError):
        decoder.feed(b"event: error\ndata: too many requests\n\n")


def test_a_proxy_says_the_model_in_every_event() -> None:
    """What is said again says nothing new; another name is shown and kept once."""
    events = (
        CREATED,
        added({**TEXT, "content": []}),
        {"type": "response.output_text.delta", "item_id": "msg", "delta": "Hello"},
        final(TEXT),
    )

    assert chunks(*events) == chunks(*[{**event, "model": "m"} for event in events])
    told = [chunk.data for chunk in chunks(*[{**event, "model": "proxy/m"} for event in events]) if isinstance(chunk, OpaqueDelta)]
    assert [{"type": "response.created", "model": "proxy/m"}] == told


def test_the_model_may_be_said_beside_the_answer_alone() -> None:
    """It is the answer's then."""
    found, _ = feed({"type": "response.created", "response": {"id": "r"}, "model": "m"})

    assert [ResponseStart(id="r", model_id="m")] == found


def test_what_followed_reasoning_is_marked() -> None:
    """The same in a stream as in the whole body."""
    items: list[JsonObject] = [{"type": "reasoning", "id": "rs_1", "summary": []}, {**TEXT, "id": "msg_1"}]
    streamed = chunks(
        CREATED, *[event for number, item in enumerate(items) for event in (added(item, number), done(item, number))], final(*items)
    )

    assert assemble(streamed) == decode_response(final(*items)["response"]).value  # type: ignore[arg-type]  # JSON
    assert [chunk.message for chunk in streamed if isinstance(chunk, Finish)] == [None]
