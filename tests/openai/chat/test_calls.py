"""Twin of chat/calls.py: calls and results, both ways, and ids that the wire leaves out, so that they pair here and on the wire."""

from __future__ import annotations

import pytest
from tests.openai.chat.stream.streams import chunks_of

from interlingua.dialect import EVERYTHING, CallSignature, Capabilities, LossLog, assemble, write_event
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    Loss,
    Message,
    OpaquePart,
    Request,
    Response,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua.types.json import dumps
from interlingua_openai.call_ids import CallIds, ids_to_write
from interlingua_openai.chat.answer import decode_answer, encode_response
from interlingua_openai.chat.calls import CALL_ID, RESULT_ID, decode_call, encode_call, ids_in
from interlingua_openai.chat.dialect import ChatDialect
from interlingua_openai.chat.parts import WHOLE_CALL, opaque
from interlingua_openai.chat.request import decode_request, encode_request
from interlingua_openai.names import CHAT


def function(**fields: object) -> JsonObject:
    """A call as OpenAI writes it, with some fields otherwise; None leaves one out."""
    call: JsonObject = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}, **fields}  # type: ignore[dict-item]  # JSON
    return {name: value for name, value in call.items() if value is not None}


def read(call: JsonObject, *, in_answer: bool = False) -> ToolCallPart | OpaquePart:
    """Decode the first call of the third message."""
    ids = CallIds()
    ids.begin_turn(3)
    return decode_call(call, "$", ids, in_answer=in_answer)


def test_a_function_call_keeps_its_arguments_to_the_letter() -> None:
    """Arguments that were cut off, and are no JSON, come back as they were."""
    call = function(function={"name": "f", "arguments": '{"a": '})

    part = read(call)

    assert part == ToolCallPart("call_1", "f", '{"a": ')
    assert part.provider_data == {}
    assert isinstance(part, ToolCallPart)
    assert encode_call(part, LossLog(CHAT)) == call


def test_a_custom_call_is_a_call_too() -> None:
    """Its free text stands for the arguments, and its kind is kept."""
    call: JsonObject = {"id": "call_1", "type": "custom", "custom": {"name": "f", "input": "4 + 4"}, "x": 1}

    part = read(call)

    assert isinstance(part, ToolCallPart)
    assert part.arguments == "4 + 4"
    assert part.provider_data == {CHAT: {"x": 1, "type": "custom"}}
    assert encode_call(part, LossLog(CHAT)) == call


@pytest.mark.parametrize("wire_id", [None, "", 7])
def test_a_call_without_an_id_gets_one_and_keeps_its_own(wire_id: object) -> None:
    """The id that was made up pairs the call here, and reaches the wire only where a result says it."""
    call = function(id=wire_id)

    part = read(call)

    assert isinstance(part, ToolCallPart)
    assert part.id == "call_3_0"
    assert encode_call(part, LossLog(CHAT)) == call
    assert encode_call(part, LossLog(CHAT), {"call_3_0"}) == {**call, "id": "call_3_0"}


def test_a_call_without_an_id_in_a_response_is_spelled_so_in_a_response_alone() -> None:
    """A request says the made-up id, which its result will answer."""
    call = function(id="")

    part = read(call, in_answer=True)

    assert isinstance(part, ToolCallPart)
    assert encode_call(part, LossLog(CHAT), in_answer=True) == call
    assert encode_call(part, LossLog(CHAT)) == {**call, "id": "call_3_0"}


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ({"name": "f", "arguments": {"a": "é"}}, '{"a": "é"}'),
        ({"name": "f", "arguments": None}, ""),
        ({"name": "f"}, ""),
        ({"name": "f", "arguments": "", "new": [1]}, ""),
    ],
)
def test_arguments_that_are_no_string_are_spelled_as_text(said: JsonObject, arguments: str) -> None:
    """Compatible servers send an object, null or nothing; the wire's own comes back."""
    call = function(function=said, type=None)

    part = read(call)

    assert isinstance(part, ToolCallPart)
    assert part.arguments == arguments
    assert encode_call(part, LossLog(CHAT)) == call


@pytest.mark.parametrize(
    "call", [{}, function(type="mcp"), function(type=["x"]), function(function="f"), function(function={"name": None})]
)
def test_a_call_of_another_shape_stays_whole(call: JsonObject) -> None:
    """It is opaque, marked as an entry of tool_calls."""
    assert read(call) == opaque(call, WHOLE_CALL)


@pytest.mark.parametrize(
    "call",
    [
        {"name": "f", "arguments": '{"a":1}'},
        {"name": "f", "arguments": {"a": 1}, "x": 1},
        {"id": "call_1", "type": "function", "name": "f", "arguments": "{}"},
        {"name": "f"},
    ],
)
def test_a_flat_call_comes_back(call: JsonObject) -> None:
    """As it came; elsewhere it is a call like any other."""
    part = read(call, in_answer=True)

    assert isinstance(part, ToolCallPart)
    assert part.name == "f"
    assert encode_call(part, LossLog(CHAT), in_answer=True) == call
    bare = part.model_copy(update={"provider_data": {}})
    assert encode_call(bare, LossLog(CHAT)) == function(id=part.id, function={"name": "f", "arguments": part.arguments})


def test_flat_calls_in_a_stream() -> None:
    """Each is its own, also without an index; another shape with a name isn't one."""
    delta: JsonObject = {"tool_calls": [{"name": "f", "arguments": {"a": 1}}, {"name": "g", "arguments": "{}"}]}
    decoder = ChatDialect().stream_decoder()
    decoder.feed(write_event(dumps({"choices": [{"index": 0, "delta": delta, "finish_reason": "tool_calls"}]})))
    decoder.close()

    assert [(call.name, call.arguments) for call in decoder.response().tool_calls] == [("f", '{"a": 1}'), ("g", "{}")]
    body = encode_response(decoder.response()).body
    assert body["choices"][0]["message"] == delta  # type: ignore[index, call-overload]  # a list of one
    for other in ({"type": "mcp", "name": "f"}, {"name": "f", "function": "f"}, {"name": 5}):
        assert read(other) == opaque(other, WHOLE_CALL)  # type: ignore[arg-type]  # JSON


def test_a_call_is_an_object() -> None:
    """Anything else is refused with its path."""
    with pytest.raises(ConversionError, match=r"\$\.tool_calls\[0\]"):
        decode_call(None, "$.tool_calls[0]", CallIds())


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
    return decode_answer({"id": "x", "choices": [{"index": 0, "message": calls(*entries), "finish_reason": "tool_calls"}]})


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
    assert encode_response(response).body["choices"] == [
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
    unnamed = ToolMessage(
        tool_call_id="call_x_0", content="1", provider_data={"$marks": {CHAT: {"spelling": {"tool_call_id": ["call_x_0"]}}}}
    )

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


def test_only_ids_that_some_say_and_some_leave_out_matter() -> None:
    """Most conversations have none."""
    messages = history(calls(call(), call("g", id="own")), result(), result(tool_call_id="own"))

    assert ids_to_write(messages, CHAT, CALL_ID, RESULT_ID) == frozenset()
    assert ids_to_write([*messages, ToolMessage(tool_call_id="call_0_0", content="")], CHAT, CALL_ID, RESULT_ID) == {"call_0_0"}


class TestSignature:
    """A model that demands a signature of the first call of a step, as Gemini 3 does."""

    SIGNS = Capabilities(call_signature=CallSignature((("extra", "google", "sign"), ("extra", "vertex", "sign")), "none"))

    def sent(self, *messages: Message) -> tuple[list[JsonValue], list[Loss]]:
        """The calls that are written, message by message, and the losses."""
        encoded = ChatDialect().encode_request(Request(model_id="m", messages=messages), self.SIGNS)
        written = encoded.body["messages"]
        assert isinstance(written, list)
        return [message["tool_calls"] for message in written if isinstance(message, dict) and "tool_calls" in message], [*encoded.losses]

    def call(self, call_id: str, extra: JsonValue = None) -> ToolCallPart:
        """A call, signed or not."""
        return ToolCallPart(call_id, "f", "{}", provider_data={} if extra is None else {CHAT: {"extra": extra}})

    def wire(self, call_id: str, extra: JsonValue = None) -> JsonObject:
        """How it is written."""
        fields: JsonObject = {} if extra is None else {"extra": extra}
        return {"id": call_id, "type": "function", "function": {"name": "f", "arguments": "{}"}, **fields}

    def result(self, call_id: str) -> ToolMessage:
        """Its result."""
        return ToolMessage(tool_call_id=call_id, content="r")

    def test_the_first_call_of_each_step(self) -> None:
        """Gets the placeholder, and no parallel one; each is told as a hint."""
        steps = [
            UserMessage("hi"),
            AssistantMessage([TextPart("Let me see."), self.call("1"), self.call("2")]),
            self.result("1"),
            self.result("2"),
            AssistantMessage(self.call("3")),
            self.result("3"),
            UserMessage("and?"),
            AssistantMessage("Nothing."),
        ]

        calls, losses = self.sent(*steps)

        placeholder: JsonValue = {"google": {"sign": "none"}}
        assert calls == [[self.wire("1", placeholder), self.wire("2")], [self.wire("3", placeholder)]]
        assert [(loss.path, loss.kind, loss.replaced_by) for loss in losses] == [
            ("$.messages[1].content[1]", "hint", "none"),
            ("$.messages[4].content[0]", "hint", "none"),
        ]

    def test_calls_of_one_step_in_several_messages(self) -> None:
        """Are parallel all the same."""
        calls, _ = self.sent(AssistantMessage(self.call("1")), AssistantMessage(self.call("2")), self.result("1"), self.result("2"))

        assert calls == [[self.wire("1", {"google": {"sign": "none"}})], [self.wire("2")]]

    @pytest.mark.parametrize("extra", [{"google": {"sign": "s"}}, {"vertex": {"sign": "s"}, "x": 1}])
    def test_a_call_that_has_one(self, extra: JsonValue) -> None:
        """Stays untouched, in either spelling."""
        calls, losses = self.sent(AssistantMessage([self.call("1", extra), self.call("2")]), self.result("1"), self.result("2"))

        assert calls == [[self.wire("1", extra), self.wire("2")]]
        assert losses == []

    @pytest.mark.parametrize(
        ("extra", "expected"),
        [
            ({"google": {"x": 1}}, {"google": {"x": 1, "sign": "none"}}),
            ({"google": {"sign": ""}}, {"google": {"sign": "none"}}),
            ({"x": 1}, {"x": 1, "google": {"sign": "none"}}),
            ("x", {"google": {"sign": "none"}}),
        ],
    )
    def test_fields_beside_it(self, extra: JsonValue, expected: JsonValue) -> None:
        """Stay."""
        calls, _ = self.sent(AssistantMessage(self.call("1", extra)), self.result("1"))

        assert calls == [[self.wire("1", expected)]]

    def test_a_call_that_is_not_modelled(self) -> None:
        """Is the first one all the same, and what stands in the content is none."""
        block, unknown = OpaquePart(CHAT, {"type": "plan"}), opaque({"id": "1", "type": "mcp"}, WHOLE_CALL)

        calls, losses = self.sent(AssistantMessage([block, unknown, self.call("2")]), self.result("2"))

        assert calls == [[{"id": "1", "type": "mcp", "extra": {"google": {"sign": "none"}}}, self.wire("2")]]
        assert [loss.path for loss in losses] == ["$.messages[0].content[1]"]

    def test_later_messages_change_nothing(self) -> None:
        """What was written before a message is written so with it."""
        turns: list[Message] = [UserMessage("a"), AssistantMessage(self.call("1")), self.result("1")]

        assert self.sent(*turns, UserMessage("b"))[0] == self.sent(*turns)[0]


EXTRA: JsonObject = {"extra_content": {"google": {"thought_signature": "s"}}}


def test_fields_of_a_host_are_kept_with_the_call() -> None:
    """Of the call and of its function, in whole answers and streams alike; the index of a streamed call only says whose piece it is."""
    function: JsonObject = {"name": "f", "arguments": "{}", "provider_specific_fields": {"a": 1}}
    call: JsonObject = {"id": "c", "type": "function", **EXTRA, "function": function}
    message: JsonObject = {"role": "assistant", "content": None, "tool_calls": [{**call, "index": 0}]}
    whole = ChatDialect().decode_response({"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}).value
    first: JsonObject = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}
    later: JsonObject = {"index": 0, **EXTRA, "function": {"arguments": "{}", "provider_specific_fields": {"a": 1}}}

    streamed = assemble(chunks_of(deltas=[{"tool_calls": [first]}, {"tool_calls": [later]}]))

    kept: JsonObject = {**EXTRA, "function": {"provider_specific_fields": {"a": 1}}}
    assert whole.tool_calls[0].provider_data == {CHAT: {**kept, "index": 0}}
    assert streamed.tool_calls[0].provider_data == {CHAT: kept}


def test_whole_calls_without_an_index() -> None:
    """Gemini streams them so, several in one delta or each in its own."""
    calls: list[JsonValue] = [
        {"id": call_id, "type": "function", "function": {"name": "f", "arguments": "{}"}, **EXTRA} for call_id in "ab"
    ]

    together = assemble(chunks_of(deltas=[{"role": "assistant", "tool_calls": calls}]))
    apart = assemble(chunks_of(deltas=[{"role": "assistant", "tool_calls": [call]} for call in calls]))

    assert [(call.id, call.arguments) for call in together.tool_calls] == [("a", "{}"), ("b", "{}")]
    assert together.message.content == apart.message.content


def test_pieces_without_an_index() -> None:
    """Gemini splits arguments so, and sends a signature alone: each is of the last call."""
    pieces: list[JsonObject] = [
        {"id": "a", "function": {"name": "f", "arguments": '{"x"'}},
        {"function": {"arguments": ":1}"}},
        {**EXTRA},
        {"id": "b", "function": {"name": "f", "arguments": "{}"}},
    ]

    calls = assemble(chunks_of(deltas=[{"tool_calls": [piece]} for piece in pieces])).tool_calls

    assert [(call.id, call.arguments) for call in calls] == [("a", '{"x":1}'), ("b", "{}")]
    assert calls[0].provider_data[CHAT] == EXTRA
