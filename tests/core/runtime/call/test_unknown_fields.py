"""Fields that no canonical value has: none goes unsaid in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import Conversation, ConversionError, Model, convert

if TYPE_CHECKING:
    from interlingua.types import JsonObject

MARKED = {"type": "ephemeral"}
IMAGE = {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}}
MODEL = Model("anthropic:claude-opus-4-8")

every_place = pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"type": "text", "text": "x", "cache_control": MARKED}, "cache_control"),
        (IMAGE | {"detail": "low"}, "detail"),
        ({"type": "image", "source": IMAGE["source"] | {"zzz": 1}}, "source.zzz"),
        ({"type": "text", "text": "x", "citations": [{"url": "https://example.org", "zzz": 1}]}, "citations[0].zzz"),
    ],
)


@every_place
def test_one_in_a_mapping_is_refused(part: JsonObject, place: str) -> None:
    """With its place, and where a provider's own field belongs."""
    with pytest.raises(ConversionError) as raised:
        MODEL.prepare(["hi", {"role": "user", "content": [part]}])

    assert f"$.messages[1].content[0].{place}" == raised.value.path
    assert "provider_data" in str(raised.value.hint)


@every_place
def test_one_in_saved_json_is_told(part: JsonObject, place: str) -> None:
    """It stays in the conversation, and the wire that doesn't get it says so."""
    saved: JsonObject = {"format": 2, "messages": [{"role": "user", "content": [part], "later": 1}]}
    conversation = Conversation.model_validate(saved)

    losses = MODEL.prepare(conversation).losses

    assert ["$.messages[0].later", f"$.messages[0].content[0].{place}"] == [loss.path for loss in losses if "own form" in loss.reason]
    assert {"hint"} == {loss.kind for loss in losses}
    assert saved == Conversation.from_json(conversation.to_json()).to_dict()
    assert losses == convert(saved | {"model_id": "m"}, source="interlingua", target="anthropic.messages").losses


def test_a_tools_own_is_told() -> None:
    """Tools of saved requests as well."""
    saved: JsonObject = {"messages": [{"role": "user", "content": "x"}], "tools": [{"type": "function", "name": "t", "zzz": 1}]}

    assert ["$.tools[0].zzz"] == [loss.path for loss in convert(saved, source="interlingua", target="openai.chat").losses]
