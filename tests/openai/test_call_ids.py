"""Twin of call_ids.py: ids that OpenAI refuses for their length."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import get_dialect
from interlingua.dialect import NOTHING, Capabilities, Kept
from interlingua.types import AssistantMessage, JsonObject, JsonValue, Message, Request, ToolCallPart, ToolMessage, UserMessage
from interlingua.types.json import same_json
from interlingua_openai.call_ids import CallIds, _candidates, ids_to_write, mark_own, short_id, with_taken_ids

LONG, SHORT = "c" * 41, short_id("c" * 41, 40)
OURS: dict[str, JsonObject] = {"$marks": {"openai.chat": {"own_id": True}}}


def exchange(call_id: str, of_call: dict[str, JsonObject] | None = None, of_result: dict[str, JsonObject] | None = None) -> list[Message]:
    """A call and its result, with what is kept of each."""
    return [
        AssistantMessage([ToolCallPart(call_id, "f", "{}", provider_data=of_call or {})]),
        ToolMessage(tool_call_id=call_id, content="r", provider_data=of_result or {}),
    ]


def ids(messages: tuple[Message, ...]) -> list[str]:
    """The ids of the calls and results."""
    said: list[str] = []
    for message in messages:
        if isinstance(message, ToolMessage):
            said.append(message.tool_call_id)
        elif isinstance(message, AssistantMessage):
            said += [call.id for call in message.tool_calls]
    return said


def test_a_short_id() -> None:
    """Is as long as the wire takes, the same always, and another one for another id with the same beginning."""
    assert len(SHORT) == 40
    assert SHORT == short_id(LONG, 40) != short_id(LONG + "c", 40)
    assert SHORT.startswith("c" * 27 + "_")
    assert len(short_id("\ud800" * 99, 64)) == 64


def test_what_fits_is_the_same_object() -> None:
    """Most conversations need nothing."""
    messages = (UserMessage("hi"), *exchange("c" * 40))

    assert with_taken_ids(messages, "openai.chat", 40) is messages


@pytest.mark.parametrize(
    ("of_call", "of_result", "expected"),
    [
        (None, None, [SHORT, SHORT]),  # another wire's
        (OURS, OURS, [LONG, LONG]),
        (OURS, None, [LONG, LONG]),  # the caller's result answers this wire's call
        (None, OURS, [SHORT, SHORT]),  # a result that was read answers another wire's call
        ({"$marks": {"openai.responses": {"own_id": True}}}, None, [SHORT, SHORT]),
        ({"$marks": {"openai.chat": {"own_id": "x"}}}, None, [SHORT, SHORT]),
    ],
)
def test_a_call_and_its_result_have_one_id(
    of_call: dict[str, JsonObject] | None, of_result: dict[str, JsonObject] | None, expected: list[str]
) -> None:
    """Whoever said either; only what this wire itself said in the call stays long."""
    messages = (UserMessage("hi"), *exchange(LONG, of_call, of_result), *exchange("short"))

    assert ids(with_taken_ids(messages, "openai.chat", 40)) == [*expected, "short", "short"]
    assert ids(messages) == [LONG, LONG, "short", "short"]


@pytest.mark.parametrize("asked", [(LONG, SHORT), (SHORT, LONG)])
def test_a_short_id_is_nobody_elses(asked: tuple[str, str]) -> None:
    """Another call may have that very id; the first of the two keeps it, as nothing that comes later changes what stands before."""
    messages = (UserMessage("hi"), *exchange(asked[0]), *exchange(asked[1]))

    first, _, second, result = ids(with_taken_ids(messages, "openai.chat", 40))

    assert first == SHORT != second == result


class TestExactly:
    """Nine letters and digits, as Mistral takes them."""

    def mapped(self, *call_ids: str) -> list[str]:
        """What stands for each id of a conversation."""
        messages = [message for call_id in call_ids for message in exchange(call_id)]
        said = ids(with_taken_ids(tuple(messages), "openai.chat", 40, 9))
        assert said[::2] == said[1::2]  # a call and its result have one
        assert all(re.fullmatch("[a-zA-Z0-9]{9}", stands) for stands in said)
        return said[::2]

    def test_the_beginning_of_the_hash(self) -> None:
        """In base 62; the same always, whatever else is said, and another for another id."""
        number, said = int.from_bytes(sha256(b"call_1").digest()), ""
        while number:
            number, digit = divmod(number, 62)
            said = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[digit] + said

        assert self.mapped("call_1") == [said.zfill(43)[:9]]
        assert self.mapped("a", "call_1", "call_1", "b")[1:3] == [said.zfill(43)[:9]] * 2
        assert len({*self.mapped("a", "b", "\ud800", LONG, "toolu_01", "abc123xy!", "Ä23456789")}) == 7

    def test_what_is_taken_stays(self) -> None:
        """It is the same object, also where another wire said it."""
        messages = (UserMessage("hi"), *exchange("abc123XYZ"))

        assert with_taken_ids(messages, "openai.chat", 40, 9) is messages

    def test_two_of_a_request_never_share_one(self) -> None:
        """Whichever comes first keeps it, so that no later message changes what was written before."""
        (first,) = self.mapped("call_1")

        assert self.mapped("call_1", first)[0] == first
        assert self.mapped("call_1", first)[1] != first
        assert self.mapped(first, "call_1")[0] == first
        assert self.mapped(first, "call_1")[1] != first
        assert len({*self.mapped(*(f"call_{number}" for number in range(200)))}) == 200

    def test_the_next_slices(self) -> None:
        """Follow one another, and then those of the hash's own hash."""
        found = list(islice(_candidates("call_1", 9), 9))

        assert len({*found}) == 9
        assert all(re.fullmatch("[a-zA-Z0-9]{9}", stands) for stands in found)
        assert next(_candidates("abc123XYZ", 9)) == "abc123XYZ"

    @given(st.lists(st.text(max_size=12), min_size=1, max_size=6), st.lists(st.text(max_size=12), max_size=6))
    def test_later_messages_change_nothing(self, before: list[str], after: list[str]) -> None:
        """The prefix of a conversation is written the same with and without them."""
        before, after = [call_id or "x" for call_id in before], [call_id or "x" for call_id in after]

        assert self.mapped(*before, *after)[: len(before)] == self.mapped(*before)

    def test_an_own_id_is_mapped_too(self) -> None:
        """The host is as strict with what another host of this wire said; an empty one pairs nothing, and stays."""
        messages = (*exchange(LONG, OURS, OURS), ToolMessage(tool_call_id="", content="r"))

        assert [len(call_id) for call_id in ids(with_taken_ids(messages, "openai.chat", 40, 9))] == [9, 9, 0]

    def test_a_request(self) -> None:
        """Follows the capabilities; the request's own messages stay as they are."""
        request = Request(model_id="m", messages=(UserMessage("hi"), *exchange("call_1")))

        body = get_dialect("openai.chat").encode_request(request, Capabilities(tool_id_length=9)).body

        call, result = body["messages"][1:]  # type: ignore[index, misc]  # a list of three
        assert call["tool_calls"][0]["id"] == result["tool_call_id"] == self.mapped("call_1")[0]  # type: ignore[index, call-overload]  # objects
        assert request.messages[2].tool_call_id == "call_1"  # type: ignore[union-attr]  # the result


def test_a_result_without_its_call() -> None:
    """As where the server holds the history: its own mark counts."""
    ours, theirs = ([exchange(LONG, None, kept)[1]] for kept in (OURS, None))

    assert ids(with_taken_ids(tuple(ours), "openai.chat", 40)) == [LONG]
    assert ids(with_taken_ids(tuple(theirs), "openai.chat", 40)) == [SHORT]


def test_marks() -> None:
    """Stand beside what else is kept, and only where the id is too long."""
    kept = Kept({"x": 1}, {"spelling": {"name": ["f"]}})

    assert mark_own(kept, "c", 40) is kept
    assert mark_own(kept, LONG, 40) == Kept({"x": 1}, {"spelling": {"name": ["f"]}, "own_id": True})
    assert mark_own(NOTHING, LONG, 40) == Kept({}, {"own_id": True})


def test_ids_that_are_made_up() -> None:
    """Nobody else has them, and results get them in the order of their calls."""
    ids = CallIds({"call_1"})
    found = [ids.of_call(own) for ids.place, own in enumerate(["a", None, "", 7])]

    assert found == ["a", "call_1_", "call_2", "call_3"]
    assert [ids.of_result(own) for own in ("b", "", None, 7, None)] == ["b", "call_1_", "call_2", "call_3", ""]


def test_answers_and_turns_have_ids_of_their_own() -> None:
    """Nothing waits for a new turn."""
    ids, nameless = CallIds(answer_id="resp_1"), CallIds(answer_id="")

    assert (ids.of_call(None), nameless.of_call(None)) == ("call_resp_1_0", "call_0")
    ids.begin_turn(3)
    assert ids.of_result(None) == ""
    assert ids.of_call(None) == "call_3_0"
    assert ids.of_result(None) == "call_3_0"


@pytest.mark.parametrize(
    ("of_call", "of_result", "expected"),
    [
        (["c"], ["c", ""], set()),  # both leave it out
        (["c"], None, {"c"}),
        (None, ["c"], {"c"}),
        (None, None, set()),
        (["other"], ["c"], {"c"}),  # the caller changed the call's since
        ("absent", ["c"], {"c"}),
    ],
)
def test_ids_that_some_say_and_some_leave_out(of_call: JsonValue, of_result: JsonValue, expected: set[str]) -> None:
    """Have to be written everywhere; an empty one pairs nothing."""

    def marks(field: str, pair: JsonValue) -> dict[str, JsonObject]:
        return {} if pair is None else {"$marks": {"some.dialect": {"spelling": {field: pair}}}}

    messages = exchange("c", marks("id", of_call), marks("answers", of_result))
    empty = [*exchange("", marks("id", [""])), UserMessage("hi")]

    assert ids_to_write([*messages, *empty], "some.dialect", "id", "answers") == expected


CHAT: JsonObject = {
    "model": "m",
    "messages": [
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": LONG * 2, "type": "function", "function": {"name": "f", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": LONG * 2, "content": "r"},
    ],
}
RESPONSES: JsonObject = {
    "model": "m",
    "input": [
        {"type": "function_call", "call_id": LONG * 2, "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": LONG * 2, "output": "r"},
    ],
}


@pytest.mark.parametrize(("name", "body"), [("openai.chat", CHAT), ("openai.responses", RESPONSES)])
def test_a_wires_own_ids_go_back(name: str, body: JsonObject) -> None:
    """However long: the host that said them takes them. Another wire is sent short ones, and the conversation keeps the long one."""
    dialect, other = get_dialect(name), get_dialect("openai.responses" if name == "openai.chat" else "openai.chat")

    request = dialect.decode_request(body).value
    abroad = other.encode_request(request)

    assert same_json(dialect.encode_request(request).body, body)
    assert ids(request.messages) == [LONG * 2] * 2
    assert ids(other.decode_request(abroad.body).value.messages) == [short_id(LONG * 2, 64 if name == "openai.chat" else 40)] * 2
    assert abroad.losses == ()
