"""What differs between the lines before and after, and which of them are worth showing. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from interlingua.cli.convert.page.body_lines import BodyLine

CONTEXT: Final = 3
"""How many lines are shown around what differs or was lost."""

_MAX_COMPARED: Final = 4_000
"""More lines of a side, between what both begin and end with alike, are not compared: that grows with the square."""


class Hunk(NamedTuple):
    """Lines that are the same on both sides, or that stand in each other's place.

    Attributes:
        same: Whether they are the same.
        before: Their indexes before.
        after: Their indexes after.
    """

    same: bool
    before: range
    after: range


def hunks(before: Sequence[BodyLine], after: Sequence[BodyLine]) -> list[Hunk]:
    """Compare both sides, indentation and commas aside; a text under another key stands beside itself, and yet differs."""
    found: list[Hunk] = []
    for same, old, new in _aligned([line.value for line in before], [line.value for line in after]):
        if not same:
            found.append(Hunk(same, old, new))
            continue
        equal = [before[at].said == after[other].said for at, other in zip(old, new, strict=True)]
        for is_equal, run in groupby(range(len(old)), equal.__getitem__):
            indexes = list(run)
            part = slice(indexes[0], indexes[-1] + 1)
            found.append(Hunk(is_equal, old[part], new[part]))
    return found


def _aligned(old: list[str], new: list[str]) -> Iterator[Hunk]:
    """Compare lines by what they say."""
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    tail = next((index for index in range(shorter - head) if old[-1 - index] != new[-1 - index]), shorter - head)
    inner_old, inner_new = range(head, len(old) - tail), range(head, len(new) - tail)
    parts = [Hunk(same=True, before=range(head), after=range(head))]
    if max(len(inner_old), len(inner_new)) > _MAX_COMPARED:
        parts.append(Hunk(same=False, before=inner_old, after=inner_new))
    else:
        matcher = SequenceMatcher(None, old[head : inner_old.stop], new[head : inner_new.stop])
        parts += [Hunk(what == "equal", inner_old[a:b], inner_new[c:d]) for what, a, b, c, d in matcher.get_opcodes()]
    parts.append(Hunk(same=True, before=range(inner_old.stop, len(old)), after=range(inner_new.stop, len(new))))
    return (hunk for hunk in parts if hunk.before or hunk.after)


def folded(lines: range, wanted: Collection[int]) -> Iterator[tuple[bool, range]]:
    """Part lines into those that are shown, and runs that are folded away: far from what is wanted, and longer than their fold."""
    near = {index for index in lines if index in wanted}
    for far, run in groupby(lines, key=lambda index: index not in near):
        indexes = list(run)
        yield far and len(indexes) > CONTEXT, range(indexes[0], indexes[-1] + 1)


def around(indexes: Collection[int]) -> set[int]:
    """Give indexes with their neighbours."""
    return {near for index in indexes for near in range(index - CONTEXT, index + CONTEXT + 1)}
