"""Twin of responses/stream_items.py: which item an event means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types import OpaquePart, ReasoningPart, TextPart, ToolCallPart
from interlingua_openai.responses.events import DELTAS
from interlingua_openai.responses.stream_items import ItemsSoFar, say_the_same
from interlingua_openai.responses.wire import DIALECT

if TYPE_CHECKING:
    from interlingua.types import Chunk, JsonObject

TEXT = DELTAS["response.output_text.delta"]
MESSAGE: JsonObject = {"type": "message", "role": "assistant", "id": "a", "content": []}


def test_items_are_found_by_number_then_by_id() -> None:
    """A number is never overruled by an id: servers change those."""
    items, out = ItemsSoFar(), list["Chunk"]()
    first, second = items.begin(MESSAGE, 3, out), items.begin({**MESSAGE, "id": "b"}, None, out)

    assert (first.number, second.number) == (3, 4)
    assert items.find({"output_index": 4, "item_id": "a"}) is second
    assert items.find({"item_id": "a"}) is first
    assert [items.find(data) for data in ({}, {"item_id": 5}, {"output_index": 9, "item_id": "a"}, {"item_id": "x"})] == [None] * 4
    assert items.in_order() == [first, second]
    assert items.last is second


def test_items_under_one_number() -> None:
    """Are told apart by their ids; an event without one means the last."""
    items, out = ItemsSoFar(), list["Chunk"]()
    first, second = items.begin(MESSAGE, 0, out), items.begin({**MESSAGE, "id": "b"}, 0, out)

    assert [items.find({"output_index": 0, "item_id": name}) for name in ("a", "b", "x")] == [first, second, second]
    assert items.find({"output_index": 0}) is second
    assert items.in_order() == [first, second]


def test_a_text_without_an_item() -> None:
    """Belongs to the last open one of its kind; where there is none, it begins one."""
    items, out = ItemsSoFar(), list["Chunk"]()
    begun = items.of_text(TEXT, {"item_id": "a", "output_index": 0}, out)
    same = items.of_text(TEXT, {"item_id": "changed"}, out)
    begun.end(begun.wire(), out)
    other = items.of_text(DELTAS["response.function_call_arguments.delta"], {}, out)
    another = items.of_text(TEXT, {}, out)

    assert same is begun
    assert begun.wire() == {"type": "message", "role": "assistant", "id": "a"}
    assert other.wire() == {"type": "function_call"}
    assert another is not begun
    assert (other.number, another.number) == (1, 2)
    assert items.open_of_kind("message") is another
    assert items.open_of_kind("function_call") is None


def test_parts_stand_in_the_order_in_which_they_began() -> None:
    """Those of whole items."""
    items, out = ItemsSoFar("r"), list["Chunk"]()
    late = items.begin({"type": "x"}, 1, out)
    early = items.begin({"type": "y"}, 0, out)
    assert items.parts() == []
    early.end({"type": "y"}, out)
    late.end({"type": "x"}, out)

    assert items.parts() == [OpaquePart(DIALECT, {"type": "x"}), OpaquePart(DIALECT, {"type": "y"})]


def test_parts_by_item() -> None:
    """A part that began between those of another item stands with its own."""
    items, out = ItemsSoFar("r"), list["Chunk"]()
    text: JsonObject = {"type": "output_text", "text": "a"}
    talk = items.begin({**MESSAGE, "content": [text]}, 0, out)
    other = items.begin({"type": "x"}, 1, out)
    other.end({"type": "x"}, out)
    talk.end({**MESSAGE, "content": [text, text]}, out)

    assert [part.type for part in items.parts()] == ["text", "opaque", "text"]
    assert [part.type for part in items.parts_by_item()] == ["text", "text", "opaque"]


def test_what_is_the_same_to_a_reader() -> None:
    """Ids and encryption may change; words, calls and items may not."""
    kept: dict[str, JsonObject] = {DIALECT: {"id": "a"}}

    assert say_the_same([TextPart("a", provider_data=kept)], [TextPart("a")])
    assert say_the_same([ReasoningPart(encrypted_content="1")], [ReasoningPart(encrypted_content="2")])
    assert not say_the_same([TextPart("a")], [TextPart("b")])
    assert not say_the_same([ToolCallPart("a", "f", "{}")], [ToolCallPart("b", "f", "{}")])
    assert say_the_same([OpaquePart(DIALECT, {"id": "a", "status": "searching"})], [OpaquePart(DIALECT, {"id": "b"})])
    assert not say_the_same([OpaquePart(DIALECT, {"query": "a"})], [OpaquePart(DIALECT, {"query": "b"})])
    assert not say_the_same([TextPart("a")], [])
