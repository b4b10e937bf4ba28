"""Laws 9, 10 and 12 on every installed provider: a class of tests for each, as a plugin's own test module has."""

from __future__ import annotations

from interlingua._runtime.plugins.providers import installed_providers
from interlingua.testing.conformance import ProviderConformance

for _row in installed_providers():
    _name = f"Test_{_row.name}"
    globals()[_name] = type(_name, (ProviderConformance,), {"provider": _row.name, "__doc__": f"The laws on `{_row.name}:`."})
