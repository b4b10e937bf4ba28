"""`interlingua.dialect.lines`: bytes in, lines out, the same however they are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect import LineReader
from interlingua.errors import LimitExceededError

STREAMS = st.lists(st.sampled_from([b"a", b"{}", b"", b"\n", b"\r\n", b"\r", b"\x0b", b"\xe2\x80\xa8"]), max_size=12).map(b"".join)


def read(*pieces: bytes, limit: int = 1000) -> list[bytes]:
    """Read a whole stream in pieces."""
    reader = LineReader(limit)
    lines = [line for piece in pieces for line in reader.feed(piece)]
    last = reader.close()
    return [*lines, last] if last else lines


class TestLines:
    """What ends a line."""

    @pytest.mark.parametrize(
        ("stream", "lines"),
        [
            (b"", []),
            (b"a", [b"a"]),
            (b"a\nb\n", [b"a", b"b"]),
            (b"a\r\nb\rc", [b"a", b"b", b"c"]),
            (b"\n\na\n", [b"", b"", b"a"]),
            (b"\r\r\n", [b"", b""]),
            (b'"\xe2\x80\xa8\x0b\x0c\x1c\xc2\x85"\n', [b'"\xe2\x80\xa8\x0b\x0c\x1c\xc2\x85"']),
        ],
    )
    def test_ends(self, stream: bytes, lines: list[bytes]) -> None:
        """LF, CR LF or CR, and no other break that a text knows; what the end cuts off is the last line."""
        assert lines == read(stream)
        assert lines == read(*(bytes([byte]) for byte in stream))

    @given(stream=STREAMS, data=st.data())
    def test_cuts(self, stream: bytes, data: st.DataObject) -> None:
        """However the bytes are cut, the lines are the same."""
        cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
        pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

        assert read(stream) == read(*pieces)


class TestLimit:
    """A line has at most so many bytes."""

    @pytest.mark.parametrize("stream", [b"123456\n", b"123456", b"12\n123456\n"])
    def test_too_long(self, stream: bytes) -> None:
        """The lines before it are given, in any cut, and then the limit is named."""
        stream = b"1\n" + stream
        for pieces in ([stream], [bytes([byte]) for byte in stream]):
            reader, lines = LineReader(5), []

            def read_all(reader: LineReader = reader, lines: list[bytes] = lines, pieces: list[bytes] = pieces) -> None:
                lines.extend(line for piece in pieces for line in reader.feed(piece))

            with pytest.raises(LimitExceededError, match="line limit of 5 bytes"):
                read_all()

            assert stream.split(b"\n")[: len(lines)] == lines
            assert all(len(line) < 6 for line in lines)
            assert lines

    def test_exactly(self) -> None:
        """The limit itself is allowed, line after line, and what is pending is counted anew for each."""
        reader = LineReader(5)

        assert [b"12345"] * 3 == [line for piece in (b"123", b"45\n1234", b"5\n", b"12345\n") for line in reader.feed(piece)]
        assert (0, b"") == (reader.pending, reader.close())
