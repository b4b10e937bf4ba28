"""Conversion over processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.processes import all_go

from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.workers import _AHEAD, converted

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
