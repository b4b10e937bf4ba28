"""Where a recorded stream may be cut, and the law that no beginning of it passes for the whole."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final

from interlingua.errors import StreamInterruptedError
from interlingua.types import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interlingua.dialect import Dialect
    from interlingua.types import Response

_EVENT_END: Final = re.compile(rb"(?:\r\n|\n|\r)(?:\r\n|\n|\r)")


def pieces(data: bytes, sizes: Sequence[int] = ()) -> list[bytes]:
    """Cut bytes into pieces of these sizes, over and over; whole where no size is given.

    Raises:
        ValueError: A size is below one.
    """
    if not sizes:
        return [data]
    if min(sizes) < 1:
        raise ValueError(f"a piece has at least one byte, not {min(sizes)}")
    out, start, turn = [], 0, 0
    while start < len(data):
        out.append(data[start : start + sizes[turn % len(sizes)]])
        start += sizes[turn % len(sizes)]
        turn += 1
    return out


def random_sizes(seed: str, count: int = 50) -> list[int]:
    """Make sizes for `pieces`, the same for the same seed: many small ones, some large."""
    chance = random.Random(seed)  # noqa: S311 - cuts are no secret
    return [chance.choice([1, 2, 3, 7, 31, 200, 4_000]) for _ in range(count)]


def event_ends(data: bytes) -> list[int]:
    """Give the places at which the events of a stream end."""
    return [found.end() for found in _EVENT_END.finditer(data)]


def cut_places(data: bytes, count: int = 1_000, *, seed: str = "") -> list[int]:
    """Give places to cut a stream at: the end of each event, and so many others by chance, the same for the same seed.

    Args:
        data: The stream.
        count: How many by chance; each byte where there are no more.
        seed: Decides which.
    """
    chance = random.Random(seed)  # noqa: S311 - as above
    inside = range(len(data))
    return sorted({*event_ends(data), *(chance.sample(inside, count) if count < len(data) else inside)} - {len(data)})


def check_cuts(dialect: Dialect, data: bytes, places: Iterable[int] | None = None) -> int:
    """Hold the decoder of a dialect to law 8 on a whole stream: what ends before the final event is interrupted.

    A beginning that decodes as finished must say all that the whole says; only usage may not have come yet.

    Args:
        dialect: The dialect of the stream.
        data: A stream that decodes as finished.
        places: Where to cut it; `cut_places` where not given.

    Returns:
        How many beginnings decoded as finished: those that end after the final event.

    Raises:
        AssertionError: A beginning passes for the whole, with the place of the cut.
        StreamInterruptedError: The stream itself isn't whole.
    """
    whole = _decoded(dialect, data)
    finished = 0
    for place in cut_places(data) if places is None else places:
        try:
            cut = _decoded(dialect, data[:place])
        except StreamInterruptedError as error:
            if error.partial.finish_reason is not None:
                raise AssertionError(f"cut at byte {place}, the partial response says why it finished") from error
            continue
        finished += 1
        if (cut.message, cut.finish_reason) != (whole.message, whole.finish_reason) or cut.usage not in {Usage(), whole.usage}:
            raise AssertionError(f"cut at byte {place} of {len(data)}, the stream passes for a whole one")
    return finished


def _decoded(dialect: Dialect, data: bytes) -> Response:
    decoder = dialect.stream_decoder()
    if data:
        decoder.feed(data)
    decoder.close()
    return decoder.response()
