"""The format `sundial.chat`: what interlingua asks of a dialect, answered file by file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import EVERYTHING, Dialect, at
from interlingua.errors import ConversionError
from interlingua.types import Request

from interlingua_sundial.decode import decode_request, decode_response
from interlingua_sundial.encode import encode_request, encode_response
from interlingua_sundial.stream import SundialStreamDecoder, encode_stream
from interlingua_sundial.wire import DIALECT, FIELDS, INPUT_TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect import Capabilities, Decoded, Encoded, Feature, StreamDecoder
    from interlingua.types import JsonObject, Response

_EXACT = 2**53
"""Up to here a float is every whole number exactly."""


class SundialDialect(Dialect):
    """The format."""

    name: ClassVar[str] = DIALECT
    lacks: ClassVar[frozenset[Feature]] = frozenset()
    documents: ClassVar[str | None] = "interlingua_sundial"

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_request`."""
        return encode_request(request, capabilities)

    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:  # noqa: ARG002 - none count
        """See `Dialect.decode_request`."""
        return decode_request(body)

    def encode_count(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_count`."""
        return encode_request(request, capabilities, counting=True)

    def decode_count(self, body: JsonObject) -> int:
        """See `Dialect.decode_count`."""
        tokens = body.get(INPUT_TOKENS)
        if type(tokens) is not int:
            raise ConversionError(at("$", INPUT_TOKENS), "expected a number of tokens")
        return tokens

    def encode_response(self, response: Response) -> Encoded:
        """See `Dialect.encode_response`."""
        return encode_response(response)

    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG002 - none count
        """See `Dialect.decode_response`."""
        return decode_response(body)

    def stream_decoder(self) -> StreamDecoder:
        """See `Dialect.stream_decoder`."""
        return SundialStreamDecoder()

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """See `Dialect.encode_stream`."""
        return encode_stream(response)

    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        """See `Dialect.wire_normal_form`: a sampling number without a fraction is the same with one."""
        names = [FIELDS[Request][field] for field in ("temperature", "top_p") if field in FIELDS[Request]]
        numbers = {name: float(number) for name in names if type(number := body.get(name)) is int and abs(number) <= _EXACT}
        return {**body, **numbers}
