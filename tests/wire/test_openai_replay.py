"""Every recorded exchange with OpenAI, through the real SDK's client and back, and every recorded conversation.

A file passes whole, or stands in `NEXT` with what is still missing; nothing is skipped in silence. The two wires say what they
streamed in different words, so how that is read straight from the text is a function for each; all else is one test for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.wire.replay import WIRE, Recorded, exchanges

from interlingua.dialect import StreamDecoder, assemble
from interlingua.errors import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
    StreamInterruptedError,
)
from interlingua.provider import TransportSettings, WireRequest
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.testing.replay import Exchange, random_sizes
from interlingua.types.json import loads, same_json
from interlingua_openai.chat.dialect import ChatDialect
from interlingua_openai.errors import error_from_event
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.responses.dialect import ResponsesDialect
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.dialect import Dialect
    from interlingua.types import Chunk, JsonObject

CHAT = ChatDialect()
RESPONSES = ResponsesDialect()
SETTINGS = TransportSettings(OpenAIOptions(base_url="https://recorded.invalid/v1"), "sk-recorded", lambda _: None)
ENDPOINTS = {"chat_completions": "/chat/completions", "responses": "/responses"}

RECORDED = exchanges("openai/*.json")
REPORTED = exchanges("reported/openai-*.json")

NEXT: dict[str, str] = {}
"""File → what it still needs."""

# What the errors are: recorded ones and quoted ones.
TYPES: dict[str, type[ProviderError]] = {
    "chat-dd-trace-py-llama-index-chat-error": AuthenticationError,
    "chat-openllmetry-vision-3": BadRequestError,
    "chat-opentelemetry-async-chat-completion-404": NotFoundError,
    "resp-dd-trace-py-response-error": AuthenticationError,
    "resp-pydantic-ai-multimodal-tool-return-matrix-direct-url-audio-openai-responses-2": BadRequestError,
    "openai-429-insufficient-quota": QuotaExceededError,
    "openai-429-request-too-large": RequestTooLargeError,
    "openai-429-tpm": RateLimitError,
}

# Streams that bring an error after they began.
FAILED_STREAMS: dict[str, type[ProviderError]] = {"resp-ai-openai-error-1": QuotaExceededError}

STREAMED = [item for item in RECORDED if item.streamed and item.name not in FAILED_STREAMS]

FINAL_MARKS = {
    "chat_completions": [b'"finish_reason":"%s"' % word for word in (b"stop", b"length", b"tool_calls")],
    "responses": [b"event: response.%s" % word for word in (b"completed", b"incomplete")],
}

CONVERSATIONS = sorted((WIRE / "conversations").glob("*.json"))


def each(recorded: Iterable[Exchange]) -> pytest.MarkDecorator:
    """Run a test once for each exchange; those in `NEXT` are printed as expected failures with their reason."""
    marks = [
        pytest.param(item, id=item.name, marks=[pytest.mark.xfail(reason=NEXT[item.name], strict=True)] if item.name in NEXT else [])
        for item in recorded
    ]
    return pytest.mark.parametrize("exchange", marks)


def dialect_of(exchange: Exchange) -> Dialect:
    """Give the dialect that an exchange is in."""
    return RESPONSES if exchange.api == "responses" else CHAT


def endpoint_of(exchange: Exchange) -> str:
    """Give the path that its request goes to."""
    return ENDPOINTS[exchange.api]


def send(exchange: Exchange) -> WireRequest:
    """Translate the recorded request there and back, and give what would be sent."""
    dialect = dialect_of(exchange)
    body = exchange.request or {"model": "m", "messages": [], "input": []}
    return WireRequest(endpoint_of(exchange), dialect.encode_request(dialect.decode_request(body).value).body)


def decode(exchange: Exchange, sizes: list[int]) -> tuple[list[Chunk], StreamDecoder]:
    """Send over the SDK's client, and decode the answer as it comes."""
    recorded = Recorded.of(exchange, sizes)
    decoder = dialect_of(exchange).stream_decoder()
    chunks: list[Chunk] = []
    for data in ClientTransport(OpenAIClients(SETTINGS, recorded.client())).open(send(exchange)):
        chunks += decoder.feed(data)
    chunks += decoder.close()
    assert [stream.closed for stream in recorded.streams] == [1]
    return chunks, decoder


def events_of(exchange: Exchange) -> list[JsonObject]:
    """Read a stream's events straight from the recorded text, with none of our code but the JSON parser."""
    assert isinstance(exchange.body, str)
    return [loads(line.removeprefix("data: ")) for line in exchange.body.splitlines() if line.startswith("data: {")]  # type: ignore[misc]  # objects


def streamed_by_chat(exchange: Exchange) -> tuple[str, list[str]]:
    """Give the text and the calls' arguments that the first choice's deltas add up to."""
    said = [choice["delta"] for event in events_of(exchange) for choice in event["choices"] if choice["index"] == 0]  # type: ignore[index, union-attr, call-overload]  # recorded so
    text = "".join(delta["content"] for delta in said if delta.get("content"))  # type: ignore[misc, index, union-attr, call-overload]  # as above
    calls = [call for delta in said for call in delta.get("tool_calls") or ()]  # type: ignore[union-attr]  # as above
    numbers = sorted({call["index"] for call in calls})  # type: ignore[index, call-overload, type-var]  # as above
    return text, ["".join(call["function"]["arguments"] for call in calls if call["index"] == n) for n in numbers]  # type: ignore[index, call-overload, misc]  # as above


def streamed_by_responses(exchange: Exchange) -> tuple[str, list[str]]:
    """Give the text and the calls' arguments that the items' deltas add up to."""
    text, calls = "", dict[object, str]()
    for event in events_of(exchange):
        match event:
            case {"type": "response.output_text.delta", "delta": str(piece)}:
                text += piece
            case {"type": "response.output_item.added", "item": {"type": "function_call" | "custom_tool_call"}}:
                calls[event["output_index"]] = ""
            case {"type": "response.function_call_arguments.delta" | "response.custom_tool_call_input.delta", "delta": str(piece)}:
                calls[event["output_index"]] += piece
    return text, list(calls.values())


@each(item for item in RECORDED if item.request is not None)
def test_request(exchange: Exchange) -> None:
    """A recorded request comes back field by field, not only in normal form, and without a loss."""
    body = exchange.request
    assert body is not None

    dialect = dialect_of(exchange)
    decoded = dialect.decode_request(body)
    encoded = dialect.encode_request(decoded.value)

    assert decoded.losses == ()
    assert encoded.losses == ()
    assert encoded.headers == {}
    assert same_json(encoded.body, body)


@pytest.mark.parametrize("path", CONVERSATIONS, ids=lambda path: path.stem)
def test_conversation(path: object) -> None:
    """A recorded conversation comes back field by field, message by message."""
    saved = loads(path.read_bytes())  # type: ignore[attr-defined]  # a path

    body = {"model": "gpt-4o", "messages": saved["messages"]}  # type: ignore[index, call-overload]  # described in the folder's README
    encoded = CHAT.encode_request(CHAT.decode_request(body).value)

    assert encoded.losses == ()
    assert same_json(encoded.body, body)


@each(item for item in RECORDED if item.request is not None)
def test_sent(exchange: Exchange) -> None:
    """What reaches the server is the body, whole, with the key."""
    recorded = Recorded.of(exchange)
    request = send(exchange)

    transport = ClientTransport(OpenAIClients(SETTINGS, recorded.client()))
    try:
        transport.open(request).close()
    except ProviderError:
        assert exchange.failed

    (sent,) = recorded.requests
    assert str(sent.url) == f"https://recorded.invalid/v1{endpoint_of(exchange)}"
    assert same_json(loads(sent.content), exchange.request)
    assert sent.headers["authorization"] == "Bearer sk-recorded"


@each(item for item in RECORDED if not item.streamed and not item.failed)
def test_response(exchange: Exchange) -> None:
    """A whole answer comes back exactly, and says the same as a stream."""
    dialect = dialect_of(exchange)
    opened = ClientTransport(OpenAIClients(SETTINGS, Recorded.of(exchange, [7]).client())).open(
        WireRequest(endpoint_of(exchange), {"model": "m"})
    )
    body = loads(b"".join(opened))
    assert isinstance(body, dict)

    decoded = dialect.decode_response(body)
    encoded = dialect.encode_response(decoded.value)
    decoder = dialect.stream_decoder()
    chunks = [chunk for event in dialect.encode_stream(decoded.value) for chunk in decoder.feed(event)]
    chunks += decoder.close()

    assert same_json(body, exchange.body)
    assert encoded.losses == ()
    assert same_json(encoded.body, body)
    assert assemble(chunks) == decoded.value


@each(STREAMED)
def test_stream(exchange: Exchange) -> None:
    """A stream decodes to the same chunks however it is cut, says what its deltas say, and its response goes both ways."""
    dialect = dialect_of(exchange)
    text, arguments = streamed_by_responses(exchange) if exchange.api == "responses" else streamed_by_chat(exchange)

    whole, decoder = decode(exchange, [])
    single, _ = decode(exchange, [1])
    random, _ = decode(exchange, random_sizes(exchange.name))
    response = decoder.response()

    assert single == whole
    assert random == whole
    assert assemble(whole) == response
    assert response.losses == ()
    assert response.text == text
    assert [call.arguments for call in response.tool_calls] == arguments
    again = dialect.encode_response(response)
    assert again.losses == ()
    assert dialect.decode_response(again.body).value == response
    decoder = dialect.stream_decoder()
    chunks = [chunk for event in dialect.encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()
    assert assemble(chunks) == response


@each(item for item in STREAMED if item.api == "responses")
def test_final_body(exchange: Exchange) -> None:
    """What a Responses stream decodes to is the body of its final event, exactly, as if it had been sent whole."""
    final = events_of(exchange)[-1]["response"]
    assert isinstance(final, dict)

    _, decoder = decode(exchange, [])

    assert decoder.response() == RESPONSES.decode_response(final).value
    assert same_json(RESPONSES.encode_response(decoder.response()).body, final)


@each(item for item in RECORDED if item.name in FAILED_STREAMS)
def test_failed_stream(exchange: Exchange) -> None:
    """A stream that brings an error raises it by its type, in whatever cuts."""
    for sizes in ([], [1], random_sizes(exchange.name)):
        with pytest.raises(FAILED_STREAMS[exchange.name]):
            decode(exchange, sizes)


@each(STREAMED)
def test_prefixes(exchange: Exchange) -> None:
    """A stream that is cut before its final event (in chat, a finish reason for every choice) is interrupted; one cut after is not."""
    raw = exchange.raw
    last = max(raw.rfind(mark) for mark in FINAL_MARKS[exchange.api])
    final = raw.index(b"\n\n", last)

    for end in [*range(0, final - 2, 97), final - 2]:
        decoder = dialect_of(exchange).stream_decoder()
        decoder.feed(raw[:end])
        with pytest.raises(StreamInterruptedError):
            decoder.close()
    decoder = dialect_of(exchange).stream_decoder()
    chunks = decoder.feed(raw[: final + 2]) + decoder.close()

    assert assemble(chunks).finish_reason is not None


@each(item for item in [*RECORDED, *REPORTED] if item.failed)
def test_error(exchange: Exchange) -> None:
    """A failed answer has its type as a status, the same inside a stream, and holds neither key nor request."""
    with pytest.raises(ProviderError) as raised:
        ClientTransport(OpenAIClients(SETTINGS, Recorded.of(exchange).client())).open(WireRequest(endpoint_of(exchange), {"model": "m"}))
    error = raised.value
    assert isinstance(exchange.body, dict)

    assert type(error) is TYPES[exchange.name]
    assert error.status == exchange.status
    assert error.request_id == exchange.headers.get("x-request-id")
    assert error.__cause__ is None
    assert error.__context__ is None
    assert type(error_from_event(exchange.body["error"])) is type(error)


@each(item for item in RECORDED if item.streamed)
async def test_async(exchange: Exchange) -> None:
    """The async transport gives the same bytes."""
    recorded = Recorded.of(exchange, [100])

    stream = await AsyncClientTransport(OpenAIClients(SETTINGS, recorded.async_client())).open(send(exchange))
    received = b"".join([data async for data in stream])

    assert received == exchange.raw
    assert [stream.closed for stream in recorded.streams] == [1]
