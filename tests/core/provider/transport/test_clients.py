"""What a plugin says of its clients, and what is the same for all of them; the transport's own tests send over each kind."""

from __future__ import annotations

import httpx2
import pytest
from tests.core.provider.transport.kinds import ADDRESS, KEY, PLAIN, REQUEST, PlainClients, answer
from tests.wire.replay import Cut

from interlingua.errors import ConversionError, InternalServerError
from interlingua.provider import FormPart, Multipart, WireRequest
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.provider.transport.clients import UnloggedBytes, lower, written


def test_a_body_is_written_once() -> None:
    """As the argument that clients take it by, and no repr shows it."""
    form = Multipart((FormPart("file", b"my file", "f.txt", "text/plain"),))

    assert written(WireRequest("/x")) == {}
    assert written(WireRequest("/x", {"a": "é"})) == {"content": b'{"a":"\xc3\xa9"}'}
    assert written(WireRequest("/x", form)) == {"files": [("file", ("f.txt", b"my file", "text/plain"))]}
    assert "my file" not in repr([form, written(WireRequest("/x", form))])
    with pytest.raises(ConversionError):
        written(WireRequest("/x", {"a": float("inf")}))


def test_bytes() -> None:
    """They are what they were, and say only how many."""
    assert UnloggedBytes(b"my prompt") == b"my prompt"
    assert repr([UnloggedBytes(b"my prompt")]) == "[<9 bytes>]"


def test_names_of_headers() -> None:
    """They are in lower case, whatever the library gives."""
    assert lower(httpx2.Headers({"X-Request-Id": "A"})) == {"x-request-id": "A"}


def test_a_refusal_whose_body_was_never_read() -> None:
    """It has no words, and is typed by its status alone."""
    clients = PlainClients(PLAIN.settings())

    error = clients.refusal(httpx2.Response(500, stream=Cut([b"x"]), request=httpx2.Request("POST", ADDRESS)))

    assert (type(error), error.message) == (InternalServerError, "an empty answer with status 500")


async def test_unpacked() -> None:
    """A plugin may unpack an answer's bytes by its headers, read by read."""

    class Doubled(PlainClients):
        def reader(self, headers: object) -> object:
            assert headers == {"x-request-id": "req_1"}
            return lambda data: (data, data)

    recorded = answer(b"a", b"b")
    sync = ClientTransport(Doubled(PLAIN.settings(), recorded.client(ADDRESS))).open(REQUEST)
    awaited = await AsyncClientTransport(Doubled(PLAIN.settings(), recorded.async_client(ADDRESS))).open(REQUEST)

    assert list(sync) == [data async for data in awaited] == [b"a", b"a", b"b", b"b"]


async def test_a_plain_client_of_the_callers_own() -> None:
    """It is sent over as it is, and stays open."""
    recorded = answer(b"{}")
    own, async_own = recorded.client("https://own.invalid/v1"), recorded.async_client("https://own.invalid/v1")
    sync, awaited = PLAIN.transport(PLAIN.settings(client=own)), PLAIN.async_transport(PLAIN.settings(client=async_own))

    sync.open(REQUEST).close()
    await (await awaited.open(REQUEST)).aclose()
    sync.close()
    await awaited.aclose()

    assert [str(request.url) for request in recorded.requests] == ["https://own.invalid/v1/path"] * 2
    assert not any(KEY in str(request.headers.raw) for request in recorded.requests)
    assert (own.is_closed, async_own.is_closed) == (False, False)
