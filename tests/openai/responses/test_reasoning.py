"""Twin of responses/reasoning.py: reasoning items."""

from __future__ import annotations

import pytest

from interlingua.types import JsonObject, Loss, ReasoningBlock, ReasoningPart
from interlingua_openai.responses.reasoning import decode_reasoning, encode_reasoning
from interlingua_openai.responses.wire import DIALECT

SUMMARY = ReasoningBlock("summary", "s")
FULL = ReasoningBlock("full", "f")


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"type": "reasoning", "summary": []}, ReasoningPart(provider="openai")),
        (
            {"type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "gAAA"},
            ReasoningPart(encrypted_content="gAAA", provider="openai", provider_data={DIALECT: {"id": "rs"}}),
        ),
        (
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s"}], "content": [{"type": "reasoning_text", "text": "f"}]},
            ReasoningPart([SUMMARY, FULL], provider="openai"),
        ),
        (
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s", "x": 1}], "content": [], "encrypted_content": None},
            ReasoningPart(
                [ReasoningBlock("summary", "s", provider_data={DIALECT: {"x": 1}})],
                provider="openai", provider_data={DIALECT: {"content": [], "encrypted_content": None}},
            ),
        ),
        ({"type": "reasoning"}, ReasoningPart(provider="openai", provider_data={DIALECT: {"$spelling": {"summary": [[]]}}})),
        (
            {"type": "reasoning", "summary": None, "status": None},
            ReasoningPart(provider="openai", provider_data={DIALECT: {"status": None, "$spelling": {"summary": [[], None]}}}),
        ),
    ],
)  # fmt: skip
def test_items_go_both_ways(item: JsonObject, part: ReasoningPart) -> None:
    """Texts, encrypted content, ids and every odd spelling."""
    losses: list[Loss] = []

    assert decode_reasoning(item, "$") == part
    assert encode_reasoning(part, "$", losses) == item
    assert losses == []


@pytest.mark.parametrize("summary", [["text"], [{"type": "summary_text"}], [{"text": 5}]])
def test_texts_of_another_shape_are_not_read(summary: list[object]) -> None:
    """The item is opaque then."""
    assert decode_reasoning({"type": "reasoning", "summary": summary}, "$") is None  # type: ignore[dict-item]  # JSON


@pytest.mark.parametrize("provider", [None, "anthropic"])
def test_reasoning_of_another_maker_is_left_out(provider: str | None) -> None:
    """It can't be checked here, and stays in the conversation."""
    losses: list[Loss] = []

    assert encode_reasoning(ReasoningPart([FULL], signature="s", provider=provider), "$.p", losses) is None
    assert [(loss.path, loss.kind) for loss in losses] == [("$.p", "hint")]


def test_reasoning_of_chat_completions_is_left_out() -> None:
    """Its text is no item, whoever made it; an item that was sent over both wires is one."""
    losses: list[Loss] = []
    chat: dict[str, JsonObject] = {"openai.chat": {"field": "reasoning"}}
    both: dict[str, JsonObject] = {**chat, DIALECT: {"id": "rs"}}

    assert encode_reasoning(ReasoningPart([FULL], provider="openai", provider_data=chat), "$.p", losses) is None
    assert [("$.p", "hint")] == [(loss.path, loss.kind) for loss in losses]
    assert encode_reasoning(ReasoningPart([FULL], provider="openai", provider_data=both), "$.p", losses) is not None


def test_what_an_item_has_no_field_for_is_lost() -> None:
    """A signature, hidden data, and the order of summaries and full texts."""
    losses: list[Loss] = []

    said = encode_reasoning(ReasoningPart([FULL, SUMMARY], signature="s", redacted_data="r", provider="openai"), "$", losses)

    assert said == {
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "s"}],
        "content": [{"type": "reasoning_text", "text": "f"}],
    }
    assert [(loss.path, loss.kind) for loss in losses] == [("$", "hint"), ("$.signature", "hint"), ("$.redacted_data", "hint")]
