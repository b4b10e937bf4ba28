"""Sundial for interlingua. Importing this loads no HTTP client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.provider import hookimpl

if TYPE_CHECKING:
    from interlingua.provider import Provider


@hookimpl
def interlingua_provider() -> Provider:
    """Give the provider; called once, when `sundial:` is first used."""
    from interlingua_sundial.provider import SundialProvider

    return SundialProvider()
