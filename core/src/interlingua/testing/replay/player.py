"""A recorded exchange, played: a server on loopback gives the recorded bytes, and a provider's own transport asks for them.

So a replay goes through all that a call goes through: the SDK's client, its pool and its reading of HTTP, a socket. It is no stand-in
for a provider's code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from interlingua import get_dialect, get_provider
from interlingua.errors import ConversionError
from interlingua.provider import TransportSettings, WireRequest
from interlingua.runtime import check_options
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.testing.replay.cuts import pieces
from interlingua.testing.replay.exchange import DIALECTS
from interlingua.types import Request, UserMessage
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from interlingua.dialect import Dialect
    from interlingua.provider import Provider, ProviderOptions
    from interlingua.testing.fault_server import Asked
    from interlingua.testing.replay.exchange import Exchange
    from interlingua.types import Chunk, JsonObject, Response

KEY: Final = "replayed-no-key"
"""The key that a replay sends."""

_TIMEOUT: Final = 60.0
_FRAMING: Final = frozenset({"connection", "content-encoding", "content-length", "content-type", "date", "server", "transfer-encoding"})


class ReplayServer:
    """Answers with recorded exchanges, in order; the last one again and again. Whatever takes a `base_url` can ask it.

    Attributes:
        exchanges: What it plays.
    """

    def __init__(self, *exchanges: Exchange, slices: int = 0, pause: float = 0.0) -> None:
        """Take what to play.

        Args:
            exchanges: The exchanges, at least one.
            slices: The most bytes of one write; 0 writes a body at once.
            pause: Seconds between two writes.
        """
        self.exchanges = exchanges
        self._server = FaultServer(*(_answer(exchange, slices, pause) for exchange in exchanges))

    @property
    def url(self) -> str:
        """Its address, to give as `base_url`."""
        return self._server.url

    @property
    def requests(self) -> list[Asked]:
        """What was asked."""
        return self._server.requests

    def __enter__(self) -> Self:
        """Start."""
        self._server.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop."""
        self._server.__exit__(kind, error, trace)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a provider made of a recorded exchange.

    Attributes:
        request: The recorded request as a canonical one.
        sent: What reached the server.
        chunks: The chunks of a stream; none of a whole answer.
        response: The response; None of an exchange that counts tokens.
        input_tokens: What an exchange that counts tokens came to.
    """

    request: Request
    sent: Asked
    chunks: tuple[Chunk, ...]
    response: Response | None
    input_tokens: int | None = None


def replayed(provider: str, exchange: Exchange, sizes: Sequence[int] = (), **options: object) -> Replayed:
    """Play an exchange through a provider: its dialect encodes the recorded request, its SDK's client sends it, its dialect decodes.

    Args:
        provider: The provider's name.
        exchange: The exchange.
        sizes: The pieces that the answer's bytes reach the decoder in, over and over; as the client gives them where there are none.
        options: Options of the provider, such as `api="responses"`.

    Raises:
        ProviderError: The answer is an error, typed by the provider.
        StreamInterruptedError: The stream isn't whole.
        ConfigError: There is no such provider or option, or its SDK isn't installed.
    """
    plugin = get_provider(provider)
    with ReplayServer(exchange) as server:
        checked = check_options(plugin, {"base_url": server.url, **options})
        model_id = exchange.request.get("model") if exchange.request else None
        asked = Request(model_id=model_id if isinstance(model_id, str) else "m", messages=(), provider_data={})
        dialect = get_dialect(plugin.route(asked, checked).dialect)
        _check_dialect(plugin.name, dialect.name, exchange)
        request, wire = _request(plugin, checked, dialect, exchange)
        transport = plugin.transport(TransportSettings(checked, KEY, lambda _: None))
        try:
            stream = transport.open(wire)
            try:
                received = list(stream)
            finally:
                stream.close()
        finally:
            transport.close()
        (sent,) = server.requests
    return _read(dialect, exchange, request, sent, pieces(b"".join(received), sizes) if sizes else received)


def _check_dialect(provider: str, dialect: str, exchange: Exchange) -> None:
    """Refuse an exchange of another wire of the provider's: what its dialect doesn't find there would read as an answer without a word.

    Raises:
        ConversionError: The provider speaks another dialect with these options.
    """
    if (recorded := DIALECTS.get(exchange.api, dialect)) != dialect:
        raise ConversionError(
            "$.api",
            f"{exchange.name or 'the exchange'} was recorded from {exchange.api} ({recorded}), and {provider} speaks {dialect} here",
            hint="give the option that chooses the other, such as api='chat' or api='responses'",
        )


def _request(plugin: Provider, options: ProviderOptions, dialect: Dialect, exchange: Exchange) -> tuple[Request, WireRequest]:
    request = (
        Request(model_id="m", messages=(UserMessage("hi"),), max_tokens=1, stream=exchange.streamed, provider_data={})
        if exchange.request is None
        else dialect.decode_request(exchange.request, exchange.request_headers).value
    )
    route = plugin.route(request, options)
    counts = exchange.api == "count_tokens"
    encoded, endpoint = (
        (dialect.encode_count(request), route.count_endpoint) if counts else (dialect.encode_request(request), route.endpoint)
    )
    if endpoint is None:
        raise ConversionError("$.api", f"{plugin.name} has no endpoint that counts tokens")
    return request, WireRequest(endpoint, encoded.body, encoded.headers, _TIMEOUT)


def _read(dialect: Dialect, exchange: Exchange, request: Request, sent: Asked, received: list[bytes]) -> Replayed:
    if exchange.streamed:
        decoder = dialect.stream_decoder()
        chunks = [chunk for piece in received for chunk in decoder.feed(piece)]
        chunks += decoder.close()
        return Replayed(request, sent, tuple(chunks), decoder.response())
    body = _as_object(b"".join(received))
    if exchange.api == "count_tokens":
        return Replayed(request, sent, (), None, dialect.decode_count(body))
    return Replayed(request, sent, (), dialect.decode_response(body).value)


def _as_object(data: bytes) -> JsonObject:
    value = loads(data)
    if not isinstance(value, dict):
        raise ConversionError("$", "expected an object")
    return value


def _answer(exchange: Exchange, slices: int, pause: float) -> Answer:
    headers = {name: value for name, value in exchange.headers.items() if name not in _FRAMING}
    kind = exchange.headers.get("content-type", "application/json")
    return Answer(exchange.raw, exchange.status, headers, kind, slices=slices, pause=pause)
