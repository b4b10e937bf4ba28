"""A guess at a body's tokens, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua._runtime.call.estimate import estimate_tokens

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def said(*content: JsonValue, **more: JsonValue) -> JsonObject:
    """A body with one message for each content."""
    return {"messages": [{"role": "user", "content": item} for item in content], **more}


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        (said(), 0),
        (said("hello"), 4 + 2),
        (said("hello", "world"), 2 * 4 + 3),
        (said([{"type": "text", "text": "hell"}, {"type": "text", "text": "o!!!"}]), 4 + 2),
        ({"instructions": "be brief", "input": "hello"}, 4 + 2 + 4 + 2),
        ({"system": [{"type": "text", "text": "be brief", "cache_control": {"type": "ephemeral"}}], "messages": []}, 4 + 2),
        (said("hello", model="gpt", temperature=1, metadata={"user": "a very long name of a user"}), 4 + 2),
    ],
)
def test_texts_count(body: JsonObject, tokens: int) -> None:
    """Four bytes a token, four tokens a message and three in all, rounded up; what the model doesn't read counts nothing."""
    assert 3 + tokens == estimate_tokens(body)


def test_schemas_and_arguments_count_with_their_keys() -> None:
    """As the model reads them; ids don't count."""
    schema: JsonObject = {"name": "weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}
    block: JsonObject = {"type": "tool_use", "id": "toolu_0123456789", "name": "weather", "input": {"city": "Pari", "days": 3, "now": True}}

    texts = ["name", "weather", "input_schema", "type", "object", "properties", "city", "type", "string"]
    assert 3 - (-len("".join(texts)) // 4) == estimate_tokens(said(tools=[schema]))
    assert 3 + 4 + -(-(len("weathercityParidaysnow") + 8) // 4) == estimate_tokens(said([block]))


def test_an_image_counts_flat() -> None:
    """It costs about the same, whatever its bytes, as base64 or in a data URL."""
    small, large = (said([{"source": {"type": "base64", "data": "A" * size}}]) for size in (5_000, 5_000_000))

    assert 807 == estimate_tokens(small) == estimate_tokens(large)
    assert 807 == estimate_tokens(said([{"image_url": {"url": f"data:image/png;base64,{'A' * 5_000}"}}]))


def test_what_is_encrypted_counts_little() -> None:
    """A signature isn't read as text."""
    assert 3 + 4 + 100 == estimate_tokens(said([{"type": "thinking", "thinking": "", "signature": "Eq+/" * 400}]))


def test_long_text_is_no_binary() -> None:
    """Neither words nor a script without spaces; a lone surrogate counts too."""
    assert estimate_tokens(said("word " * 2_000)) >= 2_500
    assert estimate_tokens(said("天" * 5_000)) >= 3_750
    assert 3 + 4 + 1 == estimate_tokens(said("\ud800"))
