"""What is Anthropic's own of sending, over the real SDK's clients; tests/core/provider/transport has what all clients share."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import anthropic
import httpx2
import pytest
from tests.anthropic.frames import chunk, failure

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    ConfigError,
    ConversionError,
    InterlinguaError,
    InternalServerError,
)
from interlingua.provider import TransportSettings, WireRequest
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicClients

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


class TestSending:
    """What goes out."""

    async def test_request(self) -> None:
        """The body goes out as its bytes, with its headers, the key, and to the options' address."""
        seen: list[httpx2.Request] = []
        transport = handler(Body(b"{}"), seen=seen)

        sync = ClientTransport(AnthropicClients(settings(), httpx2.Client(transport=transport))).open(REQUEST)
        awaited = await AsyncClientTransport(AnthropicClients(settings(), httpx2.AsyncClient(transport=transport))).open(REQUEST)

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

        ClientTransport(AnthropicClients(settings(key=None), httpx2.Client(transport=handler(Body(b"{}"), seen=seen)))).open(
            REQUEST
        ).close()

        assert str(seen[0].url).startswith("https://example.invalid/")
        assert "from-environment" not in str(seen[0].headers.raw)


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
            sync = b"".join(ClientTransport(AnthropicClients(BEDROCK, httpx2.Client(transport=http))).open(PROMPT))
            opened = await AsyncClientTransport(AnthropicClients(BEDROCK, httpx2.AsyncClient(transport=http))).open(PROMPT)
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
            list(ClientTransport(AnthropicClients(BEDROCK, httpx2.Client(transport=handler(body, **FRAMES)))).open(PROMPT))
        except InternalServerError as error:
            errors.append(error)
        http = httpx2.AsyncClient(transport=handler(body, **FRAMES))
        try:
            _ = [data async for data in await AsyncClientTransport(AnthropicClients(BEDROCK, http)).open(PROMPT)]
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
            ClientTransport(AnthropicClients(BEDROCK)).open(WireRequest(endpoint, body))  # type: ignore[arg-type]  # JSON

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
            ClientTransport(AnthropicClients(settings(key=None, platform="bedrock", region="eu-north-1"))).open(PROMPT)


class TestCallersOwnClient:
    """A client that the caller made."""

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
            ClientTransport(AnthropicClients(TransportSettings(AnthropicOptions(), None, print, own))).open(REQUEST)


class TestTimeouts:
    """How long is waited."""

    @pytest.mark.parametrize(("connect", "expected"), [(2.0, 2.0), (30.0, 5.0)])
    def test_connection(self, connect: float, expected: float) -> None:
        """A connection has its own time-out, within what is left of the call's."""
        seen: list[httpx2.Request] = []

        given = settings(connect_timeout=connect)
        ClientTransport(AnthropicClients(given, httpx2.Client(transport=handler(Body(b"{}"), seen=seen)))).open(REQUEST).close()

        assert seen[0].extensions["timeout"] == {"connect": expected, "read": 5.0, "write": 5.0, "pool": 5.0}


class TestOnlyOnce:
    """The SDK's own telemetry is off."""

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
from interlingua.provider.transport import ClientTransport
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicClients

answer = b'{"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": {"input_tokens": 1}}'
http = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, content=answer)))
own = anthropic.Anthropic(api_key="k", http_client=http)
for _ in range(3):
    own.messages.create(model="m", max_tokens=1, messages=[{"role": "user", "content": "hi"}])
print(len(spans))
for client in (None, own):
    spans.clear()
    transport = ClientTransport(AnthropicClients(TransportSettings(AnthropicOptions(), "k", print, client), http))
    b"".join(transport.open(WireRequest("/v1/messages", {"model": "m", "max_tokens": 1, "messages": []})))
    print(len(spans))
"""
