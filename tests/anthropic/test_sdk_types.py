"""Every type of the installed SDK's unions goes through, both ways: modelled or opaque, streamed and whole, and nothing of it is lost.

The unions are walked, not listed: a block, delta, event, tool or field that the SDK gains is tried with the next installation.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

import anthropic.types as ga
import pytest
from anthropic.types import beta, message_count_tokens_params, message_create_params
from anthropic.types.beta import message_count_tokens_params as beta_count_params
from anthropic.types.beta import message_create_params as beta_create_params
from tests.anthropic.sdk_samples import fields_of, members, samples

from interlingua.dialect import assemble, write_event
from interlingua.types.json import dumps, dumps_text, same_json
from interlingua_anthropic.messages import MessagesDialect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject, JsonValue, Response

DIALECT = MessagesDialect()

REQUEST_BLOCKS = [*members(ga.ContentBlockParam), *members(beta.BetaContentBlockParam)]
RESPONSE_BLOCKS = [*members(ga.ContentBlock), *members(beta.BetaContentBlock)]
DELTAS = [*members(ga.RawContentBlockDelta), *members(beta.BetaRawContentBlockDelta)]
EVENTS = [*members(ga.RawMessageStreamEvent), *members(beta.BetaRawMessageStreamEvent)]
TOOLS = [*members(ga.ToolUnionParam), *members(beta.BetaToolUnionParam)]
CREATED = [message_create_params.MessageCreateParamsNonStreaming, beta_create_params.MessageCreateParamsNonStreaming]
COUNTED = [message_count_tokens_params.MessageCountTokensParams, beta_count_params.MessageCountTokensParams]
ANSWERS = [ga.Message, beta.BetaMessage]

START: JsonObject = {"type": "message", "role": "assistant", "content": [], "stop_reason": None}


def each(kinds: list[type]) -> pytest.MarkDecorator:
    """Run a test once for each class."""
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: f"{kind.__module__}.{kind.__name__}".removeprefix("anthropic.types."))


def objects(kind: type) -> Iterator[JsonObject]:
    """Give the objects of a class."""
    for sample in samples(kind):
        assert isinstance(sample, dict)
        yield sample


def check_request(body: JsonObject) -> None:
    """Send a body there and back: nothing changes but its spelling, and nothing is lost."""
    encoded = DIALECT.encode_request(DIALECT.decode_request(body).value)

    assert encoded.losses == ()
    assert same_json(DIALECT.wire_normal_form(encoded.body), DIALECT.wire_normal_form(body)), (encoded.body, body)


def stream(*events: tuple[str, JsonObject]) -> Response:
    """Decode a stream of these events."""
    decoder = DIALECT.stream_decoder()
    chunks = [chunk for kind, data in events for chunk in decoder.feed(write_event(dumps({"type": kind, **data}), kind))]
    return assemble([*chunks, *decoder.close()])


def marked(value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    """Put a word of its own into the place of every text that says nothing else."""
    if isinstance(value, dict):
        return {name: marked(item, numbers) for name, item in value.items()}
    if isinstance(value, list):
        return [marked(item, numbers) for item in value]
    return f"zq{next(numbers)}qz" if value == "text" else value


def lost(before: JsonValue, after: Response) -> set[str]:
    """Give the words that are missing."""
    kept = dumps_text(after.to_dict())
    return {word for word in re.findall(r"zq\d+qz", dumps_text(before)) if word not in kept}


def test_the_unions_are_found() -> None:
    """The walk finds what it is to walk over, at least what there was in November 2026."""
    assert min(len(REQUEST_BLOCKS), len(RESPONSE_BLOCKS), len(TOOLS)) >= 30
    assert len({kind.__name__ for kind in DELTAS}) >= 11
    assert len({kind.__name__ for kind in EVENTS}) >= 12


@each(REQUEST_BLOCKS)
@pytest.mark.parametrize("role", ["user", "assistant"])
def test_request_blocks(kind: type, role: str) -> None:
    """A block of a request comes back in any turn."""
    for block in objects(kind):
        check_request({"model": "m", "messages": [{"role": role, "content": [block, {"type": "text", "text": "and"}]}]})


@each(REQUEST_BLOCKS)
def test_blocks_in_results(kind: type) -> None:
    """A block comes back inside a tool's result."""
    for block in objects(kind):
        result: JsonValue = {"type": "tool_result", "tool_use_id": "t", "content": [block, block]}
        check_request({"model": "m", "messages": [{"role": "user", "content": [result]}]})


@each(TOOLS)
def test_tools(kind: type) -> None:
    """A tool comes back, ours or the provider's."""
    for tool in objects(kind):
        check_request({"model": "m", "messages": [], "tools": [tool]})


@each(CREATED)
def test_fields_of_requests(kind: type) -> None:
    """Every field of a request comes back, in each of its forms."""
    fields = {name: hint for name, (hint, _) in fields_of(kind).items() if name not in {"messages", "model", "tools"}}
    tool: JsonObject = {"name": "f", "input_schema": {"type": "object"}}
    for name, hint in fields.items():
        for value in samples(hint):
            check_request({"model": "m", "messages": [], "tools": [tool], name: value})


@each(COUNTED)
def test_counts(kind: type) -> None:
    """A body to count comes back as it was: counting takes all of its fields."""
    fields = {name: hint for name, (hint, _) in fields_of(kind).items() if name not in {"messages", "model", "tools"}}
    for name, hint in fields.items():
        for value in samples(hint):
            body: JsonObject = {"model": "m", "messages": [], "tools": [{"name": "f", "input_schema": {}}], name: value}
            counted = DIALECT.encode_count(DIALECT.decode_request(body).value)

            assert counted.losses == ()
            assert same_json(DIALECT.wire_normal_form(counted.body), DIALECT.wire_normal_form(body))


@each(RESPONSE_BLOCKS)
def test_response_blocks(kind: type) -> None:
    """A block of an answer comes back exactly; streamed whole in its start, or in pieces, it is the same; and it is sent on as it was."""
    for block in objects(kind):
        body: JsonObject = {**START, "content": [block], "stop_reason": "end_turn"}
        response = DIALECT.decode_response(body).value
        encoded = DIALECT.encode_response(response)
        begun = ("content_block_start", {"index": 0, "content_block": block})
        end: JsonObject = {"delta": {"stop_reason": "end_turn"}}
        streamed = stream(("message_start", {"message": START}), begun, ("message_delta", end), ("message_stop", {}))
        decoder = DIALECT.stream_decoder()
        pieces = [chunk for event in DIALECT.encode_stream(response) for chunk in decoder.feed(event)]

        assert encoded.losses == ()
        assert same_json(encoded.body, body)
        assert streamed == response
        assert assemble([*pieces, *decoder.close()]) == response
        check_request({"model": "m", "messages": [{"role": "assistant", "content": [block]}]})


@each(ANSWERS)
def test_fields_of_answers(kind: type) -> None:
    """Every field of an answer comes back exactly, in each of its forms."""
    for name, (hint, _) in fields_of(kind).items():
        for value in samples(hint) if name not in {"content", "id", "model"} else ():
            body: JsonObject = {**START, "id": "msg_1", "model": "m", "stop_reason": "end_turn", name: value}
            encoded = DIALECT.encode_response(DIALECT.decode_response(body).value)

            assert encoded.losses == ()
            assert same_json(encoded.body, body)


@each(DELTAS)
@pytest.mark.parametrize("block", ["text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "compaction", "of_tomorrow"])
def test_deltas(kind: type, block: str) -> None:
    """Whatever a delta brings is in the response, also where it belongs to another kind of block."""
    start: JsonObject = {"type": block, "id": "t", "name": "f", "data": "", "text": "", "thinking": "", "signature": ""}
    for sample in objects(kind):
        delta = marked(sample, count())
        response = stream(
            ("message_start", {"message": START}),
            ("content_block_start", {"index": 0, "content_block": start}),
            ("content_block_delta", {"index": 0, "delta": delta}),
            ("content_block_stop", {"index": 0}),
            ("message_stop", {}),
        )

        assert lost(delta, response) == set()


@each([kind for kind in EVENTS if "Message" in kind.__name__])
def test_events_of_the_message(kind: type) -> None:
    """Whatever an event says of the message is in the response."""
    for sample in objects(kind):
        event = marked(sample, count())
        assert isinstance(event, dict)
        data = {name: value for name, value in event.items() if name != "type"}
        name = str(event["type"])
        start = [("message_start", {"message": START})] if name != "message_start" else []
        stop = [("message_stop", {})] if name != "message_stop" else []

        assert lost(event, stream(*start, (name, data), *stop)) == set()
