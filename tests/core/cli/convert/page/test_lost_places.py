"""Where on a line what was lost stands: whatever the format, what was lost and the place that is found hold the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import Loss
from interlingua.cli.convert.page.lost_places import lost_places
from interlingua.runtime import LineRules, convert_one
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

IMAGE: JsonObject = {"type": "image_url", "image_url": {"url": "https://x/y", "detail": "low"}}
CHAT: JsonObject = {
    "model": "gpt-5",
    "messages": [
        {"role": "system", "content": "ok"},
        {"role": "user", "name": "ok", "content": [{"type": "text", "text": "ok"}, IMAGE]},
        {
            "role": "assistant",
            "content": "ok",
            "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{1"}}],
        },
        {"role": "tool", "tool_call_id": "c", "content": "ok"},
        {"role": "robot", "content": "ok"},
        {"role": "user", "content": "ok", "name": "ok"},
    ],
    "seed": 4,
    "logit_bias": {"4": 4},
}
CLAUDE: JsonObject = {
    "model": "claude-opus-4-8",
    "max_tokens": 9,
    "system": [{"type": "text", "text": "ok", "cache_control": {"type": "ephemeral"}}],
    "messages": [
        {"role": "user", "content": "ok"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": call, "name": "f", "input": {}} for call in ("c1", "c2")]},
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "c1", "content": "ok"},
                {"type": "tool_result", "tool_use_id": "c2", "content": "ok", "cache_control": {"type": "ephemeral"}},
                {"type": "text", "text": "ok"},
            ],
        },
        {"role": "assistant", "content": [{"type": "redacted_thinking", "data": "x"}, {"type": "text", "text": "ok"}]},
    ],
    "top_k": 4,
}


def found(line: JsonValue, source: str, target: str, **more: str) -> dict[str, object]:
    """Convert a line, and give the place of each loss."""
    rules = LineRules(source, target, "record", **more)  # type: ignore[arg-type]  # the field alone
    losses = convert_one(dumps(line), rules).losses
    assert losses
    return {loss.path: place for loss, place in zip(losses, lost_places(line, rules, losses), strict=True)}


def test_places_of_chat_completions() -> None:
    """The same words in other messages are no place of theirs."""
    assert found(CHAT, "openai.chat", "anthropic.messages") == {
        "$.messages[2].content[1].arguments": ("messages", 2, "tool_calls", 0, "function", "arguments"),
        "$.messages[4].content[0]": ("messages", 4),
        "$.seed": ("seed",),
        "$.messages[1].content[1].provider_data['openai.chat'].image_url": ("messages", 1, "content", 1, "image_url", "detail"),
        "$.messages[1].provider_data['openai.chat'].name": ("messages", 1, "name"),
        "$.messages[5].provider_data['openai.chat'].name": ("messages", 5, "name"),
        "$.provider_data['openai.chat'].logit_bias": ("logit_bias",),
    }


def test_places_of_claude() -> None:
    """System texts and results are messages of their own there, and not here."""
    places = found(CLAUDE, "anthropic.messages", "openai.chat")

    assert places["$.messages[0].content[0].provider_data['anthropic.messages'].cache_control"] == ("system", 0, "cache_control")
    assert places["$.messages[4].provider_data['anthropic.messages'].cache_control"] == ("messages", 2, "content", 1, "cache_control")
    assert places["$.top_k"] == ("top_k",)
    assert next(place for path, place in places.items() if path.startswith("$.messages[6].content[0]")) == (
        "messages",
        3,
        "content",
        0,
        "data",
    )


def test_a_body_in_a_field() -> None:
    """The rest of the line is no place of it."""
    line: JsonObject = {"seed": 4, "body": {"messages": [{"role": "user", "content": "Hi"}], "seed": 4}}

    assert found(line, "openai.chat", "anthropic.messages", field="body") == {"$.seed": ("body", "seed")}


def test_a_record_has_paths_of_its_own() -> None:
    """What is lost in reading it stands there."""
    line: JsonObject = {"conversations": [{"from": "human", "value": "Hi", "weight": 1}, {"from": "gpt", "value": "Ho"}]}

    assert found(line, "sharegpt", "openai.chat") == {"$.conversations[0].weight": ("conversations", 0, "weight")}


RULES = LineRules("openai.chat", "anthropic.messages")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("$.seed.more", ("seed",)),
        ("$.nothing[3]", None),
        ("$.messages", None),
        ("$.messages[99]", None),
        ("$", None),
        ("messages 1", None),
        ("$.messages[1].content[1].source.url", ("messages", 1, "content", 1, "image_url", "url")),
    ],
)
def test_the_nearest_place_counts(path: str, place: object) -> None:
    """Where a path leads further than the line, or to everything."""
    assert lost_places(CHAT, RULES, [Loss(path, "r")]) == [place]


def test_a_text_within_another() -> None:
    """Data is found in its URL."""
    url = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABc3UBGAAAAABJRU5ErkJggg=="
    line: JsonObject = {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}]}

    assert lost_places(line, RULES, [Loss("$.messages[0].content[0].source.data", "r")]) == [
        ("messages", 0, "content", 0, "image_url", "url")
    ]


def test_what_was_lost_in_reading_the_text() -> None:
    """Its path is the line's, whatever the conversation has there."""
    line: JsonObject = {"system": "S", "messages": [{"role": "user", "content": "Hi", "id": 1}]}
    loss = Loss("$.messages[0].content", "a field that stands twice")

    assert lost_places(line, LineRules("anthropic.messages", "openai.chat"), [loss], [loss]) == [("messages", 0, "content")]


def test_a_line_that_says_nothing_has_no_places() -> None:
    """It was set aside."""
    assert lost_places({"messages": 5}, RULES, [Loss("$.seed", "r")]) == [None]
