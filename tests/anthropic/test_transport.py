"""The transports, over the real SDK's client."""

from __future__ import annotations

import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import httpx2
import pytest

from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ConfigError,
    ConversionError,
    InterlinguaError,
)
from interlingua.provider import TransportSettings, WireRequest
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicAsyncTransport, AnthropicTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

KEY = "sk-ant-very-secret"
REQUEST = WireRequest("/v1/messages", {"model": "m", "messages": []}, {"anthropic-beta": "b1"}, timeout=5.0)


def settings(base_url: str = "https://example.invalid", key: str | None = KEY) -> TransportSettings:
    """Settings for one host."""
    return TransportSettings(AnthropicOptions(base_url=base_url), key, lambda _: None)


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that ends with an exception, and counts how often it was closed."""

    def __init__(self, *pieces: bytes, error: Exception | None = None) -> None:
        self.pieces = pieces
        self.error = error
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        if self.error is not None:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        """Count."""
        self.closed += 1

    async def aclose(self) -> None:
        """Count."""
        self.closed += 1


def handler(body: Body, status: int = 200, seen: list[httpx2.Request] | None = None) -> httpx2.MockTransport:
    """An HTTP layer that gives one answer to all."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        (seen if seen is not None else []).append(request)
        return httpx2.Response(status, headers={"Request-Id": "req_1"}, stream=body)

    return httpx2.MockTransport(answer)


def failing(error: Exception) -> httpx2.MockTransport:
    """An HTTP layer that fails before any answer."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    return httpx2.MockTransport(answer)


async def caught_by_both(transport: httpx2.MockTransport) -> list[InterlinguaError]:
    """Send and read over both transports; give what each raised."""
    errors: list[InterlinguaError] = []
    try:
        for _ in AnthropicTransport(settings(), httpx2.Client(transport=transport)).open(REQUEST):
            pass
    except InterlinguaError as error:
        errors.append(error)
    try:
        async for _ in await AnthropicAsyncTransport(settings(), httpx2.AsyncClient(transport=transport)).open(REQUEST):
            pass
    except InterlinguaError as error:
        errors.append(error)
    return errors


class TestSending:
    """What goes out."""

    async def test_request(self) -> None:
        """The body goes out as its bytes, with its headers, the key, and to the options' address."""
        seen: list[httpx2.Request] = []
        transport = handler(Body(b"{}"), seen=seen)

        sync = AnthropicTransport(settings(), httpx2.Client(transport=transport)).open(REQUEST)
        awaited = await AnthropicAsyncTransport(settings(), httpx2.AsyncClient(transport=transport)).open(REQUEST)

        assert sync.headers["request-id"] == awaited.headers["request-id"] == "req_1"
        for request in seen:
            assert str(request.url) == "https://example.invalid/v1/messages"
            assert request.content == b'{"model":"m","messages":[]}'
            assert request.headers["anthropic-beta"] == "b1"
            assert request.headers["authorization"] == f"Bearer {KEY}"

    def test_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The SDK's environment doesn't override what the settings say, nor fill in a key that isn't needed."""
        seen: list[httpx2.Request] = []
        monkeypatch.setenv("ANTHROPIC_API_KEY", "from-environment")
        monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "from-environment")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://environment.invalid")

        AnthropicTransport(settings(key=None), httpx2.Client(transport=handler(Body(b"{}"), seen=seen))).open(REQUEST).close()

        assert str(seen[0].url).startswith("https://example.invalid/")
        assert "from-environment" not in str(seen[0].headers.raw)

    def test_one_client(self) -> None:
        """Threads that open at once share one client."""
        transport = AnthropicTransport(settings(), httpx2.Client(transport=handler(Body(b"{}"))))

        with ThreadPoolExecutor(4) as pool:
            clients = {id(pool.submit(lambda: (transport.open(REQUEST).close(), transport._client)[1]).result()) for _ in range(8)}

        assert len(clients) == 1

    def test_body_that_is_no_json(self) -> None:
        """A body that isn't JSON is refused before anything is sent."""
        seen: list[httpx2.Request] = []

        with pytest.raises(ConversionError):
            AnthropicTransport(settings(), httpx2.Client(transport=handler(Body(), seen=seen))).open(
                WireRequest("/v1/messages", {"temperature": float("nan")})
            )

        assert seen == []

    async def test_closed_unused(self) -> None:
        """A transport that never sent anything closes in peace."""
        AnthropicTransport(settings()).close()
        await AnthropicAsyncTransport(settings()).aclose()

    async def test_close(self) -> None:
        """Closing a transport closes its client."""
        client, async_client = httpx2.Client(transport=handler(Body(b"{}"))), httpx2.AsyncClient(transport=handler(Body(b"{}")))
        sync, awaited = AnthropicTransport(settings(), client), AnthropicAsyncTransport(settings(), async_client)
        sync.open(REQUEST).close()
        await (await awaited.open(REQUEST)).aclose()

        sync.close()
        await awaited.aclose()

        assert client.is_closed
        assert async_client.is_closed


class TestReading:
    """What comes in."""

    async def test_left_early(self) -> None:
        """Leaving the bytes, by close or by dropping the iterator, closes the answer."""
        body = Body(b"a", b"b")
        sync = AnthropicTransport(settings(), httpx2.Client(transport=handler(body))).open(REQUEST)
        pieces = iter(sync)
        first = next(pieces)

        sync.close()

        assert first == b"a"
        assert body.closed == 1

    async def test_left_early_async(self) -> None:
        """The async bytes close alike."""
        body = Body(b"a", b"b")
        awaited = await AnthropicAsyncTransport(settings(), httpx2.AsyncClient(transport=handler(body))).open(REQUEST)
        first = await anext(aiter(awaited))

        await awaited.aclose()

        assert first == b"a"
        assert body.closed == 1

    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (httpx2.RemoteProtocolError("peer closed"), APIConnectionError),
            (httpx2.ReadError("reset"), APIConnectionError),
            (httpx2.DecodingError("bad gzip"), APIConnectionError),
            (httpx2.ReadTimeout("slow"), APITimeoutError),
        ],
    )
    async def test_broken(self, error: Exception, expected: type[APIConnectionError]) -> None:
        """A connection that breaks while reading is typed, and the answer closed."""
        body = Body(b"a", error=error)

        errors = await caught_by_both(handler(body))

        assert [type(item) for item in errors] == [expected, expected]
        assert [getattr(item, "phase", "read") for item in errors] == ["read", "read"]
        assert body.closed == 2


class TestFailing:
    """What never answers, or refuses."""

    @pytest.mark.parametrize(
        ("error", "expected", "phase"),
        [
            (httpx2.ConnectError("refused"), APIConnectionError, None),
            (httpx2.ConnectTimeout("slow"), APITimeoutError, "connect"),
            (httpx2.PoolTimeout("busy"), APITimeoutError, "connect"),
            (httpx2.ReadTimeout("slow"), APITimeoutError, "first_chunk"),
            (httpx2.UnsupportedProtocol("ftp"), ConfigError, None),
        ],
    )
    async def test_no_answer(self, error: Exception, expected: type[InterlinguaError], phase: str | None) -> None:
        """A failure before the answer is typed, and carries nothing of the SDK's."""
        errors = await caught_by_both(failing(error))

        assert [type(item) for item in errors] == [expected, expected]
        assert [getattr(item, "phase", None) for item in errors] == [phase, phase]
        assert [item.__context__ for item in errors] == [None, None]

    async def test_refused(self) -> None:
        """A status is typed by the error table; a key that the answer repeats is taken out."""
        body = Body(b'{"error": {"type": "authentication_error", "message": "bad key %s"}}' % KEY.encode())

        errors = await caught_by_both(handler(body, 401))

        assert [type(item) for item in errors] == [AuthenticationError, AuthenticationError]
        assert [item.message for item in errors] == ["bad key …", "bad key …"]
        assert not any(KEY in repr(vars(item)) for item in errors)

    async def test_refused_and_broken(self) -> None:
        """A refusal whose body breaks off is a broken connection, and closed."""
        body = Body(b"{", error=httpx2.ReadError("reset"))

        errors = await caught_by_both(handler(body, 500))

        assert [type(item) for item in errors] == [APIConnectionError, APIConnectionError]
        assert body.closed == 2

    def test_bad_address(self) -> None:
        """An address that is none is a fault of the configuration."""
        with pytest.raises(ConfigError) as caught:
            AnthropicTransport(settings("https://example.invalid:port")).open(REQUEST)

        assert caught.value.option == "base_url"

    def test_missing_sdk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without the SDK, the first send says what to install."""
        monkeypatch.setitem(sys.modules, "anthropic", None)

        with pytest.raises(ConfigError) as caught:
            AnthropicTransport(settings()).open(REQUEST)

        assert caught.value.hint == 'pip install "interlingua[anthropic]"'


class Answer(BaseHTTPRequestHandler):
    """A real server that answers one stream, event by event."""

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"event: ping\ndata: {}\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay quiet."""


def test_real_connection() -> None:
    """Over a real socket the bytes come as the server sent them, and a closed port is a connection error."""
    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    transport = AnthropicTransport(settings(address))

    received = b"".join(transport.open(REQUEST))
    transport.close()
    server.shutdown()
    server.server_close()

    assert received == b"event: ping\ndata: {}\n\n"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        unused = AnthropicTransport(settings(f"http://127.0.0.1:{closed.getsockname()[1]}"))
        with pytest.raises(APIConnectionError):
            unused.open(REQUEST)
        unused.close()
