"""The progress bar."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from interlingua.cli.bar import Bar

if TYPE_CHECKING:
    import pytest


def test_it_shows_nothing_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A log needs no bars."""
    with Bar("in.jsonl", 10, "lines") as bar:
        bar.advance(5, 1)

    assert ("", "") == tuple(capsys.readouterr())


def test_it_shows_how_far_it_is_and_disappears(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with Bar("[in].jsonl", 10, "lines") as bar:
        bar.advance(5, 1_234)
        assert bar._bars is not None
        bar._bars.refresh()

    out, err = capsys.readouterr()
    assert "" == out
    assert "[in].jsonl" in err
    assert "50%" in err
    assert "1,234 lines" in err
