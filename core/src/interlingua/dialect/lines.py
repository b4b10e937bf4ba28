"""Bytes in, lines out: bounded, linear, and the same however the bytes are cut.

Lines end with LF, CR LF or CR and nothing else: what a text's `splitlines` takes for ends besides may stand inside JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import LimitExceededError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE_BYTES = 16 * 1024 * 1024
"""The most bytes that one line may have."""


class LineReader:
    """Splits one stream into lines, such as an answer of a JSON value a line.

    Attributes:
        pending: How many bytes have come of a line whose end hasn't.
    """

    __slots__ = ("_max_line_bytes", "_pieces", "_skip_lf", "pending")

    def __init__(self, max_line_bytes: int = MAX_LINE_BYTES) -> None:
        """Begin a stream.

        Args:
            max_line_bytes: The most bytes that one line may have.
        """
        self._max_line_bytes = max_line_bytes
        self._pieces: list[bytes] = []  # of the line that isn't whole yet
        self._skip_lf = False  # the last byte was CR: a LF that comes next belongs to it
        self.pending = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take bytes, give the lines that they complete, without their ends.

        Raises:
            LimitExceededError: A line is too long; the lines before it were given.
        """
        for line in self.split(data):
            self._check(len(line))
            yield line
        self._check(self.pending)

    def split(self, data: bytes) -> list[bytes]:
        """Do what `feed` does, for a caller with a limit of its own."""
        if self._skip_lf and data:
            self._skip_lf = False
            if data[:1] == b"\n":
                data = data[1:]
        if b"\r" in data:
            self._skip_lf = data[-1:] == b"\r"
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = data.split(b"\n")
        rest = lines.pop()
        if lines and self._pieces:
            self._pieces.append(lines[0])
            lines[0] = self.close()
        if rest:
            self._pieces.append(rest)
            self.pending += len(rest)
        return lines

    @property
    def is_within(self) -> bool:
        """Whether what comes next may belong to what has come: to a line, or to its end."""
        return self.pending > 0 or self._skip_lf

    def close(self) -> bytes:
        """Give the last line, if the stream ended within it; else nothing."""
        line = b"".join(self._pieces)
        self._pieces.clear()
        self.pending = 0
        return line

    def _check(self, size: int) -> None:
        if size > self._max_line_bytes:
            raise LimitExceededError("line", self._max_line_bytes)
