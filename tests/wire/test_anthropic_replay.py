"""Every recorded exchange with Anthropic, through the real SDK's client and back.

A file passes whole, or stands in `NEXT` with what is still missing; nothing is skipped in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.wire.replay import Recorded, exchanges

from interlingua.dialect import StreamDecoder, assemble
from interlingua.errors import OverloadedError, ProviderError, QuotaExceededError, RateLimitError, StreamInterruptedError
from interlingua.provider import TransportSettings, WireRequest
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.testing.replay import Exchange, random_sizes
from interlingua.types.json import loads, same_json
from interlingua_anthropic.errors import error_from_status
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicClients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types import Chunk

DIALECT = MessagesDialect()
SETTINGS = TransportSettings(AnthropicOptions(base_url="https://recorded.invalid"), "sk-ant-recorded", lambda _: None)

RECORDED = exchanges("anthropic/*.json")
REPORTED = exchanges("reported/anthropic-*.json")

NEXT: dict[str, str] = {}
"""File → what it still needs."""

# What the quoted error bodies are.
REPORTED_TYPES: dict[str, type[ProviderError]] = {
    "anthropic-429-account": RateLimitError,
    "anthropic-429-long-context": QuotaExceededError,
    "anthropic-429-server": RateLimitError,
    "anthropic-529-overloaded": OverloadedError,
    "anthropic-midstream-overloaded": OverloadedError,
}

ENDPOINTS = {"messages": "/v1/messages", "count_tokens": "/v1/messages/count_tokens"}


def each(recorded: Iterable[Exchange]) -> pytest.MarkDecorator:
    """Run a test once for each exchange; those in `NEXT` are printed as expected failures with their reason."""
    marks = [
        pytest.param(item, id=item.name, marks=[pytest.mark.xfail(reason=NEXT[item.name], strict=True)] if item.name in NEXT else [])
        for item in recorded
    ]
    return pytest.mark.parametrize("exchange", marks)


def send(exchange: Exchange) -> WireRequest:
    """Translate the recorded request there and back, and give what would be sent."""
    body = exchange.request or {"model": "m", "max_tokens": 1, "messages": [], "stream": True}
    encoded = DIALECT.encode_request(DIALECT.decode_request(body, exchange.request_headers).value)
    return WireRequest(ENDPOINTS[exchange.api], encoded.body, encoded.headers)


def receive(exchange: Exchange, sizes: list[int]) -> bytes:
    """Send over the SDK's client, and give all bytes of the answer."""
    transport = ClientTransport(AnthropicClients(SETTINGS, Recorded.of(exchange, sizes).client()))
    return b"".join(transport.open(send(exchange)))


def decode(exchange: Exchange, sizes: list[int]) -> tuple[list[Chunk], StreamDecoder]:
    """Send over the SDK's client, and decode the answer as it comes."""
    recorded = Recorded.of(exchange, sizes)
    decoder = DIALECT.stream_decoder()
    chunks: list[Chunk] = []
    for data in ClientTransport(AnthropicClients(SETTINGS, recorded.client())).open(send(exchange)):
        chunks += decoder.feed(data)
    chunks += decoder.close()
    assert [stream.closed for stream in recorded.streams] == [1]
    return chunks, decoder


@each(item for item in RECORDED if item.request is not None)
def test_request(exchange: Exchange) -> None:
    """A recorded request comes back field by field, in normal form, and without a loss."""
    body = exchange.request
    assert body is not None

    decoded = DIALECT.decode_request(body, exchange.request_headers)
    encoded = DIALECT.encode_request(decoded.value)

    assert decoded.losses == ()
    assert encoded.losses == ()
    assert encoded.headers == exchange.request_headers
    assert same_json(DIALECT.wire_normal_form(encoded.body), DIALECT.wire_normal_form(body))


@each(item for item in RECORDED if item.request is not None)
def test_sent(exchange: Exchange) -> None:
    """What reaches the server is the body, whole, with its headers and the key."""
    recorded = Recorded.of(exchange)
    request = send(exchange)

    transport = ClientTransport(AnthropicClients(SETTINGS, recorded.client()))
    try:
        transport.open(request).close()
    except ProviderError:
        assert exchange.failed

    (sent,) = recorded.requests
    assert str(sent.url) == f"https://recorded.invalid{ENDPOINTS[exchange.api]}"
    assert same_json(loads(sent.content), request.body)
    assert sent.headers["authorization"] == "Bearer sk-ant-recorded"
    assert {name: sent.headers[name] for name in request.headers} == exchange.request_headers


@each(item for item in RECORDED if not item.streamed and not item.failed and item.api == "messages")
def test_response(exchange: Exchange) -> None:
    """A whole answer comes back exactly, and says the same as a stream."""
    body = loads(receive(exchange, [7]))
    assert isinstance(body, dict)

    decoded = DIALECT.decode_response(body)
    encoded = DIALECT.encode_response(decoded.value)
    decoder = DIALECT.stream_decoder()
    chunks = [chunk for event in DIALECT.encode_stream(decoded.value) for chunk in decoder.feed(event)]
    chunks += decoder.close()

    assert same_json(body, exchange.body)
    assert encoded.losses == ()
    assert same_json(encoded.body, body)
    assert assemble(chunks) == decoded.value


@each(item for item in RECORDED if item.api == "count_tokens" and not item.failed)
def test_count(exchange: Exchange) -> None:
    """A count is read, and a request to count keeps its fields."""
    body = loads(receive(exchange, []))
    assert isinstance(body, dict)
    assert isinstance(exchange.body, dict)
    assert exchange.request is not None

    counted = DIALECT.encode_count(DIALECT.decode_request(exchange.request).value)

    assert DIALECT.decode_count(body) == exchange.body["input_tokens"]
    assert same_json(DIALECT.wire_normal_form(counted.body), DIALECT.wire_normal_form(exchange.request))


@each(item for item in RECORDED if item.streamed)
def test_stream(exchange: Exchange) -> None:
    """A stream decodes to the same chunks however it is cut, and its response goes both ways."""
    chunks, decoder = decode(exchange, [])
    bytewise, _ = decode(exchange, [1])
    random, _ = decode(exchange, random_sizes(exchange.name))
    response = decoder.response()
    whole = DIALECT.encode_response(response)
    again = DIALECT.stream_decoder()
    events = [chunk for event in DIALECT.encode_stream(response) for chunk in again.feed(event)]

    assert bytewise == chunks
    assert random == chunks
    assert assemble(chunks) == response
    assert whole.losses == ()
    assert DIALECT.decode_response(whole.body).value == response
    assert assemble(events) == response


@each(item for item in RECORDED if item.streamed)
def test_cut_stream(exchange: Exchange) -> None:
    """No prefix that ends before the final event decodes as finished, and none loses what had come."""
    final = exchange.raw.rindex(b"event: message_stop")

    for end in range(0, final, max(1, final // 20)):
        decoder = DIALECT.stream_decoder()
        seen = decoder.feed(exchange.raw[:end])
        with pytest.raises(StreamInterruptedError) as caught:
            decoder.close()

        assert not any(chunk.type == "finish" for chunk in seen)
        assert caught.value.partial.finish_reason is None


@each(item for item in [*RECORDED, *REPORTED] if item.failed)
def test_error(exchange: Exchange) -> None:
    """A refused request raises the type of its status and words, the same on both clients' ways."""
    expected = error_from_status(exchange.status, exchange.headers, exchange.raw)

    with pytest.raises(ProviderError) as caught:
        receive(exchange, [5])

    assert type(caught.value) is type(expected)
    assert str(caught.value) == str(expected)
    assert caught.value.request_id
    assert caught.value.__context__ is None
    assert type(expected) is REPORTED_TYPES.get(exchange.name, type(expected))


@each(item for item in REPORTED if item.streamed)
def test_error_in_stream(exchange: Exchange) -> None:
    """An error event has the type that the same failure has as a status: alone, and in the middle of any stream."""
    expected = REPORTED_TYPES[exchange.name]
    stream = next(item for item in RECORDED if "text_stream" in item.features)
    middle = stream.raw.rindex(b"\n\n", 0, stream.raw.index(b"content_block_stop")) + 2
    first, later = DIALECT.stream_decoder(), DIALECT.stream_decoder()
    begun = later.feed(stream.raw[:middle])

    with pytest.raises(expected):
        first.feed(exchange.raw)
    with pytest.raises(StreamInterruptedError) as caught:
        later.feed(exchange.raw)

    assert begun
    assert type(caught.value.error) is expected
    assert caught.value.partial.text


@each(item for item in RECORDED if not item.failed)
async def test_async(exchange: Exchange) -> None:
    """The async client gives the same bytes, and closes the answer once."""
    recorded = Recorded.of(exchange, random_sizes(exchange.name))
    transport = AsyncClientTransport(AnthropicClients(SETTINGS, recorded.async_client()))

    stream = await transport.open(send(exchange))
    received = b"".join([data async for data in stream])

    assert received == exchange.raw
    assert [item.closed for item in recorded.streams] == [1]
    await transport.aclose()
