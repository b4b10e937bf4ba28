"""What is shown meanwhile."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
import stamina
from tests.core.cli.test_output import Screen

from interlingua._runtime.plugins.observers import progress
from interlingua.cli.progress import Waiting, bar, figure
from interlingua.provider import Progress

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("expected", "report"),
    [
        ("", Progress("t")),
        ("", Progress("t", 0, 98_362_432, "bytes")),  # it may tell of its end alone
        ("12 of 98 MB", Progress("t", 12_300_000, 98_362_432, "bytes")),
        ("1 of 3 files", Progress("t", 1, 3, "files")),
        ("1 of 3", Progress("t", 1, 3)),
    ],
)
def test_figures(expected: str, report: Progress) -> None:
    """How much is done is told where it is known."""
    assert figure(report) == expected


def test_one_line_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Each task is one plain line, however often it reports; nothing after the answer began."""
    with Waiting("waiting") as waiting:
        progress(Progress("fetching", 1, 9))
        progress(Progress("fetching", 2, 9))
        progress(Progress("loading"))
        waiting.stop()
        progress(Progress("late"))
    progress(Progress("later"))

    assert capsys.readouterr().err == "fetching …\nloading …\n"


def test_a_retry_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A line says why the answer takes longer."""
    with Waiting("waiting"):
        for attempt in stamina.retry_context(on=ValueError, attempts=2, wait_initial=0, wait_jitter=0):
            with attempt:
                if attempt.num == 1:
                    raise ValueError("busy")

    assert capsys.readouterr().err == "busy: trying again in 0.0 s\n"


def test_bars_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal bars are drawn, and are gone in the end."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Screen(raw, encoding="utf-8", write_through=True))

    with Waiting("waiting"):
        _until(lambda: b"waiting" in raw.getvalue())
        progress(Progress("fetching", 1e6, 98e6, "bytes"))
        _until(lambda: b"1 of 98 MB" in raw.getvalue())
        progress(Progress("fetching", 98e6, 98e6, "bytes", finished=True))

    assert raw.getvalue().endswith(b"\x1b[2K")


@pytest.mark.parametrize(
    ("drawn", "report"), [(False, Progress("loading", 0, 98e6, "bytes")), (True, Progress("loading", 1, 98e6, "bytes"))]
)
def test_a_bar_needs_a_figure(monkeypatch: pytest.MonkeyPatch, drawn: bool, report: Progress) -> None:  # noqa: FBT001 - a parameter
    """What has told no figure yet is a spinner and a line."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Screen(raw, encoding="utf-8", write_through=True))

    with Waiting("waiting"):
        progress(report)
        _until(lambda: b"loading" in raw.getvalue())
    after = raw.getvalue().decode().partition("loading")[2]

    assert (("━" in after), ("98 MB" in after)) == (drawn, drawn)


def test_a_bar_shows_nothing_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A log needs no bars."""
    with bar("in.jsonl", 10, "lines") as advance:
        advance(5, 1)

    assert ("", "") == tuple(capsys.readouterr())


def test_a_bar_shows_how_far_it_is_and_disappears(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with bar("[in].jsonl", 10, "lines") as advance:
        advance(5, 1_234)

    out, err = capsys.readouterr()
    assert "" == out
    assert "[in].jsonl" in err
    assert "50%" in err
    assert "1,234 lines" in err


def _until(shown: Callable[[], bool]) -> None:
    import time

    for _ in range(200):
        if shown():
            return
        time.sleep(0.05)
    pytest.fail("it was never shown")
