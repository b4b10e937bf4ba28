"""`python -m interlingua_llamacpp fetch` has the weights before they are needed."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua_llamacpp.__main__ import _show, main
from interlingua_llamacpp.weights import FetchProgress, ensure_weights

if TYPE_CHECKING:
    from pathlib import Path


def test_it_prints_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    """The path is all that stands on stdout."""
    expected = f"{ensure_weights()}\n"

    assert main(["fetch"]) == 0
    assert capsys.readouterr() == (expected, "")


def test_a_failure_is_said_with_its_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A cache folder that can't be made is an error of ours."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INTERLINGUA_CACHE_DIR", str(tmp_path / "file" / "cache"))

    assert main(["fetch"]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_ctrl_c_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is the shells'."""

    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("interlingua_llamacpp.__main__.ensure_weights", interrupted)

    assert main(["fetch"]) == 130


def test_help_is_all_there_is_without_a_command() -> None:
    """A missing command is a matter of usage."""
    with pytest.raises(SystemExit) as caught:
        main([])

    assert caught.value.code == 2


def test_a_terminal_gets_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is overwritten until the end."""
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)

    _show(FetchProgress(1_000_000, 3_000_000, "fetching it"))
    _show(FetchProgress(3_000_000, 3_000_000, "fetching it"))

    assert screen.getvalue() == "\rfetching it 1 of 3 MB\x1b[K\rfetching it 3 of 3 MB\x1b[K\n"
