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


@pytest.mark.parametrize("path", ["/openai", "/openai/", "/openai/v1", "/openai/v1/"])
def test_an_address_is_the_resources_own(path: str) -> None:
    """Azure's v1 API takes OpenAI's own client: the error says how."""
    with pytest.raises(ConfigError, match="leave the path out, the SDK puts it there") as caught:
        Model("azure:d", base_url=f"https://name.openai.azure.com{path}")

    assert caught.value.option == "base_url"
    assert caught.value.hint is not None
    assert "openai:MODEL with base_url=https://NAME.openai.azure.com/openai/v1" in caught.value.hint
    assert Model("azure:d", base_url="https://gateway.example/azure").options.base_url == "https://gateway.example/azure"
