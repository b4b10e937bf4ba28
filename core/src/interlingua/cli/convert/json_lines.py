"""JSON lines in and out: a line of text each; or a `.json` file, which is one line as a whole, or an array of records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from interlingua.cli.convert.compression import GZIP, ZSTD, check_text, inner, reading
from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.json_array import array_records, begins_array, requests_begin
from interlingua.cli.convert.partial_file import PartialFile, Writer
from interlingua.cli.convert.plan import STREAM, WHOLE
from interlingua.errors import ConversionError, LimitExceededError
from interlingua.runtime import MAX_LINE_DEPTH, is_record
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from interlingua.cli.convert.items import Outcome
    from interlingua.cli.convert.journal import Tally
    from interlingua.cli.convert.plan import Plan
    from interlingua.types import JsonValue

MAX_LINE_BYTES: Final = 256 * 2**20
"""A longer line ends the run: it would have to be held in memory several times over."""

_BATCH_LINES: Final = 64
_BATCH_BYTES: Final = 2**20

Layout = Literal["lines", "whole", "array", "requests"]
"""How a file is laid out: a line for each conversation, one conversation, an array of several, or the body that Anthropic's API takes a
batch in, `{"requests": […]}`."""


class LineReader:
    """Reads lines; positions are bytes of what the file holds.

    Attributes:
        layout: How the file is laid out.
        total: Its last position, or None where nobody knows.
    """

    def __init__(self, plan: Plan) -> None:
        """Name the file, and look at how it is laid out.

        Raises:
            ConfigError: It can't be read.
            LimitExceededError: It is too large to be looked at.
        """
        self._plan = plan
        packed = plan.source.suffix in {GZIP, ZSTD}
        self.total = None if packed or plan.source == STREAM else plan.source.stat().st_size
        self.layout: Layout = "lines"
        if inner(plan.source).suffix == WHOLE:
            with reading(plan.source) as file:
                self.layout = _layout(file, plan)

    def batches(self, position: int, last: int) -> Iterator[Batch]:
        """Read on from a position, behind the line of that number."""
        if self._plan.source == STREAM:
            yield from _batches(_lines(sys.stdin.buffer, position, last, "standard input"), position, last)
            return
        with reading(self._plan.source) as file:
            if self.layout in {"array", "requests"}:
                begin, end = (requests_begin(file.read(_BATCH_BYTES)) or 0, b"}") if self.layout == "requests" else (0, b"")
                records = array_records(file, position, MAX_LINE_BYTES, last, begin=begin, end=end)
                numbered = ((Item(number, text, fault), behind) for number, (text, behind, fault) in enumerate(records, last + 1))
                yield from _batches(numbered, position, last)
                return
            file.seek(position)
            if self.layout == "whole":
                text = file.read(MAX_LINE_BYTES + 1)
                _check_length(text, 1)
                yield Batch([Item(1, text)] if text.strip() else [], position + len(text), 1)
            else:
                yield from _batches(_lines(file, position, last, repr(str(self._plan.source))), position, last)


def _layout(file: BinaryIO, plan: Plan) -> Layout:
    """Look at a `.json` file: many data sets are an array of records, and many are JSON lines by another name."""
    begun = file.readline(MAX_LINE_BYTES + 1)
    while begun and not begun.strip():
        begun = file.readline(MAX_LINE_BYTES + 1)
    check_text(begun, repr(str(plan.source)))
    _check_length(begun, 1)
    if begins_array(begun):
        file.seek(0)
        first = next(array_records(file, 0, MAX_LINE_BYTES), None)
        return "array" if first and is_record(_value(first[0]), plan.rules) else "whole"
    if isinstance(_value(begun), dict) and _says_more(file):
        return "lines"
    file.seek(0)
    requests = plan.rules.source == "anthropic-batch" and requests_begin(file.read(_BATCH_BYTES)) is not None
    return "requests" if requests else "whole"


def _value(text: bytes) -> JsonValue:
    """Give what text says, None where it is no JSON."""
    try:
        return loads(text, max_depth=MAX_LINE_DEPTH)
    except ConversionError:
        return None


def _says_more(file: BinaryIO) -> bool:
    while chunk := file.read(_BATCH_BYTES):
        if chunk.strip():
            return True
    return False


def _lines(file: BinaryIO, position: int, last: int, name: str) -> Iterator[tuple[Item, int]]:
    """Give each line, blank ones too, with where the next one begins."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        if not position:
            check_text(line, name)
        last += 1
        _check_length(line, last)
        position += len(line)
        yield Item(last, line.removesuffix(b"\n")), position


def _batches(items: Iterable[tuple[Item, int]], position: int, last: int) -> Iterator[Batch]:
    batch: list[Item] = []
    size = 0
    for item, end in items:
        position, last = end, item.number
        size += len(item.data)
        if item.data.strip() or item.fault:
            batch.append(item)
        if len(batch) == _BATCH_LINES or size >= _BATCH_BYTES:
            yield Batch(batch, position, last)
            batch, size = [], 0
    yield Batch(batch, position, last)


def _check_length(line: bytes, number: int) -> None:
    if len(line) > MAX_LINE_BYTES:
        raise LimitExceededError(f"line {number}", MAX_LINE_BYTES)


class LineFile(PartialFile):
    """A file of lines."""

    def add(self, texts: Sequence[bytes]) -> None:
        """Append lines, where there are any."""
        if texts:
            self.write(b"".join(text + b"\n" for text in texts))


class ArrayFile(PartialFile):
    """A file that is an array of records."""

    def __init__(self, path: Path, size: int, count: int) -> None:
        """Name the file, and say how many records an earlier run wrote."""
        super().__init__(path, size)
        self._count = count

    def add(self, texts: Sequence[bytes]) -> None:
        """Append records, where there are any."""
        if texts:
            self.write((b",\n" if self._count else b"[\n") + b",\n".join(texts))
            self._count += len(texts)

    def seal(self) -> None:
        """Close the array, and make the file whole and safe."""
        if self.begun:
            self.write(b"\n]\n" if self._count else b"[]\n")
        super().seal()


class LineWriter(Writer):
    """Writes lines, or arrays where the input is one and the files end in `.json`."""

    def __init__(self, plan: Plan, sizes: Mapping[str, int] | None, tally: Tally, layout: Layout = "lines") -> None:
        """Begin, or go on behind what an earlier run wrote."""
        self._array = layout in {"array", "requests"}
        self._rejected = self._file(plan.rejected, sizes["rejected"] if sizes else 0, tally.set_aside)
        if plan.target == STREAM:
            super().__init__({"rejected": self._rejected})
            self._output: LineFile | ArrayFile | None = None
        else:
            self._output = self._file(plan.target, sizes["output"] if sizes else 0, tally.converted)
            if not self._output.begun:
                self._output.write(b"")
            super().__init__({"rejected": self._rejected, "output": self._output})

    def _file(self, path: Path, size: int, count: int) -> LineFile | ArrayFile:
        return ArrayFile(path, size, count) if self._array and inner(path).suffix == WHOLE else LineFile(path, size)

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take a batch."""
        texts = [outcome.data for outcome in outcomes if outcome.data is not None]
        if self._output is None:
            sys.stdout.buffer.write(b"".join(text + b"\n" for text in texts))
            sys.stdout.buffer.flush()
        else:
            self._output.add(texts)
            self._output.flush()
        left = [item.data for item, outcome in zip(batch.items, outcomes, strict=True) if outcome.data is None]
        if self._array:  # a record may be spread over lines, and where it is set aside it may be one of them
            left = [b" ".join(text.splitlines()) for text in left if text]
        self._rejected.add(left)
