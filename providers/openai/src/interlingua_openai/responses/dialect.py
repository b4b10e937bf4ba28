"""The dialect `openai.responses`: one method for each job file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import EVERYTHING, Dialect, as_int, as_object
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import decode_response, encode_response, failure_of
from interlingua_openai.responses.normal_form import wire_normal_form
from interlingua_openai.responses.request import decode_request, encode_count, encode_request, refers_to_history
from interlingua_openai.responses.stream.decode import ResponsesStreamDecoder
from interlingua_openai.responses.stream.encode import encode_stream
from interlingua_openai.tool_errors import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect import Capabilities, Decoded, Encoded, Feature, StreamDecoder
    from interlingua.errors import ProviderError
    from interlingua.types.base import JsonObject
    from interlingua.types.request import Request
    from interlingua.types.response import Response


class ResponsesDialect(Dialect):
    """OpenAI's Responses API."""

    name: ClassVar[str] = RESPONSES
    lacks: ClassVar[frozenset[Feature]] = frozenset({
        "assistant_audio", "assistant_image", "document_text", "reasoning_budget", "seed", "stop", "top_k",
    })  # fmt: skip
    marks: ClassVar[frozenset[str]] = frozenset({MARK})

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_request`."""
        return encode_request(request, capabilities)

    def holds_history(self, request: Request) -> bool:
        """Tell whether the API is told to go on from what it stored, or an item refers to what it stored."""
        return refers_to_history(request)

    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:  # noqa: ARG002 - no header belongs to a body here
        """See `Dialect.decode_request`."""
        return decode_request(body)

    def encode_count(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """Write the body for `/responses/input_tokens`."""
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

    def failure(self, body: JsonObject) -> ProviderError | None:
        """Give the error that an answer with the status `failed` names."""
        return failure_of(body)

    def stream_decoder(self) -> StreamDecoder:
        """See `Dialect.stream_decoder`."""
        return ResponsesStreamDecoder()

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """See `Dialect.encode_stream`."""
        return encode_stream(response)

    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        """See `Dialect.wire_normal_form`."""
        return wire_normal_form(body)
