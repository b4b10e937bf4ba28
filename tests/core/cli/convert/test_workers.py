"""Conversion over processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from tests.processes import all_go

from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.workers import _AHEAD, BetweenLines, _held_interrupt, converted

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = LineRules("openai.chat", "anthropic.messages")


def batches(count: int, read: list[int]) -> Iterator[Batch]:
    """Give batches of a line each, and note which were read."""
    for number in range(count):
        read.append(number)
        yield Batch([Item(number, b"[]")], number, number)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_is_that_of_the_input_and_little_is_read_ahead(jobs: int) -> None:
    """Memory doesn't grow with the input."""
    read: list[int] = []
    ahead = [len(read) - batch.position for batch, outcomes in converted(batches(40, read), RULES, jobs) if outcomes[0].data]

    assert list(range(40)) == read
    assert max(ahead) <= jobs * _AHEAD


def test_whoever_stops_early_leaves_no_process() -> None:
    """The workers are ended at once."""
    results = converted(batches(1_000, []), RULES, 2)
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator

    assert [] == multiprocessing.active_children()


def test_workers_end_with_their_parent() -> None:
    """Also where it was killed, and could tell them nothing."""
    script = """
import multiprocessing, os, signal
from tests.core.cli.convert.test_workers import RULES, batches
from interlingua.cli.convert.workers import converted
if __name__ == "__main__":
    results = converted(batches(1000, []), RULES, 2)
    next(results)
    print(*[child.pid for child in multiprocessing.active_children()], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=env)  # noqa: S603 - the script above
    workers = [int(pid) for pid in run.stdout.split()]

    assert (-signal.SIGKILL, 2) == (run.returncode, len(workers))
    assert all_go(workers, 60)


def test_an_interrupt_waits_for_the_end_of_a_call() -> None:
    """What the call does is done."""
    done: list[str] = []

    def line() -> None:
        signal.raise_signal(signal.SIGINT)
        done.append("line")

    with BetweenLines() as between, pytest.raises(KeyboardInterrupt):
        between.call(line)
    assert ["line"] == done


def test_one_within_another_holds_an_interrupt_back_too() -> None:
    """And hands over again."""
    done: list[str] = []

    def line() -> None:
        signal.raise_signal(signal.SIGINT)
        done.append("line")

    with BetweenLines() as outer:
        around = signal.getsignal(signal.SIGINT)
        with BetweenLines() as inner, pytest.raises(KeyboardInterrupt):
            inner.call(line)
        assert around == signal.getsignal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            outer.call(line)
    assert ["line", "line"] == done


def test_an_interrupt_that_another_thread_hears_waits_too() -> None:
    """A worker is started whole, whichever thread the signal reaches; then Ctrl-C is raised."""
    started, heard, steps = threading.Event(), threading.Event(), []

    def hear() -> None:
        started.wait()
        signal.raise_signal(signal.SIGINT)
        heard.set()

    other = threading.Thread(target=hear)
    other.start()
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - where in the block is the point
        with _held_interrupt():
            started.set()
            heard.wait()
            steps.append("started whole")
        steps.append("and no further")
    other.join()

    assert steps == ["started whole"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_elsewhere_an_interrupt_is_raised_at_once() -> None:
    """As ever."""
    with BetweenLines(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_call_gives_its_result_and_its_error() -> None:
    """After an error Ctrl-C is at once again."""
    with BetweenLines() as between:
        assert 3 == between.call(lambda: 3)
        with pytest.raises(ZeroDivisionError):
            between.call(lambda: 1 // 0)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_between_lines_listens_no_longer_than_its_block() -> None:
    """And never where somebody else does."""
    with BetweenLines():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with BetweenLines():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
