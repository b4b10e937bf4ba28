"""What is Azure's own of sending: the SDK's client for it, which brings the header `api-key` and the query's version."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from interlingua.errors import ConfigError
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from interlingua_openai.azure.options import AzureOptions

API_VERSION: Final = "2024-10-21"
"""The newest dated version that is no preview: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle."""


class AzureClients(OpenAIClients):
    """`openai.AzureOpenAI` and `openai.AsyncAzureOpenAI`."""

    said_by_client: ClassVar[tuple[str, ...]] = ("base_url", "api_version")
    client_name: ClassVar[str] = "AzureOpenAI"

    def arguments(self) -> dict[str, Any]:
        """Give what a client is made with.

        Raises:
            ConfigError: Nobody says where the resource is.
        """
        options = cast("AzureOptions", self.settings.options)
        endpoint = options.base_url or os.environ.get("AZURE_OPENAI_ENDPOINT")
        if not endpoint:
            hint = "give base_url, such as https://NAME.openai.azure.com, or set AZURE_OPENAI_ENDPOINT"
            raise ConfigError("every Azure resource has an address of its own, and none was given", hint=hint, option="base_url")
        return {
            "api_key": self.settings.api_key,
            "azure_endpoint": endpoint,
            "api_version": options.api_version or os.environ.get("OPENAI_API_VERSION") or API_VERSION,
        }
