"""Twin of responses/tool_ids.py: ids that the wire leaves out."""

from __future__ import annotations

import pytest

from interlingua.types import AssistantMessage, JsonObject, Message, ToolCallPart, ToolMessage, UserMessage
from interlingua_openai.responses.tool_ids import CallIds, said_ids, with_id
from interlingua_openai.responses.wire import DIALECT


def left_out(call_id: str) -> dict[str, JsonObject]:
    """What is kept where the wire had no such id."""
    return {DIALECT: {"$spelling": {"call_id": [call_id]}}}


def test_the_wires_own_id_counts() -> None:
    """One is made up only where there is none."""
    ids = CallIds()

    assert ids.of_call({"call_id": "c"}) == "c"
    assert ids.of_result({"call_id": "c"}) == "c"


@pytest.mark.parametrize("item", [{}, {"call_id": None}, {"call_id": ""}, {"call_id": 5}])
def test_results_answer_the_earliest_call_that_waits(item: JsonObject) -> None:
    """A result for which no call waits has an empty id."""
    ids = CallIds()
    calls = []
    for ids.place in (3, 4):
        calls.append(ids.of_call(item))

    assert calls == ["call_3", "call_4"]
    assert [ids.of_result(item) for _ in range(3)] == ["call_3", "call_4", ""]


def test_a_made_up_id_is_nobody_elses() -> None:
    """Neither one of the same body, nor one of another answer."""
    ids = CallIds([{"call_id": "call_0"}, {"call_id": 1}, "x"])

    assert ids.of_call({}) == "call_0_"
    assert CallIds((), "resp_1").of_call({}) == "call_resp_1_0"


def test_a_made_up_id_is_said_where_the_caller_says_it() -> None:
    """A result of the caller's own says it, and then its call does too; where neither did, neither does."""
    call = ToolCallPart("call_0", "f", "{}", provider_data=left_out("call_0"))
    silent = ToolMessage(tool_call_id="call_0", content="r", provider_data=left_out("call_0"))
    said = ToolMessage(tool_call_id="call_0", content="r")
    empty = ToolMessage(tool_call_id="", content="r", provider_data=left_out(""))
    asked: Message = UserMessage("hi")

    assert said_ids([asked, AssistantMessage([call]), silent]) == frozenset()
    assert said_ids([asked, AssistantMessage([call]), said]) == {"call_0"}
    assert said_ids([empty, ToolMessage(tool_call_id="", content="r")]) == frozenset()
    assert with_id({"id": "x", "$spelling": {"call_id": ["call_0"], "name": ["f"]}}) == {"id": "x", "$spelling": {"name": ["f"]}}
    assert with_id({"id": "x"}) == {"id": "x"}
