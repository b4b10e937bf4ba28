"""JSON lines in and out: a line of text each, or one whole `.json` file as a single line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.partial_file import PartialFile, Writer
from interlingua.cli.convert.plan import STREAM, WHOLE
from interlingua.errors import LimitExceededError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from interlingua.cli.convert.items import Outcome
    from interlingua.cli.convert.plan import Plan

MAX_LINE_BYTES: Final = 256 * 2**20
"""A longer line ends the run: it would have to be held in memory several times over."""

_BATCH_LINES: Final = 64
_BATCH_BYTES: Final = 2**20


class LineReader:
    """Reads lines; positions are bytes."""

    def __init__(self, plan: Plan) -> None:
        """Name the file."""
        self._plan = plan
        self.total = plan.source.stat().st_size if plan.source != STREAM else None

    def batches(self, position: int, last: int) -> Iterator[Batch]:
        """Read on from a position, behind the line of that number."""
        if self._plan.source == STREAM:
            yield from _batches(sys.stdin.buffer, position, last)
            return
        with self._plan.source.open("rb") as file:
            file.seek(position)
            if self._plan.source.suffix == WHOLE:
                text = file.read(MAX_LINE_BYTES + 1)
                _check_length(text, 1)
                yield Batch([Item(1, text)] if text.strip() else [], position + len(text), 1)
            else:
                yield from _batches(file, position, last)


def _batches(file: BinaryIO, position: int, last: int) -> Iterator[Batch]:
    items: list[Item] = []
    size = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        last += 1
        _check_length(line, last)
        position += len(line)
        size += len(line)
        if line.strip():
            items.append(Item(last, line.removesuffix(b"\n")))
        if len(items) == _BATCH_LINES or size >= _BATCH_BYTES:
            yield Batch(items, position, last)
            items, size = [], 0
    yield Batch(items, position, last)


def _check_length(line: bytes, number: int) -> None:
    if len(line) > MAX_LINE_BYTES:
        raise LimitExceededError(f"line {number}", MAX_LINE_BYTES)


class LineWriter(Writer):
    """Writes lines."""

    def __init__(self, plan: Plan, sizes: Mapping[str, int] | None) -> None:
        """Begin, or go on behind what an earlier run wrote."""
        self._rejected = PartialFile(plan.rejected, sizes["rejected"] if sizes else 0)
        if plan.target == STREAM:
            super().__init__({"rejected": self._rejected})
            self._output: PartialFile | BinaryIO = sys.stdout.buffer
        else:
            self._output = output = PartialFile(plan.target, sizes["output"] if sizes else 0)
            output.write(b"")
            super().__init__({"rejected": self._rejected, "output": output})

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take a batch."""
        self._output.write(b"".join([outcome.data + b"\n" for outcome in outcomes if outcome.data is not None]))
        self._output.flush()
        for item, outcome in zip(batch.items, outcomes, strict=True):
            if outcome.data is None:
                self._rejected.write(item.data + b"\n")
