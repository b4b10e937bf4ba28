"""Entry points are found, a broken distribution is stepped over; a plugin's hooks are checked one plugin at a time."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pluggy
import pytest

from interlingua._runtime.plugins import loading
from interlingua._runtime.plugins.loading import attempt, hooks_of, reason
from interlingua.errors import ConfigError
from interlingua.provider import hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


GROUP = "interlingua.test-group"


def test_finds_entries_with_their_distribution(install: Callable[..., None]) -> None:
    """An entry knows its name, target, distribution and version, and imports its target."""
    install("toy-plugin", {GROUP: {"toy": "toy_module"}, "other": {"x": "y"}}, {"toy_module": "VALUE = 1"}, version="2.5")

    (entry,) = loading.installed(GROUP)
    assert (entry.name, entry.target, entry.distribution, entry.version) == ("toy", "toy_module", "toy-plugin", "2.5")
    assert entry.label == "toy-plugin 2.5"
    assert entry.load().VALUE == 1  # type: ignore[attr-defined]  # a module


def test_the_scan_is_kept(install: Callable[..., None], tmp_path: Path) -> None:
    """What is installed later is seen after `forget` alone."""
    install("one", {GROUP: {"a": "x"}}, {})
    first = loading.installed(GROUP)
    (tmp_path / "site" / "one-1.0.dist-info" / "entry_points.txt").write_text("")

    assert loading.installed(GROUP) is first
    loading.forget()
    assert loading.installed(GROUP) == ()


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

    assert [entry.version for entry in loading.installed(GROUP)] == ["2.0"]


def test_broken_metadata_is_reported_and_stepped_over(
    install: Callable[..., None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest is found."""
    install("good", {GROUP: {"a": "x"}}, {})
    install("broken", {GROUP: {"b": "x"}}, {})
    (tmp_path / "site" / "broken-1.0.dist-info" / "entry_points.txt").write_bytes(b"\xff\xfe")
    with caplog.at_level(logging.WARNING, "interlingua"):
        found = loading.installed(GROUP)

    assert [entry.name for entry in found] == ["a"]
    assert "broken-1.0.dist-info can't be read: UnicodeDecodeError" in caplog.text


def test_a_distribution_without_a_name_still_counts(install: Callable[..., None], tmp_path: Path) -> None:
    """Its entries say that it has none."""
    install("one", {GROUP: {"a": "x"}}, {})
    (tmp_path / "site" / "one-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\n")

    (entry,) = loading.installed(GROUP)
    assert entry.label == "an unnamed distribution ?"


WANTED = ("interlingua_progress",)


def refused(plugin: object) -> ConfigError:
    """Give the error that a plugin raises."""
    with pytest.raises(ConfigError) as caught:
        hooks_of(plugin, WANTED, "the plugin")
    return caught.value


def test_gives_callers_of_one_plugin() -> None:
    """A caller calls its plugin and no other; an implementation may take fewer arguments."""

    @hookimpl
    def interlingua_progress() -> str:
        return "called"

    hooks = hooks_of(SimpleNamespace(interlingua_progress=interlingua_progress), WANTED, "the plugin")
    assert list(hooks) == ["interlingua_progress"]
    assert hooks["interlingua_progress"](progress=None) == ["called"]


def test_a_misspelt_hook_is_refused() -> None:
    """A hook that would never be called is named with its neighbour."""

    @hookimpl
    def interlingua_progres() -> None:
        """Never called."""

    error = refused(SimpleNamespace(interlingua_progres=interlingua_progres))
    assert error.message == "the plugin implements interlingua_progres, and there is no such hook"
    assert error.hint == "did you mean interlingua_progress?"


def test_an_optional_hook_may_be_one_of_another_version() -> None:
    """The marker `optionalhook` says so."""
    marker = pluggy.HookimplMarker("interlingua")

    @marker(optionalhook=True)
    def interlingua_zebra() -> None:
        """Of another version."""

    @hookimpl
    def interlingua_progress() -> None:
        """Of this one."""

    hooks = hooks_of(SimpleNamespace(interlingua_zebra=interlingua_zebra, interlingua_progress=interlingua_progress), WANTED, "the plugin")
    assert "interlingua_progress" in hooks


def test_an_argument_that_there_is_not_is_refused() -> None:
    """The reason that pluggy gives is kept."""

    @hookimpl
    def interlingua_progress(percent: float) -> None:
        """Asks for what isn't given."""

    error = refused(SimpleNamespace(interlingua_progress=interlingua_progress))
    assert error.message.startswith("the plugin can't be used: registering it raised PluginValidationError: Plugin 'the plugin'")


@pytest.mark.parametrize("plugin", [SimpleNamespace(), SimpleNamespace(interlingua_progress=print), None])
def test_a_plugin_without_a_wanted_hook_is_refused(plugin: object) -> None:
    """A function without @hookimpl is none."""
    error = refused(plugin)

    assert error.message == "the plugin implements no hook interlingua_progress"
    assert error.hint == "a hook's implementation is marked with @hookimpl"


def test_whatever_a_plugin_raises_becomes_one_sentence() -> None:
    """SystemExit included; the exception is chained, and our own errors keep their hint."""

    def leave() -> None:
        raise SystemExit("bye\nbye")

    def fail() -> None:
        raise ConfigError("no", hint="do this")

    with pytest.raises(ConfigError) as caught:
        attempt("x 1.0", "importing y", leave)
    assert caught.value.sentence == "x 1.0 can't be used: importing y raised SystemExit: bye bye"
    assert caught.value.hint == "update or remove x 1.0"
    assert isinstance(caught.value.__cause__, SystemExit)
    with pytest.raises(ConfigError) as caught:
        attempt("x 1.0", "importing y", fail)
    assert caught.value.hint == "do this"


def test_reasons_are_short() -> None:
    """One line, bounded; the type alone where there is no message."""
    assert reason(ValueError()) == "ValueError"
    assert reason(ValueError("x" * 400)) == f"ValueError: {'x' * 300}…"
