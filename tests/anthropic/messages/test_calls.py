"""Tool calls and their results, both ways."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import NAME, keeps

from interlingua.dialect import NOTHING, Kept, LossLog
from interlingua.errors import ConversionError
from interlingua.types import ImagePart, JsonObject, JsonValue, OpaquePart, TextPart, ToolCallPart, ToolMessage, URLSource
from interlingua.types.json import same_json
from interlingua_anthropic.messages.calls import decode_call, decode_result, encode_call, encode_result
from interlingua_anthropic.messages.tool_ids import ToolIds, WireIds

RESULT: JsonObject = {"type": "tool_result", "tool_use_id": "t"}


def log_of_answer() -> LossLog:
    """A log that stands at an answer's first part."""
    log = LossLog(NAME, "$.message")
    log.part = 0
    return log


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "t", "input": {"a": "é"}}, ToolCallPart("t", "f", '{"a": "é"}')),
        ({"id": "t", "input": {}, "caller": {"x": 1}}, ToolCallPart("t", "f", "{}", provider_data=keeps({"caller": {"x": 1}}))),
        (
            {"id": "functions.get:0", "input": {}},
            ToolCallPart("functions.get:0", "f", "{}", provider_data=keeps(spelling={"id": ["functions.get:0", "functions.get:0"]})),
        ),
        ({"input": {}}, ToolCallPart("call_0", "f", "{}", provider_data=keeps(spelling={"id": ["call_0"]}))),
        ({"id": "", "input": {}}, ToolCallPart("call_0", "f", "{}", provider_data=keeps(spelling={"id": ["call_0", ""]}))),
        ({"id": "t"}, ToolCallPart("t", "f", "{}", provider_data=keeps(spelling={"input": [{}]}))),
        ({"id": "t", "input": None}, ToolCallPart("t", "f", "null", provider_data=keeps({"input": None}))),
    ],
)
def test_calls(fields: JsonObject, expected: ToolCallPart) -> None:
    """A call keeps what is no field of ours, and goes back as it was."""
    wire: JsonObject = {"type": "tool_use", "name": "f", **fields}

    assert decode_call(wire, ToolIds().of_call) == expected
    assert same_json(encode_call(expected, WireIds(), LossLog(NAME)), wire)


def test_a_call_without_a_name() -> None:
    """It is kept whole."""
    assert decode_call({"type": "tool_use", "id": "t"}, ToolIds().of_call) == OpaquePart(NAME, {"type": "tool_use", "id": "t"})


def test_streamed_arguments() -> None:
    """Arguments that were streamed stay the text that they were, and aren't said by the block that begins them."""
    part = decode_call({"type": "tool_use", "id": "t", "name": "f", "input": {}}, ToolIds().of_call, '{"a":1')

    assert isinstance(part, ToolCallPart)
    assert part.arguments == '{"a":1'
    assert encode_call(part, WireIds(), LossLog(NAME), streamed=True) == {"type": "tool_use", "id": "t", "name": "f", "input": {}}


@pytest.mark.parametrize("arguments", ['{"a": 1}', "{}", ""])
def test_arguments_beside_an_odd_input(arguments: str) -> None:
    """Arguments that are an object by now win over an input of this wire that was none, with a hint."""
    log = log_of_answer()
    value = {"a": 1} if "a" in arguments else {}

    block = encode_call(ToolCallPart("t", "f", arguments, provider_data=keeps({"input": 5})), WireIds(), log)

    assert block == {"type": "tool_use", "id": "t", "name": "f", "input": value}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.message.content[0].provider_data['anthropic.messages'].input", "hint")]


def test_arguments_where_this_wire_had_none() -> None:
    """Arguments that were changed since are said as changed."""
    call = ToolCallPart("t", "f", '{"a": 1}', provider_data=keeps(spelling={"input": [{}]}))

    assert encode_call(call, WireIds(), LossLog(NAME))["input"] == {"a": 1}


def test_arguments_that_no_object_holds() -> None:
    """The values that are sent are those that the tool ran with; the text's others are told."""
    log = log_of_answer()
    call = ToolCallPart("t", "f", '{"a": 1, "a": 2, "n": 0.12345678901234567890}')

    block = encode_call(call, WireIds(), log)

    assert block == {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 2, "n": 0.12345678901234568}}
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in log.records] == [
        ("$.message.content[0].arguments.a", "hint", None),
        ("$.message.content[0].arguments.n", "hint", 0.12345678901234568),
    ]


@pytest.mark.parametrize("arguments", ["{", "[]", "null"])
def test_arguments_that_are_no_object(arguments: str) -> None:
    """In an answer they are refused with their place, unless this wire had such an input, and they are that still."""
    log = log_of_answer()

    for kept in ({}, {NAME: {"input": 5}}):
        with pytest.raises(ConversionError) as caught:
            encode_call(ToolCallPart("t", "f", arguments, provider_data=kept), WireIds(), log, answer=True)
        assert caught.value.path == "$.message.content[0].arguments"

    odd = ToolCallPart("t", "f", "5", provider_data={NAME: {"input": 5}})
    assert encode_call(odd, WireIds(), log, answer=True) == {"type": "tool_use", "id": "t", "name": "f", "input": 5}
    assert log.records == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"content": "22"}, ToolMessage(tool_call_id="t", content="22")),
        (
            {"tool_use_id": "a:0", "content": "22"},
            ToolMessage(tool_call_id="a:0", content="22", provider_data=keeps(spelling={"tool_use_id": ["a:0", "a:0"]})),
        ),
        ({"content": [], "is_error": True}, ToolMessage(tool_call_id="t", content=(), is_error=True)),
        (
            {"is_error": False},
            ToolMessage(tool_call_id="t", content=(), provider_data=keeps({"is_error": False}, spelling={"content": [[]]})),
        ),
        ({"content": None}, ToolMessage(tool_call_id="t", content=(), provider_data=keeps(spelling={"content": [[], None]}))),
        ({"content": [5]}, ToolMessage(tool_call_id="t", content=(), provider_data=keeps(spelling={"content": [[], [5]]}))),
        ({"content": ""}, ToolMessage(tool_call_id="t", content="")),
        (
            {"content": [{"type": "text", "text": ""}]},
            ToolMessage(tool_call_id="t", content=TextPart("", provider_data=keeps(verbatim=True))),
        ),
        (
            {"content": [{"type": "image", "source": {"type": "url", "url": "u"}}, {"type": "tool_reference"}]},
            ToolMessage(tool_call_id="t", content=(ImagePart(URLSource(url="u")), OpaquePart(NAME, {"type": "tool_reference"}))),
        ),
    ],
)
def test_tool_results(fields: JsonObject, expected: ToolMessage) -> None:
    """A result's content may be text, blocks, null or absent, and each stays distinct."""
    assert decode_result({**RESULT, **fields}, ToolIds(), NOTHING) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"tool_use_id": "a:0", "content": ""},
        {"tool_use_id": None, "content": []},
        {"content": None, "is_error": None},
        {},
        {"content": [5]},
        {"content": [{"type": "text", "text": ""}], "is_error": False, "$absent": ["content"], "spelling": {"content": [[], 1]}},
    ],
    ids=str,
)
def test_results_come_back(fields: JsonObject) -> None:
    """A result goes back as it was, names that marks have among its fields included."""
    wire = {**RESULT, **fields}
    log = LossLog(NAME)

    assert same_json(encode_result(decode_result(wire, ToolIds(), NOTHING), WireIds(), log), wire)
    assert log.records == []


def test_the_turn_of_a_result() -> None:
    """What is kept of the turn that it begins is a mark, apart from the result's own fields."""
    result = decode_result({**RESULT, "content": "22", "x": 1}, ToolIds(), Kept({"x": 2}))

    assert result.provider_data == keeps({"x": 1}, turn={"fields": {"x": 2}})


def test_result() -> None:
    """A result names its call, and says an error only where there is one; what is kept of its turn isn't its own."""
    own = keeps({"cache_control": {}}, turn={"fields": {"x": 1}})
    failed = ToolMessage(tool_call_id="t", content="no", is_error=True, provider_data=own)
    plain = ToolMessage(tool_call_id="t", content="no")
    content: JsonValue = [{"type": "text", "text": "no"}]

    assert encode_result(failed, WireIds(), LossLog(NAME)) == {
        **RESULT,
        "content": content,
        "is_error": True,
        "cache_control": {},
    }
    assert encode_result(plain, WireIds(), LossLog(NAME)) == {**RESULT, "content": content}


@pytest.mark.parametrize(
    ("kept", "content", "expected"),
    [
        ({}, "", {"content": ""}),
        (keeps(spelling={"content": [[], None]}), (), {"content": None}),
        (keeps(spelling={"content": [[]]}), (), {}),
        ({}, (), {"content": []}),
        (keeps(spelling={"content": [[], None]}), "now", {"content": [{"type": "text", "text": "now"}]}),
    ],
)
def test_results_without_a_word(kept: dict[str, JsonObject], content: str | tuple[()], expected: JsonObject) -> None:
    """A tool that gave nothing may be said in several ways, and each stays while it is so."""
    result = ToolMessage(tool_call_id="t", content=content, provider_data=kept)

    assert encode_result(result, WireIds(), LossLog(NAME)) == {**RESULT, **expected}
