"""Entry points are found in installed distributions; one that is broken is stepped over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from interlingua._runtime.plugins import entry_points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

GROUP = "interlingua.test-group"


def test_finds_entries_with_their_distribution(install: Callable[..., None]) -> None:
    """An entry knows its name, target, distribution and version, and imports its target."""
    install("toy-plugin", {GROUP: {"toy": "toy_module"}, "other": {"x": "y"}}, {"toy_module": "VALUE = 1"}, version="2.5")

    (entry,) = entry_points.installed(GROUP)
    assert (entry.name, entry.target, entry.distribution, entry.version) == ("toy", "toy_module", "toy-plugin", "2.5")
    assert entry.label == "toy-plugin 2.5"
    assert entry.load().VALUE == 1  # type: ignore[attr-defined]  # a module


def test_the_scan_is_kept(install: Callable[..., None], tmp_path: Path) -> None:
    """What is installed later is seen after `forget` alone."""
    install("one", {GROUP: {"a": "x"}}, {})
    first = entry_points.installed(GROUP)
    (tmp_path / "site" / "one-1.0.dist-info" / "entry_points.txt").write_text("")

    assert entry_points.installed(GROUP) is first
    entry_points.forget()
    assert entry_points.installed(GROUP) == ()


def test_an_older_copy_further_down_the_path_is_hidden(
    install: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A distribution that lies on the path twice counts once, as its modules do."""
    install("one-plugin", {GROUP: {"a": "x"}}, {}, version="1.0")
    (tmp_path / "site").rename(tmp_path / "old")
    monkeypatch.syspath_prepend(tmp_path / "old")
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site")
    install("One.Plugin", {GROUP: {"a": "x"}}, {}, version="2.0")

    assert [entry.version for entry in entry_points.installed(GROUP)] == ["2.0"]


def test_broken_metadata_is_reported_and_stepped_over(
    install: Callable[..., None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest is found."""
    install("good", {GROUP: {"a": "x"}}, {})
    install("broken", {GROUP: {"b": "x"}}, {})
    (tmp_path / "site" / "broken-1.0.dist-info" / "entry_points.txt").write_bytes(b"\xff\xfe")
    with caplog.at_level(logging.WARNING, "interlingua"):
        found = entry_points.installed(GROUP)

    assert [entry.name for entry in found] == ["a"]
    assert "broken-1.0.dist-info can't be read: UnicodeDecodeError" in caplog.text


def test_a_distribution_without_a_name_still_counts(install: Callable[..., None], tmp_path: Path) -> None:
    """Its entries say that it has none."""
    install("one", {GROUP: {"a": "x"}}, {})
    (tmp_path / "site" / "one-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\n")

    (entry,) = entry_points.installed(GROUP)
    assert entry.label == "an unnamed distribution ?"
