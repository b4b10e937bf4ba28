"""Twin of responses/reasoning.py: reasoning items."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import JsonObject, ReasoningBlock, ReasoningPart
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.reasoning import decode_reasoning, encode_reasoning

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
