"""Twin of chat/tool_ids.py: ids that the wire leaves out, so that call and result pair in the conversation and on the wire."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING
from interlingua.types import AssistantMessage, JsonObject, JsonValue, Message, Request, Response, ToolCallPart, ToolMessage, UserMessage
from interlingua_openai.chat.completion import decode_completion, encode_completion
from interlingua_openai.chat.decode_request import decode_request
from interlingua_openai.chat.encode_request import encode_request
from interlingua_openai.chat.tool_ids import ids_in, is_made_up, made_up, respelled, said_ids, without_spelling
from interlingua_openai.chat.wire import DIALECT, SPELLING

NO_ID: list[JsonObject] = [{}, {"id": ""}, {"id": None}, {"id": 7}]
"""How servers leave an id out."""


def call(name: str = "f", **fields: JsonValue) -> JsonObject:
    """A call without an id, unless it is given."""
    return {**fields, "type": "function", "function": {"name": name, "arguments": "{}"}}


def calls(*entries: JsonObject) -> JsonObject:
    """An assistant's message that makes these calls."""
    return {"role": "assistant", "content": None, "tool_calls": list(entries)}


def result(**fields: JsonValue) -> JsonObject:
    """A tool's message."""
    return {"role": "tool", "content": "1", **fields}


def reply(*entries: JsonObject) -> Response:
    """Decode an answer that makes these calls."""
    return decode_completion({"id": "x", "choices": [{"index": 0, "message": calls(*entries), "finish_reason": "tool_calls"}]})


def sent(*messages: Message) -> list[JsonValue]:
    """Encode a conversation."""
    found = encode_request(Request(model_id="m", messages=messages), EVERYTHING).body["messages"]
    assert isinstance(found, list)
    return found


def history(*wires: JsonObject) -> tuple[Message, ...]:
    """Decode a conversation."""
    return decode_request({"model": "m", "messages": list(wires)}).value.messages


@pytest.mark.parametrize("no_id", NO_ID)
def test_a_reply_pairs_with_the_made_up_id(no_id: JsonObject) -> None:
    """The result answers the id that the caller was shown, so the call says it too; the response itself comes back as it was."""
    response = reply(call(**no_id), call("g", **no_id))
    results = [ToolMessage(tool_call_id=made.id, content="1") for made in reversed(response.tool_calls)]

    assert sent(UserMessage("hi"), response.message, *results)[1:] == [
        calls(call(id="call_x_0"), call("g", id="call_x_1")),
        result(tool_call_id="call_x_1"),
        result(tool_call_id="call_x_0"),
    ]
    assert encode_completion(response, [])["choices"] == [
        {"index": 0, "message": calls(call(**no_id), call("g", **no_id)), "finish_reason": "tool_calls"}
    ]


def test_a_reply_is_written_alike_before_and_after_its_results() -> None:
    """A prompt cache that holds the call still holds it when the result has been added."""
    response = reply(call())
    answer = ToolMessage(tool_call_id="call_x_0", content="1")

    assert sent(response.message) == sent(response.message, answer)[:1]


@pytest.mark.parametrize("no_id", NO_ID)
@pytest.mark.parametrize("no_result_id", [{}, {"tool_call_id": ""}, {"tool_call_id": None}])
def test_a_request_comes_back_exactly(no_id: JsonObject, no_result_id: JsonObject) -> None:
    """Where the history has no ids, neither call nor result is given one."""
    wires = [calls(call(**no_id), call("g", id="own")), result(**no_result_id), result(tool_call_id="own"), result(**no_result_id)]

    messages = history(*wires)

    assert [message.tool_call_id for message in messages if isinstance(message, ToolMessage)] == ["call_0_0", "own", ""]
    assert sent(*messages) == wires


def test_a_result_for_a_call_of_the_history_gives_both_the_id() -> None:
    """A caller's own result pairs by its id, in whatever order; the pair beside it stays without."""
    wires = [calls(call(), call("g"), call("h")), result()]

    messages = history(*wires)
    results = [ToolMessage(tool_call_id=call_id, content="1") for call_id in ("call_0_2", "call_0_1")]

    assert sent(*messages, *results) == [
        calls(call(), call("g", id="call_0_1"), call("h", id="call_0_2")),
        result(),
        result(tool_call_id="call_0_2"),
        result(tool_call_id="call_0_1"),
    ]


def test_a_result_without_an_id_gets_it_where_its_call_has_it() -> None:
    """A reply's call says its id, so a result that left it out must as well."""
    unnamed = ToolMessage(tool_call_id="call_x_0", content="1", provider_data={DIALECT: {SPELLING: {"tool_call_id": ["call_x_0"]}}})

    assert sent(reply(call()).message, unnamed) == [calls(call(id="call_x_0")), result(tool_call_id="call_x_0")]


def test_an_id_that_the_caller_changed_is_written() -> None:
    """What was kept of the wire's spelling belongs to the id that was made up."""
    (message,) = history(calls(call()))
    assert isinstance(message, AssistantMessage)
    renamed = message.model_copy(update={"content": (message.tool_calls[0].model_copy(update={"id": "new"}),)})

    assert sent(renamed) == [calls(call(id="new"))]


def test_a_made_up_id_is_nobody_elses() -> None:
    """Ids of the body's own calls and results are taken, so a result can't meet another's call."""
    wires = [calls(call(), call("g", id="call_0_0")), result(tool_call_id="call_0_0_"), result(tool_call_id="call_0_0")]

    messages = history(*wires)

    assert isinstance(messages[0], AssistantMessage)
    assert [made.id for made in messages[0].tool_calls] == ["call_0_0__", "call_0_0"]
    assert sent(*messages) == wires
    assert reply(call(), call("g", id="call_x_0")).tool_calls[0].id == "call_x_0_"


def test_the_ids_of_a_body() -> None:
    """Whatever else stands in it."""
    body: list[JsonValue] = [1, {"tool_calls": [call(id="a"), call(id=3), "x"]}, {"tool_calls": {}}, {"tool_call_id": "b"}, {}]

    assert ids_in(body) == {"a", "b"}
    assert made_up("call", 1, {"a"}) == "call_1"


def test_only_ids_that_some_say_and_some_leave_out_matter() -> None:
    """Most conversations have none."""
    messages = history(calls(call(), call("g", id="own")), result(), result(tool_call_id="own"))

    assert said_ids(messages) == frozenset()
    assert said_ids([*messages, ToolMessage(tool_call_id="call_0_0", content="")]) == {"call_0_0"}


def test_made_up_ids_are_known() -> None:
    """By the spelling that is kept beside them, if it is one."""
    (message,) = history(calls(call(), call("g", id="own")))
    assert isinstance(message, AssistantMessage)

    assert [is_made_up(made) for made in (*message.tool_calls, *reply(call()).tool_calls)] == [True, False, True]
    assert not is_made_up(ToolCallPart("a", "f", "", provider_data={DIALECT: {SPELLING: 3}}))


@pytest.mark.parametrize("kept", [{}, {"x": 1}, {SPELLING: 3}, {SPELLING: {"x": [1]}, "y": 2}])
def test_spellings_of_other_fields_stay(kept: JsonObject) -> None:
    """Also what no decoder would have kept."""
    assert without_spelling(kept, "id") == kept
    assert respelled(kept, "id", "new") == kept


def test_a_spelling_is_renamed_or_left_out() -> None:
    """In a new object."""
    kept: JsonObject = {SPELLING: {"id": ["a"], "x": [1]}, "y": 2}

    assert respelled(kept, "id", "new") == {SPELLING: {"new": ["a"], "x": [1]}, "y": 2}
    assert without_spelling(kept, "id") == {SPELLING: {"x": [1]}, "y": 2}
    assert without_spelling({SPELLING: {"id": ["a"]}, "y": 2}, "id") == {"y": 2}
    assert kept == {SPELLING: {"id": ["a"], "x": [1]}, "y": 2}
