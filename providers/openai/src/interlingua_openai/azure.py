"""Azure OpenAI: the one host of `presets.py` with a client of its own in the SDK, and options of its own."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast
from urllib.parse import quote

from pydantic import Field, field_validator

from interlingua.errors import ConfigError, ConversionError
from interlingua_openai.capabilities import API
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.provider import CompatibleProvider
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.provider import Listing, ProviderOptions, Route
    from interlingua.types.request import Request

API_VERSION: Final = "2024-10-21"
"""The newest dated version that is no preview: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle."""


class AzureOptions(OpenAIOptions, frozen=True):
    """Options of `azure:`."""

    base_url: str | None = Field(
        default=None,
        description="the resource's own address, such as https://NAME.openai.azure.com (else AZURE_OPENAI_ENDPOINT); "
        "Azure's v1 API is openai:MODEL with base_url=https://NAME.openai.azure.com/openai/v1",
    )
    organization: None = Field(default=None, description="not at Azure: a resource is billed to its subscription")
    project: None = Field(default=None, description="not at Azure: a resource is billed to its subscription")
    api_version: str | None = Field(
        default=None,
        pattern=r"^\d{4}-\d\d-\d\d(-preview)?$",
        description="version of Azure's API, such as 2024-10-21, which it is where neither this nor OPENAI_API_VERSION says another",
    )

    @field_validator("base_url")
    @classmethod
    def _is_the_resources_own(cls, value: str | None) -> str | None:
        if value is not None and value.rstrip("/").endswith(("/openai", "/openai/v1")):
            raise ValueError("leave the path out, the SDK puts it there")  # no word of an address, which would hide the sentence
        return value


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


class AzureProvider(CompatibleProvider):
    """A customer's own deployments of OpenAI's models."""

    options_type: ClassVar[type[ProviderOptions]] = AzureOptions
    clients: ClassVar[type[OpenAIClients]] = AzureClients

    def route(self, request: Request, options: ProviderOptions) -> Route:
        """Tell the way, with the deployment in chat's path: the SDK's client would put it there itself, but only into a body of objects.

        Sending bytes keeps numbers and texts as they were written.

        Raises:
            ConversionError: The request names no model.
        """
        route = super().route(request, options)
        if route.endpoint != "/chat/completions":
            return route
        if request.model_id is None:
            raise ConversionError("$.model_id", "Azure's path names the model's deployment")
        return replace(route, endpoint=f"/deployments/{quote(request.model_id, safe='')}{route.endpoint}")

    def listing(self, options: ProviderOptions) -> Listing | None:  # noqa: ARG002 - wherever the resource is
        """Tell that there is none: Azure lists the models that could be deployed, and what is asked is a deployment."""
        return None

    def address(self, options: ProviderOptions, environment: Mapping[str, str]) -> str | None:
        """Tell the resource's address, with the path that the SDK's clients put there: a client of the caller's is the same host."""
        given = options.base_url or environment.get("AZURE_OPENAI_ENDPOINT")
        return f"{given.rstrip('/')}/openai" if given else None

    def hosts(self, options: ProviderOptions) -> tuple[str, ...]:
        """Give OpenAI's names for its API beside its own: it is the same."""
        return (self.name, *self._wires(options, API))

    def names_of(self, model_id: str) -> tuple[str, ...]:
        """Give the deployment's name: where it is the model's, the model's rows hold. Azure spells `gpt-3.5` without its dot."""
        return (*super().names_of(model_id), model_id.replace("gpt-35", "gpt-3.5"))

    def needs_key(self, options: ProviderOptions) -> bool:  # noqa: ARG002 - wherever the resource is
        """Tell that there must be a key: every address is a customer's own, and none is open."""
        return True
