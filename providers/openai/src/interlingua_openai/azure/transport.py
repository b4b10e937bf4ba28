"""The transports of `azure:`: OpenAI's, over the SDK's client for Azure, which brings the header `api-key` and the query's version."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TypedDict, cast

from interlingua.errors import ConfigError
from interlingua_openai.transport import OpenAIAsyncTransport, OpenAITransport

if TYPE_CHECKING:
    import openai

    from interlingua.provider import TransportSettings
    from interlingua_openai.azure.options import AzureOptions

API_VERSION: Final = "2024-10-21"
"""The newest dated version that is no preview: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle."""


class AzureTransport(OpenAITransport):
    """Sends over the SDK's client for Azure."""

    def _make(self) -> openai.OpenAI:
        import openai

        return openai.AzureOpenAI(http_client=self._http_client, max_retries=0, **_arguments(self._settings))


class AzureAsyncTransport(OpenAIAsyncTransport):
    """`AzureTransport`, awaited."""

    def _make(self) -> openai.AsyncOpenAI:
        import openai

        return openai.AsyncAzureOpenAI(http_client=self._http_client, max_retries=0, **_arguments(self._settings))


class _Arguments(TypedDict):
    """What both clients are made with."""

    api_key: str | None
    azure_endpoint: str
    api_version: str


def _arguments(settings: TransportSettings) -> _Arguments:
    options = cast("AzureOptions", settings.options)
    endpoint = options.base_url or os.environ.get("AZURE_OPENAI_ENDPOINT")
    if not endpoint:
        hint = "give base_url, such as https://NAME.openai.azure.com, or set AZURE_OPENAI_ENDPOINT"
        raise ConfigError("every Azure resource has an address of its own, and none was given", hint=hint, option="base_url")
    return {
        "api_key": settings.api_key,
        "azure_endpoint": endpoint,
        "api_version": options.api_version or os.environ.get("OPENAI_API_VERSION") or API_VERSION,
    }
