"""The one transport: a request goes out over a client, and raw bytes come in. It does no I/O but through that client.

`AsyncClientTransport` is `ClientTransport`, awaited; what either decides stands in `clients.py`, once.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

from interlingua.provider.transport.clients import lower

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from interlingua.provider.contract import WireRequest
    from interlingua.provider.transport.clients import Client, Clients, Response


class ClientTransport:
    """Sends over a client, which is made when the first request is sent; threads share it.

    Attributes:
        clients: What the plugin says of it.
    """

    def __init__(self, clients: Clients) -> None:
        """Take the plugin's clients; nothing is loaded yet."""
        self.clients = clients
        self._client: Client = None
        self._lock = threading.Lock()

    def open(self, request: WireRequest) -> ResponseBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        self.clients.load()
        try:
            response = self.clients.send(self._ready(), request)
            if not response.is_success:
                response.read()
        except (*self.clients.failures(), *self.clients.sending_failures()) as error:
            failure = self.clients.failure(error, "first_chunk")
        else:
            if response.is_success:
                return ResponseBytes(response, self)
            failure = self.clients.refusal(response)
        raise failure  # out of the block, so that theirs is no context of ours

    def _ready(self) -> Client:
        with self._lock:
            if self._client is None:
                self._client = self.clients.ready(is_async=False)
            return self._client

    def close(self) -> None:
        """Close the client, unless it is the caller's own."""
        if self._client is not None and self.clients.settings.client is None:
            self._client.close()

    def __del__(self) -> None:
        """Close what nobody closed, as SDKs do for the HTTP clients that they make themselves."""
        with contextlib.suppress(Exception):  # at the interpreter's end, anything may be gone already
            if self.clients.http_client is None:
                self.close()


class AsyncClientTransport:
    """`ClientTransport`, awaited."""

    def __init__(self, clients: Clients) -> None:
        """Take the plugin's clients, as above."""
        self.clients = clients
        self._client: Client = None

    async def open(self, request: WireRequest) -> AsyncResponseBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        self.clients.load()
        try:
            response = await self.clients.send(self._ready(), request)
            if not response.is_success:
                await response.aread()
        except (*self.clients.failures(), *self.clients.sending_failures()) as error:
            failure = self.clients.failure(error, "first_chunk")
        else:
            if response.is_success:
                return AsyncResponseBytes(response, self)
            failure = self.clients.refusal(response)
        raise failure

    def _ready(self) -> Client:
        if self._client is None:
            self._client = self.clients.ready(is_async=True)
        return self._client

    async def aclose(self) -> None:
        """Close the client, unless it is the caller's own."""
        if self._client is not None and self.clients.settings.client is None:
            close = getattr(self._client, "aclose", None) or self._client.close  # the HTTP library's word, and that of SDKs
            await close()


class _Answer:
    """A good answer, whose body hasn't been read."""

    def __init__(self, response: Response, transport: ClientTransport | AsyncClientTransport) -> None:
        self._response = response
        self._transport = transport  # kept as long as the answer: a forgotten one closes the client

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""
        return lower(self._response.headers)


class ResponseBytes(_Answer):
    """The bytes of a good answer; closed at its end, on a failure, and when it is left."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as the connection gives them."""
        failure = None
        try:
            read = self._transport.clients.reader(self.headers)
            if read is None:
                yield from self._response.iter_bytes()
            else:
                for data in self._response.iter_bytes():
                    yield from read(data)
        except self._transport.clients.failures() as error:
            failure = self._transport.clients.failure(error, "read")
        finally:
            self._response.close()
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Close the connection at once, also under a read that blocks in another thread."""
        connection = self._response.extensions.get("network_stream")
        if connection is not None and not self._response.is_closed:  # a closed one has given its connection back
            with contextlib.suppress(OSError):  # it is gone already
                connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)  # `close` alone waits for the read to end
        self._response.close()


class AsyncResponseBytes(_Answer):
    """`ResponseBytes`, awaited."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as the connection gives them."""
        failure = None
        try:
            read = self._transport.clients.reader(self.headers)
            async for data in self._response.aiter_bytes():
                if read is None:
                    yield data
                else:
                    for piece in read(data):
                        yield piece
        except self._transport.clients.failures() as error:
            failure = self._transport.clients.failure(error, "read")
        finally:
            await self._response.aclose()
        if failure is not None:
            raise failure

    async def aclose(self) -> None:
        """Close the connection at once."""
        await self._response.aclose()
