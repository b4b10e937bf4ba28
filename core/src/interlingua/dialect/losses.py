"""Losses in the making: where an encoder writes them down, what is left behind of another wire, and the JSON paths that they name.

A path is `$`, then `.name`, `['odd key']` or `[index]` for each step. The log knows where the encoder stands, so that one is composed
only where something is lost, and never on the way of what goes well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interlingua.dialect.kept import Kept, says_something
from interlingua.types.base import MARKS, Value
from interlingua.types.json import at, loads
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import LossKind

_STEP = re.compile(r"\.(?P<name>[^\W\d]\w*)|\[(?P<index>\d+)\]|\['(?P<quoted>(?:[^'\\]|\\.)*)'\]")


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

    def add(self, path: str, reason: str, kind: LossKind, replaced_by: JsonValue = None) -> None:
        """Record a loss at a path."""
        self.records.append(Loss(path=path, reason=reason, kind=kind, replaced_by=replaced_by))


def left_behind(value: Value, target: str, told: Sequence[Loss]) -> tuple[Loss, ...]:
    """Tell each field of another dialect that the target doesn't write, by its canonical path; null and empty ones say nothing.

    In a conversation those fields are no loss: they stay in `provider_data`, and come back into play with their dialect. Who converts
    a bare body has no conversation to keep them in, so each is told.

    Args:
        value: The request or response that was decoded.
        target: The name of the dialect that it was written in.
        told: The losses known so far; what stands under their paths is told already.
    """
    return tuple(
        Loss(path, f"a field of {dialect} that {target} doesn't know", "hint")
        for dialect, path in _places(value, ())
        if dialect != target and not any(covers(loss.path, path) for loss in told)
    )


def _places(value: object, steps: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    """Give the dialect and the path of each field that is kept, in the order of the value."""
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
                    yield from _told(dialect, fields, (*steps, name, dialect))
            for dialect, marks in inner.get(MARKS, {}).items():
                for mark, around in marks.items() if isinstance(marks, dict) else ():
                    yield from _told(dialect, Kept.from_json(around).fields, (*steps, name, MARKS, dialect, mark, "fields"))


def _told(dialect: str, fields: JsonObject, steps: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    return ((dialect, at("$", *steps, field)) for field, content in fields.items() if says_something(content))


def split(path: str) -> tuple[str | int, ...]:
    """Take a path apart again: the steps that `at("$", ...)` was given.

    Raises:
        ValueError: The text is no path.
    """
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        step = _STEP.match(path, position)
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
