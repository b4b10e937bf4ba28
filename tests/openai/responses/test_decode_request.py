"""Twin of responses/decode_request.py: bodies become requests."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    OpaquePart,
    OutputSchema,
    ReasoningConfig,
    ReasoningPart,
    Request,
    SystemMessage,
    TextPart,
    Tool,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    UserMessage,
)
from interlingua_openai.responses.decode_request import decode_request
from interlingua_openai.responses.wire import DIALECT


def decoded(body: JsonObject) -> Request:
    """Read a body of which nothing is lost."""
    found = decode_request(body)
    assert found.losses == ()
    return found.value


def kept(body: JsonObject) -> JsonObject:
    """Give what is kept of a body with a model and an input."""
    return decoded({"model": "m", "input": [], **body}).provider_data.get(DIALECT, {})


def test_a_whole_request() -> None:
    """Every field that a request has."""
    schema: JsonObject = {"type": "object"}

    assert decoded({
        "model": "gpt-5", "instructions": "be brief", "input": [{"role": "user", "content": "hi"}], "max_output_tokens": 5,
        "temperature": 0.5, "top_p": 0.9, "parallel_tool_calls": False, "metadata": {"a": "b"}, "stream": True,
        "tools": [{"type": "function", "name": "f"}], "tool_choice": "required", "reasoning": {"effort": "low", "summary": "auto"},
        "text": {"format": {"type": "json_schema", "name": "n", "schema": schema}, "verbosity": "low"},
        "store": False, "include": ["reasoning.encrypted_content"],
    }) == Request(
        model_id="gpt-5", messages=(SystemMessage("be brief"), UserMessage("hi")), max_tokens=5, temperature=0.5, top_p=0.9,
        parallel_tool_calls=False, metadata={"a": "b"}, stream=True, tools=(Tool("f"),), tool_choice=ToolChoice("required"),
        reasoning=ReasoningConfig(effort="low", provider_data={DIALECT: {"summary": "auto"}}), output_schema=OutputSchema(schema, "n"),
        provider_data={DIALECT: {"text": {"verbosity": "low"}, "store": False, "include": ["reasoning.encrypted_content"]}},
    )  # fmt: skip


def test_consecutive_items_of_the_model_are_one_message() -> None:
    """In their order: reasoning before the calls it led to, items that aren't modelled in their place."""
    search: JsonObject = {"type": "web_search_call", "id": "ws"}
    approval: JsonObject = {"type": "mcp_approval_response", "approve": True}
    items: list[JsonValue] = [
        {"role": "user", "content": "hi"},
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"},
        search,
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "b", "name": "g", "input": "x"},
        approval,
        {"type": "function_call_output", "call_id": "a", "output": "1"},
        {"type": "custom_tool_call_output", "call_id": "b", "output": "2"},
        {"type": "message", "role": "assistant", "content": "done"},
        {"role": "critic", "content": "hm"},
    ]

    assert decoded({"model": "m", "input": items}).messages == (
        UserMessage("hi"),
        AssistantMessage([
            ReasoningPart(encrypted_content="gAAA", provider="openai"),
            OpaquePart(DIALECT, search),
            ToolCallPart("a", "f", "{}"),
            ToolCallPart("b", "g", "x", provider_data={DIALECT: {"type": "custom_tool_call"}}),
        ]),
        UserMessage(OpaquePart(DIALECT, approval)),
        ToolMessage(tool_call_id="a", content="1"),
        ToolMessage(tool_call_id="b", content="2"),
        AssistantMessage("done"),
        UserMessage(OpaquePart(DIALECT, {"role": "critic", "content": "hm"})),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "messages", "mark"),
    [
        ({"input": "hi"}, (UserMessage("hi"),), "text"),
        ({}, (), [[]]),
        ({"input": None}, (), [[], None]),
        ({"input": [], "instructions": ""}, (SystemMessage(""),), None),
    ],
)
def test_spellings_of_the_input(body: JsonObject, messages: tuple[UserMessage, ...], mark: JsonValue) -> None:
    """A string, nothing at all, null."""
    request = decoded({"model": "m", **body})

    assert request.messages == messages
    assert request.provider_data == ({} if mark is None else {DIALECT: {"$spelling": {"input": mark}}})


@pytest.mark.parametrize("body", [{}, {"model": None}, {"model": ""}])
def test_a_body_without_a_model(body: JsonObject) -> None:
    """As one that names a stored prompt."""
    request = decoded({"prompt": {"id": "p"}, "input": [], **body})

    assert request.model_id == body.get("model")
    assert request.provider_data == {DIALECT: {"prompt": {"id": "p"}, **(body or {"$spelling": {"model": "absent"}})}}


@pytest.mark.parametrize(
    "body",
    [
        {"previous_response_id": "r"}, {"conversation": {"id": "c"}}, {"truncation": "auto"}, {"background": True}, {"stream": False},
        {"stream": None}, {"instructions": None}, {"instructions": [{"role": "user", "content": "x"}]}, {"temperature": "hot"},
        {"tools": None}, {"tools": []}, {"tool_choice": {"type": "web_search_preview"}}, {"text": {"format": {"type": "text"}}},
        {"text": "x"}, {"reasoning": None}, {"x_new": {"a": [1]}},
    ],
)  # fmt: skip
def test_what_a_request_cannot_hold_is_kept(body: JsonObject) -> None:
    """As it is."""
    assert kept(body) == body


def test_a_whole_number_stays_one() -> None:
    """It would come back as 1.0."""
    assert kept({"temperature": 1}) == {"$spelling": {"temperature": [1.0, 1]}}


def test_a_text_of_a_schema_alone_leaves_nothing() -> None:
    """The schema is the request's."""
    assert kept({"text": {"format": {"type": "json_schema", "name": "n", "schema": {}}}}) == {}


def test_an_odd_effort_stays_with_the_reasoning() -> None:
    """The config holds what it can."""
    request = decoded({"model": "m", "input": [], "reasoning": {"effort": None, "mode": "pro"}})

    assert request.reasoning == ReasoningConfig(provider_data={DIALECT: {"effort": None, "mode": "pro"}})


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"model": 5}, "$.model"),
        ({"input": 5}, "$.input"),
        ({"input": ["x"]}, "$.input[0]"),
        ({"input": [{"role": "user", "content": [], "$spelling": 1}]}, "$.input[0].$spelling"),
        ({"stream": "yes"}, "$.stream"),
        ({"tools": {}}, "$.tools"),
        ({"tools": [5]}, "$.tools[0]"),
        ({"$spelling": {}}, "$.$spelling"),
        ({"text": {"format": {"type": "json_schema", "name": "n", "schema": {}}, "$spelling": 1}}, "$.text.$spelling"),
        ({"metadata": {"a": float("nan")}}, "$.metadata.a"),
    ],
)
def test_what_breaks_the_grammar_is_refused(body: JsonObject, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        decode_request({"model": "m", "input": [], **body})

    assert raised.value.path == path


def test_the_text_of_a_read_part() -> None:
    """A history's answer reads as text."""
    request = decoded({"model": "m", "input": [{"role": "assistant", "content": [{"type": "output_text", "text": "a"}]}]})

    (message,) = request.messages
    assert isinstance(message.content[0], TextPart)
    assert message.content[0].text == "a"
