"""The dialect `openai.chat`, made of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import EVERYTHING, Dialect, as_int, as_object, at
from interlingua.errors import ConversionError
from interlingua_openai.chat.answer import decode_response, encode_response
from interlingua_openai.chat.normal_form import wire_normal_form
from interlingua_openai.chat.request import decode_request, encode_count, encode_request
from interlingua_openai.chat.stream.decode import ChatStreamDecoder
from interlingua_openai.chat.stream.encode import encode_stream
from interlingua_openai.names import CHAT
from interlingua_openai.tool_errors import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect import Capabilities, Decoded, Encoded, Feature, StreamDecoder
    from interlingua.types.base import JsonObject
    from interlingua.types.request import Request
    from interlingua.types.response import Response


class ChatDialect(Dialect):
    """Chat Completions, as OpenAI and the servers that are compatible with it speak it."""

    name: ClassVar[str] = CHAT
    lacks: ClassVar[frozenset[Feature]] = frozenset({
        "assistant_audio", "assistant_image", "document_text", "document_url", "image_file", "reasoning_budget", "text_after_calls",
        "tool_image", "top_k",
    })  # fmt: skip
    marks: ClassVar[frozenset[str]] = frozenset({MARK})

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_request`."""
        return encode_request(request, capabilities)

    def check_answerable(self, request: Request) -> None:
        """Refuse `n` above 1: a response is one choice; see `Dialect.check_answerable`."""
        number = request.provider_data.get(CHAT, {}).get("n")
        if isinstance(number, int | float) and number > 1:
            hint = "call several times; a body with several choices decodes to the first, with the others in its provider_data"
            raise ConversionError(
                at(at("$.provider_data", CHAT), "n"), f"n={number} asks for several choices, and a response is one", hint=hint
            )

    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:  # noqa: ARG002 - no header belongs to a body here
        """See `Dialect.decode_request`."""
        return decode_request(body)

    def encode_count(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_count`."""
        return encode_count(request, capabilities)

    def decode_count(self, body: JsonObject) -> int:
        """See `Dialect.decode_count`."""
        return as_int(as_object(body, "$").get("input_tokens"), "$.input_tokens")

    def encode_response(self, response: Response) -> Encoded:
        """See `Dialect.encode_response`."""
        return encode_response(response)

    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG002 - as above
        """See `Dialect.decode_response`."""
        return decode_response(body)

    def stream_decoder(self) -> StreamDecoder:
        """See `Dialect.stream_decoder`."""
        return ChatStreamDecoder()

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """See `Dialect.encode_stream`."""
        return encode_stream(response)

    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        """See `Dialect.wire_normal_form`."""
        return wire_normal_form(body)
