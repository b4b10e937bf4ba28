"""Ctrl-C between two lines."""

from __future__ import annotations

import signal

import pytest

from interlingua.cli.convert.interrupts import BetweenLines


def test_it_waits_for_the_end_of_a_call() -> None:
    """What the call does is done."""
    done: list[str] = []

    def line() -> None:
        signal.raise_signal(signal.SIGINT)
        done.append("line")

    with BetweenLines() as between, pytest.raises(KeyboardInterrupt):
        between.call(line)
    assert ["line"] == done


def test_elsewhere_it_is_raised_at_once() -> None:
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


def test_it_listens_no_longer_than_its_block() -> None:
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
