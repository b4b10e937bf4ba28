"""A provider that speaks the toy dialect by the standard library's HTTP client; it keeps every law."""

from __future__ import annotations

import asyncio
import http.client
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from tests.core.testing.toy import NAME, ToyDialect

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    ProviderError,
    RateLimitError,
)
from interlingua.provider import Provider, Route
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from interlingua.dialect import Dialect
    from interlingua.provider import ProviderOptions, TransportSettings, WireRequest
    from interlingua.types import Request

BROKEN = (OSError, http.client.HTTPException)


class ToyBytes:
    """The bytes of an answer."""

    def __init__(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        """Keep the connection."""
        self.connection = connection
        self.response = response
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.getheaders()}
        self.sock = connection.sock

    def __iter__(self) -> Iterator[bytes]:
        """Read what there is, again and again."""
        try:
            while piece := self.response.read1(65536):
                yield piece
        except (*BROKEN, AttributeError, ValueError) as error:  # the last two where it was closed meanwhile
            raise APIConnectionError(f"the connection broke: {type(error).__name__}", provider="toy") from None

    def close(self) -> None:
        """Close the connection."""
        self.response.close()
        self.connection.close()


class ToyTransport:
    """Sends over a connection of its own each time."""

    bytes_type: type[ToyBytes] = ToyBytes

    def __init__(self, settings: TransportSettings) -> None:
        """Keep the settings."""
        self.settings = settings

    def open(self, request: WireRequest) -> ToyBytes:
        """See `Transport.open`."""
        connection = http.client.HTTPConnection(urlsplit(self.settings.options.base_url or "").netloc, timeout=30)
        try:
            connection.request(request.method, request.path, dumps(request.body), {"authorization": f"Bearer {self.settings.api_key}"})
            response = connection.getresponse()
        except BROKEN as error:
            raise APIConnectionError(str(error), provider="toy") from None
        if response.status == 200:
            return self.bytes_type(connection, response)
        text = self.settings.without_key(response.read().decode())  # servers repeat it, and no frame of a traceback may show it
        connection.close()
        raise self.failure(response.status, {name.lower(): value for name, value in response.getheaders()}, text)

    def failure(self, status: int, headers: Mapping[str, str], text: str) -> ProviderError:
        """Type a failure by its status."""
        kind = {401: AuthenticationError, 429: RateLimitError}.get(status, BadRequestError if status < 500 else InternalServerError)
        error = kind(text, provider="toy", status=status)
        if "retry-after" in headers:
            error.retry_after = float(headers["retry-after"])
        return error

    def close(self) -> None:
        """Nothing is left open."""


class AsyncToyBytes:
    """The same, awaited."""

    def __init__(self, source: ToyBytes) -> None:
        """Keep the source."""
        self.source = source
        self.headers = source.headers

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Read in another thread."""
        pieces = iter(self.source)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece

    async def aclose(self) -> None:
        """Close the connection."""
        self.source.close()


class AsyncToyTransport:
    """The same, awaited."""

    def __init__(self, transport: ToyTransport) -> None:
        """Keep the transport."""
        self.transport = transport

    async def open(self, request: WireRequest) -> AsyncToyBytes:
        """Send in another thread."""
        return AsyncToyBytes(await asyncio.to_thread(self.transport.open, request))

    async def aclose(self) -> None:
        """Nothing is left open."""


class ToyProvider(Provider):
    """Who speaks the toy dialect."""

    name: ClassVar[str] = "toy"
    distribution: ClassVar[str] = "toy"
    contract_version: ClassVar[int] = 1

    def __init__(self, transport: type[ToyTransport] = ToyTransport) -> None:
        """Take a transport, which may have a bug."""
        self.transport_type = transport

    def dialects(self) -> Mapping[str, Dialect]:
        """Its own."""
        return {NAME: ToyDialect()}

    def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - one for all
        """One for all."""
        return Route(NAME, "/toy")

    def key_variables(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - one for all
        """One for all."""
        return ("TOY_API_KEY",)

    def transport(self, settings: TransportSettings) -> ToyTransport:
        """Make a transport."""
        return self.transport_type(settings)

    def async_transport(self, settings: TransportSettings) -> AsyncToyTransport:
        """Make an async transport."""
        return AsyncToyTransport(self.transport_type(settings))
