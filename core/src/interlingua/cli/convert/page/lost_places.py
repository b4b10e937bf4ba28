"""Where on a line what was lost stands. Pure.

A loss's path is that of the conversation, which a line says in its own words and another order: what Claude's API calls `system` is the
first message, and each tool's result is one of its own. No dialect says where it found what. But what it found has the same words on both
sides, in the same order, so that a place is found by the values that stand in it: the third `"ok"` here is the third one there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from interlingua.dialect.losses import split
from interlingua.errors import InterlinguaError
from interlingua.runtime import said_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.runtime import LineRules
    from interlingua.types import JsonValue, Loss

Steps: TypeAlias = tuple[str | int, ...]

_OUR_WORDS: Final = frozenset({"type", "role", "dialect"})
"""Fields whose words are ours, and perhaps not the line's, but for those within what is kept of the line as it was."""

_KEPT: Final = frozenset({"data", "provider_data"})

_EVERYTHING: Final = frozenset({(), ("messages",), ("tools",)})
"""Places that hold too much for one loss."""

_LONG: Final = 16
"""A text of so many characters is also found within another one, as base64 data is within its URL."""


class _Leaf(NamedTuple):
    path: Steps
    key: str
    value: tuple[type, JsonValue]

    @property
    def is_telling(self) -> bool:
        """Whether the line has the same word."""
        return self.key not in _OUR_WORDS or not _KEPT.isdisjoint(self.path)


class _Leaves:
    """The values at the ends of a tree, in its order, and where each value stands."""

    def __init__(self, value: JsonValue, below: Steps = ()) -> None:
        self.all = list(_ends(value, below, ""))
        self._by_value: defaultdict[tuple[str | None, tuple[type, JsonValue]], list[int]] = defaultdict(list)
        for index, leaf in enumerate(self.all):
            self._by_value[None, leaf.value].append(index)
            self._by_value[leaf.key, leaf.value].append(index)

    def alike(self, leaf: _Leaf, *, key: bool) -> list[int]:
        """Tell where such a value stands, under any key or the same one."""
        return self._by_value.get((leaf.key if key else None, leaf.value), [])

    def within(self, path: Steps) -> range:
        """Tell which ends belong to a place: they follow one another."""
        depth = len(path)
        indexes = [index for index, leaf in enumerate(self.all) if leaf.path[:depth] == path]
        return range(indexes[0], indexes[-1] + 1) if indexes else range(0)


def lost_places(line: JsonValue, rules: LineRules, losses: Sequence[Loss], unread: Sequence[Loss] = ()) -> list[Steps | None]:
    """Find the place on a line of each loss, or None where it can't be told.

    Args:
        line: The line.
        rules: How it was converted.
        losses: What was lost, or would have been.
        unread: What of it was lost in reading the line's text.
    """
    if not losses:
        return []
    try:
        record = said_on(line, rules)
    except InterlinguaError:
        return [None] * len(losses)
    ours = record.value.to_dict()
    theirs = (rules.field,) if rules.field is not None and isinstance(line, dict) else ()
    said, found = _Leaves(ours), _Leaves(_walk(line, theirs), theirs)
    places: list[Steps | None] = []
    for loss in losses:
        try:
            steps = split(loss.path)
        except ValueError:  # a plugin may write what it likes there
            places.append(None)
            continue
        if loss in unread or loss in record.losses or _walk(ours, steps[:1]) is None:  # the line's own path
            places.append(_nearest(line, steps))
        else:
            places.append(_by_values(steps, said, found))
    return places


def _by_values(steps: Steps, said: _Leaves, found: _Leaves) -> Steps | None:
    """Find what stands at a path, or else around it, among the values of the line."""
    while steps not in _EVERYTHING:
        indexes = said.within(steps)
        telling = [index for index in indexes if said.all[index].is_telling] or indexes
        places = [place for index in telling if (place := _same(index, said, found)) is not None]
        if places:
            # A value that chance put elsewhere doesn't count: what belongs together stands in one message, or one tool.
            anchor = _item(places[0])
            place = _common([place for place in places if place[: len(anchor)] == anchor])
            is_value = said.all[indexes[0]].path == steps
            while not is_value and len(place) > len(anchor) and len(found.within(place[:-1])) == len(found.within(place)):
                place = place[:-1]  # what holds nothing else is lost with it
            return place
        steps = steps[:-1]
    return None


def _same(index: int, said: _Leaves, found: _Leaves) -> Steps | None:
    """Find the same value on the line: with as many alike before it, of the same key where both sides have the same number of those."""
    leaf = said.all[index]
    alike = [(said.alike(leaf, key=key), found.alike(leaf, key=key)) for key in (True, False)]
    for here, there in [pair for pair in alike if len(pair[0]) == len(pair[1])] or alike:
        if there:
            return found.all[there[min(bisect_left(here, index), len(there) - 1)]].path
    text = leaf.value[1]
    if isinstance(text, str) and len(text) >= _LONG:
        return next((other.path for other in found.all if isinstance(other.value[1], str) and text in other.value[1]), None)
    return None


def _ends(value: JsonValue, path: Steps, key: str) -> Iterator[_Leaf]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "$marks":  # they say how a wire spelled things
                yield from _ends(item, (*path, name), name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _ends(item, (*path, index), key)
    else:
        yield _Leaf(path, key, (type(value), value))


def _item(path: Steps) -> Steps:
    """Give the message, tool or other item that a place belongs to: the path to its first index."""
    indexes = [depth for depth, step in enumerate(path) if isinstance(step, int)]
    return path[: indexes[0] + 1] if indexes else path[:1]


def _common(places: Sequence[Steps]) -> Steps:
    """Give the innermost place that holds them all."""
    first, last = min(places, key=_sortable), max(places, key=_sortable)
    depth = next((depth for depth, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:depth]


def _sortable(path: Steps) -> tuple[str, ...]:
    return tuple(map(str, path))


def _walk(value: JsonValue, steps: Steps) -> JsonValue:
    for step in steps:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _nearest(line: JsonValue, steps: Steps) -> Steps | None:
    """Give the place itself, or the innermost one around it that the line has."""
    while steps and _walk(line, steps) is None:
        steps = steps[:-1]
    return steps or None
