"""What is OpenAI's own of sending: its SDK's clients, which carry authentication, address, pools and time-outs.

The SDK is imported when the first request is sent. Its retries are off, because the runtime has its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from interlingua.errors import ConfigError
from interlingua.provider import is_on_loopback
from interlingua.provider.transport import Client, SDKClients
from interlingua_openai.errors import error_from_status
from interlingua_openai.names import PROVIDER
from interlingua_openai.options import OpenAIOptions

if TYPE_CHECKING:
    from types import ModuleType

_NO_KEY: Final = "no-key"
"""Sent where a server needs none: the SDK's client can't be made without one, and would look for one elsewhere."""


class OpenAIClients(SDKClients):
    """`openai.OpenAI` and `openai.AsyncOpenAI`."""

    provider = PROVIDER
    package = "openai>=3.57,<4"
    said_by_client: ClassVar[tuple[str, ...]] = ("base_url", "organization", "project")
    error_from_status = staticmethod(error_from_status)
    client_name: ClassVar[str] = "OpenAI"

    def modules(self) -> tuple[ModuleType, ModuleType]:
        """Import the SDK."""
        import httpx2
        import openai

        return openai, httpx2

    def own_type(self, *, is_async: bool) -> tuple[type, str]:
        """Give the class of the SDK's client, for this host."""
        name = f"Async{self.client_name}" if is_async else self.client_name
        return getattr(self.sdk, name), f"openai.{name}(…)"

    def copied(self, own: Client, *, is_async: bool) -> Client:
        """Copy the caller's own client; Azure's is `azure:`'s alone, whose paths name a deployment.

        Raises:
            ConfigError: It is of another kind, or an option contradicts it.
        """
        if isinstance(own, self.sdk.AzureOpenAI | self.sdk.AsyncAzureOpenAI) and "Azure" not in self.client_name:
            raise ConfigError(f"client is a {type(own).__name__}", hint="write azure: in the place of this provider", option="client")
        return super().copied(own, is_async=is_async)

    def make(self, *, is_async: bool) -> Client:
        """Make a client that knows nothing of the environment's proxies on this machine, nor of OpenAI's variables at another host."""
        known = {"trust_env": False} if is_on_loopback(self.settings.options.base_url) else {}
        http_client = self.made_http_client(is_async=is_async, **known)
        kind, _ = self.own_type(is_async=is_async)
        client = kind(http_client=http_client, **self.quiet, **self.arguments())
        # What the SDK reads from OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS is OpenAI's, or a gateway's in its place, and
        # nothing of another host by name. The key is never replaced by such a header.
        headers = client._custom_headers  # noqa: SLF001 - there is no other way to be without them
        if type(self.settings.options) is OpenAIOptions:
            client._custom_headers = {name: value for name, value in headers.items() if name.lower() != "authorization"}  # noqa: SLF001 - as above
        else:
            client.organization = client.project = None
            client._custom_headers = {}  # noqa: SLF001 - as above
        return client

    def arguments(self) -> dict[str, Any]:
        """Give what a client is made with, by the SDK's names."""
        options = cast("OpenAIOptions", self.settings.options)
        return {
            "api_key": self.settings.api_key or _NO_KEY,
            "base_url": options.base_url,
            "organization": options.organization,
            "project": options.project,
        }
