"""The kinds of clients that the one transport sends over: both SDKs', Azure's, and plain ones of the HTTP library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anthropic
import httpx2
import openai
import pytest
from tests.wire.replay import Recorded

from interlingua.errors import InterlinguaError
from interlingua.provider import ProviderOptions, TransportSettings, WireRequest
from interlingua.provider.transport import AsyncClientTransport, Clients, ClientTransport
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicClients
from interlingua_openai.azure import AzureClients, AzureOptions
from interlingua_openai.errors import error_from_status
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "sk-very-secret"
ADDRESS = "https://example.invalid/v1"
REQUEST = WireRequest("/path", {"model": "m", "messages": []}, {"x-extra": "1"}, timeout=5.0)


class PlainClients(Clients):
    """All that a plugin says that makes its clients itself."""

    provider = "plain"
    error_from_status = staticmethod(error_from_status)

    def make(self, *, is_async: bool) -> Any:  # noqa: ANN401 - one of two
        """Make a client with address and key."""
        kind = httpx2.AsyncClient if is_async else httpx2.Client
        return kind(base_url=self.settings.options.base_url or ADDRESS, headers={"authorization": f"Bearer {self.settings.api_key}"})


@dataclass(frozen=True)
class Kind:
    """One kind: what its plugin says of it, its options, what is below its addresses, and the clients that a caller may make."""

    name: str
    clients: type[Clients]
    options: type[ProviderOptions]
    below: str = ""
    own: Callable[..., Any] | None = None
    async_own: Callable[..., Any] | None = None

    def settings(self, base_url: str | None = ADDRESS, client: object | None = None) -> TransportSettings:
        """Settings for one host, or for a client of the caller's own."""
        given = {} if client is not None else {"base_url": base_url}
        return TransportSettings(self.options.model_validate(given), KEY, lambda _: None, client)

    def transport(self, settings: TransportSettings, client: httpx2.Client | None = None) -> ClientTransport:
        """Make a transport."""
        return ClientTransport(self.clients(settings, client))

    def async_transport(self, settings: TransportSettings, client: httpx2.AsyncClient | None = None) -> AsyncClientTransport:
        """Make an async transport."""
        return AsyncClientTransport(self.clients(settings, client))

    def over(self, client: httpx2.Client, base_url: str = ADDRESS) -> ClientTransport:
        """Make a transport over an HTTP client."""
        return self.transport(self.settings(base_url), client)

    def async_over(self, client: httpx2.AsyncClient, base_url: str = ADDRESS) -> AsyncClientTransport:
        """Make an async transport over an HTTP client."""
        return self.async_transport(self.settings(base_url), client)

    async def raised(self, sync: ClientTransport, awaited: AsyncClientTransport, request: WireRequest = REQUEST) -> list[InterlinguaError]:
        """Send and read over both; give what each raised."""
        errors: list[InterlinguaError] = []
        try:
            b"".join(sync.open(request))
        except InterlinguaError as error:
            errors.append(error)
        try:
            _ = [data async for data in await awaited.open(request)]
        except InterlinguaError as error:
            errors.append(error)
        return errors


ANTHROPIC = Kind("anthropic", AnthropicClients, AnthropicOptions, own=anthropic.Anthropic, async_own=anthropic.AsyncAnthropic)
OPENAI = Kind("openai", OpenAIClients, OpenAIOptions, own=openai.OpenAI, async_own=openai.AsyncOpenAI)
AZURE = Kind(
    "azure",
    AzureClients,
    AzureOptions,
    "/openai",
    lambda base_url, **given: openai.AzureOpenAI(azure_endpoint=base_url, api_version="v", **given),
    lambda base_url, **given: openai.AsyncAzureOpenAI(azure_endpoint=base_url, api_version="v", **given),
)
PLAIN = Kind("plain", PlainClients, ProviderOptions)

SDKS = [ANTHROPIC, OPENAI, AZURE]
each = pytest.mark.parametrize("kind", [*SDKS, PLAIN], ids=lambda kind: kind.name)
each_sdk = pytest.mark.parametrize("kind", SDKS, ids=lambda kind: kind.name)


def answer(*parts: bytes, status: int = 200, error: Exception | None = None) -> Recorded:
    """A server that answers so."""
    return Recorded(status, {"X-Request-Id": "req_1"}, parts, error)


class Failing(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """A network that fails before any answer."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:  # noqa: ARG002 - the base class's
        """Fail."""
        raise self.error

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:  # noqa: ARG002 - the base class's
        """Fail."""
        raise self.error
