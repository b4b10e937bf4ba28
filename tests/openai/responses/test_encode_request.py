"""Twin of responses/encode_request.py: requests become bodies."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Feature
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    Message,
    OutputSchema,
    ReasoningConfig,
    ReasoningPart,
    Request,
    SystemMessage,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua_openai.responses.encode_request import encode_count, encode_request
from interlingua_openai.responses.wire import DIALECT


def request(*messages: Message, **fields: object) -> Request:
    """A request."""
    return Request(model_id="m", messages=messages, **fields)  # type: ignore[arg-type]  # fields of a request


def body(*messages: Message, **fields: object) -> JsonObject:
    """The body of a request of which nothing is lost."""
    encoded = encode_request(request(*messages, **fields), EVERYTHING)
    assert encoded.losses == ()
    assert encoded.headers == {}
    return encoded.body


def test_nothing_is_invented() -> None:
    """A request that says little makes a body that says as little."""
    assert body(UserMessage("hi")) == {"model": "m", "input": [{"role": "user", "content": "hi"}]}
    assert body() == {"model": "m", "input": []}


def test_a_whole_request() -> None:
    """Every field that this wire has."""
    schema: JsonObject = {"type": "object"}

    assert body(
        SystemMessage("be brief"), UserMessage("hi"), max_tokens=5, temperature=0.5, top_p=0.9, parallel_tool_calls=False,
        metadata={"a": "b"}, stream=True, tools=(Tool("f"),), tool_choice="auto", reasoning=ReasoningConfig(effort="low"),
        output_schema=OutputSchema(schema, "n"), provider_data={DIALECT: {"store": False, "text": {"verbosity": "low"}}},
    ) == {
        "model": "m", "instructions": "be brief", "input": [{"role": "user", "content": "hi"}], "max_output_tokens": 5,
        "temperature": 0.5, "top_p": 0.9, "parallel_tool_calls": False, "metadata": {"a": "b"}, "stream": True,
        "tools": [{"type": "function", "name": "f"}], "tool_choice": "auto", "reasoning": {"effort": "low"},
        "text": {"format": {"type": "json_schema", "name": "n", "schema": schema}, "verbosity": "low"}, "store": False,
    }  # fmt: skip


def test_a_turn_with_reasoning_calls_and_results() -> None:
    """Each part is an item, and each result answers the kind of call that it had."""
    custom = ToolCallPart("b", "g", "x", provider_data={DIALECT: {"type": "custom_tool_call"}})
    said = AssistantMessage([ReasoningPart(encrypted_content="gAAA", provider="openai"), ToolCallPart("a", "f", "{}"), custom])
    results = [ToolMessage(tool_call_id="a", content="1"), ToolMessage(tool_call_id="b", content="2")]

    assert body(UserMessage("hi"), said, *results, AssistantMessage("done"))["input"] == [
        {"role": "user", "content": "hi"},
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"},
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "b", "name": "g", "input": "x"},
        {"type": "function_call_output", "call_id": "a", "output": "1"},
        {"type": "custom_tool_call_output", "call_id": "b", "output": "2"},
        {"type": "message", "role": "assistant", "content": "done"},
    ]


def test_only_the_first_system_message_is_instructions() -> None:
    """And only where one string can say it; every other stands in its place."""
    two = SystemMessage([TextPart("a"), TextPart("b")])

    assert body(SystemMessage("a"), SystemMessage("b"), UserMessage("hi"), SystemMessage("c")) == {
        "model": "m",
        "instructions": "a",
        "input": [{"role": "system", "content": "b"}, {"role": "user", "content": "hi"}, {"role": "system", "content": "c"}],
    }
    assert "instructions" not in body(two)


def test_a_host_that_takes_system_messages_only_first() -> None:
    """The late ones move, each with a hint."""
    encoded = encode_request(
        request(SystemMessage("a"), SystemMessage("b"), UserMessage("hi"), SystemMessage("c")), Capabilities(frozenset({"system_in_place"}))
    )

    assert encoded.body["input"] == [
        {"role": "system", "content": "b"},
        {"role": "system", "content": "c"},
        {"role": "user", "content": "hi"},
    ]
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.messages[3]", "hint")]


@pytest.mark.parametrize(
    ("lacks", "fields", "losses"),
    [
        ("temperature", {"temperature": 1.0}, [("$.temperature", "hint")]),
        ("top_p", {"top_p": 1.0}, [("$.top_p", "hint")]),
        ("parallel_tool_calls", {"parallel_tool_calls": True}, [("$.parallel_tool_calls", "hint")]),
        ("metadata", {"metadata": {}}, [("$.metadata", "hint")]),
        ("output_schema", {"output_schema": {"type": "object"}}, [("$.output_schema", "content")]),
        ("reasoning_effort", {"reasoning": ReasoningConfig(effort="low")}, [("$.reasoning.effort", "hint")]),
        ("image", {"reasoning": ReasoningConfig(budget_tokens=5)}, [("$.reasoning.budget_tokens", "hint")]),
        ("image", {"seed": 1, "stop": ("a",), "top_k": 2}, [("$.seed", "hint"), ("$.stop", "hint"), ("$.top_k", "hint")]),
    ],
)
def test_what_the_model_or_the_wire_lacks_is_told(lacks: Feature, fields: dict[str, object], losses: list[tuple[str, str]]) -> None:
    """And left out."""
    encoded = encode_request(request(**fields), Capabilities(frozenset({lacks})))

    assert encoded.body == {"model": "m", "input": []}
    assert [(loss.path, loss.kind) for loss in encoded.losses] == losses


def test_a_host_has_its_own_names() -> None:
    """Also for fields that this wire itself doesn't have."""
    names = {"max_output_tokens": "max_tokens", "top_k": "top_k", "stop": "stop", "seed": "seed"}
    said = request(max_tokens=5, top_k=2, stop=("a",), seed=1)

    assert encode_request(said, Capabilities(frozenset(), names)).body == {
        "model": "m", "input": [], "max_tokens": 5, "top_k": 2, "stop": ["a"], "seed": 1
    }  # fmt: skip
    assert [loss.path for loss in encode_request(said, Capabilities(frozenset({"seed"}), names)).losses] == ["$.seed"]


def test_an_empty_reasoning_config_is_said() -> None:
    """As the wire's empty object."""
    assert body(reasoning=ReasoningConfig())["reasoning"] == {}
    assert body(reasoning=ReasoningConfig(provider_data={DIALECT: {"summary": "auto"}}))["reasoning"] == {"summary": "auto"}


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([UserMessage("hi")], "hi"),
        ([UserMessage("hi"), UserMessage("more")], [{"role": "user", "content": "hi"}, {"role": "user", "content": "more"}]),
        ([UserMessage([TextPart("a"), TextPart("b")])], [{"role": "user", "content": [
            {"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"},
        ]}]),
        ([AssistantMessage("hi")], [{"type": "message", "role": "assistant", "content": "hi"}]),
    ],
)  # fmt: skip
def test_an_input_that_was_a_string(messages: list[Message], said: object) -> None:
    """It is one as long as nothing else was said."""
    assert body(*messages, provider_data={DIALECT: {"$spelling": {"input": "text"}}})["input"] == said


def test_a_request_without_a_model() -> None:
    """Says none."""
    assert encode_request(Request(model_id="", messages=()), EVERYTHING).body == {"input": []}


def test_what_is_counted() -> None:
    """The counting endpoint takes what counts among the input, and nothing else; leaving the rest out is no loss."""
    counted = encode_count(
        request(
            SystemMessage("s"), UserMessage("hi"), max_tokens=5, stream=True, tools=(Tool("f"),), provider_data={DIALECT: {"store": False}}
        ),
        EVERYTHING,
    )

    assert counted.body == {
        "model": "m",
        "instructions": "s",
        "input": [{"role": "user", "content": "hi"}],
        "tools": [{"type": "function", "name": "f"}],
    }
    assert counted.losses == ()
