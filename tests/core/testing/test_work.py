"""Twin of testing/work.py: how work grows is counted, and no clock is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from interlingua.testing.work import work

if TYPE_CHECKING:
    from collections.abc import Callable


def once_each(length: int) -> int:
    """Look at each item once."""
    total = 0
    for number in range(length):
        total += number
    return total


def each_with_each(length: int) -> int:
    """Look at each item with each."""
    total = 0
    for number in range(length):
        for other in range(length):
            total += number * other
    return total


class Joined:
    """Texts that come in pieces."""

    def __init__(self) -> None:
        """Begin with none."""
        self.text = ""

    def add(self, piece: str) -> None:
        """Join all that has come, anew."""
        self.text = self.text + piece


class Slotted:
    """The same, without a dictionary."""

    __slots__ = ("data",)

    def __init__(self) -> None:
        """Begin with none."""
        self.data = b""

    def add(self, piece: bytes) -> None:
        """Join all that has come, anew."""
        self.data = self.data + piece


def joined_anew(length: int) -> None:
    """Join a text anew with each piece."""
    joined = Joined()
    for _ in range(length):
        joined.add("x" * 100)


def joined_anew_in_slots(length: int) -> None:
    """Join bytes anew with each piece."""
    joined = Slotted()
    for _ in range(length):
        joined.add(b"x" * 100)


def joined_once(length: int) -> str:
    """Keep the pieces, and join them at the end."""
    pieces = []
    for _ in range(length):
        pieces.append("x" * 100)  # noqa: PERF401 - as a stream's events come
    return "".join(pieces)


def steps(do: Callable[[int], object], length: int) -> int:
    """Count the work on so many items."""
    return work(lambda: do(length))


@pytest.mark.parametrize("do", [once_each, joined_once])
def test_what_looks_at_each_item_once_is_linear(do: Callable[[int], object]) -> None:
    """Twice as many items are twice the work."""
    assert steps(do, 800) / steps(do, 400) == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("do", [each_with_each, joined_anew, joined_anew_in_slots])
def test_what_looks_at_all_for_each_grows_with_the_square(do: Callable[[int], object]) -> None:
    """Twice as many items are four times the work, in loops of Python and in texts that C joins in one step."""
    assert steps(do, 160) / steps(do, 80) == pytest.approx(4, abs=0.25)


@pytest.mark.parametrize("do", [once_each, each_with_each, joined_anew, joined_once])
def test_the_same_work_is_the_same_figure(do: Callable[[int], object]) -> None:
    """On any machine, however busy."""
    assert steps(do, 30) == steps(do, 30)


def test_a_text_counts_once_however_many_see_it() -> None:
    """Handing a text on is no work; a short one counts with the step that made it."""
    text, short = "x" * 10_000, "x" * 64

    def hand_on(given: str) -> str:
        return given

    assert work(lambda: [hand_on(text) for _ in range(50)]) - work(lambda: [hand_on(short) for _ in range(50)]) == 10_000


def test_what_was_raised_is_raised_and_the_tracer_is_put_back() -> None:
    """A debugger, or whoever counts which lines are run, goes on as before."""
    before = sys.gettrace()
    calls: list[str] = []

    def tracer(*event: object) -> None:
        calls.append(str(event[1]))

    sys.settrace(tracer)
    try:
        work(lambda: once_each(3))
        kept = sys.gettrace()
        with pytest.raises(ZeroDivisionError):
            work(lambda: 1 // 0)
        kept_after_an_error = sys.gettrace()
    finally:
        sys.settrace(before)

    assert (kept, kept_after_an_error) == (tracer, tracer)
