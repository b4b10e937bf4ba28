"""`interlingua.provider.hookspecs`: what a plugin may implement."""

from __future__ import annotations

import inspect

import pluggy

from interlingua.provider import hookspecs
from interlingua.provider.hookspecs import CallRecord, hookimpl


class Plugin:
    """A plugin that implements every hook, some with fewer arguments."""

    @hookimpl
    def interlingua_provider(self) -> str:
        """Give a provider."""
        return "a provider"

    @hookimpl
    def interlingua_call_finished(self, record: CallRecord) -> object:
        """Observe a call."""
        return record.model_id

    @hookimpl
    def interlingua_progress(self) -> str:
        """Observe progress, whatever it is."""
        return "seen"


def test_hooks() -> None:
    """Pluggy takes the specifications, one provider alone is asked for, and an implementation may take fewer arguments."""
    manager = pluggy.PluginManager("interlingua")
    manager.add_hookspecs(hookspecs)
    manager.register(Plugin())
    record = CallRecord("openai", "m", "chat", streamed=False, attempts=1, seconds=1.0, seconds_to_first_chunk=None, usage=None,
                        finish_reason="stop", losses=(), error=None)  # fmt: skip

    manager.check_pending()
    assert manager.hook.interlingua_provider() == "a provider"
    assert manager.hook.interlingua_call_finished(record=record) == ["m"]
    assert manager.hook.interlingua_progress(progress=None) == ["seen"]


def test_every_hook_has_an_example() -> None:
    """A plugin's author finds one in each docstring."""
    hooks = [hook for name, hook in vars(hookspecs).items() if name.startswith("interlingua_")]

    assert hooks
    assert [hook.__name__ for hook in hooks if "Example:" not in (inspect.getdoc(hook) or "")] == []
