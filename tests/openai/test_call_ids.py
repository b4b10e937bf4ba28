"""Twin of call_ids.py: ids that OpenAI refuses for their length."""

from __future__ import annotations

import pytest

from interlingua import get_dialect
from interlingua.types import AssistantMessage, JsonObject, Message, ToolCallPart, ToolMessage, UserMessage
from interlingua.types.json import same_json
from interlingua_openai.call_ids import OWN, mark_own, short_id, with_short_ids
from interlingua_openai.wire import SPELLING

LONG, SHORT = "c" * 41, short_id("c" * 41, 40)
OURS: dict[str, JsonObject] = {"openai.chat": {SPELLING: {OWN: True}}}


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

    assert with_short_ids(messages, "openai.chat", 40) is messages


@pytest.mark.parametrize(
    ("of_call", "of_result", "expected"),
    [
        (None, None, [SHORT, SHORT]),  # another wire's
        (OURS, OURS, [LONG, LONG]),
        (OURS, None, [LONG, LONG]),  # the caller's result answers this wire's call
        (None, OURS, [SHORT, SHORT]),  # a result that was read answers another wire's call
        ({"openai.responses": {SPELLING: {OWN: True}}}, None, [SHORT, SHORT]),
        ({"openai.chat": {SPELLING: "x"}}, None, [SHORT, SHORT]),
    ],
)
def test_a_call_and_its_result_have_one_id(
    of_call: dict[str, JsonObject] | None, of_result: dict[str, JsonObject] | None, expected: list[str]
) -> None:
    """Whoever said either; only what this wire itself said in the call stays long."""
    messages = (UserMessage("hi"), *exchange(LONG, of_call, of_result), *exchange("short"))

    assert ids(with_short_ids(messages, "openai.chat", 40)) == [*expected, "short", "short"]
    assert ids(messages) == [LONG, LONG, "short", "short"]


def test_a_result_without_its_call() -> None:
    """As where the server holds the history: its own mark counts."""
    ours, theirs = ([exchange(LONG, None, kept)[1]] for kept in (OURS, None))

    assert ids(with_short_ids(tuple(ours), "openai.chat", 40)) == [LONG]
    assert ids(with_short_ids(tuple(theirs), "openai.chat", 40)) == [SHORT]


def test_marks() -> None:
    """Stand beside what else is kept, and only where the id is too long."""
    kept: JsonObject = {"x": 1, SPELLING: {"name": ["f"]}}

    assert mark_own(kept, "c", 40) is kept
    assert mark_own(kept, LONG, 40) == {"x": 1, SPELLING: {"name": ["f"], OWN: True}}
    assert mark_own({}, LONG, 40) == {SPELLING: {OWN: True}}


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
