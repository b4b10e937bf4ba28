"""The dialect `openai.responses`, made of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import Dialect
from interlingua_openai.fields import PORTABLE
from interlingua_openai.names import ABSENT, RESPONSES
from interlingua_openai.responses.answer import decode_response, encode_response, failure_of
from interlingua_openai.responses.normal_form import wire_normal_form
from interlingua_openai.responses.parts import only_its_maker_uses
from interlingua_openai.responses.reasoning import refers_to_history
from interlingua_openai.responses.request import decode_request, encode_count, encode_request
from interlingua_openai.responses.stream.decode import ResponsesStreamDecoder
from interlingua_openai.responses.stream.encode import encode_stream
from interlingua_openai.siblings import adopted
from interlingua_openai.tool_errors import MARK
from interlingua_openai.usage import decode_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Feature
    from interlingua.dialect.contract import SaidT
    from interlingua.types.base import JsonValue


class ResponsesDialect(Dialect):
    """OpenAI's Responses API; each method is the function of the same name in its own file."""

    name: ClassVar[str] = RESPONSES
    lacks: ClassVar[frozenset[Feature]] = frozenset({
        "assistant_audio", "assistant_image", "document_text", "reasoning_budget", "seed", "stop", "top_k",
    })  # fmt: skip
    absent: ClassVar[Mapping[str, JsonValue]] = ABSENT[RESPONSES]
    marks: ClassVar[frozenset[str]] = frozenset({MARK})
    portable: ClassVar[frozenset[str]] = PORTABLE
    documents: ClassVar[str | None] = "interlingua_openai.responses"
    only_its_maker_uses = staticmethod(only_its_maker_uses)

    encode_request = staticmethod(encode_request)
    holds_history = staticmethod(refers_to_history)
    decode_request = staticmethod(decode_request)
    encode_count = staticmethod(encode_count)
    decode_count = staticmethod(decode_count)
    encode_response = staticmethod(encode_response)
    decode_response = staticmethod(decode_response)
    failure = staticmethod(failure_of)
    stream_decoder = staticmethod(ResponsesStreamDecoder)
    encode_stream = staticmethod(encode_stream)
    wire_normal_form = staticmethod(wire_normal_form)

    def adopted(self, value: SaidT, absent: Mapping[str, JsonValue] | None = None) -> SaidT:
        """See `Dialect.adopted`."""
        return adopted(value, RESPONSES, absent)
