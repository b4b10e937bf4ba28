"""Each observer is called on its own; one that fails is reported and the others still run."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import pytest

from interlingua._runtime.plugins.observers import GROUP, call_finished, progress, register_observer, unregister_observer
from interlingua.errors import ConfigError
from interlingua.provider import CallRecord, Progress, hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RECORD = CallRecord("toy", "small", "chat", streamed=False, attempts=1, seconds=1.0, seconds_to_first_chunk=None, usage=None,
                    finish_reason="stop", losses=(), error=None)  # fmt: skip
PROGRESS = Progress("loading")

WRITES = """
from interlingua.provider import hookimpl
seen = []

@hookimpl
def interlingua_call_finished(record):
    seen.append(record)
"""
FAILS = """
from interlingua.provider import hookimpl

@hookimpl
def interlingua_call_finished(record):
    raise ValueError("a bug")
"""


class Observer:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    @hookimpl
    def interlingua_call_finished(self, record: CallRecord) -> None:
        """Keep a call."""
        self.seen.append(record)

    @hookimpl
    def interlingua_progress(self, progress: Progress) -> None:
        """Keep a report."""
        self.seen.append(progress)


@pytest.fixture
def observer() -> Iterator[Observer]:
    """An observer that is registered."""
    observer = Observer()
    register_observer(observer)
    yield observer
    unregister_observer(observer)


def test_a_registered_observer_is_told(observer: Observer) -> None:
    """Of calls and of progress, until it is forgotten."""
    call_finished(RECORD)
    progress(PROGRESS)

    assert observer.seen == [RECORD, PROGRESS]


def test_an_observer_is_registered_once(observer: Observer) -> None:
    """Twice would tell it twice."""
    with pytest.raises(ConfigError, match="the observer Observer is registered already"):
        register_observer(observer)


def test_an_unknown_observer_is_not_forgotten() -> None:
    """It was never there."""
    with pytest.raises(ConfigError, match="the observer Observer isn't registered"):
        unregister_observer(Observer())


def test_installed_observers_are_told(install: Callable[..., None]) -> None:
    """They are loaded at the first event."""
    install("writer", {GROUP: {"writes": "writes_module"}}, {"writes_module": WRITES})
    call_finished(RECORD)
    call_finished(RECORD)
    progress(PROGRESS)

    import writes_module  # type: ignore[import-not-found]  # installed just above

    assert writes_module.seen == [RECORD, RECORD]


def test_one_that_raises_stops_no_other(install: Callable[..., None], observer: Observer, caplog: pytest.LogCaptureFixture) -> None:
    """Its type and message are logged, with its distribution."""
    install("failer", {GROUP: {"fails": "fails_module"}}, {"fails_module": FAILS}, version="0.2")
    with caplog.at_level(logging.WARNING, "interlingua"):
        call_finished(RECORD)

    assert observer.seen == [RECORD]
    assert caplog.messages == ["the plugin 'fails' of failer 0.2 raised ValueError: a bug in interlingua_call_finished"]


def test_one_that_cannot_be_loaded_is_reported_once(
    install: Callable[..., None], observer: Observer, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are loaded."""
    install("broken", {GROUP: {"broken": "broken_module"}}, {"broken_module": "import nothing"})
    install("useless", {GROUP: {"useless": "useless_module"}}, {"useless_module": ""})
    with caplog.at_level(logging.WARNING, "interlingua"):
        call_finished(RECORD)
        call_finished(RECORD)

    assert observer.seen == [RECORD, RECORD]
    assert sorted(caplog.messages) == [
        "the plugin 'broken' of broken 1.0 can't be used: importing broken_module raised ModuleNotFoundError: No module named 'nothing'",
        "the plugin 'useless' of useless 1.0 implements no hook interlingua_call_finished or interlingua_progress",
    ]


def test_threads_that_load_at_once_report_once(install: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    """Each event is told, and a fault is logged by one of them."""
    install("broken", {GROUP: {"broken": "broken_module"}}, {"broken_module": "import time\ntime.sleep(0.05)\n1 / 0"})
    threads = [threading.Thread(target=call_finished, args=(RECORD,)) for _ in range(4)]
    with caplog.at_level(logging.WARNING, "interlingua"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(caplog.messages) == 1


def test_what_an_observer_gives_back_is_ignored() -> None:
    """It has nothing to decide."""

    class Answers:
        @hookimpl
        def interlingua_progress(self) -> int:
            return 1

    observer = Answers()
    register_observer(observer)
    progress(PROGRESS)
    unregister_observer(observer)


def test_an_async_observer_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    """It would be silently never run."""

    class Async:
        @hookimpl
        async def interlingua_progress(self, progress: Progress) -> None:
            """Never awaited."""

    observer = Async()
    register_observer(observer)
    with caplog.at_level(logging.WARNING, "interlingua"):
        progress(PROGRESS)
    unregister_observer(observer)

    assert caplog.messages == ["the observer Async did nothing: its interlingua_progress is async, and observers are plain functions"]


def test_an_interrupt_is_not_an_observers_fault() -> None:
    """KeyboardInterrupt goes through."""

    class Interrupted:
        @hookimpl
        def interlingua_progress(self) -> None:
            raise KeyboardInterrupt

    observer = Interrupted()
    register_observer(observer)
    with pytest.raises(KeyboardInterrupt):
        progress(PROGRESS)
    unregister_observer(observer)
