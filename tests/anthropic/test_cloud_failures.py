"""What goes wrong before a platform's request is sent; the exceptions are the clouds' own."""

from __future__ import annotations

import sys

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ProfileNotFound
from google.auth.exceptions import DefaultCredentialsError, TransportError

from interlingua.errors import APIConnectionError, AuthenticationError, ConfigError, ConversionError, InterlinguaError
from interlingua_anthropic.cloud_failures import cloud_failures, typed_cloud_failure
from interlingua_anthropic.platforms import PLATFORMS, Platform


@pytest.mark.parametrize(
    ("error", "platform", "expected", "said"),
    [
        (RuntimeError("Could not resolve AWS credentials from session"), "bedrock", AuthenticationError, "AWS_ACCESS_KEY_ID"),
        (NoCredentialsError(), "bedrock", AuthenticationError, "Unable to locate credentials"),
        (ProfileNotFound(profile="work"), "bedrock", AuthenticationError, "work"),
        (EndpointConnectionError(endpoint_url="https://sts.invalid"), "bedrock", APIConnectionError, "can't be fetched"),
        (ModuleNotFoundError("No module named 'boto3'"), "bedrock", ConfigError, "interlingua-anthropic[bedrock]"),
        (ModuleNotFoundError("No module named 'google'"), "vertex", ConfigError, "interlingua-anthropic[vertex]"),
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
