"""Twin of responses/calls.py: tool calls and their results."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import FileSource, ImagePart, JsonObject, JsonValue, OpaquePart, TextPart, ToolCallPart, ToolMessage
from interlingua_openai.call_ids import CallIds
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.calls import decode_call, decode_result, encode_call, encode_result, is_custom

TEXT_BLOCK: JsonObject = {"type": "input_text", "text": "r"}
IMAGE_BLOCK: JsonObject = {"type": "input_image", "file_id": "f"}


def marked(**marks: JsonValue) -> dict[str, JsonObject]:
    """What is kept in marks alone."""
    return {"$marks": {RESPONSES: marks}}


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"type": "function_call", "call_id": "c", "name": "f", "arguments": '{"a": 1}'}, ToolCallPart("c", "f", '{"a": 1}')),
        (
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "", "id": "fc", "status": "incomplete", "async": True},
            ToolCallPart("c", "f", "", provider_data={RESPONSES: {"id": "fc", "status": "incomplete", "async": True}}),
        ),
        (
            {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "SELECT"},
            ToolCallPart("c", "sql", "SELECT", provider_data={RESPONSES: {"type": "custom_tool_call"}}),
        ),
        (
            {"type": "function_call", "name": "f", "arguments": {"a": 1}},
            ToolCallPart(
                "call_0", "f", '{"a": 1}',
                provider_data=marked(spelling={"call_id": ["call_0"], "arguments": ['{"a": 1}', {"a": 1}]}),
            ),
        ),
        (
            {"type": "function_call", "call_id": "c", "name": "f"},
            ToolCallPart("c", "f", "", provider_data=marked(spelling={"arguments": [""]})),
        ),
        ({"type": "function_call", "call_id": "c"}, OpaquePart(RESPONSES, {"type": "function_call", "call_id": "c"})),
    ],
)  # fmt: skip
def test_calls_go_both_ways(item: JsonObject, part: ToolCallPart | OpaquePart) -> None:
    """Arguments are the exact text; what the wire left out or spelled otherwise is restored."""
    assert decode_call(item, CallIds()) == part
    assert not isinstance(part, ToolCallPart) or encode_call(part, LossLog(RESPONSES)) == item


def test_a_made_up_id_is_written_where_it_must_be_said() -> None:
    """As its result says it."""
    part = decode_call({"type": "function_call", "name": "f", "arguments": "{}"}, CallIds())
    assert isinstance(part, ToolCallPart)

    assert encode_call(part, LossLog(RESPONSES), frozenset({"call_0"}))["call_id"] == "call_0"
    assert "call_id" not in encode_call(part, LossLog(RESPONSES))


def test_is_custom() -> None:
    """By what is kept of its item."""
    assert is_custom(ToolCallPart("c", "f", "", provider_data={RESPONSES: {"type": "custom_tool_call"}}))
    assert not is_custom(ToolCallPart("c", "f", ""))
    assert not is_custom(ToolCallPart("c", "f", "", provider_data={"openai.chat": {"type": "custom"}}))


def output(said: JsonValue, **fields: JsonValue) -> JsonObject:
    """A function's result."""
    return {"type": "function_call_output", "call_id": "c", "output": said, **fields}


@pytest.mark.parametrize(
    ("item", "content", "kept"),
    [
        (output("r"), [TextPart("r")], {}),
        (output("", id="fco", status="completed"), [TextPart("")], {RESPONSES: {"id": "fco", "status": "completed"}}),
        (output([TEXT_BLOCK]), [TextPart("r")], marked(spelling={"output": "list"})),
        (output([TEXT_BLOCK, IMAGE_BLOCK]), [TextPart("r"), ImagePart(FileSource(file_id="f"))], {}),
        (output([]), [], {}),
        (output(None), [], marked(spelling={"output": "null"})),
        ({"type": "function_call_output", "call_id": "c"}, [], marked(spelling={"output": "absent"})),
        (output({"a": 1}), [TextPart('{"a": 1}')], marked(spelling={"output": ['{"a": 1}', {"a": 1}]})),
        (output(["[tool error]"]), [TextPart('["[tool error]"]')], marked(spelling={"output": ['["[tool error]"]', ["[tool error]"]]})),
        ({**output("r"), "type": "custom_tool_call_output"}, [TextPart("r")], {RESPONSES: {"type": "custom_tool_call_output"}}),
    ],
)
def test_results_go_both_ways(item: JsonObject, content: list[TextPart], kept: dict[str, JsonObject]) -> None:
    """Text, blocks, nothing, and every spelling of it."""
    log = LossLog(RESPONSES)
    message = ToolMessage(tool_call_id="c", content=content, provider_data=kept)

    assert decode_result(item, CallIds(), frozenset()) == message
    assert encode_result(message, log) == item
    assert log.records == []


def test_a_result_answers_the_kind_of_call_that_has_its_id() -> None:
    """So the caller needn't know what kind it was."""
    item: JsonObject = {"type": "custom_tool_call_output", "call_id": "c", "output": "r"}
    message = ToolMessage(tool_call_id="c", content="r")

    assert decode_result(item, CallIds(), frozenset({"c"})) == message
    assert encode_result(message, LossLog(RESPONSES), custom=frozenset({"c"})) == item
    assert encode_result(message, LossLog(RESPONSES))["type"] == "function_call_output"


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("[tool error]\nboom", [TextPart("boom")]),
        ("[tool error]", []),
        ([{"type": "input_text", "text": "[tool error]\nr"}, IMAGE_BLOCK], [TextPart("r"), ImagePart(FileSource(file_id="f"))]),
    ],
)
def test_a_failed_tools_result_says_so_in_words(said: JsonValue, content: list[TextPart]) -> None:
    """As on Chat Completions: reading takes them away again."""
    message = ToolMessage(tool_call_id="c", content=content, is_error=True)

    assert decode_result(output(said), CallIds(), frozenset()) == message
    assert encode_result(message, LossLog(RESPONSES)) == output(said)


def test_a_result_that_looks_failed_is_told() -> None:
    """It would be read as one."""
    log = LossLog(RESPONSES, "$.messages", 2)

    said = encode_result(ToolMessage(tool_call_id="c", content="[tool error]\nx"), log)

    assert said == output("[tool error]\nx")
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.messages[2].is_error", "hint")]


def test_a_changed_result_is_said_as_changed() -> None:
    """What was spelled otherwise is spelled so no more; what fails later is marked."""
    message = decode_result(output({"a": 1}), CallIds(), frozenset())
    absent = decode_result({"type": "function_call_output", "call_id": "c"}, CallIds(), frozenset())

    assert encode_result(message.model_copy(update={"is_error": True}), LossLog(RESPONSES)) == output('[tool error]\n{"a": 1}')
    assert encode_result(absent.model_copy(update={"is_error": True}), LossLog(RESPONSES)) == output("[tool error]")


def test_results_without_ids_pair() -> None:
    """They answer the earliest call that waits, and say its id only where they must."""
    ids = CallIds()
    call = decode_call({"type": "function_call", "name": "f", "arguments": "{}"}, ids)
    item: JsonObject = {"type": "function_call_output", "output": "r", "name": "f"}
    message = decode_result(item, ids, frozenset())

    assert isinstance(call, ToolCallPart)
    assert message.tool_call_id == call.id
    assert encode_result(message, LossLog(RESPONSES)) == item
    assert encode_result(message, LossLog(RESPONSES), written=frozenset({call.id})) == {**item, "call_id": call.id}


def test_what_a_result_cannot_say_is_told_with_its_place() -> None:
    """A part of another wire."""
    log = LossLog(RESPONSES, "$.messages", 1)
    message = ToolMessage(tool_call_id="c", content=[TextPart("r"), OpaquePart("another.dialect", {})])

    assert encode_result(message, log)["output"] == [TEXT_BLOCK]
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.messages[1].content[1]", "content")]


def test_a_kept_field_that_says_something_else_is_told() -> None:
    """Of a call and of a result; the canonical value wins."""
    log = LossLog(RESPONSES)
    call = ToolCallPart("c", "f", "{}", provider_data={RESPONSES: {"name": "g"}})
    result = ToolMessage(tool_call_id="c", content="r", provider_data={RESPONSES: {"type": "x_output"}})

    assert encode_call(call, log)["name"] == "f"
    assert encode_result(result, log) == output("r")
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.provider_data['openai.responses'].name", "hint"),
        ("$.provider_data['openai.responses'].type", "hint"),
    ]
