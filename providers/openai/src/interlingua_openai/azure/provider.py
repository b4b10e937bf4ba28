"""The provider `azure`: OpenAI's models as Azure serves them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from interlingua.errors import ConversionError
from interlingua_openai.azure.options import AzureOptions
from interlingua_openai.azure.transport import AzureClients
from interlingua_openai.compatible import CompatibleProvider

if TYPE_CHECKING:
    from interlingua.provider import ProviderOptions, Route
    from interlingua.types.request import Request
    from interlingua_openai.transport import OpenAIClients


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

    def needs_key(self, options: ProviderOptions) -> bool:  # noqa: ARG002 - wherever the resource is
        """Tell that there must be a key: every address is a customer's own, and none is open."""
        return True
