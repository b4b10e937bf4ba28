"""ShareGPT's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import AssistantMessage, ConversionError, SystemMessage, Tool, ToolCallPart, ToolMessage, UserMessage
from interlingua._runtime.convert.forms.sharegpt import read_sharegpt
from interlingua.types import Request, TextPart

if TYPE_CHECKING:
    from interlingua._runtime.convert.forms.record import Record
    from interlingua.types import JsonObject, JsonValue, Message

TURNS: list[JsonValue] = [
    {"from": "human", "value": "How warm is it in Paris?"},
    {"from": "function_call", "value": '{"name": "weather", "arguments": {"city": "Paris"}}'},
    {"from": "observation", "value": '{"celsius": 18}'},
    {"from": "gpt", "value": "18 °C."},
]
SAID: tuple[Message, ...] = (
    UserMessage("How warm is it in Paris?"),
    AssistantMessage([ToolCallPart("call_1_0", "weather", '{"city": "Paris"}')]),
    ToolMessage(tool_call_id="call_1_0", content='{"celsius": 18}'),
    AssistantMessage("18 °C."),
)


def read(line: JsonValue, *keep: str) -> Record:
    """Read a record."""
    return read_sharegpt(line, "$", keep)


def messages(line: JsonValue) -> tuple[Message, ...]:
    """Give a record's messages."""
    value = read(line).value
    assert isinstance(value, Request)
    return value.messages


@pytest.mark.parametrize(
    "line", [TURNS, {"conversations": TURNS}, {"conversation": TURNS}, {"messages": TURNS}], ids=["bare", "usual", "singular", "messages"]
)
def test_turns_become_messages(line: JsonValue) -> None:
    """Calls get ids from their place, and results the ids of the calls before them."""
    assert SAID == messages(line)
    assert ((), {}) == (read(line).losses, read(line).own)


def test_a_record_has_a_system_text_tools_and_fields_of_its_own() -> None:
    """As LLaMA-Factory's have; the tools are JSON text."""
    tools = '[{"name": "weather", "description": "d", "parameters": {"type": "object", "properties": {}}}]'
    record = read({"id": "a", "conversations": TURNS[:1], "system": "Be brief.", "tools": tools, "label": None})

    assert isinstance(record.value, Request)
    assert (SystemMessage("Be brief."), UserMessage("How warm is it in Paris?")) == record.value.messages
    assert (Tool("weather", "d", {"type": "object", "properties": {}}),) == record.value.tools
    assert {"id": "a", "label": None} == record.own


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_field_of_a_table_says_nothing(empty: str | None) -> None:
    """No system message, no tools."""
    record = read({"conversations": TURNS[:1], "system": empty, "tools": empty, "chosen": empty})

    assert isinstance(record.value, Request)
    assert ((UserMessage("How warm is it in Paris?"),), ()) == (record.value.messages, record.value.tools)


@pytest.mark.parametrize(("field", "losses"), [("Be brief.", []), ("Be long.", ["$.system"])])
def test_a_system_turn_stands_for_the_field(field: str, losses: list[str]) -> None:
    """As in LLaMA-Factory; that another text gives way is a loss of content."""
    record = read({"system": field, "conversations": [{"from": "system", "value": "Be brief."}, *TURNS[:1]]})

    assert isinstance(record.value, Request)
    assert SystemMessage("Be brief.") == record.value.messages[0]
    assert losses == [loss.path for loss in record.losses]


@pytest.mark.parametrize(
    ("said", "role"),
    [("human", "user"), ("user", "user"), ("gpt", "assistant"), ("chatgpt", "assistant"), ("system", "system"), ("USER", "user")],
)
def test_each_speaker_has_a_role(said: str, role: str) -> None:
    """Whatever a data set calls it."""
    assert role == messages([{"from": said, "value": "hi"}])[0].role


def test_parallel_calls_have_their_results_in_order() -> None:
    """Each its own; a conversation may end with calls."""
    calls = {"from": "function-call", "value": '[{"name": "f", "arguments": {}}, {"name": "g", "arguments": "{}"}]'}
    results = [{"from": "tool_response", "value": "1"}, {"from": "tool", "value": "2"}]

    assert ["call_0_0", "call_0_1"] == [message.tool_call_id for message in messages([calls, *results]) if isinstance(message, ToolMessage)]
    assert 1 == len(messages([calls]))


def test_hermes_writes_calls_and_results_into_texts() -> None:
    """Several in a turn, and text before them."""
    asked = 'See:\n<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>\n<tool_call>{"name": "g", "arguments": {}}</tool_call>'
    told = "<tool_response>\n1\n</tool_response>\n<tool_response>\n2\n</tool_response>"

    assert (
        AssistantMessage([TextPart("See:"), ToolCallPart("call_0_0", "f", '{"a": 1}'), ToolCallPart("call_0_1", "g", "{}")]),
        ToolMessage(tool_call_id="call_0_0", content="1"),
        ToolMessage(tool_call_id="call_0_1", content="2"),
    ) == messages([{"from": "gpt", "value": asked}, {"from": "tool", "value": told}])


def test_what_only_looks_like_a_call_stays_text() -> None:
    """Nothing is guessed."""
    text = "<tool_call>{'name': 'f'}</tool_call>"

    assert (AssistantMessage(text),) == messages([{"from": "gpt", "value": text}])


def test_a_field_of_a_turn_is_told() -> None:
    """`weight` and its kind have no place in a message; null ones say nothing."""
    record = read([{"from": "gpt", "value": "hi", "weight": 0, "markdown": None}])

    assert [("$[0].weight", "hint")] == [(loss.path, loss.kind) for loss in record.losses]
    assert ["$[0].role"] == [loss.path for loss in read([{"from": "human", "value": "hi", "role": "human"}]).losses]


@pytest.mark.parametrize("name", ["chosen", "rejected", "images", "audios"])
def test_what_belongs_to_the_conversation_and_has_no_place_is_refused(name: str) -> None:
    """Unless it is to stay as it is."""
    line: JsonObject = {"conversations": TURNS[:1], name: ["x"]}

    with pytest.raises(ConversionError, match=name):
        read(line)
    assert {name: ["x"]} == read(line, name).own


@pytest.mark.parametrize(
    ("line", "path", "said"),
    [
        (5, "$", "expected an object"),
        ({"id": 1}, "$.conversations", "has 'conversations', and this one has 'id'"),
        ({"conversations": "x"}, "$.conversations", "not JSON"),
        ([5], "$[0]", "expected an object"),
        ([{"from": "martian", "value": "x"}], "$[0].from", "'martian' is nobody"),
        ([{"from": "human", "value": None}], "$[0].value", "expected a string"),
        ([{"from": "human"}], "$[0].value", "expected a string"),
        ([{"value": "x"}], "$[0].from", "expected a string"),
        ([{"role": "user", "content": "x"}], "$[0]", "'role', which is a chat message's"),
        ([{"from": "tool", "value": "x"}], "$[0]", "a result without a call"),
        ([{"from": "function_call", "value": "f()"}], "$[0].value", "not JSON"),
        ([{"from": "function_call", "value": '[{"name":"f"},{"name":"g"}]'}, {"from": "tool", "value": "1"}], "$", "2 calls and 1 result "),
        ([*TURNS[:3], {"from": "tool", "value": "x"}], "$[3]", "a result without a call"),
        ({"conversations": TURNS, "tools": "weather(city)"}, "$.tools", "not JSON"),
    ],
)
def test_what_is_no_conversation_is_refused(line: JsonValue, path: str, said: str) -> None:
    """With the place and the reason."""
    with pytest.raises(ConversionError) as raised:
        read(line)
    assert path == raised.value.path
    assert said in raised.value.reason


@given(st.lists(st.tuples(st.sampled_from(["human", "gpt", "system"]), st.text())))
def test_every_text_arrives(turns: list[tuple[str, str]]) -> None:
    """In its order, to the last character."""
    line: JsonValue = [{"from": said, "value": text} for said, text in turns]

    assert [text for _, text in turns] == [
        "".join(part.text for part in message.content if isinstance(part, TextPart)) for message in messages(line)
    ]
