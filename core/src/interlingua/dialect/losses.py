"""Losses in the making: where an encoder writes them down, what is left behind of another wire, and the JSON paths that they name.

A path is `$`, then `.name`, `['odd key']` or `[index]` for each step. The log knows where the encoder stands, so that one is composed
only where something is lost, and never on the way of what goes well.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from interlingua.dialect.kept import SPELLING, WITHIN, Kept, says_something
from interlingua.errors import ConversionError
from interlingua.types.base import MARKS, Value
from interlingua.types.json import at, loads
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import LossKind

    _Leaf: TypeAlias = "tuple[bool, str | float]"
    _Steps: TypeAlias = "tuple[str | int, ...]"

# Compiled when the first path is taken apart: few conversions need that.
_STEP = r"\.(?P<name>[^\W\d]\w*)|\[(?P<index>\d+)\]|\['(?P<quoted>(?:[^'\\]|\\.)*)'\]"


class LossLog:
    """Collects losses.

    Attributes:
        dialect: The dialect that is written.
        records: The losses so far.
        root: Path of the list of messages, of a response's message, or of whatever else is written.
        message: Index in that list, or None where the root is the message itself.
        part: Index of the part in the message, or None.
    """

    __slots__ = ("dialect", "message", "part", "records", "root")

    def __init__(self, dialect: str, root: str = "$", message: int | None = None) -> None:
        """Begin an empty log."""
        self.dialect = dialect
        self.records: list[Loss] = []
        self.root = root
        self.message = message
        self.part: int | None = None

    @property
    def path(self) -> str:
        """Where the encoder stands."""
        message = "" if self.message is None else f"[{self.message}]"
        part = "" if self.part is None else f".content[{self.part}]"
        return f"{self.root}{message}{part}"

    def lose(self, reason: str, kind: LossKind, *, below: str = "", replaced_by: JsonValue = None) -> None:
        """Record a loss where the encoder stands, or below it."""
        self.add(self.path + below, reason, kind, replaced_by)

    def lose_own(self, data: Mapping[str, JsonObject], reason: str, *, below: str = "") -> None:
        """Record, where there are any, that the fields which a value's `provider_data` has for this dialect go unsaid."""
        if data.get(self.dialect):
            self.lose(reason, "hint", below=f"{below}.provider_data")

    def add(self, path: str, reason: str, kind: LossKind, replaced_by: JsonValue = None) -> None:
        """Record a loss at a path."""
        self.records.append(Loss(path=path, reason=reason, kind=kind, replaced_by=replaced_by))


def left_behind(value: Value, target: str, told: Sequence[Loss]) -> tuple[Loss, ...]:
    """Tell what is kept of another dialect and the target doesn't write, by its canonical path; null and empty fields say nothing.

    In a conversation that is no loss: it stays in `provider_data`, and comes back into play with its dialect. Who converts a bare
    body has no conversation to keep it in, so each field is told, and each value whose spelling said more than ours does.

    Args:
        value: The request or response that was decoded.
        target: The name of the dialect that it was written in.
        told: The losses known so far; what stands under their paths is told already.
    """
    left = [(dialect, steps) for dialect, steps in _places(value, ()) if dialect != target]
    known = {split(loss.path) for loss in told} if left else set()
    return tuple(
        Loss(at("$", *steps), f"a field of {dialect} that {target} doesn't know", "hint")
        for dialect, steps in left
        if not any(steps[:depth] in known for depth in range(len(steps) + 1))
    )


def said_beside(value: Value, dialect: str) -> list[_Steps]:
    """Give the steps to each field that is kept of one dialect, at every depth of a value; null and empty fields say nothing."""
    return [steps for found, steps in _places(value, ()) if found == dialect]


def _places(value: object, steps: _Steps) -> Iterator[tuple[str, _Steps]]:
    """Give the dialect and the steps of each field that is kept, in the order of the value."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _places(item, (*steps, index))
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name != "provider_data":
                yield from _places(inner, (*steps, name))
                continue
            for dialect, fields in inner.items():
                if dialect[:1] != "$":
                    yield from ((dialect, place) for place in _of_fields(fields, (*steps, name, dialect)))
            canonical = {_leaf(item) for item in value.__dict__.values() if isinstance(item, str | int | float)}
            for dialect, marks in inner.get(MARKS, {}).items():
                yield from ((dialect, place) for place in _of_marks(marks, (*steps, name, MARKS, dialect), canonical))


def _of_fields(fields: JsonObject, steps: _Steps) -> Iterator[_Steps]:
    return ((*steps, field) for field, content in fields.items() if says_something(content))


def _of_marks(marks: JsonValue, steps: _Steps, canonical: set[_Leaf]) -> Iterator[_Steps]:
    """Give the steps to each value that was spelled by something else than ours says, and of the fields of objects around the value."""
    for mark, found in marks.items() if isinstance(marks, dict) else ():
        if mark == SPELLING and isinstance(found, dict):
            yield from ((*steps, mark, field) for field, pair in found.items() if _says_more(pair, canonical))
        elif mark == WITHIN and isinstance(found, dict):
            for field, inner in found.items():
                yield from _of_marks(inner, (*steps, mark, field), canonical)
        else:
            around = Kept.from_json(found)
            yield from _of_fields(around.fields, (*steps, mark, "fields"))
            yield from _of_marks(around.marks, (*steps, mark, "marks"), canonical)


def _says_more(spelling: JsonValue, canonical: set[_Leaf]) -> bool:
    """Tell whether the wire's side of a spelling says what neither ours does nor a canonical field beside it."""
    if not isinstance(spelling, list) or len(spelling) < 2:
        return False
    ours, wire = spelling[:2]
    known = {*_leaves(ours), *canonical}
    if isinstance(ours, str) and not isinstance(wire, str):
        with suppress(ConversionError):  # JSON text, where the wire had the value itself; or any other text
            known.update(_leaves(loads(ours)))
    return any(leaf not in known for leaf in _leaves(wire))


def _leaves(value: JsonValue) -> Iterator[_Leaf]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    elif value is not None and value != "":
        yield _leaf(value)


def _leaf(value: str | float) -> _Leaf:
    """Tell true from 1, and not 1 from 1.0."""
    return isinstance(value, bool), value


def split(path: str) -> _Steps:
    """Take a path apart again: the steps that `at("$", ...)` was given.

    Raises:
        ValueError: The text is no path.
    """
    pattern = re.compile(_STEP)
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        step = pattern.match(path, position)
        if step is None:
            break
        if step["index"]:
            steps.append(int(step["index"]))
        elif step["name"]:
            steps.append(step["name"])
        else:
            escaped = step["quoted"].replace("\\'", "'").replace('"', '\\"')
            steps.append(str(loads(f'"{escaped}"')))
        position = step.end()
    if path[:1] != "$" or position != len(path):
        msg = f"{path!r} is no JSON path"
        raise ValueError(msg)
    return tuple(steps)


def covers(path: str, other: str) -> bool:
    """Tell whether a path names the same place as another, or one that holds it."""
    steps = split(path)
    return split(other)[: len(steps)] == steps
