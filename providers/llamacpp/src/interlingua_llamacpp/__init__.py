"""The embedded provider: a small model on llama.cpp, found, started and stopped by the plugin; no key, no account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.provider import hookimpl

if TYPE_CHECKING:
    from interlingua_llamacpp.provider import LlamaCppProvider


@hookimpl
def interlingua_provider() -> LlamaCppProvider:
    """Give the provider."""
    from interlingua_llamacpp.provider import LlamaCppProvider

    return LlamaCppProvider()
