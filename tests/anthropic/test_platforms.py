"""The table of platforms, against the installed SDK's clients; and their failures, whose exceptions are the clouds' own."""

from __future__ import annotations

import inspect
import sys
from typing import get_args

import anthropic
import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ProfileNotFound
from google.auth.exceptions import DefaultCredentialsError, TransportError

from interlingua._runtime.call.address import address_of
from interlingua.errors import APIConnectionError, AuthenticationError, ConfigError, ConversionError, InterlinguaError
from interlingua.provider.installing import install_extra
from interlingua_anthropic.platforms import (
    PLATFORMS,
    Platform,
    cloud_failures,
    platforms_with,
    serves_claude,
    typed_cloud_failure,
)

# The SDK's argument for each option that belongs to a platform.
ARGUMENTS = {
    "auth_header": "default_headers", "region": "region", "profile": "aws_profile", "project": "project_id", "resource": "resource"
}  # fmt: skip


def test_complete() -> None:
    """Every platform has a row, and the first is Anthropic's own."""
    assert tuple(PLATFORMS) == get_args(Platform)
    assert next(iter(PLATFORMS)) == "first-party"


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("prefix", ["", "Async"])
def test_clients(platform: Platform, prefix: str) -> None:
    """The SDK has the client, and it takes what the options say."""
    facts = PLATFORMS[platform]

    taken = inspect.signature(getattr(anthropic, prefix + facts.client)).parameters

    for option in facts.options:
        assert ARGUMENTS[option] in taken or f"aws_{option}" in taken


@pytest.mark.parametrize("platform", PLATFORMS)
def test_addresses(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's client reads its address from the variable that the table names."""
    monkeypatch.delenv("ANTHROPIC_FOUNDRY_RESOURCE", raising=False)
    monkeypatch.setenv(PLATFORMS[platform].address, "https://variable.invalid/a")
    arguments = {"bedrock": {"aws_region": "r"}, "vertex": {"region": "r", "project_id": "p"}}.get(platform, {"api_key": "k"})

    client = getattr(anthropic, PLATFORMS[platform].client)(**arguments)

    assert client.base_url.host == "variable.invalid"


@pytest.mark.parametrize(
    ("client", "arguments"),
    [
        ("AnthropicBedrock", {"aws_region": "eu-west-1"}),
        ("AnthropicBedrockMantle", {"aws_region": "eu-west-1", "api_key": "k"}),
        ("AnthropicAWS", {"aws_region": "eu-west-1", "api_key": "k", "workspace_id": "w"}),
        ("AnthropicVertex", {"region": "global", "project_id": "p"}),
        ("AnthropicVertex", {"region": "eu", "project_id": "p"}),
        ("AnthropicVertex", {"region": "us-east5", "project_id": "p"}),
        ("AnthropicGoogleCloud", {"project": "p", "location": "global", "workspace_id": "w"}),
        ("AnthropicFoundry", {"resource": "r", "api_key": "k"}),
    ],
)
def test_clouds_of_the_sdk_serve_claude(client: str, arguments: dict[str, str]) -> None:
    """Whichever client of the SDK's a caller brings: reasoning that Claude signed goes between them."""
    made = getattr(anthropic, client)(**arguments)

    assert serves_claude(address_of(str(made.base_url)))
    assert not serves_claude(address_of("https://gateway.example/anthropic"))


def test_options() -> None:
    """An option may belong to several platforms."""
    assert platforms_with("region") == ["bedrock", "vertex"]
    assert platforms_with("resource") == ["foundry"]
    assert platforms_with("timeout") == []


@pytest.mark.parametrize(
    ("error", "platform", "expected", "said"),
    [
        (RuntimeError("Could not resolve AWS credentials from session"), "bedrock", AuthenticationError, "AWS_ACCESS_KEY_ID"),
        (NoCredentialsError(), "bedrock", AuthenticationError, "Unable to locate credentials"),
        (ProfileNotFound(profile="work"), "bedrock", AuthenticationError, "work"),
        (EndpointConnectionError(endpoint_url="https://sts.invalid"), "bedrock", APIConnectionError, "can't be fetched"),
        (ModuleNotFoundError("No module named 'boto3'"), "bedrock", ConfigError, install_extra("bedrock", "interlingua-anthropic")),
        (ModuleNotFoundError("No module named 'google'"), "vertex", ConfigError, install_extra("vertex", "interlingua-anthropic")),
        (ModuleNotFoundError("No module named 'x'"), "first-party", ConfigError, "what the client needs"),
        (ValueError("No AWS region was provided."), "bedrock", ConfigError, "No AWS region"),
        (DefaultCredentialsError("File not found"), "vertex", AuthenticationError, "application default credentials"),
        (TransportError("refused"), "vertex", APIConnectionError, "can't be fetched"),
        (RuntimeError("token"), "foundry", AuthenticationError, "ANTHROPIC_FOUNDRY_API_KEY"),
    ],
)
def test_typed(error: Exception, platform: Platform, expected: type[InterlinguaError], said: str) -> None:
    """Each has a type of ours, and says what to do."""
    typed = typed_cloud_failure(error, platform)

    assert isinstance(error, cloud_failures())
    assert type(typed) is expected
    assert said in f"{typed} {typed.hint}"


def test_no_prompt_is_repeated() -> None:
    """An encoding error holds the text that couldn't be encoded; ours doesn't."""
    with pytest.raises(UnicodeEncodeError) as raised:
        "my prompt \ud800".encode()

    typed = typed_cloud_failure(raised.value, "bedrock")

    assert type(typed) is ConversionError
    assert "prompt" not in str(vars(typed))


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cloud's libraries there is nothing of theirs to catch."""
    for module in ("botocore.exceptions", "google.auth.exceptions"):
        monkeypatch.delitem(sys.modules, module)

    assert cloud_failures() == (ImportError, RuntimeError, ValueError)


def test_hints() -> None:
    """Every platform says where its credentials come from."""
    for platform in PLATFORMS:
        assert typed_cloud_failure(RuntimeError(), platform).hint
