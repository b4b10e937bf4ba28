"""JSON lines in and out: a line of text each, or one whole `.json` file as a single line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.partial_file import PartialFile
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


class LineWriter:
    """Writes lines: converted ones into the output, as they were into the file of those set aside."""

    def __init__(self, plan: Plan, sizes: Mapping[str, int] | None) -> None:
        """Begin, or go on behind what an earlier run wrote."""
        self._stream = sys.stdout.buffer if plan.target == STREAM else None
        self._output = None if self._stream else PartialFile(plan.target, sizes["output"] if sizes else 0)
        self._rejected = PartialFile(plan.rejected, sizes["rejected"] if sizes else 0)
        self._files = [self._rejected, self._output] if self._output else [self._rejected]
        if self._output:
            self._output.write(b"")

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take a batch."""
        good = b"".join([outcome.data + b"\n" for outcome in outcomes if outcome.data is not None])
        if self._stream:
            self._stream.write(good)
            self._stream.flush()
        elif self._output:
            self._output.write(good)
        for item, outcome in zip(batch.items, outcomes, strict=True):
            if outcome.data is None:
                self._rejected.write(item.data + b"\n")

    def sizes(self) -> dict[str, int]:
        """Hand everything to the system, and tell how long each file is now."""
        for file in self._files:
            file.flush()
        return {"output": self._output.size if self._output else 0, "rejected": self._rejected.size}

    def seal(self) -> None:
        """Make the files whole and safe."""
        for file in self._files:
            file.seal()

    def place(self) -> None:
        """Put the files where they belong."""
        for file in self._files:
            file.place()

    def abandon(self) -> None:
        """Remove the files."""
        for file in self._files:
            file.abandon()

    def leave(self) -> None:
        """Close the files; a later run goes on with them."""
        for file in self._files:
            file.close()
