"""Changes to a stream that a fuzzer of bytes alone hardly finds: whole events moved, and values inside their JSON changed.

Pure: the same data and the same seed give the same change.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from interlingua.errors import InterlinguaError
from interlingua.types.json import copy_json, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.types import JsonValue

_END: Final = b"\n\n"
_DATA: Final = b"data: "
_MISFITS: Final[tuple[JsonValue, ...]] = (
    None, True, False, 0, 1, -1, 2**70, 0.5, 1e300, "", "a", "0", "\ud800", "\U0001f600", "{", "[DONE]", "length", "error", [], [None], {},
    {"a": {}}, [[]],
)  # fmt: skip


def changed(data: bytes, seed: int, pool: Sequence[bytes]) -> bytes:
    """Change a stream.

    Args:
        data: The stream.
        seed: Decides what is changed.
        pool: Events to put in.
    """
    random = Random(seed)  # noqa: S311 - no secret
    events = data.split(_END)
    _CHANGES[random.randrange(len(_CHANGES))](events, random, pool)
    return _END.join(events)


def _insert(events: list[bytes], random: Random, pool: Sequence[bytes]) -> None:
    events.insert(random.randrange(len(events) + 1), random.choice(pool).removesuffix(_END))


def _double(events: list[bytes], random: Random, _pool: Sequence[bytes]) -> None:
    events.insert(random.randrange(len(events) + 1), random.choice(events))


def _drop(events: list[bytes], random: Random, _pool: Sequence[bytes]) -> None:
    del events[random.randrange(len(events))]


def _swap(events: list[bytes], random: Random, _pool: Sequence[bytes]) -> None:
    one, other = random.randrange(len(events)), random.randrange(len(events))
    events[one], events[other] = events[other], events[one]


def _edit(events: list[bytes], random: Random, pool: Sequence[bytes]) -> None:
    """Change one to three values inside the JSON of an event."""
    places = [place for place, event in enumerate(events) if _value(event) is not None]
    if not places:
        _insert(events, random, pool)
        return
    place = random.choice(places)
    head, mark, _ = events[place].partition(_DATA)
    value = copy_json(_value(events[place]))
    for _ in range(random.randint(1, 3)):
        _edit_value(value, random, _value(random.choice(pool)))
    events[place] = head + mark + dumps(value)


_CHANGES: Final[tuple[Callable[[list[bytes], Random, Sequence[bytes]], None], ...]] = (_insert, _double, _drop, _swap, *[_edit] * 6)


def _value(event: bytes) -> JsonValue:
    """Give what an event's line of data holds, were it only to be changed; None where that is no JSON."""
    try:
        return loads(event.partition(_DATA)[2])
    except InterlinguaError:
        return None


def _edit_value(value: JsonValue, random: Random, other: JsonValue) -> None:
    """Put a value of another kind, or one of another event, at some place; or take the place away, or double it."""
    holders = [holder for holder in _holders(value) if holder]
    if not holders:
        return
    holder = random.choice(holders)
    others = [_some(inner, random) for inner in _holders(other) if inner]
    new = copy_json(random.choice([random.choice(_MISFITS), *others]))
    match holder:
        case dict():
            name = random.choice(sorted(holder))
            if random.random() < 0.2:
                del holder[name]
            elif random.random() < 0.2 and isinstance(other, dict) and other:
                holder[random.choice(sorted(other))] = new
            else:
                holder[name] = new
        case list():
            place = random.randrange(len(holder))
            holder[place : place + 1] = random.choice([[], [new], [holder[place], holder[place]], [holder[place], new]])


def _holders(value: JsonValue) -> list[dict[str, JsonValue] | list[JsonValue]]:
    found: list[dict[str, JsonValue] | list[JsonValue]] = []
    waiting = [value]
    while waiting:
        next_one = waiting.pop()
        if isinstance(next_one, dict | list):
            found.append(next_one)
            waiting += next_one.values() if isinstance(next_one, dict) else next_one
    return found


def _some(holder: dict[str, JsonValue] | list[JsonValue], random: Random) -> JsonValue:
    return copy_json(random.choice(sorted(holder.items()))[1] if isinstance(holder, dict) else random.choice(holder))
