"""Twin of responses/wire.py: the words that stand in saved conversations, and what is opaque."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.errors import ConversionError
from interlingua_openai.responses import wire

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def test_the_names_never_change() -> None:
    """Conversations that were saved hold them."""
    assert (wire.DIALECT, wire.BLOCK, wire.WHOLE_ITEM) == ("openai.responses", "$content", "$item")
    assert (wire.ITEM, wire.SAME, wire.PLACE, wire.EVENTS) == ("item", "same", "place", "events")


def test_marks_stand_beside_kept_fields() -> None:
    """Another mark takes no other away, and changes nothing that was there."""
    kept: JsonObject = {"id": "m", "$spelling": {"type": ["message"]}}

    assert wire.marked(kept, "item", "same") == {"id": "m", "$spelling": {"type": ["message"], "item": "same"}}
    assert kept == {"id": "m", "$spelling": {"type": ["message"]}}
    assert wire.marks_of(kept) == {"type": ["message"]}
    assert [wire.marks_of(None), wire.marks_of({}), wire.marks_of({"$spelling": 1})] == [{}, {}, {}]
    assert [wire.own({}), wire.own({"a": 1})] == [{}, {"openai.responses": {"a": 1}}]


@pytest.mark.parametrize(("value", "expected"), [([], True), ([{}], True), ([{}, 1], False), ({}, False), (None, False)])
def test_are_objects(value: JsonValue, expected: bool) -> None:  # noqa: FBT001 - a parameter's value
    """A list of nothing else."""
    assert wire.are_objects(value) is expected


@pytest.mark.parametrize("item", [{"type": "web_search_call"}, {"id": "x"}, {"type": "input_magic"}, {"type": "refusal"}, {"type": 1}])
def test_an_item_comes_back(item: JsonObject) -> None:
    """Whatever it is called; what looks like no block is kept as it is."""
    data = wire.opaque_item(item).data

    assert wire.item_of(data) == item
    assert (data == item) is (item.get("type") not in {"input_magic", "refusal"})


@pytest.mark.parametrize("block", [{"type": "input_magic"}, {"type": "output_audio"}, {"type": "refusal"}, {"type": "text"}, {}])
def test_a_block_comes_back(block: JsonObject) -> None:
    """Whatever it is called; what looks like a block is kept as it is."""
    data = wire.opaque_block(block, "$").data

    assert wire.item_of(data) is None
    assert wire.block_of(data) == block
    assert (data == block) is (block.get("type") not in {"text", None})


@pytest.mark.parametrize("name", ["$spelling", "$content", "$item"])
def test_our_own_names_are_refused(name: str) -> None:
    """A wire object that has one could be taken for ours."""
    with pytest.raises(ConversionError) as raised:
        wire.opaque_block({name: 1}, "$.input[0]")

    assert raised.value.path == f"$.input[0].{name}"
