"""The transports, over the real SDK's client."""

from __future__ import annotations

import gc
import logging
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import anthropic
import httpx2
import pytest
from tests.anthropic.frames import chunk, failure

from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ConfigError,
    ConversionError,
    InterlinguaError,
    InternalServerError,
)
from interlingua.provider import TransportSettings, WireRequest
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicAsyncTransport, AnthropicTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

KEY = "sk-ant-very-secret"
REQUEST = WireRequest("/v1/messages", {"model": "m", "messages": []}, {"anthropic-beta": "b1"}, timeout=5.0)


def settings(base_url: str = "https://example.invalid", key: str | None = KEY, **options: object) -> TransportSettings:
    """Settings for one host."""
    return TransportSettings(AnthropicOptions.model_validate({"base_url": base_url, **options}), key, lambda _: None)


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


def handler(body: Body, status: int = 200, seen: list[httpx2.Request] | None = None, **headers: str) -> httpx2.MockTransport:
    """An HTTP layer that gives one answer to all."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        (seen if seen is not None else []).append(request)
        return httpx2.Response(status, headers={"Request-Id": "req_1"} | headers, stream=body)

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

    def test_forgotten(self) -> None:
        """A transport that nobody holds any more closes its client, unless somebody gave it one."""
        given = httpx2.Client(transport=handler(Body(b"{}")))
        made = AnthropicTransport(settings("http://127.0.0.1:1"))._ready(anthropic)._client
        AnthropicTransport(settings(), given).open(REQUEST).close()
        gc.collect()

        assert made.is_closed
        assert not given.is_closed

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


FRAMES = {"content-type": "application/vnd.amazon.eventstream"}
BEDROCK = settings(platform="bedrock", region="eu-west-1")
PROMPT = WireRequest(
    "/v1/messages", {"model": "m", "stream": True, "messages": [{"role": "user", "content": "my prompt"}], "x": [1, None]}, {"x-team": "t"}
)


class TestClouds:
    """Platforms whose clients take the body apart, and stream in frames."""

    async def test_sent_and_streamed(self, caplog: pytest.LogCaptureFixture) -> None:
        """The body arrives whole but for what went into the path; frames come out as events; no prompt is in the SDK's log."""
        seen: list[httpx2.Request] = []
        http = handler(Body(chunk(b'{"type":"ping"}')[:20], chunk(b'{"type":"ping"}')[20:]), seen=seen, **FRAMES)

        with caplog.at_level(logging.DEBUG):
            sync = b"".join(AnthropicTransport(BEDROCK, httpx2.Client(transport=http)).open(PROMPT))
            opened = await AnthropicAsyncTransport(BEDROCK, httpx2.AsyncClient(transport=http)).open(PROMPT)
            awaited = b"".join([data async for data in opened])

        assert sync == awaited == b'data: {"type":"ping"}\n\n'
        for request in seen:
            assert str(request.url) == "https://example.invalid/model/m/invoke-with-response-stream"
            assert request.content == (
                b'{"messages":[{"role":"user","content":"my prompt"}],"x":[1,null],"anthropic_version":"2026-10-21"}'
            )
            assert request.headers["x-team"] == "t"
        assert "Request options" in caplog.text
        assert "my prompt" not in caplog.text

    async def test_garbled(self) -> None:
        """A garbled frame is an error of the provider's, and the answer is closed."""
        body = Body(failure("x", "y"), b"no frame at all")

        errors = []
        try:
            list(AnthropicTransport(BEDROCK, httpx2.Client(transport=handler(body, **FRAMES))).open(PROMPT))
        except InternalServerError as error:
            errors.append(error)
        http = httpx2.AsyncClient(transport=handler(body, **FRAMES))
        try:
            _ = [data async for data in await AnthropicAsyncTransport(BEDROCK, http).open(PROMPT)]
        except InternalServerError as error:
            errors.append(error)

        assert len(errors) == body.closed == 2

    @pytest.mark.parametrize(
        ("endpoint", "body", "expected", "said"),
        [
            ("/v1/messages/count_tokens", {"model": "m"}, ConfigError, "Token counting is not supported in Bedrock"),
            ("/v1/messages", {"model": ""}, ConfigError, "can't be used"),
            ("/v1/messages", {"model": "m", "messages": ["my prompt \ud800"]}, ConversionError, "surrogate"),
        ],
    )
    def test_refused_by_the_client(self, endpoint: str, body: dict[str, object], expected: type[InterlinguaError], said: str) -> None:
        """What the cloud's client refuses before it sends has a type of ours, and no prompt in it."""
        with pytest.raises(expected, match=said) as raised:
            AnthropicTransport(BEDROCK).open(WireRequest(endpoint, body))  # type: ignore[arg-type]  # JSON

        assert raised.value.__context__ is None
        assert "my prompt" not in str(vars(raised.value))

    def test_no_credentials(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where nothing signs, it says what to set."""
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK", "AWS_PROFILE"):
            monkeypatch.delenv(name, raising=False)

        with pytest.raises(AuthenticationError, match="no credentials"):
            AnthropicTransport(settings(key=None, platform="bedrock", region="eu-north-1")).open(PROMPT)


class TestCallersOwnClient:
    """A client that the caller made."""

    async def test_used_and_left_open(self) -> None:
        """Its key and address are sent with our body; closing the transport leaves it open, and its key is blanked in errors."""
        seen: list[httpx2.Request] = []
        refusal = handler(Body(b'{"error": {"type": "authentication_error", "message": "bad own-secret-key"}}'), 401, seen)
        http, async_http = httpx2.Client(transport=refusal), httpx2.AsyncClient(transport=refusal)
        own = anthropic.Anthropic(api_key="own-secret-key", base_url="https://own.invalid", http_client=http)
        async_own = anthropic.AsyncAnthropic(api_key="own-secret-key", base_url="https://own.invalid", http_client=async_http)
        sync = AnthropicTransport(TransportSettings(AnthropicOptions(), own.api_key, print, own))
        awaited = AnthropicAsyncTransport(TransportSettings(AnthropicOptions(), own.api_key, print, async_own))

        with pytest.raises(AuthenticationError, match="bad …"):
            sync.open(REQUEST)
        with pytest.raises(AuthenticationError, match="bad …"):
            await awaited.open(REQUEST)
        sync.close()
        await awaited.aclose()

        assert [str(request.url) for request in seen] == ["https://own.invalid/v1/messages"] * 2
        assert [request.headers["authorization"] for request in seen] == ["Bearer own-secret-key"] * 2
        assert not http.is_closed
        assert not async_http.is_closed

    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (anthropic.CredentialsError("no token"), AuthenticationError),
            (anthropic.IdentityTokenFileError("no file"), AuthenticationError),
            (anthropic.RetryableError("again"), APIConnectionError),
            (anthropic.AnthropicError("no"), ConfigError),
        ],
    )
    def test_its_own_failures(self, error: Exception, expected: type[InterlinguaError]) -> None:
        """What its credentials or middleware raise of the SDK's is typed."""

        def refuse(_: object, __: object) -> object:
            raise error

        own = anthropic.Anthropic(api_key="k", http_client=httpx2.Client(transport=handler(Body())), middleware=[refuse])  # type: ignore[list-item]  # never returns

        with pytest.raises(expected):
            AnthropicTransport(TransportSettings(AnthropicOptions(), None, print, own)).open(REQUEST)


class TestTimeouts:
    """How long is waited."""

    @pytest.mark.parametrize(("connect", "expected"), [(2.0, 2.0), (30.0, 5.0)])
    def test_connection(self, connect: float, expected: float) -> None:
        """A connection has its own time-out, within what is left of the call's."""
        seen: list[httpx2.Request] = []

        given = settings(connect_timeout=connect)
        AnthropicTransport(given, httpx2.Client(transport=handler(Body(b"{}"), seen=seen))).open(REQUEST).close()

        assert seen[0].extensions["timeout"] == {"connect": expected, "read": 5.0, "write": 5.0, "pool": 5.0}


class TestOnlyOnce:
    """The SDK's own retries and its telemetry are off."""

    @pytest.mark.parametrize("own", [False, True])
    def test_retries(self, own: bool) -> None:  # noqa: FBT001 - a case
        """One request, whatever the server asks, and whatever the caller's client would do."""
        seen: list[httpx2.Request] = []
        http = httpx2.Client(transport=handler(Body(b"{}"), 503, seen, **{"x-should-retry": "true"}))
        client = anthropic.Anthropic(api_key="k", http_client=http, max_retries=5) if own else None

        with pytest.raises(InterlinguaError):
            AnthropicTransport(TransportSettings(AnthropicOptions(), KEY, print, client), http).open(REQUEST)

        assert len(seen) == 1

    def test_span(self) -> None:
        """With a tracer in the process, the SDK by itself opens a span; through us, and with the caller's client, it opens none."""
        assert subprocess.check_output([sys.executable, "-c", SPANS], text=True).split() == ["3", "0", "0"]  # noqa: S603 - our own program


# Counts the spans of three ways to send: the SDK's own call, as a control, then ours, then ours with a client of the caller's own.
SPANS = """
import httpx2
from contextlib import contextmanager
from opentelemetry import trace

spans = []


class Tracer(trace.NoOpTracer):
    def start_span(self, name, *args, **kwargs):
        spans.append(name)
        return super().start_span(name, *args, **kwargs)


class Provider(trace.NoOpTracerProvider):
    def get_tracer(self, *args, **kwargs):
        return Tracer()


trace.set_tracer_provider(Provider())

import anthropic
from interlingua.provider import TransportSettings, WireRequest
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicTransport

answer = b'{"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": {"input_tokens": 1}}'
http = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, content=answer)))
own = anthropic.Anthropic(api_key="k", http_client=http)
for _ in range(3):
    own.messages.create(model="m", max_tokens=1, messages=[{"role": "user", "content": "hi"}])
print(len(spans))
for client in (None, own):
    spans.clear()
    transport = AnthropicTransport(TransportSettings(AnthropicOptions(), "k", print, client), http)
    b"".join(transport.open(WireRequest("/v1/messages", {"model": "m", "max_tokens": 1, "messages": []})))
    print(len(spans))
"""


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
