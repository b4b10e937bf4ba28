"""Twin of chat/decode_request.py: a body becomes a request."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    Message,
    OpaquePart,
    OutputSchema,
    ReasoningConfig,
    Request,
    SystemMessage,
    TextPart,
    Tool,
    ToolChoice,
    ToolMessage,
    UserMessage,
)
from interlingua.types.json import same_json
from interlingua_openai.chat.decode_request import decode_request
from interlingua_openai.chat.encode_request import encode_request
from interlingua_openai.chat.wire import DIALECT, SPELLING, WHOLE_MESSAGE


def decoded(**fields: JsonValue) -> Request:
    """Decode a body with these fields."""
    return decode_request({"model": "m", "messages": [], **fields}).value


def kept(**fields: JsonValue) -> JsonObject:
    """What the request keeps of these fields."""
    return decoded(**fields).provider_data.get(DIALECT, {})


def message(wire: JsonObject) -> Message:
    """Decode one message."""
    return decoded(messages=[wire]).messages[0]


def test_every_modelled_field_has_its_place() -> None:
    """Nothing is kept twice."""
    request = decoded(
        temperature=0.5,
        top_p=0.9,
        seed=3,
        parallel_tool_calls=False,
        metadata={"a": "b"},
        stream=True,
        reasoning_effort="low",
        max_completion_tokens=9,
        stop=["a", "b"],
        tools=[{"type": "function", "function": {"name": "f"}}],
        tool_choice="auto",
        response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": {}}},
    )

    assert request == Request(
        model_id="m",
        messages=(),
        temperature=0.5,
        top_p=0.9,
        seed=3,
        parallel_tool_calls=False,
        metadata={"a": "b"},
        stream=True,
        reasoning=ReasoningConfig(effort="low", provider_data={}),
        max_tokens=9,
        stop=("a", "b"),
        tools=(Tool("f"),),
        tool_choice=ToolChoice("auto"),
        output_schema=OutputSchema({}, "n"),
    )


def test_every_other_field_is_kept() -> None:
    """Fields of this dialect alone, nulls, and ones that nobody has heard of."""
    fields: JsonObject = {
        "n": 2,
        "logprobs": True,
        "stream_options": {"include_usage": True},
        "tools": None,
        "response_format": None,
        "stop": None,
        "stream": False,
        "temperature": None,
        "max_tokens": None,
        "reasoning_effort": None,
        "top_k": 4,
        "x_new": [1],
        "tool_choice": {"type": "of tomorrow"},
        "functions": [],
        "function_call": "auto",
    }

    assert kept(**fields) == fields
    assert kept(tools=[], response_format={"type": "text"}) == {"tools": [], "response_format": {"type": "text"}}


@pytest.mark.parametrize(
    ("fields", "value", "spelling"),
    [
        ({"temperature": 1}, {"temperature": 1.0}, {"temperature": [1.0, 1]}),
        ({"top_p": 1}, {"top_p": 1.0}, {"top_p": [1.0, 1]}),
        ({"stop": "a"}, {"stop": ("a",)}, {"stop": [["a"], "a"]}),
        ({"max_tokens": 5}, {"max_tokens": 5}, {"max_tokens": "max_tokens"}),
        ({"max_tokens": 5.0}, {"max_tokens": 5}, {"max_tokens": ["max_tokens", 5.0]}),
        ({"max_completion_tokens": 5.0}, {"max_tokens": 5}, {"max_completion_tokens": [5, 5.0]}),
        ({"seed": 7.0}, {"seed": 7}, {"seed": [7, 7.0]}),
    ],
)
def test_spellings_are_marked(fields: JsonObject, value: dict[str, object], spelling: JsonObject) -> None:
    """A value that has two spellings remembers the one that it came in."""
    request = decoded(**fields)

    assert {name: getattr(request, name) for name in value} == value
    assert request.provider_data == {DIALECT: {SPELLING: spelling}}
    assert same_json({"model": "m", "messages": [], **fields}, encode_request(request, EVERYTHING).body)


def test_a_limit_that_was_changed_is_said_as_changed() -> None:
    """Under the name that it came by."""
    for fields in ({"max_tokens": 5.0}, {"max_tokens": 5}):
        request = decoded(**fields).model_copy(update={"max_tokens": 6})

        assert {"model": "m", "messages": [], "max_tokens": 6} == encode_request(request, EVERYTHING).body


@pytest.mark.parametrize("name", ["temperature", "top_p"])
def test_an_integer_that_no_float_can_hold_is_kept(name: str) -> None:
    """Up to 2**53 a float holds it exactly; beyond that it stays as it is, however large, and comes back."""
    for value in (2**53 + 1, -(2**53) - 1, 10**400):
        assert getattr(decoded(**{name: value}), name) is None
        assert kept(**{name: value}) == {name: value}
        assert encode_request(decoded(**{name: value}), EVERYTHING).body[name] == value
    assert getattr(decoded(**{name: 2**53}), name) == 2.0**53


@pytest.mark.parametrize("fields", [{}, {"model": None}, {"model": ""}], ids=str)
def test_a_list_of_messages_needs_no_model(fields: JsonObject) -> None:
    """Whoever sends it names the model; the body comes back as it was."""
    body: JsonObject = {**fields, "messages": [{"role": "user", "content": "hi"}]}

    request = decode_request(body).value

    assert fields.get("model") == request.model_id
    assert body == encode_request(request, EVERYTHING).body


def test_the_newer_token_limit_counts() -> None:
    """Where a body has both, the older one is kept beside it."""
    request = decoded(max_tokens=5, max_completion_tokens=6)

    assert request.max_tokens == 6
    assert request.provider_data == {DIALECT: {"max_tokens": 5}}


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"role": "user", "content": "a"}, UserMessage("a")),
        ({"role": "user", "content": ""}, UserMessage("")),
        ({"role": "user", "content": []}, UserMessage([])),
        (
            {"role": "user", "content": [{"type": "text", "text": "a"}], "name": "n"},
            UserMessage("a", provider_data={DIALECT: {"name": "n", SPELLING: {"content": "list"}}}),
        ),
        ({"role": "user", "content": None}, UserMessage([], provider_data={DIALECT: {SPELLING: {"content": "null"}}})),
        ({"role": "user"}, UserMessage([], provider_data={DIALECT: {SPELLING: {"content": "absent"}}})),
        ({"role": "user", "content": [{"type": "x"}]}, UserMessage(OpaquePart(DIALECT, {"type": "x"}))),
        ({"role": "system", "content": "a"}, SystemMessage("a")),
        ({"role": "developer", "content": "a"}, SystemMessage("a", provider_data={DIALECT: {"role": "developer"}})),
        ({"role": "assistant", "content": "a"}, AssistantMessage("a")),
        ({"role": "tool", "tool_call_id": "c", "content": "a"}, ToolMessage(tool_call_id="c", content="a")),
        (
            {"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a"}, {"type": "image_url"}], "name": "f"},
            ToolMessage(
                tool_call_id="c",
                content=[TextPart("a"), OpaquePart(DIALECT, {"type": "image_url"})],
                provider_data={DIALECT: {"name": "f"}},
            ),
        ),
        (
            {"role": "function", "name": "f", "content": "a"},
            UserMessage(OpaquePart(DIALECT, {WHOLE_MESSAGE: {"role": "function", "name": "f", "content": "a"}})),
        ),
        ({"content": "a"}, UserMessage(OpaquePart(DIALECT, {WHOLE_MESSAGE: {"content": "a"}}))),
        ({"role": ["user"]}, UserMessage(OpaquePart(DIALECT, {WHOLE_MESSAGE: {"role": ["user"]}}))),
    ],
)
def test_messages(wire: JsonObject, expected: Message) -> None:
    """Each role has its class; a role that isn't modelled leaves the whole message as it is."""
    assert message(wire) == expected


def test_made_up_ids_pair_in_order() -> None:
    """Calls without ids and results without ids meet in the order that they stand in; the wire's own spelling is kept."""
    call: JsonObject = {"type": "function", "function": {"name": "f", "arguments": "{}"}}
    request = decoded(
        messages=[
            {"role": "assistant", "content": None, "tool_calls": [{**call, "id": ""}, {**call, "id": "own"}, call]},
            {"role": "tool", "tool_call_id": "", "content": "1"},
            {"role": "tool", "tool_call_id": "own", "content": "2"},
            {"role": "tool", "content": "3"},
            {"role": "tool", "tool_call_id": None, "content": "4"},
        ]
    )
    assistant, *results = request.messages
    assert isinstance(assistant, AssistantMessage)

    assert [call.id for call in assistant.tool_calls] == ["call_0_0", "own", "call_0_2"]
    assert [result.tool_call_id for result in results if isinstance(result, ToolMessage)] == ["call_0_0", "own", "call_0_2", ""]
    assert results[0].provider_data == {DIALECT: {SPELLING: {"tool_call_id": ["call_0_0", ""]}}}
    assert results[2].provider_data == {DIALECT: {SPELLING: {"tool_call_id": ["call_0_2"]}}}


BROKEN: list[tuple[JsonValue, str]] = [
    ([], "$"),
    ({}, "$.messages"),
    ({"model": 1}, "$.model"),
    ({"model": "m"}, "$.messages"),
    ({"model": "m", "messages": "hi"}, "$.messages"),
    ({"model": "m", "messages": ["hi"]}, "$.messages[0]"),
    ({"model": "m", "messages": [{"role": "user", "content": 3}]}, "$.messages[0].content"),
    ({"model": "m", "messages": [{"role": "user", "content": ["a"]}]}, "$.messages[0].content[0]"),
    ({"model": "m", "messages": [{"role": "system", "content": [{"type": "text", "text": "a"}, 1]}]}, "$.messages[0].content[1]"),
    ({"model": "m", "messages": [{"role": "tool", "tool_call_id": 3, "content": "a"}]}, "$.messages[0].tool_call_id"),
    ({"model": "m", "messages": [{"role": "user", SPELLING: {}}]}, f"$.messages[0].{SPELLING}"),
    ({"model": "m", "messages": [], SPELLING: {}}, f"$.{SPELLING}"),
    *(
        ({"model": "m", "messages": [], name: value}, f"$.{name}")
        for name, value in [
            ("temperature", "hot"),
            ("temperature", True),
            ("top_p", []),
            ("seed", 1.5),
            ("seed", True),
            ("parallel_tool_calls", 1),
            ("metadata", "a"),
            ("stream", "yes"),
            ("reasoning_effort", 3),
            ("max_tokens", "many"),
            ("max_completion_tokens", True),
            ("max_tokens", 1.5),
            ("stop", 3),
            ("tools", {}),
        ]
    ),
    ({"model": "m", "messages": [], "stop": ["a", 1]}, "$.stop[1]"),
    # no JSON at all: the path is the number's own, wherever it stands
    ({"model": "m", "messages": [], "temperature": float("nan")}, "$.temperature"),
    ({"model": "m", "messages": [], "x": [0, {"y": float("inf")}]}, "$.x[1].y"),
    ({"model": "m", "messages": [{"role": "user", "content": "a", "zz": float("nan")}]}, "$.messages[0].zz"),
    (
        {"model": "m", "messages": [{"role": "user", "content": [{"type": "new", "n": float("nan")}]}]},
        "$.messages[0].content[0].n",
    ),
    ({"model": "m", "messages": [], "tools": [1]}, "$.tools[0]"),
]


@pytest.mark.parametrize(("body", "path"), BROKEN)
def test_broken_grammar_is_refused_with_its_path(body: JsonObject, path: str) -> None:
    """A wrong type is loud."""
    with pytest.raises(ConversionError) as raised:
        decode_request(body)

    assert raised.value.path == path


def test_the_body_stays_as_it_was() -> None:
    """Decoding takes nothing away from what was handed in."""
    body: JsonObject = {"model": "m", "messages": [], "temperature": 1, "stop": "a"}

    decode_request(body)

    assert body == {"model": "m", "messages": [], "temperature": 1, "stop": "a"}
