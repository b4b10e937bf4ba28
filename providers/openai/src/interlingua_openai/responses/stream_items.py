"""The items of a streamed answer, and which of them an event means: by its number, else by an id, else the last one of its kind.

Servers change ids between events, and compatible ones leave out numbers, ids, or the event that begins an item, count from 1, or give
every item the number 0: an object under a number that is taken is a new item, unless it names the one that is there.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from interlingua.types.parts import OpaquePart, ReasoningPart
from interlingua_openai.responses.stream_item import ItemSoFar
from interlingua_openai.responses.tool_ids import CALL_ID, CallIds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.responses.events import TextEvents

_CHANGES: Final = frozenset({"id", "status"})
"""Of an item that isn't modelled, what may change until the end of its stream."""


class ItemsSoFar:
    """The items of one answer.

    Attributes:
        ids: The ids of the answer's calls.
        last: The item that began last.
    """

    __slots__ = ("_by_call", "_by_id", "_by_number", "_items", "_next", "_numbers", "ids", "last")

    def __init__(self, answer_id: str | None = None) -> None:
        """Begin an answer."""
        self.ids = CallIds((), answer_id)
        self.last: ItemSoFar | None = None
        self._items: list[ItemSoFar] = []
        self._by_number: dict[int, ItemSoFar] = {}  # the last that began under it
        self._by_id: dict[str, ItemSoFar] = {}
        self._by_call: dict[str, ItemSoFar] = {}
        self._next = 0
        self._numbers = count()

    def begin(self, wire: JsonObject, number: JsonValue, out: list[Chunk]) -> ItemSoFar:
        """Begin an item; one without a number is the next."""
        said = number if type(number) is int else self._next
        self._next = max(self._next, said + 1)
        item = self._by_number[said] = self.last = ItemSoFar(wire, self.ids, self._numbers, out, number=said, rank=len(self._items))
        self._items.append(item)
        if isinstance(item_id := wire.get("id"), str):
            self._by_id[item_id] = item
        if call_id := item.id(CALL_ID):
            self._by_call[call_id] = item
        return item

    def find(self, data: JsonObject) -> ItemSoFar | None:
        """Find the item that an event names."""
        number, item_id, call_id = data.get("output_index"), data.get("item_id"), data.get(CALL_ID)
        named = self._by_id.get(item_id) if isinstance(item_id, str) else None
        if named is None and isinstance(call_id, str):
            named = self._by_call.get(call_id)
        if type(number) is not int or (named is not None and named.number == number):
            return named
        return self._by_number.get(number)

    def of_text(self, events: TextEvents, data: JsonObject, out: list[Chunk]) -> ItemSoFar:
        """Find the item that a text belongs to; begin it where no event did."""
        number = data.get("output_index")
        item = self.find(data)
        if item is None and type(number) is not int:
            item = self.open_of_kind(events.item)
        if item is not None:
            return item
        wire: JsonObject = {"type": events.item}
        if events.item == "message":
            wire["role"] = "assistant"
        if isinstance(item_id := data.get("item_id"), str):
            wire["id"] = item_id
        return self.begin(wire, number, out)

    def open_of_kind(self, kind: JsonValue) -> ItemSoFar | None:
        """Give the last item, if it is of a kind and isn't whole."""
        last = self.last
        return last if last is not None and last.closed is None and last.kind == kind else None

    def in_order(self) -> list[ItemSoFar]:
        """Give every item, by its number."""
        return sorted(self._items, key=lambda item: item.number)

    def parts(self) -> list[AssistantPart]:
        """Give the parts of the whole items, in the order in which they began."""
        ended = [entry for item in self._items for entry in (item.closed or {}).items()]
        return [part for _, part in sorted(ended, key=lambda entry: entry[0])]

    def parts_by_item(self) -> list[AssistantPart]:
        """Give the same parts in the order of the items: one may begin between the parts of another."""
        return [part for item in self.in_order() for _, part in sorted((item.closed or {}).items(), key=lambda entry: entry[0])]


def say_the_same(some: Sequence[AssistantPart], others: Sequence[AssistantPart]) -> bool:
    """Tell whether parts say the same: ids may change until the end of a stream, and reasoning is encrypted anew for it."""
    return [_said(part) for part in some] == [_said(part) for part in others]


def _said(part: AssistantPart) -> AssistantPart:
    if isinstance(part, OpaquePart):
        return OpaquePart(part.dialect, {name: value for name, value in part.data.items() if name not in _CHANGES})
    anew: dict[str, object] = {"encrypted_content": None} if isinstance(part, ReasoningPart) else {}
    return part.model_copy(update={"provider_data": {}, **anew})
