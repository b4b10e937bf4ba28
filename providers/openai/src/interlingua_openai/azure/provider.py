"""The provider `azure`: OpenAI's models as Azure serves them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from interlingua.errors import ConversionError
from interlingua_openai.azure.options import AzureOptions
from interlingua_openai.azure.transport import AzureAsyncTransport, AzureTransport
from interlingua_openai.compatible import CompatibleProvider

if TYPE_CHECKING:
    from interlingua.provider import AsyncTransport, ProviderOptions, Route, Transport, TransportSettings
    from interlingua.types.request import Request


class AzureProvider(CompatibleProvider):
    """A customer's own deployments of OpenAI's models."""

    options_type: ClassVar[type[ProviderOptions]] = AzureOptions

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

    def needs_key(self, options: ProviderOptions) -> bool:  # noqa: ARG002 - wherever the resource is
        """Tell that there must be a key: every address is a customer's own, and none is open."""
        return True

    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport over the SDK's client for Azure."""
        return AzureTransport(settings)

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport over the SDK's async client for Azure."""
        return AzureAsyncTransport(settings)
