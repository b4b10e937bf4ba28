"""Bodies made from samples by one odd value each: a number, a text or an object as no page shows it and somebody sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from interlingua.types.json import dumps, same_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.testing.documents.sample import Sample
    from interlingua.types import JsonObject, JsonValue

Steps: TypeAlias = tuple[str | int, ...]

_NUMBERS: Final[tuple[JsonValue, ...]] = (0, 1, 1.0, -1, 2.5, 2**53 + 1, 10**400 - 1, 1e308)
_TELLING: Final = ("type", "role", "kind")  # by which objects that stand in one place are told apart
_LONG: Final = 300
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class OddBody:
    """A body with one odd value.

    Attributes:
        sample: The sample that it is made from.
        body: The body.
        where: The keys and positions that lead to the value.
        was: What stands there in the sample.
        odd: The value; in a list of one, as it may be absent.
    """

    sample: Sample
    body: JsonObject
    where: Steps
    was: JsonValue
    odd: tuple[JsonValue, ...]

    def __repr__(self) -> str:
        """Say what stands where."""
        what = dumps(self.odd[0]).decode()[:100] if self.odd else "nothing"
        return f"{self.sample!r} with {what} at {self.where!r}"


def odd_bodies(samples: Iterable[Sample]) -> Iterator[OddBody]:
    """Put each odd value of its own type, null and nothing into each kind of place, in the smallest sample that has the place."""
    seen: set[tuple[str, str, str]] = set()
    for sample in sorted(samples, key=lambda sample: len(dumps(sample.body))):
        for where, kind, value in values_of(sample.body):
            place = (sample.what, kind, type(value).__name__)
            if place not in seen:
                seen.add(place)
                for odd in _odd(value, where):
                    yield OddBody(sample, cast("JsonObject", replaced(sample.body, where, odd)), where, value, odd)


def replaced(value: JsonValue, where: Steps, changed: tuple[JsonValue, ...]) -> JsonValue:
    """Give a value with a change at a place; what stands beside the place is shared, as bodies may be large.

    Args:
        value: A value.
        where: The keys and positions that lead to the place.
        changed: What is to stand there, or nothing to leave the place out.
    """
    if not where:
        return changed[0]
    step, *rest = where
    last = not rest and not changed
    if isinstance(value, list):
        return [replaced(item, tuple(rest), changed) if place == step else item for place, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            name: replaced(item, tuple(rest), changed) if name == step else item for name, item in value.items() if name != step or not last
        }
    return value


def values_of(value: JsonValue, where: Steps = (), kind: str = "") -> Iterator[tuple[Steps, str, JsonValue]]:
    """Give each value below another, with where it stands and what kind of place that is."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield (*where, number), f"{kind}[]", item
            yield from values_of(item, (*where, number), f"{kind}[]")
    elif isinstance(value, dict):
        told = [str(value[name]) for name in _TELLING if isinstance(value.get(name), str)]
        for name, item in value.items():
            inner = f"{kind}({','.join(told)}).{name}"
            yield (*where, name), inner, item
            yield from values_of(item, (*where, name), inner)


def _odd(value: JsonValue, where: Steps) -> Iterator[tuple[JsonValue, ...]]:
    """Give odd values of the type of another."""
    found: tuple[JsonValue, ...] = (None,)
    if isinstance(value, bool):
        found = (not value, None)
    elif isinstance(value, int | float):
        found = (*_NUMBERS, None)
    elif isinstance(value, str):
        found = (*_respelt(value), "", value + "x" * _LONG, None)
    elif isinstance(value, list):
        found = ([], value[:1], [*value, *value[-1:]], None)
    elif isinstance(value, dict):
        found = ({}, None)
    for odd in found:
        if not same_json(odd, value):
            yield (odd,)
    if isinstance(where[-1], str):
        yield ()


def _respelt(text: str) -> Iterator[str]:
    """Give a text with each of its first words in the other case, as a part of it may be read alone: a media type, the name of a scheme."""
    for word in list(_WORD.finditer(text))[:_WORDS]:
        yield text[: word.start()] + word[0].swapcase() + text[word.end() :]
