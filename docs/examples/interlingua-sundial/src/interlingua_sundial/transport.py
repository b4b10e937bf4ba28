"""The only file that touches the network: bytes out, bytes in, no retries (interlingua has its own), failures typed.

The HTTP client is imported when the first request is sent. Its errors hold the request and its headers, so they never leave this file.
"""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, Final, TypedDict

from interlingua.errors import APIConnectionError, APITimeoutError, ConfigError
from interlingua.provider import is_on_loopback
from interlingua.types.json import dumps

from interlingua_sundial.errors import error_from_status
from interlingua_sundial.wire import PROVIDER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    import httpx2
    from interlingua.errors import InterlinguaError, TimeoutPhase
    from interlingua.provider import TransportSettings, WireRequest

_ADDRESS: Final = "https://api.sundial.example/v1"


class HTTPTransport:
    """Sends over one client."""

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._client: httpx2.Client | None = None

    def open(self, request: WireRequest) -> HTTPBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        import httpx2

        try:
            if self._client is None:
                self._client = httpx2.Client(trust_env=_trusts_env(self._settings), headers=_headers(self._settings))
            made = self._client.build_request("POST", **_arguments(self._settings, request))
            response = self._client.send(made, stream=True, follow_redirects=False)
            if not response.is_success:
                response.read()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = _typed(error, self._settings, "first_chunk")
        else:
            if response.is_success:
                return HTTPBytes(response, self._settings)
            failure = _refused(response, self._settings)
        raise failure

    def close(self) -> None:
        """Close the client."""
        if self._client is not None:
            self._client.close()


class AsyncHTTPTransport:
    """`HTTPTransport`, awaited."""

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._client: httpx2.AsyncClient | None = None

    async def open(self, request: WireRequest) -> AsyncHTTPBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        import httpx2

        try:
            if self._client is None:
                self._client = httpx2.AsyncClient(trust_env=_trusts_env(self._settings), headers=_headers(self._settings))
            made = self._client.build_request("POST", **_arguments(self._settings, request))
            response = await self._client.send(made, stream=True, follow_redirects=False)
            if not response.is_success:
                await response.aread()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = _typed(error, self._settings, "first_chunk")
        else:
            if response.is_success:
                return AsyncHTTPBytes(response, self._settings)
            failure = _refused(response, self._settings)
        raise failure

    async def aclose(self) -> None:
        """Close the client."""
        if self._client is not None:
            await self._client.aclose()


class HTTPBytes:
    """The bytes of a good answer."""

    def __init__(self, response: httpx2.Response, settings: TransportSettings) -> None:
        self._response = response
        self._settings = settings

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""
        return _lower(self._response.headers)

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as the connection gives them."""
        import httpx2

        failure = None
        try:
            yield from self._response.iter_bytes()
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            failure = _typed(error, self._settings, "read")
        finally:
            self._response.close()
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Close the connection at once, also under a read that blocks in another thread."""
        connection = self._response.extensions.get("network_stream")
        if connection is not None and not self._response.is_closed:
            with contextlib.suppress(OSError):  # it is gone already
                connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)  # `close` waits for the read to end
        self._response.close()


class AsyncHTTPBytes:
    """`HTTPBytes`, awaited."""

    def __init__(self, response: httpx2.Response, settings: TransportSettings) -> None:
        self._response = response
        self._settings = settings

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""
        return _lower(self._response.headers)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as the connection gives them."""
        import httpx2

        failure = None
        try:
            async for data in self._response.aiter_bytes():
                yield data
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            failure = _typed(error, self._settings, "read")
        finally:
            await self._response.aclose()
        if failure is not None:
            raise failure

    async def aclose(self) -> None:
        """Close the connection at once."""
        await self._response.aclose()


class _Arguments(TypedDict):
    """What a request is made with."""

    url: str
    content: bytes
    headers: dict[str, str]
    timeout: float


def _arguments(settings: TransportSettings, request: WireRequest) -> _Arguments:
    return {
        "url": (settings.options.base_url or _ADDRESS).rstrip("/") + request.endpoint,
        "content": dumps(request.body),
        "headers": {"content-type": "application/json", **request.headers},
        "timeout": request.timeout,
    }


def _headers(settings: TransportSettings) -> dict[str, str]:
    """Give what every request says of its sender; the client shows no `authorization` in its repr."""
    return {"authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}


def _trusts_env(settings: TransportSettings) -> bool:
    """Tell whether the environment's proxies count: none can reach a server on this machine, nor should one see its key."""
    return not is_on_loopback(settings.options.base_url)


def _lower(headers: httpx2.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _refused(response: httpx2.Response, settings: TransportSettings) -> InterlinguaError:
    return _without_key(error_from_status(response.status_code, _lower(response.headers), response.content), settings)


def _typed(error: Exception, settings: TransportSettings, phase: TimeoutPhase) -> InterlinguaError:
    """Turn what the HTTP client raised into an error of ours, which holds neither the key nor theirs."""
    import httpx2

    typed: InterlinguaError
    if isinstance(error, httpx2.TimeoutException):
        if isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout):
            phase = "connect"
        typed = APITimeoutError("no answer in time", phase=phase, provider=PROVIDER)
    elif isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
        typed = ConfigError(f"the address can't be used: {error}", option="base_url")
    else:
        typed = APIConnectionError(f"the connection failed: {type(error).__name__}: {error}", provider=PROVIDER)
    return _without_key(typed, settings)


def _without_key(error: InterlinguaError, settings: TransportSettings) -> InterlinguaError:
    """Blank the key: some servers repeat it."""
    error.message = settings.without_key(error.message)
    error.args = (error.message,)
    return error
