"""Twin of transport.py: over the real SDK's client, above recorded answers and above a real socket."""

from __future__ import annotations

import pickle
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import httpx2
import pytest
from tests.wire.replay import Cut, Recorded

from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ConfigError,
    ConversionError,
    InterlinguaError,
    RateLimitError,
)
from interlingua.provider import TransportSettings, WireRequest
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.transport import OpenAIAsyncTransport, OpenAITransport, _body

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-very-secret"
REQUEST = WireRequest("/chat/completions", {"model": "m", "messages": []}, {"x-extra": "1"}, timeout=5.0)


def settings(base_url: str | None = "https://example.invalid/v1", key: str | None = KEY, **options: str) -> TransportSettings:
    """Settings for one host."""
    return TransportSettings(OpenAIOptions(base_url=base_url, **options), key, lambda _: None)  # type: ignore[arg-type]  # names of options


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


async def both(
    client: httpx2.Client, async_client: httpx2.AsyncClient, base_url: str = "https://example.invalid/v1"
) -> list[InterlinguaError]:
    """Send and read over both transports; give what each raised."""
    errors: list[InterlinguaError] = []
    try:
        b"".join(OpenAITransport(settings(base_url), client).open(REQUEST))
    except InterlinguaError as error:
        errors.append(error)
    try:
        [data async for data in await OpenAIAsyncTransport(settings(base_url), async_client).open(REQUEST)]
    except InterlinguaError as error:
        errors.append(error)
    return errors


async def test_the_body_goes_out_as_its_bytes() -> None:
    """With its headers, the key, to the options' address, by both transports alike."""
    recorded = answer(b"{}")
    chosen = settings(organization="org-1", project="proj-1")

    sync = OpenAITransport(chosen, recorded.client()).open(REQUEST)
    awaited = await OpenAIAsyncTransport(chosen, recorded.async_client()).open(REQUEST)

    assert sync.headers["x-request-id"] == awaited.headers["x-request-id"] == "req_1"
    assert len(recorded.requests) == 2
    for request in recorded.requests:
        assert str(request.url) == "https://example.invalid/v1/chat/completions"
        assert request.content == b'{"model":"m","messages":[]}'
        assert request.headers["content-type"] == "application/json"
        assert request.headers["x-extra"] == "1"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert request.headers["openai-organization"] == "org-1"
        assert request.headers["openai-project"] == "proj-1"


def test_the_environment_overrides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's variables neither change the address nor send a key to a server that needs none."""
    recorded = answer(b"{}")
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://environment.invalid")

    OpenAITransport(settings(key=None), recorded.client()).open(REQUEST).close()

    (request,) = recorded.requests
    assert str(request.url).startswith("https://example.invalid/")
    assert request.headers["authorization"] == "Bearer no-key"


def test_headers_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's variables say who is billed and add headers, for a gateway too; none replaces the key."""
    recorded = answer(b"{}")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: t\nAuthorization: Bearer other")

    plain = TransportSettings(OpenAIOptions(base_url="https://gateway.invalid/v1"), KEY, lambda _: None)
    OpenAITransport(plain, recorded.client()).open(REQUEST).close()

    headers = recorded.requests[0].headers
    assert (headers["x-team"], headers["openai-organization"]) == ("t", "org-environment")
    assert headers["authorization"] == f"Bearer {KEY}"


def test_the_providers_own_address() -> None:
    """Without the option it is OpenAI's."""
    recorded = answer(b"{}")

    OpenAITransport(settings(None), recorded.client()).open(REQUEST).close()

    assert str(recorded.requests[0].url) == "https://api.openai.com/v1/chat/completions"


def test_threads_share_one_client() -> None:
    """Those that open at once too."""
    transport = OpenAITransport(settings(), answer(b"{}").client())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: transport.open(REQUEST).close(), range(8)))
        clients = set(pool.map(lambda _: id(transport._ready()), range(8)))

    assert len(clients) == 1


def test_a_body_that_is_no_json_is_refused() -> None:
    """Before a byte is sent."""
    recorded = answer()
    transport = OpenAITransport(settings(), recorded.client())

    with pytest.raises(ConversionError):
        transport.open(WireRequest("/chat/completions", {"temperature": float("nan")}))

    assert recorded.requests == []


async def test_closing_closes_the_client() -> None:
    """One that never sent anything closes in peace."""
    recorded = answer(b"{}")
    client, async_client = recorded.client(), recorded.async_client()
    sync, awaited = OpenAITransport(settings(), client), OpenAIAsyncTransport(settings(), async_client)
    sync.open(REQUEST).close()
    await (await awaited.open(REQUEST)).aclose()

    sync.close()
    await awaited.aclose()
    OpenAITransport(settings()).close()
    await OpenAIAsyncTransport(settings()).aclose()

    assert client.is_closed
    assert async_client.is_closed


async def test_leaving_early_closes_the_answer() -> None:
    """At once, so that the model stops."""
    recorded = answer(b"a", b"b")
    sync = OpenAITransport(settings(), recorded.client()).open(REQUEST)
    awaited = await OpenAIAsyncTransport(settings(), recorded.async_client()).open(REQUEST)

    firsts = [next(iter(sync)), await anext(aiter(awaited))]
    sync.close()
    await awaited.aclose()

    assert firsts == [b"a", b"a"]
    assert [stream.closed for stream in recorded.streams] == [1, 1]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx2.RemoteProtocolError("peer closed"), APIConnectionError),
        (httpx2.ReadError("reset"), APIConnectionError),
        (httpx2.DecodingError("bad gzip"), APIConnectionError),
        (httpx2.ReadTimeout("slow"), APITimeoutError),
    ],
)
async def test_a_connection_that_breaks_while_reading(error: Exception, expected: type[APIConnectionError]) -> None:
    """It is typed, and the answer closed."""
    recorded = answer(b"a", error=error)

    errors = await both(recorded.client(), recorded.async_client())

    assert [type(item) for item in errors] == [expected, expected]
    assert [getattr(item, "phase", "read") for item in errors] == ["read", "read"]
    assert [stream.closed for stream in recorded.streams] == [1, 1]


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
async def test_a_failure_before_the_answer(error: Exception, expected: type[InterlinguaError], phase: str | None) -> None:
    """It is typed, and carries nothing of the SDK's."""
    network = Failing(error)

    errors = await both(httpx2.Client(transport=network), httpx2.AsyncClient(transport=network))

    assert [type(item) for item in errors] == [expected, expected]
    assert [getattr(item, "phase", None) for item in errors] == [phase, phase]
    assert [item.__context__ for item in errors] == [None, None]


async def test_a_refusal_is_typed_and_holds_no_key() -> None:
    """A gateway may repeat the key in its message; it is taken out, also of the pickle."""
    recorded = answer(b'{"error": {"code": "invalid_api_key", "message": "bad key %s"}}' % KEY.encode(), status=401)

    errors = await both(recorded.client(), recorded.async_client())

    assert [type(item) for item in errors] == [AuthenticationError, AuthenticationError]
    assert [item.message for item in errors] == ["bad key …", "bad key …"]
    assert not any(KEY.encode() in pickle.dumps(item) for item in errors)
    assert [stream.closed for stream in recorded.streams] == [1, 1]


async def test_nothing_is_retried_here() -> None:
    """One open is one request, whatever the status is."""
    recorded = answer(b"slow down", status=429)

    errors = await both(recorded.client(), recorded.async_client())

    assert [type(item) for item in errors] == [RateLimitError, RateLimitError]
    assert len(recorded.requests) == 2


async def test_a_refusal_that_breaks_off() -> None:
    """It is a broken connection, and closed."""
    recorded = answer(b"{", status=500, error=httpx2.ReadError("reset"))

    errors = await both(recorded.client(), recorded.async_client())

    assert [type(item) for item in errors] == [APIConnectionError, APIConnectionError]
    assert [stream.closed for stream in recorded.streams] == [1, 1]


@pytest.mark.parametrize("address", ["https://example.invalid:port/v1", "http://[::1/v1"])
async def test_an_address_that_is_none(address: str) -> None:
    """It is a fault of the configuration."""
    recorded = answer(b"{}")

    errors = await both(recorded.client(), recorded.async_client(), address)

    assert [type(item) for item in errors] == [ConfigError, ConfigError]
    assert [item.option for item in errors if isinstance(item, ConfigError)] == ["base_url", "base_url"]


async def test_a_missing_sdk_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the first send, not before."""
    monkeypatch.setitem(sys.modules, "openai", None)

    errors = await both(answer().client(), answer().async_client())

    assert [type(item) for item in errors] == [ConfigError, ConfigError]
    assert {item.hint for item in errors} == {'pip install "interlingua[openai]"'}


def test_an_address_that_is_none_without_a_client_of_ones_own() -> None:
    """It is the same fault."""
    with pytest.raises(ConfigError):
        OpenAITransport(settings("http://[::1/v1")).open(REQUEST)


def test_a_refusal_whose_body_was_never_read() -> None:
    """It has no words, and is typed by its status alone."""
    assert _body(httpx2.Response(500, stream=Cut([b"x"]))) == b""


class Server(BaseHTTPRequestHandler):
    """A real server that answers one stream."""

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay quiet."""


@pytest.fixture
def served() -> Iterator[str]:
    """The address of a real server on loopback."""
    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


async def test_a_real_connection(served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a socket the bytes come as the server sent them; a proxy of the environment never sees a call to this machine."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    sync, awaited = OpenAITransport(settings(served)), OpenAIAsyncTransport(settings(served))

    received = b"".join(sync.open(REQUEST))
    received_async = b"".join([data async for data in await awaited.open(REQUEST)])
    sync.close()
    await awaited.aclose()

    assert received == received_async == b"data: [DONE]\n\n"


def test_a_closed_port() -> None:
    """It is a connection error."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        unused = OpenAITransport(settings(f"http://127.0.0.1:{closed.getsockname()[1]}/v1"))

        with pytest.raises(APIConnectionError):
            unused.open(REQUEST)

        unused.close()


async def test_clients_are_made_where_none_is_given() -> None:
    """For an address elsewhere, the SDK's own."""
    sync, awaited = OpenAITransport(settings()), OpenAIAsyncTransport(settings())

    made = [sync._ready(), awaited._ready()]
    again = [sync._ready(), awaited._ready()]
    sync.close()
    await awaited.aclose()

    assert again == made
    assert [str(client.base_url) for client in made] == ["https://example.invalid/v1/"] * 2
