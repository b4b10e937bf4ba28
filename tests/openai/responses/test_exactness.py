"""Whatever the wire has, known or not, comes back as it was: bodies of every shape, bent anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.openai.responses import shapes

from interlingua.dialect import assemble, write_event
from interlingua.errors import InterlinguaError
from interlingua.testing.strategies import objects
from interlingua.types import Finish, Request, Response
from interlingua.types.json import copy_json, dumps, loads, same_json
from interlingua_openai.responses.dialect import ResponsesDialect

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

DIALECT = ResponsesDialect()


def decoded_answer(body: JsonObject) -> Response:
    """Read an answer; one that the wire's grammar forbids, or that is an error, is no example."""
    try:
        return DIALECT.decode_response(body).value
    except InterlinguaError as error:
        assume(not str(error))
        raise


@given(body=shapes.requests())
def test_requests(body: JsonObject) -> None:
    """What is read is written field by field, also after it was saved; reading changes nothing."""
    before = copy_json(body)
    try:
        request = DIALECT.decode_request(body).value
    except InterlinguaError as error:
        assume(not str(error))
        raise
    encoded = DIALECT.encode_request(request)
    saved = Request.model_validate(request.to_dict())

    assert same_json(encoded.body, before)
    assert encoded.losses == ()
    assert saved == request
    assert same_json(DIALECT.encode_request(saved).body, before)


@pytest.mark.parametrize("name", shapes.OURS)
@pytest.mark.parametrize(
    "value", ["x", {"fields": {"a": 1}, "marks": {"spelling": {"b": [1, 2]}}}, ["x", "y"]], ids=["text", "object", "list"]
)
def test_our_own_names(name: str, value: JsonValue) -> None:
    """No name on the wire is taken for one of ours, in any of its objects, of a request or of an answer."""
    asked: JsonObject = {**shapes.REQUEST, "input": [*shapes.MESSAGES, *shapes.OUTPUT]}
    answered: JsonObject = {**shapes.ANSWER, "output": [*shapes.OUTPUT]}
    asked, answered = with_field(asked, name, value), with_field(answered, name, value)

    request, response = DIALECT.decode_request(asked).value, DIALECT.decode_response(answered).value

    assert same_json(DIALECT.encode_request(request).body, asked)
    assert same_json(DIALECT.encode_request(Request.model_validate(request.to_dict())).body, asked)
    assert same_json(DIALECT.encode_response(response).body, answered)
    assert DIALECT.encode_request(request).losses == DIALECT.encode_response(response).losses == ()


def with_field(body: JsonObject, name: str, value: JsonValue) -> JsonObject:
    """Give a copy with one more field in every object."""
    copy = copy_json(body)
    assert isinstance(copy, dict)
    for place in list(objects(copy)):
        place[name] = copy_json(value)
    return copy


@given(body=shapes.requests())
def test_normal_form(body: JsonObject) -> None:
    """Is its own normal form."""
    normal = DIALECT.wire_normal_form(body)

    assert same_json(DIALECT.wire_normal_form(normal), normal)


@given(body=shapes.answers())
def test_answers(body: JsonObject) -> None:
    """What is read is written field by field, and its stream says the same with nothing to mend at its end."""
    response = decoded_answer(body)
    encoded = DIALECT.encode_response(response)
    decoder = DIALECT.stream_decoder()

    assert same_json(encoded.body, body)
    assert encoded.losses == ()
    if response.finish_reason != "error":
        chunks = [chunk for event in DIALECT.encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()
        assert assemble(chunks) == response
        assert isinstance(chunks[-1], Finish)
        assert chunks[-1].message is None


@given(body=shapes.answers(), data=st.data())
def test_lossy_streams(body: JsonObject, data: st.DataObject) -> None:
    """Whatever events, numbers and ids a server leaves out or changes, the final body counts, and a cut anywhere is no finish."""
    response = decoded_answer(body)
    assume(response.finish_reason != "error")
    events = [loads(event.partition(b"data: ")[2]) for event in DIALECT.encode_stream(response)]
    dropped = data.draw(st.sets(st.sampled_from(["output_index", "content_index", "summary_index", "item_id", "sequence_number"])))
    decoder = DIALECT.stream_decoder()
    chunks = []
    for number, event in enumerate(events):
        assert isinstance(event, dict)
        if 1 < number < len(events) - 1:
            if data.draw(st.booleans()) and data.draw(st.booleans()):
                continue
            event = {name: value for name, value in event.items() if name not in dropped}  # noqa: PLW2901 - as the server has it
            if "item_id" in event and data.draw(st.booleans()):
                event["item_id"] = f"rotated_{number}"
        assert decoder.partial().finish_reason is None
        chunks += decoder.feed(write_event(dumps(event)))
    chunks += decoder.close()

    assert assemble(chunks) == decoder.response()
    assert assemble(chunks).message == response.message
