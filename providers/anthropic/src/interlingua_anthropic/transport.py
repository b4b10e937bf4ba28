"""The only file that loads Anthropic's SDK: its clients carry authentication, address, pools and time-outs; bytes go both ways raw.

Two clouds' clients move fields of the body into the path: they get the body as an object, and give Amazon's frames as events.

The SDK is imported when the first request is sent. Its own retries and its telemetry span are off: the runtime has both.
Its exceptions, which hold the request, never leave this file, not even as the context of ours.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any, cast

from interlingua.errors import APIConnectionError, APITimeoutError, AuthenticationError, ConfigError, InterlinguaError
from interlingua.types.json import dumps
from interlingua_anthropic.clients import make_client, rewrites_body
from interlingua_anthropic.cloud_failures import cloud_failures, typed_cloud_failure
from interlingua_anthropic.errors import PROVIDER, error_from_status
from interlingua_anthropic.event_stream import CONTENT_TYPE, EventStreamReader
from interlingua_anthropic.unlogged import UnloggedBytes, unlogged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    import anthropic
    import httpx2

    from interlingua.errors import TimeoutPhase
    from interlingua.provider import TransportSettings, WireRequest
    from interlingua_anthropic.options import AnthropicOptions


class AnthropicTransport:
    """Sends over the SDK's client."""

    def __init__(self, settings: TransportSettings, http_client: httpx2.Client | None = None) -> None:
        """Make a transport; the SDK is not loaded yet.

        Args:
            settings: Options and key.
            http_client: The HTTP client to give to the SDK's client.
        """
        self._settings = settings
        self._http_client = http_client
        self._client: anthropic.Anthropic | None = None
        self._lock = threading.Lock()

    def open(self, request: WireRequest) -> AnthropicBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        body = dumps(request.body)
        sdk, failures = _load_sdk()
        try:
            client = self._ready(sdk)
            arguments = _call_arguments(sdk, client, request, body, self._settings)
            response = client.post(request.endpoint, stream_cls=sdk.Stream[Any], **arguments)
        except (*failures, *cloud_failures()) as error:
            failure = _typed(error, self._settings, "first_chunk")
        else:
            return AnthropicBytes(response, self._settings)
        raise failure

    def _ready(self, sdk: Any) -> Any:  # noqa: ANN401 - see `_load_sdk`
        with self._lock:
            if self._client is None:
                import httpx2

                self._client = make_client(sdk, httpx2, self._settings, "", self._http_client)
            return self._client

    def close(self) -> None:
        """Close the client, unless it is the caller's."""
        if self._client is not None and self._settings.client is None:
            self._client.close()

    def __del__(self) -> None:
        """Close what nobody closed, as the SDK does for the HTTP clients that it makes itself."""
        if self._http_client is None:
            with contextlib.suppress(Exception):  # at the interpreter's end, anything may be gone already
                self.close()


class AnthropicAsyncTransport:
    """Sends over the SDK's async client."""

    def __init__(self, settings: TransportSettings, http_client: httpx2.AsyncClient | None = None) -> None:
        """Make a transport; the SDK is not loaded yet.

        Args:
            settings: Options and key.
            http_client: The HTTP client to give to the SDK's client.
        """
        self._settings = settings
        self._http_client = http_client
        self._client: anthropic.AsyncAnthropic | None = None

    async def open(self, request: WireRequest) -> AnthropicAsyncBytes:
        """Send a request; see `interlingua.provider.Transport.open`."""
        body = dumps(request.body)
        sdk, failures = _load_sdk()
        try:
            client = self._ready(sdk)
            arguments = _call_arguments(sdk, client, request, body, self._settings)
            response = await client.post(request.endpoint, stream_cls=sdk.AsyncStream[Any], **arguments)
        except (*failures, *cloud_failures()) as error:
            failure = _typed(error, self._settings, "first_chunk")
        else:
            return AnthropicAsyncBytes(response, self._settings)
        raise failure

    def _ready(self, sdk: Any) -> Any:  # noqa: ANN401 - see `_load_sdk`
        if self._client is None:
            import httpx2

            self._client = make_client(sdk, httpx2, self._settings, "Async", self._http_client)
        return self._client

    async def aclose(self) -> None:
        """Close the client, unless it is the caller's."""
        if self._client is not None and self._settings.client is None:
            await self._client.close()


class AnthropicBytes:
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
        failure = None
        _, failures = _load_sdk()
        try:
            reader = _frames_reader(self._response)
            if reader is None:
                yield from self._response.iter_bytes()
            else:
                for data in self._response.iter_bytes():
                    yield from reader.feed(data)
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


class AnthropicAsyncBytes:
    """`AnthropicBytes`, awaited."""

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
        failure = None
        _, failures = _load_sdk()
        try:
            reader = _frames_reader(self._response)
            async for data in self._response.aiter_bytes():
                if reader is None:
                    yield data
                else:
                    for event in reader.feed(data):
                        yield event
        except failures as error:
            failure = _typed(error, self._settings, "read")
        finally:
            await self._response.aclose()
        if failure is not None:
            raise failure

    async def aclose(self) -> None:
        """Close the connection at once."""
        await self._response.aclose()


def _load_sdk() -> tuple[Any, tuple[type[Exception], ...]]:
    """Load the SDK at first use; a module has no type of its own.

    Returns:
        The SDK, and what it and its HTTP library raise.

    Raises:
        ConfigError: It isn't installed.
    """
    try:
        import anthropic
        import httpx2
    except ImportError as error:
        raise ConfigError(f"Anthropic's SDK can't be loaded: {error}", hint='pip install "interlingua[anthropic]"') from None
    return anthropic, (anthropic.AnthropicError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def _call_arguments(sdk: Any, client: Any, request: WireRequest, body: bytes, settings: TransportSettings) -> dict[str, Any]:  # noqa: ANN401 - see `_load_sdk`
    import httpx2

    connect = min(cast("AnthropicOptions", settings.options).connect_timeout, request.timeout)
    return {
        **({"body": unlogged(request.body)} if rewrites_body(sdk, client) else {"content": UnloggedBytes(body)}),
        "cast_to": httpx2.Response,
        "stream": True,  # the answer's bytes are read as they come, whether the provider streams or not
        "options": {
            "timeout": httpx2.Timeout(request.timeout, connect=connect),
            "headers": dict(request.headers),
            "follow_redirects": False,
        },
    }


def _frames_reader(response: httpx2.Response) -> EventStreamReader | None:
    """Give what reads Amazon's frames, where the answer comes in them."""
    return EventStreamReader() if response.headers.get("content-type", "").startswith(CONTENT_TYPE) else None


def _lower(headers: httpx2.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


_TIMEOUTS: dict[TimeoutPhase, str] = {
    "connect": "no connection in time",
    "first_chunk": "no answer in time",
    "read": "the answer stopped coming",
}


def _typed(error: Exception, settings: TransportSettings, phase: TimeoutPhase) -> InterlinguaError:
    """Turn what the SDK or its HTTP library raised into our error, which holds neither the key nor theirs."""
    import anthropic
    import httpx2

    # The SDK wraps what its HTTP library raised; what that one raised by itself, in mid-body, says most as it is.
    cause = error.__cause__ if isinstance(error, anthropic.AnthropicError) and error.__cause__ else error
    typed: InterlinguaError
    if isinstance(error, anthropic.APIStatusError):
        typed = error_from_status(error.status_code, _lower(error.response.headers), error.response.content)
    elif isinstance(cause, httpx2.TimeoutException):
        connecting = isinstance(cause, httpx2.ConnectTimeout | httpx2.PoolTimeout)
        typed = APITimeoutError(_TIMEOUTS["connect" if connecting else phase], phase="connect" if connecting else phase, provider=PROVIDER)
    elif isinstance(cause, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
        typed = ConfigError(f"the address can't be used: {cause}", option="base_url")
    elif not isinstance(error, anthropic.AnthropicError | httpx2.HTTPError | httpx2.StreamError):
        typed = typed_cloud_failure(error, cast("AnthropicOptions", settings.options).platform)
    elif isinstance(error, anthropic.CredentialsError):
        typed = AuthenticationError(str(error), provider=PROVIDER, hint="check the client's credentials")
    elif isinstance(error, anthropic.AnthropicError) and not isinstance(error, anthropic.APIError | anthropic.RetryableError):
        typed = ConfigError(f"the SDK's client refuses: {error}", option="platform")  # such as counting tokens on Bedrock
    else:
        typed = APIConnectionError(f"the connection failed: {type(cause).__name__}: {cause}", provider=PROVIDER)
    typed.message = settings.without_key(typed.message)
    typed.args = (typed.message,)
    return typed
