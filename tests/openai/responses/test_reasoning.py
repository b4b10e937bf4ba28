"""Twin of responses/reasoning.py: reasoning items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import LossLog
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    ReasoningBlock,
    ReasoningPart,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import decode_response
from interlingua_openai.responses.reasoning import ReasoningBefore, decode_reasoning, encode_reasoning, lonely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types import AssistantPart

SUMMARY = ReasoningBlock("summary", "s")
FULL = ReasoningBlock("full", "f")


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"type": "reasoning", "summary": []}, ReasoningPart(provider="openai")),
        (
            {"type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "gAAA"},
            ReasoningPart(encrypted_content="gAAA", provider="openai", provider_data={RESPONSES: {"id": "rs"}}),
        ),
        (
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s"}], "content": [{"type": "reasoning_text", "text": "f"}]},
            ReasoningPart([SUMMARY, FULL], provider="openai"),
        ),
        (
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s", "x": 1}], "content": [], "encrypted_content": None},
            ReasoningPart(
                [ReasoningBlock("summary", "s", provider_data={RESPONSES: {"x": 1}})],
                provider="openai", provider_data={RESPONSES: {"content": [], "encrypted_content": None}},
            ),
        ),
        ({"type": "reasoning"}, ReasoningPart(provider="openai", provider_data={"$marks": {RESPONSES: {"spelling": {"summary": [[]]}}}})),
        (
            {"type": "reasoning", "summary": None, "status": None},
            ReasoningPart(
                provider="openai",
                provider_data={RESPONSES: {"status": None}, "$marks": {RESPONSES: {"spelling": {"summary": [[], None]}}}},
            ),
        ),
    ],
)  # fmt: skip
def test_items_go_both_ways(item: JsonObject, part: ReasoningPart) -> None:
    """Texts, encrypted content, ids and every odd spelling."""
    log = LossLog(RESPONSES)

    assert decode_reasoning(item) == part
    assert encode_reasoning(part, log) == item
    assert log.records == []


@pytest.mark.parametrize("summary", [["text"], [{"type": "summary_text"}], [{"text": 5}]])
def test_texts_of_another_shape_are_not_read(summary: list[object]) -> None:
    """The item is opaque then."""
    assert decode_reasoning({"type": "reasoning", "summary": summary}) is None  # type: ignore[dict-item]  # JSON


@pytest.mark.parametrize("provider", [None, "anthropic"])
def test_reasoning_of_another_maker_is_left_out(provider: str | None) -> None:
    """It can't be checked here, and stays in the conversation."""
    log = LossLog(RESPONSES)

    assert encode_reasoning(ReasoningPart([FULL], signature="s", provider=provider), log) is None
    assert [(loss.path, loss.kind) for loss in log.records] == [("$", "hint")]


def test_reasoning_of_chat_completions_is_left_out() -> None:
    """Its text is no item, whoever made it; an item that was sent over both wires is one."""
    log = LossLog(RESPONSES)
    chat: dict[str, JsonObject] = {"$marks": {"openai.chat": {"field": "reasoning"}}}
    both: dict[str, JsonObject] = {**chat, RESPONSES: {"id": "rs"}}

    assert encode_reasoning(ReasoningPart([FULL], provider="openai", provider_data=chat), log) is None
    assert [("$", "hint")] == [(loss.path, loss.kind) for loss in log.records]
    assert encode_reasoning(ReasoningPart([FULL], provider="openai", provider_data=both), log) is not None


def test_what_an_item_has_no_field_for_is_lost() -> None:
    """A signature, hidden data, and the order of summaries and full texts."""
    log = LossLog(RESPONSES)

    item = encode_reasoning(ReasoningPart([FULL, SUMMARY], signature="s", redacted_data="r", provider="openai"), log)

    assert item == {
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "s"}],
        "content": [{"type": "reasoning_text", "text": "f"}],
    }
    assert [(loss.path, loss.kind) for loss in log.records] == [("$", "hint"), ("$.signature", "hint"), ("$.redacted_data", "hint")]


def test_a_kept_field_that_says_something_else_is_told() -> None:
    """Of the item and of each of its texts; the canonical value wins."""
    log = LossLog(RESPONSES)
    block = ReasoningBlock("summary", "s", provider_data={RESPONSES: {"text": "t"}})
    part = ReasoningPart([block], encrypted_content="a", provider="openai", provider_data={RESPONSES: {"encrypted_content": "b"}})

    item = encode_reasoning(part, log)

    assert item == {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s"}], "encrypted_content": "a"}
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.blocks[0].provider_data['openai.responses'].text", "hint"),
        ("$.provider_data['openai.responses'].encrypted_content", "hint"),
    ]


ITEMS: list[JsonObject] = [
    {"type": "reasoning", "id": "rs_1", "summary": []},
    {"type": "web_search_call", "id": "ws_1", "status": "completed"},
    {"type": "reasoning", "id": "rs_2", "summary": []},
    {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "content": [{"type": "output_text", "text": "a"}, {"type": "output_text", "text": "b"}],
    },
    {"type": "function_call", "id": "fc_1", "call_id": "c1", "name": "f", "arguments": "{}"},
    {"type": "custom_tool_call", "id": "ctc_1", "call_id": "c2", "name": "g", "input": "x"},
]
SEARCH, WITHOUT_REASONING = "OpenAI refuses reasoning by its id", "OpenAI refuses this item by its id without the reasoning before it"


def said(*items: JsonObject) -> tuple[AssistantPart, ...]:
    """What an answer of these items says."""
    return decode_response({"id": "r", "status": "completed", "output": [*items]}).value.message.content


def told(parts: Sequence[AssistantPart], *, stored: bool = True, alone: bool = True) -> list[tuple[int, str]]:
    """Which of the parts are lonely, and the beginning of why."""
    results = [ToolMessage(tool_call_id=part.id, content="r") for part in parts if isinstance(part, ToolCallPart)]
    messages = [UserMessage("q"), AssistantMessage(parts), *results]
    return [(found.part, found.reason) for found in lonely(messages, stored=stored, alone=alone)]


def test_before_an_item() -> None:
    """Each needs the last reasoning of its answer; reasoning needs only what stands directly before it; no id, no look-up."""
    before = ReasoningBefore()

    assert [None, "rs_1", None, "rs_2", "rs_2", "rs_2"] == [before.take(item) for item in ITEMS]
    assert None is before.take({"type": "message"})
    assert [None, "rs_3", None] == [before.take({"type": "reasoning", "id": name}) for name in ("rs_3", "rs_4", None)]
    assert None is before.take({"type": "message", "id": "m"})


def test_whole_answers_lack_nothing() -> None:
    """Also one that was cut after its message, or whose calls were taken away but not the first thing behind the reasoning."""
    parts = said(*ITEMS)

    assert [] == told(parts)
    assert [] == told(parts[:4]) == told(parts[:-1])
    assert [] == told(
        said({"type": "reasoning", "id": "rs_1", "summary": []}, {"type": "reasoning", "id": "rs_2", "summary": []}, ITEMS[3])
    )
    assert [] == told(said({"type": "reasoning", "id": "other", "summary": []}))


@pytest.mark.parametrize(
    ("left", "lonely_ones"),
    [
        ([1, 2, 3, 4, 5, 6], [(0, WITHOUT_REASONING)]),
        ([0, 2, 3, 4, 5, 6], [(0, SEARCH)]),
        ([0, 1, 3, 4, 5, 6], [(2, WITHOUT_REASONING), (4, WITHOUT_REASONING), (5, WITHOUT_REASONING)]),
        ([0, 1, 2], [(2, SEARCH)]),
        ([5], [(0, WITHOUT_REASONING)]),
        ([6], [(0, WITHOUT_REASONING)]),
        ([0], [(0, SEARCH)]),
        ([0, 3], [(0, SEARCH), (1, WITHOUT_REASONING)]),
    ],
)
def test_what_was_taken_away(left: list[int], lonely_ones: list[tuple[int, str]]) -> None:
    """Reasoning without what followed it, and calls, messages and searches without their reasoning."""
    parts = said(*ITEMS)

    found = told([parts[place] for place in left])

    assert [place for place, _ in lonely_ones] == [place for place, _ in found]
    assert all(reason.startswith(wanted) for (_, reason), (_, wanted) in zip(found, lonely_ones, strict=True))
    assert [] == told([parts[place] for place in left], alone=False)


def test_an_item_without_an_id_is_no_partner_that_is_looked_up() -> None:
    """Where the server looks reasoning up, it wants the item that followed; encrypted content needs none."""
    reasoning, hand_made = said(ITEMS[0])[0], TextPart("mine")
    encrypted = said({**ITEMS[0], "encrypted_content": "gA"})[0]

    assert [(0, "OpenAI refuses reasoning by its id without the item that followed it")] == told([reasoning, hand_made])
    assert [] == told([encrypted, hand_made]) == told([encrypted, hand_made], stored=False)
    assert [] == told([encrypted, ToolCallPart("c", "f", "{}")], stored=False)


def test_what_is_only_named_where_nothing_is_stored() -> None:
    """Reasoning without its encrypted content, where it has an id of the server's."""
    assert [0] == [place for place, _ in told(said(ITEMS[0], ITEMS[1]), stored=False)]
    assert [] == told(said({**ITEMS[0], "id": "x_1"}, ITEMS[1]), stored=False)
    assert [] == told([*said({**ITEMS[0], "encrypted_content": "gA"}, ITEMS[1])], stored=False)
