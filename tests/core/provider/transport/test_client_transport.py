"""The one transport, over each kind of client: above recorded answers and above real sockets."""

from __future__ import annotations

import asyncio
import gc
import pickle
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from tests.core.provider.transport.kinds import ADDRESS, KEY, OPENAI, PLAIN, REQUEST, Failing, Kind, answer, each

from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    ConfigError,
    ConversionError,
    InterlinguaError,
    ProviderError,
)
from interlingua.provider import FormPart, Multipart, WireRequest
from interlingua.provider.transport import processes
from interlingua.testing.fault_server import Answer, FaultServer

STREAM = b"data: {}\n\ndata: [DONE]\n\n"


class TestSending:
    """What goes out."""

    @each
    async def test_json(self, kind: Kind) -> None:
        """A body goes out as its bytes, with its headers, below the options' address, by both transports alike."""
        recorded = answer(b"{}")

        sync = kind.over(recorded.client(ADDRESS)).open(REQUEST)
        awaited = await kind.async_over(recorded.async_client(ADDRESS)).open(REQUEST)

        assert sync.headers["x-request-id"] == awaited.headers["x-request-id"] == "req_1"
        assert len(recorded.requests) == 2
        for request in recorded.requests:
            assert request.method == "POST"
            assert str(request.url).partition("?")[0] == f"{ADDRESS}{kind.below}/path"
            assert request.content == b'{"model":"m","messages":[]}'
            assert request.headers["content-type"] == "application/json"
            assert request.headers["x-extra"] == "1"
            assert set(request.extensions["timeout"].values()) == {5.0}

    @each
    async def test_no_body(self, kind: Kind) -> None:
        """A method that only reads or removes has no body; a query goes behind the path."""
        with FaultServer(Answer(b'{"data": []}')) as server:
            sync, awaited = kind.transport(kind.settings(server.url)), kind.async_transport(kind.settings(server.url))
            listed = b"".join(sync.open(WireRequest("/models", method="GET", query={"limit": "2", "after": "a b"})))
            opened = await awaited.open(WireRequest("/models/m", method="DELETE"))
            removed = b"".join([data async for data in opened])
            b"".join(sync.open(WireRequest("/batches/b/cancel")))
            sync.close()
            await awaited.aclose()

        assert listed == removed == b'{"data": []}'
        assert [asked.method for asked in server.requests] == ["GET", "DELETE", "POST"]
        paths = [asked.path.partition("?") for asked in server.requests]
        assert [path for path, _, _ in paths] == [f"{kind.below}{path}" for path in ("/models", "/models/m", "/batches/b/cancel")]
        assert {"limit=2", "after=a+b"} <= {said.replace("%20", "+") for said in paths[0][2].split("&")}
        assert [asked.raw for asked in server.requests] == [b"", b"", b""]

    @each
    async def test_form(self, kind: Kind) -> None:
        """A form's parts arrive in order, each with its name, and as a file where it has a file's name."""
        form = Multipart((FormPart("purpose", b"batch"), FormPart("file", b'{"a": 1}\n', "in.jsonl", "application/jsonl")))
        with FaultServer(Answer(b"{}")) as server:
            sync, awaited = kind.transport(kind.settings(server.url)), kind.async_transport(kind.settings(server.url))
            sync.open(WireRequest("/files", form)).close()
            await (await awaited.open(WireRequest("/files", form))).aclose()
            sync.close()
            await awaited.aclose()

        assert len(server.requests) == 2
        for asked in server.requests:
            assert asked.headers["content-type"].startswith("multipart/form-data; boundary=")
            purpose, file = [part.partition(b"\r\n\r\n") for part in asked.raw.split(b"--" + asked.raw[2:].partition(b"\r\n")[0])[1:3]]
            assert b'name="purpose"' in purpose[0]
            assert b"filename" not in purpose[0]
            assert purpose[2] == b"batch\r\n"
            assert b'name="file"; filename="in.jsonl"' in file[0]
            assert b"application/jsonl" in file[0]
            assert file[2] == b'{"a": 1}\n\r\n'

    @each
    def test_body_that_is_no_json(self, kind: Kind) -> None:
        """It is refused before anything is sent."""
        recorded = answer()

        with pytest.raises(ConversionError):
            kind.over(recorded.client(ADDRESS)).open(WireRequest("/path", {"temperature": float("nan")}))

        assert recorded.requests == []

    @each
    def test_one_client(self, kind: Kind) -> None:
        """Threads that open at once share one."""
        transport = kind.over(answer(b"{}").client(ADDRESS))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: transport.open(REQUEST).close(), range(8)))
            clients = set(pool.map(lambda _: id(transport._ready()), range(8)))

        assert len(clients) == 1

    @each
    async def test_only_once(self, kind: Kind) -> None:
        """One open is one request, whatever the server asks for."""
        recorded = answer(b"{}", status=503)
        recorded.headers["x-should-retry"] = "true"

        errors = await kind.raised(kind.over(recorded.client(ADDRESS)), kind.async_over(recorded.async_client(ADDRESS)))

        assert len(errors) == len(recorded.requests) == 2

    @each
    async def test_not_followed(self, kind: Kind) -> None:
        """An answer that points elsewhere is a refusal: neither key nor prompt goes there."""
        with FaultServer(Answer(status=307, headers={"location": "http://127.0.0.1:9/elsewhere"})) as server:
            sync, awaited = kind.transport(kind.settings(server.url)), kind.async_transport(kind.settings(server.url))
            errors = await kind.raised(sync, awaited)
            sync.close()
            await awaited.aclose()

        assert [getattr(error, "status", None) for error in errors] == [307, 307]


LOADED = """
import asyncio, importlib.abc, sys, threading
from interlingua import AsyncModel, BadRequestError
from interlingua.testing.fault_server import Answer, FaultServer

begun, turned = threading.Event(), threading.Event()

class Recorded(importlib.abc.MetaPathFinder):
    threads = {}
    def find_spec(self, name, path, target=None):
        self.threads.setdefault(name.partition(".")[0], set()).add(threading.current_thread())
        if name == sys.argv[2]:
            begun.set()
            assert turned.wait(20), "the loop stood still"

async def ask(url):
    model = AsyncModel(sys.argv[1], base_url=url, api_key="key-of-a-test")
    sys.meta_path.insert(0, Recorded())
    async def turn():
        while not begun.is_set():
            await asyncio.sleep(0)
        turned.set()
    turning = asyncio.create_task(turn())
    for answer in await asyncio.gather(*(model.complete("hi") for _ in range(3)), return_exceptions=True):
        assert isinstance(answer, BadRequestError), answer
    await turning
    await model.aclose()
    for name in (sys.argv[2], "httpx2"):
        assert threading.main_thread() not in Recorded.threads[name], name

with FaultServer(Answer(b"{}", status=400)) as server:
    asyncio.run(ask(server.url))
"""

CANCELLED = """
import asyncio, importlib.abc, sys, threading
from interlingua import AsyncModel

release, begun = threading.Event(), threading.Event()

class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "openai":
            begun.set()
            release.wait()

async def ask():
    model = AsyncModel("openai:m", base_url="http://127.0.0.1:9", api_key="key-of-a-test", retry=None)
    asking = [asyncio.create_task(model.complete("hi")) for _ in range(3)]
    await asyncio.to_thread(begun.wait)
    asking[0].cancel()
    try:
        await asking[0]
    except asyncio.CancelledError:
        print("cancelled", flush=True)

sys.meta_path.insert(0, Slow())
asyncio.run(ask())
print("ended", flush=True)
"""


class TestLoading:
    """The first request of a process imports what a client is made of."""

    @pytest.mark.parametrize(("spec", "sdk"), [("openai:m?api=chat", "openai"), ("anthropic:claude-m?max_tokens=9", "anthropic")])
    def test_beside_the_event_loop(self, spec: str, sdk: str) -> None:
        """In another thread than the loop's, which turns meanwhile; of calls that are first at once, all are made."""
        command = [sys.executable, "-c", LOADED, spec, sdk]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

        assert (done.stderr, done.returncode) == ("", 0)

    def test_cancelled(self) -> None:
        """Nobody waits for the import any more: neither the call, nor the loop's end, nor the interpreter's."""
        command = [sys.executable, "-c", CANCELLED]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours

        assert (done.stdout.split(), done.stderr, done.returncode) == (["cancelled", "ended"], "", 0)

    async def test_failing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each call is told, and the next one tries again."""
        transport, loaded = OPENAI.async_transport(OPENAI.settings()), []

        def load() -> None:
            loaded.append(threading.current_thread())
            raise ConfigError("not here")

        monkeypatch.setattr(transport.clients, "load", load)
        outcomes = await asyncio.gather(*(transport.open(REQUEST) for _ in range(2)), return_exceptions=True)

        assert [type(outcome) for outcome in outcomes] == [ConfigError, ConfigError]
        assert outcomes[0] is not outcomes[1]
        assert threading.current_thread() not in loaded


class TestForks:
    """As in a forked process; tests/live/test_forks.py forks."""

    @each
    async def test_a_client_of_its_own(self, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is made anew, and the parent's is left open, whatever is closed or dropped."""
        sync, awaited = kind.transport(kind.settings()), kind.async_transport(kind.settings())
        parents = [sync._ready(), await awaited._ready()]
        with monkeypatch.context() as forked:
            forked.setattr(processes, "forks", processes.forks + 1)
            made = [sync._ready(), await awaited._ready()]
            sync.close()
            await awaited.aclose()

        assert parents[0] is not made[0]
        assert parents[1] is not made[1]
        assert [client.is_closed if kind is PLAIN else client.is_closed() for client in (*parents, *made)] == [False, False, True, True]
        sync.close()
        await awaited.aclose()

    @each
    async def test_a_client_that_was_given(self, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
        """It can't be made anew, and is refused."""
        recorded = answer(b"{}")
        sync, awaited = kind.over(recorded.client(ADDRESS)), kind.async_over(recorded.async_client(ADDRESS))
        monkeypatch.setattr(processes, "forks", processes.forks + 1)

        errors = await kind.raised(sync, awaited)

        assert [type(error) for error in errors] == [ConfigError, ConfigError]
        assert {getattr(error, "option", None) for error in errors} == {"client"}
        assert recorded.requests == []

    @each
    async def test_an_answer(self, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
        """One under way can't be read, at its beginning or further on, and closing it closes nothing."""
        recorded = answer(b"a", b"b")
        sync, awaited = kind.over(recorded.client(ADDRESS)), kind.async_over(recorded.async_client(ADDRESS))
        begun, begun_awaited = sync.open(REQUEST), await awaited.open(REQUEST)
        pieces, pieces_awaited = iter(begun), aiter(begun_awaited)
        firsts = [next(pieces), await anext(pieces_awaited)]
        with monkeypatch.context() as forked:
            forked.setattr(processes, "forks", processes.forks + 1)
            for reading in (pieces, iter(begun)):
                with pytest.raises(APIConnectionError, match="a connection of another process"):
                    next(reading)
            for reading_awaited in (pieces_awaited, aiter(begun_awaited)):
                with pytest.raises(APIConnectionError, match="a connection of another process"):
                    await anext(reading_awaited)
            begun.close()
            await begun_awaited.aclose()
            left_open = [stream.closed for stream in recorded.streams]
        begun.close()
        await begun_awaited.aclose()

        assert firsts == [b"a", b"a"]
        assert left_open == [0, 0]
        assert [stream.closed for stream in recorded.streams] == [1, 1]


class TestClosing:
    """Whose clients are closed, and when."""

    @each
    async def test_close(self, kind: Kind) -> None:
        """Closing a transport closes its client; one that never sent anything closes in peace."""
        recorded = answer(b"{}")
        client, async_client = recorded.client(ADDRESS), recorded.async_client(ADDRESS)
        sync, awaited = kind.over(client), kind.async_over(async_client)
        sync.open(REQUEST).close()
        await (await awaited.open(REQUEST)).aclose()

        sync.close()
        await awaited.aclose()
        kind.transport(kind.settings()).close()
        await kind.async_transport(kind.settings()).aclose()

        assert client.is_closed
        assert async_client.is_closed

    @each
    def test_forgotten(self, kind: Kind) -> None:
        """A transport that nobody holds any more closes its client, unless somebody gave it one."""
        given = answer(b"{}").client(ADDRESS)
        transport = kind.transport(kind.settings("http://127.0.0.1:1"))
        client = transport._ready()
        made = client if kind is PLAIN else client._client
        del transport, client
        kind.over(given).open(REQUEST).close()
        gc.collect()

        assert made.is_closed
        assert not given.is_closed

    @each
    def test_forgotten_before_its_answer(self, kind: Kind) -> None:
        """An answer keeps its transport, whose client would be closed under it."""
        with FaultServer(Answer(STREAM, slices=4, pause=0.001)) as server:
            opened = kind.transport(kind.settings(server.url)).open(REQUEST)
            gc.collect()

            assert b"".join(opened) == STREAM

    @each
    async def test_left_early(self, kind: Kind) -> None:
        """Leaving the bytes closes the answer at once, so that the model stops."""
        recorded = answer(b"a", b"b")
        sync = kind.over(recorded.client(ADDRESS)).open(REQUEST)
        awaited = await kind.async_over(recorded.async_client(ADDRESS)).open(REQUEST)

        firsts = [next(iter(sync)), await anext(aiter(awaited))]
        sync.close()
        await awaited.aclose()

        assert firsts == [b"a", b"a"]
        assert [stream.closed for stream in recorded.streams] == [1, 1]

    @each
    def test_under_a_read(self, kind: Kind) -> None:
        """Closing ends a read that blocks in another thread, and the server sees the client go."""
        with FaultServer(Answer(STREAM[:10], content_type="text/event-stream", end="hold")) as server:
            transport = kind.transport(kind.settings(server.url))
            opened = transport.open(REQUEST)
            pieces = iter(opened)
            first = next(pieces)
            failures: list[ProviderError] = []

            def read() -> None:
                try:
                    next(pieces, None)
                except ProviderError as error:
                    failures.append(error)

            reading = threading.Thread(target=read)
            reading.start()
            time.sleep(0.05)  # so that it blocks
            opened.close()
            reading.join(5)
            left = server.client_left(5)
            transport.close()

        assert first == STREAM[:10]
        assert not reading.is_alive()
        assert left
        assert [type(error) for error in failures] == [APIConnectionError] * len(failures)


class TestFailing:
    """What breaks, never answers, or refuses."""

    @each
    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (httpx2.RemoteProtocolError("peer closed"), APIConnectionError),
            (httpx2.ReadError("reset"), APIConnectionError),
            (httpx2.DecodingError("bad gzip"), APIConnectionError),
            (httpx2.ReadTimeout("slow"), APITimeoutError),
        ],
    )
    async def test_while_reading(self, kind: Kind, error: Exception, expected: type[APIConnectionError]) -> None:
        """A connection that breaks is typed, holds nothing of theirs, and is closed."""
        recorded = answer(b"a", error=error)

        errors = await kind.raised(kind.over(recorded.client(ADDRESS)), kind.async_over(recorded.async_client(ADDRESS)))

        assert [type(item) for item in errors] == [expected, expected]
        assert [getattr(item, "phase", "read") for item in errors] == ["read", "read"]
        assert [(item.__context__, item.__cause__) for item in errors] == [(None, None)] * 2
        assert [stream.closed for stream in recorded.streams] == [1, 1]

    @each
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
    async def test_before_the_answer(self, kind: Kind, error: Exception, expected: type[InterlinguaError], phase: str | None) -> None:
        """It is typed, and carries nothing of the SDK's."""
        network = Failing(error)
        client, async_client = (made(base_url=ADDRESS, transport=network) for made in (httpx2.Client, httpx2.AsyncClient))

        errors = await kind.raised(kind.over(client), kind.async_over(async_client))

        assert [type(item) for item in errors] == [expected, expected]
        assert [getattr(item, "phase", None) for item in errors] == [phase, phase]
        assert [(item.__context__, item.__cause__) for item in errors] == [(None, None)] * 2

    @each
    async def test_refused(self, kind: Kind) -> None:
        """A status is typed by the plugin's table; a key that the answer repeats is taken out, also of the pickle."""
        recorded = answer(b'{"error": {"type": "authentication_error", "message": "bad key %s"}}' % KEY.encode(), status=401)

        errors = await kind.raised(kind.over(recorded.client(ADDRESS)), kind.async_over(recorded.async_client(ADDRESS)))

        assert [type(item) for item in errors] == [AuthenticationError, AuthenticationError]
        assert [item.message for item in errors] == ["bad key …", "bad key …"]
        assert [(item.__context__, item.__cause__) for item in errors] == [(None, None)] * 2
        assert not any(KEY.encode() in pickle.dumps(item) for item in errors)
        assert [stream.closed for stream in recorded.streams] == [1, 1]

    @each
    async def test_refused_and_broken(self, kind: Kind) -> None:
        """A refusal whose body breaks off is a broken connection, and closed."""
        recorded = answer(b"{", status=500, error=httpx2.ReadError("reset"))

        errors = await kind.raised(kind.over(recorded.client(ADDRESS)), kind.async_over(recorded.async_client(ADDRESS)))

        assert [type(item) for item in errors] == [APIConnectionError, APIConnectionError]
        assert [stream.closed for stream in recorded.streams] == [1, 1]

    @each
    @pytest.mark.parametrize("address", ["https://example.invalid:port/v1", "http://[::1/v1"])
    async def test_bad_address(self, kind: Kind, address: str) -> None:
        """An address that is none is a fault of the configuration, with a client of ours and over one that was given."""
        made = await kind.raised(kind.transport(kind.settings(address)), kind.async_transport(kind.settings(address)))

        assert [type(item) for item in made] == [ConfigError, ConfigError]
        assert [item.option for item in made if isinstance(item, ConfigError)] == ["base_url", "base_url"]

    @each
    def test_a_closed_port(self, kind: Kind) -> None:
        """Over a real socket it is a connection error."""
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            unused = kind.transport(kind.settings(f"http://127.0.0.1:{closed.getsockname()[1]}"))

            with pytest.raises(APIConnectionError):
                unused.open(REQUEST)

            unused.close()


@each
async def test_a_real_connection(kind: Kind) -> None:
    """Over a real socket the bytes come as the server sent them, in the pieces that it sent, and connections are used again."""
    with FaultServer(Answer(STREAM, content_type="text/event-stream", slices=10, pause=0.01)) as server:
        sync, awaited = kind.transport(kind.settings(server.url)), kind.async_transport(kind.settings(server.url))
        received = [b"".join(sync.open(REQUEST)) for _ in range(2)]
        received += [b"".join([data async for data in await awaited.open(REQUEST)]) for _ in range(2)]
        connections = server.connections
        sync.close()
        await awaited.aclose()

    assert received == [STREAM] * 4
    assert connections == 2
