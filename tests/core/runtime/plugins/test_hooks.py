"""A plugin's hooks are checked one plugin at a time."""

from __future__ import annotations

from types import SimpleNamespace

import pluggy
import pytest

from interlingua._runtime.plugins.hooks import attempt, hooks_of, reason
from interlingua.errors import ConfigError
from interlingua.provider import hookimpl

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
