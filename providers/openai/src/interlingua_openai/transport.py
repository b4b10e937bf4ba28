"""The only file that loads OpenAI's SDK: its clients carry authentication, address, pools and time-outs; bytes go both ways raw.

The SDK is imported when the first request is sent. Its retries are off, because the runtime has its own. Its exceptions hold the
request and its headers, so they never leave this file, not even as the context of ours.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Final, TypedDict, cast

from interlingua.errors import APIConnectionError, APITimeoutError, ConfigError
from interlingua.provider import is_on_loopback
from interlingua.types.json import dumps
from interlingua_openai.errors import error_from_status
from interlingua_openai.names import PROVIDER
from interlingua_openai.options import OpenAIOptions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    import httpx2
    import openai

    from interlingua.errors import InterlinguaError, TimeoutPhase
    from interlingua.provider import TransportSettings, WireRequest

_NO_KEY: Final = "no-key"
"""Sent where a server needs none: the SDK's client can't be made without one, and would look for one elsewhere."""

_TIMEOUTS: Final[dict[TimeoutPhase, str]] = {
    "connect": "no connection in time",
    "first_chunk": "no answer in time",
    "read": "the answer stopped coming",
}


class OpenAITransport:
    """Sends over the SDK's client."""

    def __init__(self, settings: TransportSettings, http_client: httpx2.Client | None = None) -> None:
        """Make a transport; the SDK is not loaded yet.

        Args:
            settings: Options and key.
            http_client: The HTTP client to give to the SDK's client.
        """
        self._settings = settings
        self._http_client = http_client
        self._client: openai.OpenAI | None = None
        self._lock = threading.Lock()

    def open(self, request: WireRequest) -> OpenAIBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        body = dumps(request.body)
        failures = _load_sdk()
        import httpx2
        import openai

        try:
            response = self._ready().post(
                request.endpoint,
                content=body,
                cast_to=httpx2.Response,
                stream=True,  # the answer's bytes are read as they come, whether the provider streams or not
                stream_cls=openai.Stream[object],
                options={"timeout": request.timeout, "headers": dict(request.headers), "follow_redirects": False},
            )
        except failures as error:
            failure = _typed(error, self._settings, "first_chunk")
        else:
            return OpenAIBytes(cast("httpx2.Response", response), self._settings)
        raise failure

    def close(self) -> None:
        """Close the client."""
        if self._client is not None:
            self._client.close()

    def _ready(self) -> openai.OpenAI:
        import openai

        with self._lock:
            if self._client is None:
                if self._http_client is None and is_on_loopback(self._settings.options.base_url):
                    self._http_client = openai.DefaultHttpxClient(trust_env=False)
                self._client = self._make()
                _keep_to_its_host(self._client, self._settings)
            return self._client

    def _make(self) -> openai.OpenAI:
        """Make the client; overridden for a host that the SDK has a client of its own for."""
        import openai

        return openai.OpenAI(http_client=self._http_client, max_retries=0, **_client_arguments(self._settings))


class OpenAIAsyncTransport:
    """`OpenAITransport`, awaited."""

    def __init__(self, settings: TransportSettings, http_client: httpx2.AsyncClient | None = None) -> None:
        """Make a transport; the SDK is not loaded yet.

        Args:
            settings: Options and key.
            http_client: The HTTP client to give to the SDK's client.
        """
        self._settings = settings
        self._http_client = http_client
        self._client: openai.AsyncOpenAI | None = None

    async def open(self, request: WireRequest) -> OpenAIAsyncBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        body = dumps(request.body)
        failures = _load_sdk()
        import httpx2
        import openai

        try:
            response = await self._ready().post(
                request.endpoint,
                content=body,
                cast_to=httpx2.Response,
                stream=True,  # as above
                stream_cls=openai.AsyncStream[object],
                options={"timeout": request.timeout, "headers": dict(request.headers), "follow_redirects": False},
            )
        except failures as error:
            failure = _typed(error, self._settings, "first_chunk")
        else:
            return OpenAIAsyncBytes(cast("httpx2.Response", response), self._settings)
        raise failure

    async def aclose(self) -> None:
        """Close the client."""
        if self._client is not None:
            await self._client.close()

    def _ready(self) -> openai.AsyncOpenAI:
        import openai

        if self._client is None:
            if self._http_client is None and is_on_loopback(self._settings.options.base_url):
                self._http_client = openai.DefaultAsyncHttpxClient(trust_env=False)
            self._client = self._make()
            _keep_to_its_host(self._client, self._settings)
        return self._client

    def _make(self) -> openai.AsyncOpenAI:
        """Make the client, as above."""
        import openai

        return openai.AsyncOpenAI(http_client=self._http_client, max_retries=0, **_client_arguments(self._settings))


class OpenAIBytes:
    """The bytes of a good answer; closed at its end, on a failure, and when it is left."""

    def __init__(self, response: httpx2.Response, settings: TransportSettings) -> None:
        """Hold an answer whose body hasn't been read."""
        self._response = response
        self._settings = settings

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""
        return _lower(self._response.headers)

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as the connection gives them."""
        failures = _load_sdk()
        failure = None
        try:
            yield from self._response.iter_bytes()
        except failures as error:
            failure = _typed(error, self._settings, "read")
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


class OpenAIAsyncBytes:
    """`OpenAIBytes`, awaited."""

    def __init__(self, response: httpx2.Response, settings: TransportSettings) -> None:
        """Hold an answer whose body hasn't been read."""
        self._response = response
        self._settings = settings

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, names in lower case."""
        return _lower(self._response.headers)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as the connection gives them."""
        failures = _load_sdk()
        failure = None
        try:
            async for data in self._response.aiter_bytes():
                yield data
        except failures as error:
            failure = _typed(error, self._settings, "read")
        finally:
            await self._response.aclose()
        if failure is not None:
            raise failure

    async def aclose(self) -> None:
        """Close the connection at once."""
        await self._response.aclose()


class _ClientArguments(TypedDict):
    """What both clients are made with."""

    api_key: str
    base_url: str | None
    organization: str | None
    project: str | None


def _client_arguments(settings: TransportSettings) -> _ClientArguments:
    options = cast("OpenAIOptions", settings.options)
    return {
        "api_key": settings.api_key or _NO_KEY,
        "base_url": options.base_url,
        "organization": options.organization,
        "project": options.project,
    }


def _keep_to_its_host(client: openai.OpenAI | openai.AsyncOpenAI, settings: TransportSettings) -> None:
    """Take from a client what the SDK reads from OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS, where that isn't its own.

    They are OpenAI's, or a gateway's in its place, and nothing of another host by name. The key is never replaced by such a header.
    """
    options = settings.options
    headers = client._custom_headers  # noqa: SLF001 - there is no other way to be without them
    if type(options) is OpenAIOptions:
        client._custom_headers = {name: value for name, value in headers.items() if name.lower() != "authorization"}  # noqa: SLF001 - as above
    else:
        client.organization = client.project = None
        client._custom_headers = {}  # noqa: SLF001 - as above


def _load_sdk() -> tuple[type[Exception], ...]:
    """Load the SDK, at first use; give what it and its HTTP library raise.

    Raises:
        ConfigError: It isn't installed.
    """
    try:
        import httpx2
        import openai
    except ImportError as error:
        raise ConfigError(f"OpenAI's SDK can't be loaded: {error}", hint='pip install "interlingua[openai]"') from None
    return (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def _lower(headers: httpx2.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _typed(error: Exception, settings: TransportSettings, phase: TimeoutPhase) -> InterlinguaError:
    """Turn what the SDK or its HTTP library raised into our error, which holds neither the key nor theirs."""
    import httpx2
    import openai

    # The SDK wraps what its HTTP library raised; what that one raised by itself, in mid-body, says most as it is.
    cause = error.__cause__ if isinstance(error, openai.OpenAIError) and error.__cause__ else error
    typed: InterlinguaError
    if isinstance(error, openai.APIStatusError):
        typed = error_from_status(error.status_code, _lower(error.response.headers), _body(error.response))
    elif isinstance(cause, httpx2.TimeoutException):
        if isinstance(cause, httpx2.ConnectTimeout | httpx2.PoolTimeout):
            phase = "connect"
        typed = APITimeoutError(_TIMEOUTS[phase], phase=phase, provider=PROVIDER)
    elif isinstance(cause, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
        typed = ConfigError(f"the address can't be used: {cause}", option="base_url")
    else:
        typed = APIConnectionError(f"the connection failed: {type(cause).__name__}: {cause}", provider=PROVIDER)
    typed.message = settings.without_key(typed.message)
    typed.args = (typed.message,)
    return typed


def _body(response: httpx2.Response) -> bytes:
    """Give the body of a failed answer; the SDK has read it, unless the connection broke."""
    import httpx2

    try:
        return response.content
    except httpx2.ResponseNotRead:
        return b""
