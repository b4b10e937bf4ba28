"""The items of a streamed answer: which of them an event means, and which of them each item of the final body is.

An event means an item by its number, else by an id, else the last one of its kind. Servers change ids between events, and compatible
ones leave out numbers, ids, or the event that begins an item, count from 1, or give every item the number 0: an object under a number
that is taken is a new item, unless it names the one that is there.
"""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import TYPE_CHECKING, Final

from interlingua.dialect import text_or_none
from interlingua.types.parts import OpaquePart, ReasoningPart, ToolCallPart
from interlingua_openai.call_ids import CallIds
from interlingua_openai.responses.calls import CALL_ID
from interlingua_openai.responses.reasoning import ReasoningBefore
from interlingua_openai.responses.stream.item import IDS, ItemSoFar, kind_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.responses.stream.events import TextEvents


class ItemsSoFar:
    """The items of one answer.

    Attributes:
        last: The item that began last.
    """

    __slots__ = ("_before", "_by_call", "_by_id", "_by_number", "_ids", "_items", "_next", "_numbers", "last")

    def __init__(self, answer_id: str | None = None) -> None:
        """Begin an answer."""
        self.last: ItemSoFar | None = None
        self._ids = CallIds(answer_id=answer_id)
        self._before = ReasoningBefore()
        self._items: list[ItemSoFar] = []
        self._by_number: dict[int, ItemSoFar] = {}  # the last that began under it
        self._by_id: dict[str, ItemSoFar] = {}
        self._by_call: dict[str, ItemSoFar] = {}
        self._next = 0
        self._numbers = count()

    def begin(self, wire: JsonObject, number: JsonValue, out: list[Chunk]) -> ItemSoFar:
        """Begin an item; one without a number is the next."""
        number = number if type(number) is int else self._next
        self._next = max(self._next, number + 1)
        item = self._by_number[number] = self.last = ItemSoFar(
            wire, self._ids, self._numbers, out, number=number, rank=len(self._items), reasoning=self._before.take(wire)
        )
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

    def find_object(self, wire: JsonObject, number: JsonValue) -> ItemSoFar | None:
        """Find the item that an object is, by the number and the ids that come with it."""
        return self.find({"output_index": number, "item_id": wire.get("id"), CALL_ID: wire.get(CALL_ID)})

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

    def of_whole(self, wire: JsonObject, number: JsonValue, out: list[Chunk]) -> ItemSoFar:
        """Find the item that a whole object ends, or says again; begin it where no event did."""
        item = self.find_object(wire, number)
        if item is None and type(number) is not int:
            item = self.open_of_kind(wire.get("type"))
            call_id = text_or_none(wire.get(CALL_ID))
            if item is not None and call_id and item.id(CALL_ID) not in {"", call_id}:
                item = None  # another call; `id`, which servers change, would say nothing
        if item is None or (item.closed is not None and not item.is_said_again(wire)):
            item = self.begin(wire, number, out)
        return item

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


_NO_KEY: Final = ""


def match_items(begun: Sequence[ItemSoFar], output: Sequence[JsonObject]) -> list[ItemSoFar | None]:
    """Find the streamed item that each object of the final output is, so that nothing is shown twice.

    It is the one of its kind with its id; else the one in its place, if as many were streamed, or else with its number; else the first
    of its kind that is left. Servers change ids until the end of a stream, count from 1, and leave items out of either.

    Args:
        begun: The streamed items, by their numbers.
        output: The final ones.

    Returns:
        One entry for each final item; None where it wasn't streamed.
    """
    found: list[ItemSoFar | None] = [None] * len(output)
    for field in IDS:
        keys = [wire.get(field) for wire in output]
        _take(found, begun, [item.id(field) for item in begun], output, [key if isinstance(key, str) else _NO_KEY for key in keys])
    numbers = range(len(begun)) if len(begun) == len(output) else [item.number for item in begun]
    _take(found, begun, numbers, output, range(len(output)))
    _take(found, begun, [None] * len(begun), output, [None] * len(output))
    return found


def _take(
    found: list[ItemSoFar | None],
    begun: Sequence[ItemSoFar],
    begun_keys: Sequence[Hashable],
    output: Sequence[JsonObject],
    output_keys: Sequence[Hashable],
) -> None:
    """Pair what is left and has the same kind and key, in order."""
    taken = set(found)
    left: dict[tuple[str, Hashable], deque[ItemSoFar]] = {}
    for item, key in zip(begun, begun_keys, strict=True):
        if item not in taken and key != _NO_KEY:
            left.setdefault((item.kind, key), deque()).append(item)
    for place, (wire, key) in enumerate(zip(output, output_keys, strict=True)):
        if found[place] is None and (same := left.get((kind_of(wire), key))):
            found[place] = same.popleft()


_CHANGES: Final = frozenset({"id", "status"})
"""Of an item that isn't modelled, what may change until the end of its stream."""


def say_exactly_the_same(some: Sequence[AssistantPart], others: Sequence[AssistantPart]) -> bool:
    """Tell whether parts are equal, and the arguments of calls, which are equal as JSON, also letter by letter."""
    return some == others and _arguments(some) == _arguments(others)


def _arguments(parts: Sequence[AssistantPart]) -> list[str]:
    return [part.arguments for part in parts if type(part) is ToolCallPart]


def say_the_same(some: Sequence[AssistantPart], others: Sequence[AssistantPart]) -> bool:
    """Tell whether parts say the same: ids may change until the end of a stream, and reasoning is encrypted anew for it."""
    return [_to_a_reader(part) for part in some] == [_to_a_reader(part) for part in others]


def _to_a_reader(part: AssistantPart) -> AssistantPart:
    if isinstance(part, OpaquePart):
        return OpaquePart(part.dialect, {name: value for name, value in part.data.items() if name not in _CHANGES})
    anew: dict[str, object] = {"encrypted_content": None} if isinstance(part, ReasoningPart) else {}
    return part.model_copy(update={"provider_data": {}, **anew})
