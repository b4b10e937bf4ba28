"""Twin of responses/fitting.py: what Responses is seen to before it is written. What rows ask of it is in `test_refusals.py`."""

from __future__ import annotations

import pytest

from interlingua.dialect import Capabilities
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    Message,
    OpaquePart,
    ReasoningConfig,
    ReasoningPart,
    Request,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.request import decode_request, encode_count, encode_request

OPENAI = Capabilities(frozenset({"item_id_any"}))
TALKING = Capabilities(frozenset({"reasoning_unasked", "reasoning_effort"}))
USER: JsonObject = {"role": "user", "content": "a"}
CALL: JsonObject = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
OUTPUT: JsonObject = {"type": "function_call_output", "call_id": "c", "output": "r"}
REASONING: JsonObject = {"type": "reasoning", "summary": []}
SAID: JsonObject = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "b"}]}


def sent(items: list[JsonValue], capabilities: Capabilities = OPENAI, **fields: JsonValue) -> tuple[JsonValue, list[str]]:
    """The items that go out for those that came in, and the places of the losses."""
    encoded = encode_request(decode_request({"model": "m", "input": items, **fields}).value, capabilities)
    return encoded.body["input"], [loss.path for loss in encoded.losses]


def test_what_is_only_named_goes_without_its_id_where_nothing_is_stored() -> None:
    """And so does what the API would refuse without it, a call as well as a message: looked up they would be missed."""
    items: list[JsonValue] = [
        USER,
        {**REASONING, "id": "rs_1"},
        {**CALL, "id": "fc_1"},
        OUTPUT,
        {**REASONING, "id": "rs_2"},
        {**SAID, "id": "msg_1"},
        USER,
    ]

    assert sent(items, store=False) == (
        [USER, REASONING, CALL, OUTPUT, REASONING, SAID, USER],
        [f"$.messages[{index}].content[{place}]" for index, place in ((1, 0), (3, 0), (1, 1), (3, 1))],
    )
    assert sent(items) == (items, [])
    assert sent(items, Capabilities(frozenset({"seed"})), store=False) == (items, [])


def test_encrypted_reasoning_keeps_its_id() -> None:
    """It brings what it says along."""
    items: list[JsonValue] = [USER, {**REASONING, "id": "rs_1", "encrypted_content": "AA"}, {**CALL, "id": "fc_1"}, OUTPUT]

    assert sent(items, store=False) == (items, [])


def test_what_lost_its_partner_goes_without_its_id() -> None:
    """A call whose reasoning a caller took out; a body that came so goes back so."""
    request = decode_request({"model": "m", "input": [USER, {**REASONING, "id": "rs_1"}, {**CALL, "id": "fc_1"}, OUTPUT]}).value
    answer = request.messages[1]
    cut = request.model_copy(
        update={"messages": (request.messages[0], answer.model_copy(update={"content": answer.content[1:]}), *request.messages[2:])}
    )

    encoded = encode_request(cut, OPENAI)

    assert encoded.body["input"] == [USER, CALL, OUTPUT]
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in encoded.losses] == [("$.messages[1].content[0]", "hint", "without its id")]
    assert sent([USER, {**REASONING, "id": "rs_1"}, USER])[1] == []


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ({**CALL, "id": "fc_1"}, True),
        ({**CALL, "id": "call_1"}, False),
        ({**SAID, "id": "msg_1"}, True),
        ({**SAID, "id": "resp_1"}, False),
        ({**REASONING, "id": "thought"}, False),
        ({"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x", "id": "ctc_1"}, True),
        ({"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x", "id": "fc_1"}, False),
        ({"type": "web_search_call", "id": "x", "status": "completed"}, True),
    ],
)
def test_an_id_has_its_kinds_form(item: JsonObject, kept: bool) -> None:  # noqa: FBT001 - a column
    """Else the item goes without; one that isn't modelled goes as it came."""
    pair: list[JsonValue] = [{"type": f"{item['type']}_output", "call_id": "c", "output": "r"}] if "call_id" in item else []
    expected = item if kept else {name: value for name, value in item.items() if name != "id"}

    assert sent([USER, item, *pair, USER]) == ([USER, expected, *pair, USER], [] if kept else ["$.messages[1].content[0]"])


def test_a_results_id_too() -> None:
    """Of a function's, and of a custom tool's."""
    custom: JsonObject = {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x"}
    result: JsonObject = {"type": "custom_tool_call_output", "call_id": "c", "output": "r"}

    assert sent([USER, CALL, {**OUTPUT, "id": "x"}])[1] == ["$.messages[2]"]
    assert sent([USER, CALL, {**OUTPUT, "id": "fco_1"}])[1] == []
    assert sent([USER, custom, {**result, "id": "msg_1"}])[1] == ["$.messages[2]"]
    assert sent([USER, custom, {**result, "id": "ctco_1"}])[1] == []


@pytest.mark.parametrize("beside", ["previous_response_id", "conversation", "prompt"])
def test_a_system_message_alone_is_enough_beside_what_stands_for_an_input(beside: str) -> None:
    """Then there is something to answer."""
    request = Request(model_id="m", messages=(SystemMessage("S"),), provider_data={RESPONSES: {beside: "x"}})
    encoded = encode_request(request, OPENAI)

    assert (encoded.body["instructions"], encoded.body["input"], encoded.losses) == ("S", [], ())


@pytest.mark.parametrize("messages", [(SystemMessage("S"), UserMessage("a")), (SystemMessage("S"), SystemMessage("T"))])
def test_a_system_message_leads_what_is_said(messages: tuple[Message, ...]) -> None:
    """In `instructions`, as ever; a count needs nothing to answer."""
    assert encode_request(Request(model_id="m", messages=messages), OPENAI).body["instructions"] == "S"
    alone = Request(model_id="m", messages=(SystemMessage("S"),))
    assert encode_count(alone, OPENAI).body["instructions"] == "S"
    marked = Request(model_id="m", messages=(SystemMessage("S", provider_data={RESPONSES: {"x": 1}}),))
    assert encode_request(marked, OPENAI).body["input"] == [{"role": "system", "content": "S", "x": 1}]


def test_what_is_included_of_a_model_that_does_not_reason() -> None:
    """All else is asked for as it was; fields of reasoning that say nothing stay."""
    own: JsonObject = {"include": ["reasoning.encrypted_content", "file_search_call.results", 1]}
    request = Request(model_id="m", messages=(UserMessage("a"),), provider_data={RESPONSES: own})
    quiet = request.model_copy(update={"reasoning": ReasoningConfig(provider_data={RESPONSES: {"summary": None}})})
    both = request.model_copy(update={"reasoning": ReasoningConfig(effort="none", provider_data={RESPONSES: {"summary": "auto"}})})

    assert encode_request(request, TALKING).body["include"] == ["file_search_call.results", 1]
    assert encode_request(quiet, TALKING).body["reasoning"] == {"summary": None}
    assert encode_request(both, TALKING).body["reasoning"] == {"effort": "none"}


def test_history_may_be_said_beside_an_answer_without_ids() -> None:
    """It may be read twice, which is told once; what is new alone is told nothing."""
    own = {RESPONSES: {"previous_response_id": "resp_1"}}
    talk = (UserMessage("a"), AssistantMessage("b"), UserMessage("c"), AssistantMessage("d"), UserMessage("e"))
    new = (ToolMessage(tool_call_id="c", content="r"), UserMessage("e"))

    assert [loss.path for loss in encode_request(Request(model_id="m", messages=talk, provider_data=own), OPENAI).losses] == [
        "$.messages[1]"
    ]
    assert encode_request(Request(model_id="m", messages=new, provider_data=own), OPENAI).losses == ()


def test_thoughts_of_a_host_that_takes_them_stay() -> None:
    """And a summary everywhere."""
    summary = ReasoningPart(provider="openai", provider_data={RESPONSES: {"summary": []}})
    said = AssistantMessage([summary, TextPart("b"), ToolCallPart("c", "f", "{}"), OpaquePart(RESPONSES, {"type": "x"})])
    request = Request(model_id="m", messages=(UserMessage("a"), said))

    assert encode_request(request, Capabilities(frozenset({"reasoning_text"}))).losses == ()
