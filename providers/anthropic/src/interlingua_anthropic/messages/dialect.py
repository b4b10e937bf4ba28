"""The dialect `anthropic.messages`: Anthropic's Messages API."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import EVERYTHING, Capabilities, Decoded, Dialect, Encoded, Feature, StreamDecoder
from interlingua_anthropic.messages.answer import decode_response, encode_response
from interlingua_anthropic.messages.normal_form import wire_normal_form
from interlingua_anthropic.messages.request import decode_count, decode_request, encode_count, encode_request
from interlingua_anthropic.messages.stream.decode import MessagesStreamDecoder
from interlingua_anthropic.messages.stream.encode import encode_stream
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.types import JsonObject, Request, Response


class MessagesDialect(Dialect):
    """Translates Anthropic's Messages API; each method is the function of the same name in its own file."""

    name: ClassVar[str] = MESSAGES
    lacks: ClassVar[frozenset[Feature]] = frozenset({
        "assistant_audio", "assistant_image", "audio", "citations", "invalid_arguments", "refusal_part", "seed",
    })  # fmt: skip

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """Translate a request; see `Dialect.encode_request`."""
        return encode_request(request, capabilities)

    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:
        """Translate a request body; see `Dialect.decode_request`."""
        return decode_request(body, headers)

    def encode_count(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """Translate a request into a body to count; see `Dialect.encode_count`."""
        return encode_count(request, capabilities)

    def decode_count(self, body: JsonObject) -> int:
        """Read a count; see `Dialect.decode_count`."""
        return decode_count(body)

    def encode_response(self, response: Response) -> Encoded:
        """Translate a response; see `Dialect.encode_response`."""
        return encode_response(response)

    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG002 - an answer's headers say nothing of its body
        """Translate an answer; see `Dialect.decode_response`."""
        return decode_response(body)

    def stream_decoder(self) -> StreamDecoder:
        """Begin to decode a stream; see `Dialect.stream_decoder`."""
        return MessagesStreamDecoder()

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """Say a response as a stream; see `Dialect.encode_stream`."""
        return encode_stream(response)

    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        """Respell a body; see `Dialect.wire_normal_form`."""
        return wire_normal_form(body)
