"""Twin of responses/stream/items.py: which item an event, or an object of the final body, means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.types import OpaquePart, ReasoningPart, TextPart, ToolCallPart
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.stream.events import DELTAS
from interlingua_openai.responses.stream.items import ItemsSoFar, match_items, say_exactly_the_same, say_the_same

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

    assert items.parts() == [OpaquePart(RESPONSES, {"type": "x"}), OpaquePart(RESPONSES, {"type": "y"})]


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
    kept: dict[str, JsonObject] = {RESPONSES: {"id": "a"}}

    assert say_the_same([TextPart("a", provider_data=kept)], [TextPart("a")])
    assert say_the_same([ReasoningPart(encrypted_content="1")], [ReasoningPart(encrypted_content="2")])
    assert not say_the_same([TextPart("a")], [TextPart("b")])
    assert not say_the_same([ToolCallPart("a", "f", "{}")], [ToolCallPart("b", "f", "{}")])
    assert say_the_same([OpaquePart(RESPONSES, {"id": "a", "status": "searching"})], [OpaquePart(RESPONSES, {"id": "b"})])
    assert not say_the_same([OpaquePart(RESPONSES, {"query": "a"})], [OpaquePart(RESPONSES, {"query": "b"})])
    assert not say_the_same([TextPart("a")], [])


def test_what_says_exactly_the_same() -> None:
    """Arguments letter by letter, though calls are equal whose arguments are so as JSON."""
    assert say_exactly_the_same([TextPart("a"), ToolCallPart("a", "f", "{}")], [TextPart("a"), ToolCallPart("a", "f", "{}")])
    assert not say_exactly_the_same([ToolCallPart("a", "f", "{}")], [ToolCallPart("a", "f", "{ }")])
    assert not say_exactly_the_same([TextPart("a")], [TextPart("b")])


@pytest.mark.parametrize(
    ("begun", "call_id", "another"),
    [("c", "c", False), ("c", "d", True), ("c", "", False), ("c", None, False), (None, "d", False)],
)
def test_a_whole_call_without_a_number_is_another(begun: str | None, call_id: str | None, another: bool) -> None:  # noqa: FBT001 - a parameter
    """Where both have an id of their own that says so; `id`, which servers change, says nothing."""
    items, out = ItemsSoFar(), list["Chunk"]()
    first = items.begin({"type": "function_call", "call_id": begun, "name": "f", "id": "x"}, 0, out)

    found = items.of_whole({"type": "function_call", "call_id": call_id, "name": "f", "id": "y"}, None, out)

    assert (found is not first) is another


def text(item_id: str | None = None) -> JsonObject:
    """A message."""
    return {"type": "message", "role": "assistant", "content": []} | ({} if item_id is None else {"id": item_id})


def call(call_id: str, item_id: str) -> JsonObject:
    """A call."""
    return {"type": "function_call", "call_id": call_id, "id": item_id, "name": "f"}


@pytest.mark.parametrize(
    ("begun", "output", "expected"),
    [
        ([(0, text("a")), (1, text("b"))], [text("b"), text("a")], [1, 0]),  # by id
        ([(0, call("c", "a")), (1, call("d", "b"))], [call("d", "a"), call("c", "x")], [1, 0]),  # by call id first
        ([(1, text()), (2, text())], [text(), text()], [0, 1]),  # as many: by place
        ([(0, text()), (2, text())], [text(), text(), text()], [0, None, 1]),  # else by number
        ([(3, text()), (4, text())], [text("x")], [0]),  # else the first of its kind
        ([(0, text("a"))], [text("z"), text("a")], [None, 0]),
        ([(0, text("a"))], [call("c", "a")], [None]),  # never one of another kind
        ([], [text()], [None]),
        ([(0, text("")), (1, text("a"))], [text("a"), text("")], [1, 0]),
    ],
)
def test_each_final_item_is_one_streamed_item(
    begun: list[tuple[int, JsonObject]], output: list[JsonObject], expected: list[int | None]
) -> None:
    """Or none, and no streamed item is taken twice."""
    items, out = ItemsSoFar(), list["Chunk"]()
    streamed = [items.begin(wire, number, out) for number, wire in begun]

    found = match_items(items.in_order(), output)

    assert [None if item is None else streamed.index(item) for item in found] == expected
