"""Ctrl-C that stops at once; each case in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def interrupted(code: str) -> tuple[int, Sequence[str]]:
    """Run code that prints `ready`, press Ctrl-C; give the exit code and what else is printed."""
    prelude = "import signal, sys, time\nfrom interlingua.cli.interrupt import prompt_interrupt\n"
    with subprocess.Popen([sys.executable, "-uc", prelude + code], stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 - our own
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGINT)
        return child.wait(60), child.stdout.read().splitlines()


def test_deaf_code_is_ended() -> None:
    """Code that Python can't interrupt is ended all the same."""
    deaf = """
with prompt_interrupt():
    while True:
        try:
            print("ready")
            time.sleep(600)
        except KeyboardInterrupt:
            continue
"""

    assert interrupted(deaf) == (130, ["ready"])
    assert interrupted(deaf.replace("prompt_interrupt()", "prompt_interrupt(lambda: print('tidied'))")) == (130, ["ready", "tidied"])


def test_an_orderly_end_is_left_alone() -> None:
    """Where KeyboardInterrupt ends the block, the program goes on."""
    orderly = """
try:
    with prompt_interrupt():
        print("ready")
        time.sleep(600)
except KeyboardInterrupt:
    time.sleep(1.5)
    print("tidied")
    sys.exit(7)
"""

    assert interrupted(orderly) == (7, ["tidied"])


def test_foreign_handlers_are_respected() -> None:
    """A program that handles the signal itself is left alone."""
    foreign = """
signal.signal(signal.SIGINT, lambda *_: sys.exit(5))
with prompt_interrupt():
    print("ready")
    time.sleep(600)
"""

    assert interrupted(foreign) == (5, [])
