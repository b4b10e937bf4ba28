"""Twin of responses/stream/encode.py: responses become streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import assemble
from interlingua.types import AssistantMessage, ReasoningBlock, ReasoningPart, RefusalPart, Response, TextPart, ToolCallPart, Usage
from interlingua.types.json import loads
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import decode_response
from interlingua_openai.responses.stream.decode import ResponsesStreamDecoder
from interlingua_openai.responses.stream.encode import encode_stream

if TYPE_CHECKING:
    from interlingua.types import JsonObject


def events(response: Response) -> list[JsonObject]:
    """Read the events that a stream says; each is named by its type, and numbered."""
    found = []
    for number, said in enumerate(encode_stream(response)):
        head, _, data = said.partition(b"\ndata: ")
        event = loads(data)
        assert isinstance(event, dict)
        assert head.decode() == f"event: {event['type']}"
        assert event["sequence_number"] == number
        found.append(event)
    return found


def test_every_kind_of_part() -> None:
    """Begins without what streams, comes in pieces, and ends whole; the last event is the whole body."""
    parts = [
        ReasoningPart([ReasoningBlock("summary", "s"), ReasoningBlock("full", "t")], provider="openai"), TextPart("a"),
        RefusalPart("no"), ToolCallPart("c", "f", "{}"),
        ToolCallPart("d", "g", "x", provider_data={RESPONSES: {"type": "custom_tool_call", "id": "ct"}}),
    ]  # fmt: skip
    said = events(Response(message=AssistantMessage(parts), finish_reason="tool_calls", id="r", model_id="m", usage=Usage(1, 2)))

    assert [str(event["type"]).removeprefix("response.") for event in said] == [
        "created", "in_progress",
        "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done",
        "reasoning_summary_part.done", "content_part.added", "reasoning_text.delta", "reasoning_text.done", "content_part.done",
        "output_item.done",
        "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
        "output_item.added", "content_part.added", "refusal.delta", "refusal.done", "content_part.done", "output_item.done",
        "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
        "output_item.added", "custom_tool_call_input.delta", "custom_tool_call_input.done", "output_item.done",
        "completed",
    ]  # fmt: skip
    assert said[0]["response"] == {"object": "response", "id": "r", "model": "m", "status": "in_progress", "output": [], "usage": None}
    assert said[29]["item_id"] == "ct"


@pytest.mark.parametrize(
    "body",
    [
        {"status": "completed", "output": []},
        {"status": "queued", "output": [], "usage": None},
        {"status": "cancelled", "output": None},
        {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}, "output": [{"type": "function_call", "name": "f"}]},
        {"output": [{"role": "assistant", "content": "a"}, {"role": "user", "content": [{"type": "input_text", "text": "b"}]}]},
        {"output": [{"type": "message", "role": "assistant", "content": [{"type": "x_new", "a": 1}, {"type": "output_text", "text": 5}]}]},
        {"output": [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": ""}]}]},
        {"output": [{"type": "reasoning", "summary": ["x", {"text": 5}]}, {"type": "reasoning", "summary": None}]},
        {"output": [{"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "t"}, {"type": "x_new"}]}]},
        {"output": [{"type": "web_search_call", "id": 5}]},
    ],
)
def test_a_stream_says_what_the_body_says(body: JsonObject) -> None:
    """Whatever its shape and its status, and with nothing left to mend at the end."""
    response = decode_response(body).value
    decoder = ResponsesStreamDecoder()
    chunks = [chunk for event in encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

    assert assemble(chunks) == response
    assert chunks[-1].message is None  # type: ignore[union-attr]  # the finish


def test_what_other_events_said_is_said_again() -> None:
    """Unknown events before the last one, and unknown fields of the last one with it."""
    beside = [
        {"type": "response.x_new", "a": 1},
        {"type": "response.completed", "timings": 1},
        {"type": "response.created", "x": 1},
        {"type": 5},
    ]
    kept: dict[str, JsonObject] = {"$marks": {RESPONSES: {"events": beside}}}  # type: ignore[dict-item]  # JSON

    said = events(Response(message=AssistantMessage(()), finish_reason="stop", provider_data=kept))

    assert [event["type"] for event in said] == ["response.created", "response.in_progress", "response.x_new", "response.completed"]
    assert (said[2]["a"], said[3]["timings"]) == (1, 1)
