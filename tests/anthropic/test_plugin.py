"""The distribution's own module: the hook implementation."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pluggy

import interlingua_anthropic
from interlingua.provider import hookspecs
from interlingua_anthropic.provider import AnthropicProvider


def test_hook() -> None:
    """The entry point leads to a plugin that gives the provider."""
    (entry,) = entry_points(group="interlingua.providers", name="anthropic")
    manager = pluggy.PluginManager("interlingua")
    manager.add_hookspecs(hookspecs)
    manager.register(entry.load())

    assert entry.load() is interlingua_anthropic
    assert isinstance(manager.hook.interlingua_provider(), AnthropicProvider)


def test_no_sdk() -> None:
    """Making the provider, its dialect and its transports loads no SDK."""
    program = (
        "import sys; from interlingua_anthropic import interlingua_provider as p; from interlingua.provider import TransportSettings as S;"
        "a = p(); a.transport(S(a.options_type(), None, print)); a.async_transport(S(a.options_type(), None, print));"
        "print([name for name in ('anthropic', 'httpx2') if name in sys.modules])"
    )

    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"  # noqa: S603 - our own program
