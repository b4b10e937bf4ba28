"""Every field and every kind of part that the SDK's own types have goes both ways, exactly; so does whatever may stand in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam
from openai.types.chat.chat_completion import Choice
from openai.types.chat.chat_completion_chunk import ChoiceDelta
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming, CompletionCreateParamsStreaming
from tests.openai.sdk_shapes import fields_of, objects, values

from interlingua.dialect import assemble
from interlingua.errors import ConversionError
from interlingua.types.json import copy_json, dumps, same_json
from interlingua_openai.chat.dialect import ChatDialect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.types import JsonObject, JsonValue

DIALECT = ChatDialect()
FIELDS = fields_of(CompletionCreateParamsNonStreaming)[0] | fields_of(CompletionCreateParamsStreaming)[0]
MESSAGES: list[JsonObject] = list(values(ChatCompletionMessageParam))  # type: ignore[arg-type]  # each is an object
ANSWERS: list[JsonObject] = [{**body, "choices": [choice]} for body in objects(ChatCompletion) for choice in objects(Choice)]
INSTEAD: list[JsonValue] = [None, [], {}, "", 0, 1.0, True, "x", [1], {"a": 1}]
"""What may stand where something else belongs; besides, it may be absent."""


def bodies(name: str) -> Iterator[JsonObject]:
    """Give bodies with each value of a field."""
    for value in values(FIELDS[name]) if name != "messages" else ([message] for message in MESSAGES):
        yield {"model": "m", "messages": [{"role": "user", "content": "hi"}], name: value}


def request(body: JsonObject) -> JsonObject:
    """Send a request's body there and back; nothing may be lost."""
    encoded = DIALECT.encode_request(DIALECT.decode_request(body).value)
    assert encoded.losses == ()
    return encoded.body


def answer(body: JsonObject) -> JsonObject:
    """Send an answer's body there and back; nothing may be lost."""
    encoded = DIALECT.encode_response(DIALECT.decode_response(body).value)
    assert encoded.losses == ()
    return encoded.body


def broken(value: JsonValue, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], JsonValue]]:
    """Give every place in a value, with what may stand there instead; an ellipsis stands for nothing."""
    if path:
        for other in (*INSTEAD, ...):
            yield path, other  # type: ignore[misc]  # see above
    if isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from broken(item, (*path, step))


def put(body: JsonObject, path: tuple[str | int, ...], value: object) -> JsonObject:
    """Give a body with another value at a place."""
    body = copy_json(body)  # type: ignore[assignment]  # an object again
    holder: JsonValue = body
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index, call-overload]  # it is there
    if value is ...:
        del holder[path[-1]]  # type: ignore[union-attr, arg-type]  # as above
    else:
        holder[path[-1]] = value  # type: ignore[index, call-overload]  # as above
    return body


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_of_a_request(name: str) -> None:
    """With every value that the SDK's types know, messages and their parts among them."""
    for body in bodies(name):
        assert same_json(request(body), body), body


@pytest.mark.parametrize("name", FIELDS)
def test_requests_with_anything_anywhere(name: str) -> None:
    """A wrong value, a null or nothing is exact as well, or refused with its path."""
    for body in bodies(name):
        for path, value in broken(body[name], (name,)):
            assert_exact(request, put(body, path, value))


def test_each_field_of_an_answer() -> None:
    """Whole and streamed."""
    for body in ANSWERS:
        response = DIALECT.decode_response(body).value
        decoder = DIALECT.stream_decoder()
        chunks = [chunk for event in DIALECT.encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

        assert same_json(answer(body), body), body
        assert assemble(chunks) == response


def test_answers_with_anything_anywhere() -> None:
    """A wrong value, a null or nothing is exact as well, or refused with its path."""
    for body in objects(ChatCompletion):
        for path, value in broken(body):
            assert_exact(answer, put(body, path, value))


def assert_exact(there_and_back: Callable[[JsonObject], JsonObject], body: JsonObject) -> None:
    """See that a body comes back, or is refused."""
    try:
        again = there_and_back(body)
    except ConversionError as error:
        assert error.path.startswith("$")  # noqa: PT017 - either is right
        return
    assert same_json(again, body) or same_json(DIALECT.wire_normal_form(again), DIALECT.wire_normal_form(body)), body


@pytest.mark.parametrize("delta", list(objects(ChoiceDelta)))
def test_each_field_of_a_delta(delta: JsonObject) -> None:
    """It is in the response, and comes back in its body; the cuts change nothing."""
    for envelope in objects(ChatCompletionChunk):
        raw = b"".join(
            b"data: " + dumps({**envelope, "choices": [{"index": 0, **choice}]}) + b"\n\n"
            for choice in ({"delta": delta, "finish_reason": None}, {"delta": {}, "finish_reason": "stop"})
        )
        whole, single = DIALECT.stream_decoder(), DIALECT.stream_decoder()

        chunks = whole.feed(raw) + whole.close()
        again = [chunk for place in range(len(raw)) for chunk in single.feed(raw[place : place + 1])] + single.close()

        assert chunks == again
        body = DIALECT.encode_response(assemble(chunks)).body
        assert DIALECT.decode_response(body).value == assemble(chunks)
        (choice,) = body["choices"]  # type: ignore[misc]  # a list of one
        message = choice["message"]  # type: ignore[index, call-overload]  # an object
        assert all(same_json(message[name], value) for name, value in delta.items() if name != "tool_calls")  # type: ignore[index, call-overload, arg-type]  # as above
        assert ("tool_calls" in delta) == ("tool_calls" in message)  # type: ignore[operator]  # as above
