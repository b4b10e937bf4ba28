"""Twin of responses/match_items.py: which streamed item a final one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_openai.responses.match_items import match_items
from interlingua_openai.responses.stream_items import ItemsSoFar

if TYPE_CHECKING:
    from interlingua.types import Chunk, JsonObject


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
