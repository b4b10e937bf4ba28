"""Twin of chat/tool_calls.py: calls of an assistant's message, both ways."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import JsonObject, OpaquePart, ToolCallPart
from interlingua_openai.chat.tool_calls import decode_call, encode_call
from interlingua_openai.chat.wire import DIALECT, WHOLE_CALL


def function(**fields: object) -> JsonObject:
    """A call as OpenAI writes it, with some fields otherwise; None leaves one out."""
    call: JsonObject = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}, **fields}  # type: ignore[dict-item]  # JSON
    return {name: value for name, value in call.items() if value is not None}


def test_a_function_call_keeps_its_arguments_to_the_letter() -> None:
    """Arguments that were cut off, and are no JSON, come back as they were."""
    call = function(function={"name": "f", "arguments": '{"a": '})

    part = decode_call(call, "$", "made_up")

    assert part == ToolCallPart("call_1", "f", '{"a": ')
    assert part.provider_data == {}
    assert isinstance(part, ToolCallPart)
    assert encode_call(part) == call


def test_a_custom_call_is_a_call_too() -> None:
    """Its free text stands for the arguments, and its kind is kept."""
    call: JsonObject = {"id": "call_1", "type": "custom", "custom": {"name": "f", "input": "4 + 4"}, "x": 1}

    part = decode_call(call, "$", "made_up")

    assert isinstance(part, ToolCallPart)
    assert part.arguments == "4 + 4"
    assert part.provider_data == {DIALECT: {"x": 1, "type": "custom"}}
    assert encode_call(part) == call


@pytest.mark.parametrize("wire_id", [None, "", 7])
def test_a_call_without_an_id_gets_one_and_keeps_its_own(wire_id: object) -> None:
    """The id that was made up pairs the call here, and reaches the wire only where a result says it."""
    call = function(id=wire_id)

    part = decode_call(call, "$", "call_3_0")

    assert isinstance(part, ToolCallPart)
    assert part.id == "call_3_0"
    assert encode_call(part) == call
    assert encode_call(part, {"call_3_0"}) == {**call, "id": "call_3_0"}


def test_a_call_without_an_id_in_a_response_is_spelled_so_in_a_response_alone() -> None:
    """A request says the made-up id, which its result will answer."""
    call = function(id="")

    part = decode_call(call, "$", "call_3_0", whole=True)

    assert isinstance(part, ToolCallPart)
    assert encode_call(part, whole=True) == call
    assert encode_call(part) == {**call, "id": "call_3_0"}


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

    part = decode_call(call, "$", "made_up")

    assert isinstance(part, ToolCallPart)
    assert part.arguments == arguments
    assert encode_call(part) == call


@pytest.mark.parametrize(
    "call", [{}, function(type="mcp"), function(type=["x"]), function(function="f"), function(function={"name": None})]
)
def test_a_call_of_another_shape_stays_whole(call: JsonObject) -> None:
    """It is opaque, marked as an entry of tool_calls."""
    assert decode_call(call, "$", "made_up") == OpaquePart(DIALECT, {WHOLE_CALL: call})


def test_a_call_is_an_object() -> None:
    """Anything else is refused with its path."""
    with pytest.raises(ConversionError, match=r"\$\.tool_calls\[0\]"):
        decode_call(None, "$.tool_calls[0]", "made_up")
