"""A `.json` file whose array holds records: each in its turn, in constant memory, however large the file. Pure but for the reading.

A record ends where its brackets do. So one that is no JSON is told by itself, and the others are read all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

from interlingua.errors import LimitExceededError

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANK: Final = b" \t\r\n"

# A whole string, one that goes on behind what was read so far, or what brackets and commas say.
_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[{]|[\]}]|,', re.DOTALL)
_REQUESTS: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"requests"\s*:\s*\[')
_CHUNK: Final = 2**18


def begins_array(text: bytes) -> bool:
    """Tell whether a file that begins so is an array."""
    return text.lstrip(b"\xef\xbb\xbf" + BLANK).startswith(b"[")


class RecordSplitter:
    """Splits the text of an array into its records, however the text is cut.

    Attributes:
        position: Where the text that isn't split yet begins, in the file.
        rest: That text.
        closed: Whether the array's end has come.
    """

    def __init__(self, position: int = 0, *, inside: bool = False, closed: bool = False) -> None:
        """Begin before the array, or go on inside, behind one of its records."""
        self.position = position
        self.rest = b""
        self.closed = closed
        self._depth = 1 if inside else 0
        self._several = inside
        self._scanned = 0  # how much of the rest was looked at

    def feed(self, more: bytes) -> Iterator[tuple[bytes, int]]:
        """Take more text, and give each record that is whole now, with where the file goes on behind it."""
        self.rest += more
        begin = 0
        for token in _TOKEN.finditer(self.rest, self._scanned):
            if token[1] == b"":
                break  # the string's end may be in what comes
            self._scanned, sign = token.end(), token[0]
            self._depth += (sign in {b"[", b"{"}) - (sign in {b"]", b"}"})
            self.closed = self._depth == 0 and not sign.startswith(b'"')
            if self._depth == 1 and sign == b"[":
                begin = self._scanned
            elif self.closed or (self._depth == 1 and sign == b","):
                record, begin = self.rest[begin : token.start()].strip(BLANK), self._scanned
                self._several = self._several or not self.closed
                if record or self._several:  # an empty array has no record, and [1,] has two
                    yield record, self.position + begin
            if self.closed:
                break
        self.rest, self.position, self._scanned = self.rest[begin:], self.position + begin, self._scanned - begin


def requests_begin(text: bytes) -> int | None:
    """Tell where the array begins in the body that Anthropic's API takes a batch in, `{"requests": […]}`; None where it isn't one."""
    found = _REQUESTS.match(text)
    return found and found.end() - 1


def array_records(
    file: BinaryIO, position: int, limit: int, last: int = 0, *, begin: int = 0, end: bytes = b""
) -> Iterator[tuple[bytes, int, str | None]]:
    """Read the records of an array.

    Args:
        file: The file, opened at its beginning.
        position: Where to go on, as an earlier reading told it; 0 to begin.
        limit: How long a record may be, in bytes.
        last: The number of the record before that.
        begin: Where the array begins.
        end: What follows it.

    Yields:
        A record's text, where the file goes on behind it, and what is wrong with the array there, or None.

    Raises:
        LimitExceededError: A record is too long.
    """
    file.seek(position - 1 if position else begin)
    splitter = RecordSplitter(position or begin, inside=position > 0, closed=position > 0 and file.read(1) == b"]")
    more = b" "
    while more and not splitter.closed:
        more = file.read(max(_CHUNK, len(splitter.rest)))  # in doubling steps: a string that goes on is looked at from its beginning
        for record, behind in splitter.feed(more):
            last += 1
            _check_length(record, limit, last)
            yield record, behind, None if record else "nothing stands where a record should"
        _check_length(splitter.rest, limit, last + 1)
    if not splitter.closed:
        rest = splitter.rest.strip(BLANK)
        yield rest, splitter.position + len(splitter.rest), "the file ends within its array"
    elif (rest := (splitter.rest + file.read(_CHUNK)).strip(BLANK)) != end:
        yield rest, splitter.position + len(rest), "something follows the file's array"


def _check_length(record: bytes, limit: int, number: int) -> None:
    if len(record) > limit:
        raise LimitExceededError(f"line {number}", limit)
