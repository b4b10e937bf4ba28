"""Every installed dialect, for the laws to be tried on."""

from __future__ import annotations

from interlingua._runtime.plugins.providers import installed_providers

DIALECTS = {
    name: dialect
    for installed in installed_providers()
    if installed.provider is not None
    for name, dialect in sorted(installed.provider.dialects().items())
}
"""Name → dialect."""
