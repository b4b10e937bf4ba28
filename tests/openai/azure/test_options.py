"""Twin of azure/options.py: what `azure:` takes."""

from __future__ import annotations

import pytest

from interlingua import ConfigError, Model


def test_a_version_is_a_date() -> None:
    """Perhaps of a preview."""
    for version in ("2024-10-21", "2025-04-01-preview"):
        assert Model(f"azure:d?api_version={version}").options.api_version == version  # type: ignore[attr-defined]  # Azure's options

    with pytest.raises(ConfigError) as caught:
        Model("azure:d?api_version=latest")
    assert caught.value.option == "api_version"


@pytest.mark.parametrize("option", ["organization", "project"])
def test_what_azure_does_not_have(option: str) -> None:
    """An option that would be ignored is refused."""
    with pytest.raises(ConfigError) as caught:
        Model(f"azure:d?{option}=x")

    assert caught.value.option == option
