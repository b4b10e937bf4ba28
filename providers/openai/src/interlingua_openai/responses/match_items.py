"""Which streamed item each object of the final output is, so that nothing is shown twice.

It is the one of its kind with its id; else the one in its place, if as many were streamed, or else with its number; else the first of
its kind that is left. Servers change ids until the end of a stream, count from 1, and leave items out of either.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from interlingua_openai.responses.stream_item import IDS, kind_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from interlingua.types.base import JsonObject
    from interlingua_openai.responses.stream_item import ItemSoFar

_NO_KEY: Final = ""


def match_items(begun: Sequence[ItemSoFar], output: Sequence[JsonObject]) -> list[ItemSoFar | None]:
    """Find the streamed item of each final one.

    Args:
        begun: The streamed items, by their numbers.
        output: The final ones.

    Returns:
        One entry for each final item; None where it wasn't streamed.
    """
    found: list[ItemSoFar | None] = [None] * len(output)
    for field in IDS:
        said = [wire.get(field) for wire in output]
        _take(found, begun, [item.id(field) for item in begun], output, [key if isinstance(key, str) else _NO_KEY for key in said])
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
