"""What passes between the reader, the workers and the writer: batches of lines, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interlingua.errors import LossError
from interlingua.runtime import convert_one, line_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.runtime import LineRules
    from interlingua.types import Loss


@dataclass(frozen=True, slots=True)
class Item:
    """A line.

    Attributes:
        number: Its number in the input, from 1.
        data: Its text.
        fault: Why it has none, or None.
    """

    number: int
    data: bytes
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines that are converted together.

    Attributes:
        items: The lines.
        position: Where the input goes on behind them, for a reader's `batches`.
        last: The number of the last line read so far.
        rows: The Arrow record batch that they come from, or None.
    """

    items: Sequence[Item]
    position: int
    last: int
    rows: object = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line.

    Attributes:
        data: The converted line, or None where it is set aside.
        losses: What was lost, or would have been.
        reason: Why it is set aside, or None.
    """

    data: bytes | None
    losses: tuple[Loss, ...] = ()
    reason: str | None = None


def convert_items(items: Sequence[Item], rules: LineRules) -> list[Outcome]:
    """Convert lines; runs in a worker process."""
    return [convert_item(item, rules) for item in items]


def convert_item(item: Item, rules: LineRules) -> Outcome:
    """Convert a line."""
    if item.fault is not None:
        return Outcome(None, (), item.fault)
    converted = convert_one(item.data, rules)
    if (error := converted.error) is not None:
        hint = "" if isinstance(error, LossError) else error.hint  # what to do about a loss is the command's, once for all lines
        if item.data.strip() in {b"[", b"{", b"[{"}:
            hint = "a conversation or an array that is spread over lines is read from a file whose name ends in .json"
        return Outcome(None, converted.losses, f"{error.sentence}; {hint}" if hint else error.sentence)
    return Outcome(line_text(converted.value), converted.losses)
