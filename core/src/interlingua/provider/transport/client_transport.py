"""The one transport: a request goes out over a client, and raw bytes come in. It does no I/O but through that client.

`AsyncClientTransport` is `ClientTransport`, awaited; what either decides stands in `clients.py`, once. A process forked from the one
that a transport was used in makes a client of its own, and can't read an answer that was under way.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from interlingua.provider.transport import processes
from interlingua.provider.transport.clients import lower
from interlingua.provider.transport.processes import (
    PerProcess,
    check_client,
    keep_over_forks,
    load_late,
    loading,
    other_process,
    this_process,
)

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from interlingua.provider.contract import WireRequest
    from interlingua.provider.transport.clients import Client, Clients, Response

ResultT = TypeVar("ResultT")


class _Made:
    """The client of one process, and the lock under which it is made."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.client: Client = None


class _AsyncMade:
    """`_Made` for the tasks of an event loop."""

    def __init__(self) -> None:
        import asyncio

        self.lock = asyncio.Lock()
        self.client: Client = None


class ClientTransport:
    """Sends over a client, which is made when the first request is sent; threads share it.

    Attributes:
        clients: What the plugin says of it.
    """

    def __init__(self, clients: Clients) -> None:
        """Take the plugin's clients; nothing is loaded yet."""
        self.clients = clients
        self._made = PerProcess(_Made)

    def open(self, request: WireRequest) -> ResponseBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        client = self._ready()
        try:
            response = self.clients.send(client, request)
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
        made = self._made.own()
        with made.lock:
            if made.client is None:
                made.client = _make(self.clients, is_async=False)
            return made.client

    def close(self) -> None:
        """Close the client, unless it is the caller's own."""
        client = self._made.own().client
        if client is not None and self.clients.settings.client is None:
            client.close()

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
        self._made = PerProcess(_AsyncMade)

    async def open(self, request: WireRequest) -> AsyncResponseBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        client = await self._ready()
        try:
            response = await self.clients.send(client, request)
            if not response.is_success:
                await response.aread()
        except (*self.clients.failures(), *self.clients.sending_failures()) as error:
            failure = self.clients.failure(error, "first_chunk")
        except BaseException as error:  # noqa: BLE001 - it is raised again: in a traceback with variables, aiohttp's frames show the key
            raise error.with_traceback(None) from None
        else:
            if response.is_success:
                return AsyncResponseBytes(response, self)
            failure = self.clients.refusal(response)
        raise failure

    async def _ready(self) -> Client:
        made = self._made.own()
        if made.client is None:
            async with made.lock:
                if made.client is None:
                    made.client = await _in_thread(partial(_make, self.clients, is_async=True))
        return made.client

    async def aclose(self) -> None:
        """Close the client, unless it is the caller's own."""
        client = self._made.own().client
        if client is not None and self.clients.settings.client is None:
            close = getattr(client, "aclose", None) or client.close  # the HTTP library's word, and that of SDKs
            await close()


def _make(clients: Clients, *, is_async: bool) -> Client:
    """Import what a client is made of, and make it.

    Raises:
        ConfigError: It isn't installed, an option is missing, or the client that was given is another process's.
        ProviderError: The SDK makes none.
    """
    if clients.settings.client is not None or clients.http_client is not None:
        check_client(clients.made_in)
    with loading():  # to the end: an HTTP library imports parts of itself where a client is made, and OpenSSL has locks of its own
        clients.load()
        try:
            client = clients.ready(is_async=is_async)
        except (*clients.failures(), *clients.sending_failures()) as error:
            failure = clients.failure(error, "first_chunk")
        else:
            load_late(is_async=is_async)
            return client
    raise failure  # out of the block, as above


async def _in_thread(work: Callable[[], ResultT]) -> ResultT:
    """Run what takes long in a thread of its own, so that the event loop goes on.

    Nobody waits for that thread once a call is cancelled. Those of the loop's own pool are waited for at its end, and may all be busy
    with what waits for this very call.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[ResultT] = loop.create_future()

    def run() -> None:
        try:
            settle = partial(outcome.set_result, work())
        except BaseException as error:  # noqa: BLE001 - it is for the task that waits
            settle = partial(outcome.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(lambda: outcome.cancelled() or settle())

    threading.Thread(target=run, name="interlingua-load", daemon=True).start()
    return await outcome


class _Answer:
    """A good answer, whose body hasn't been read."""

    def __init__(self, response: Response, transport: ClientTransport | AsyncClientTransport) -> None:
        self._response = response
        self._pieces: object = None
        self._transport = transport  # kept as long as the answer: a forgotten one closes the client
        self._process = this_process()
        keep_over_forks(self)

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""
        return lower(self._response.headers)

    @property
    def _is_own(self) -> bool:
        return self._process == this_process()

    def _check_own(self) -> None:
        if not self._is_own:
            raise other_process(self._transport.clients.provider)


class ResponseBytes(_Answer):
    """The bytes of a good answer; closed at its end, on a failure, and when it is left."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as the connection gives them."""
        self._check_own()
        forks = processes.forks
        failure, failures = None, self._transport.clients.failures()  # not asked for when the interpreter ends: it has forgotten the SDK
        try:
            read = self._transport.clients.reader(self.headers)
            self._pieces = pieces = self._response.iter_bytes()
            for data in pieces:
                yield from (data,) if read is None else read(data)
                if processes.forks != forks:  # asked for each piece, so not the system
                    self._check_own()
        except failures as error:
            failure = self._transport.clients.failure(error, "read")
        finally:
            if self._is_own:
                self._response.close()
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Close the connection at once, also under a read that blocks in another thread."""
        if not self._is_own:
            return
        connection = self._response.extensions.get("network_stream")
        if connection is not None and not self._response.is_closed:  # a closed one has given its connection back
            with contextlib.suppress(OSError):  # it is gone already
                connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)  # `close` alone waits for the read to end
        self._response.close()


class AsyncResponseBytes(_Answer):
    """`ResponseBytes`, awaited."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as the connection gives them."""
        self._check_own()
        forks = processes.forks
        failure, failures = None, self._transport.clients.failures()  # not asked for when the interpreter ends: it has forgotten the SDK
        try:
            read = self._transport.clients.reader(self.headers)
            self._pieces = pieces = self._response.aiter_bytes()
            async for data in pieces:
                for piece in (data,) if read is None else read(data):
                    yield piece
                if processes.forks != forks:
                    self._check_own()
        except failures as error:
            failure = self._transport.clients.failure(error, "read")
        finally:
            if self._is_own:
                await self._response.aclose()
        if failure is not None:
            raise failure

    async def aclose(self) -> None:
        """Close the connection at once."""
        if self._is_own:
            await self._response.aclose()
