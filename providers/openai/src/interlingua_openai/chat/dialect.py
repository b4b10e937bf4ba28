"""The dialect `openai.chat`, made of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import Dialect, at
from interlingua.errors import ConversionError
from interlingua_openai.chat.answer import decode_response, encode_response, failure_of
from interlingua_openai.chat.normal_form import wire_normal_form
from interlingua_openai.chat.request import decode_request, encode_count, encode_request
from interlingua_openai.chat.stream.decode import ChatStreamDecoder
from interlingua_openai.chat.stream.encode import encode_stream
from interlingua_openai.fields import PORTABLE
from interlingua_openai.names import ABSENT, CHAT
from interlingua_openai.siblings import adopted
from interlingua_openai.tool_errors import MARK
from interlingua_openai.usage import decode_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Feature
    from interlingua.dialect.contract import SaidT
    from interlingua.types.base import JsonValue
    from interlingua.types.request import Request


class ChatDialect(Dialect):
    """Chat Completions, as compatible servers speak it too; each method is the function of the same name in its own file."""

    name: ClassVar[str] = CHAT
    lacks: ClassVar[frozenset[Feature]] = frozenset({
        "assistant_audio", "assistant_image", "document_text", "document_url", "image_file", "reasoning_budget", "text_after_calls",
        "tool_image", "top_k",
    })  # fmt: skip
    absent: ClassVar[Mapping[str, JsonValue]] = ABSENT[CHAT]
    marks: ClassVar[frozenset[str]] = frozenset({MARK})
    portable: ClassVar[frozenset[str]] = PORTABLE
    documents: ClassVar[str | None] = "interlingua_openai.chat"

    encode_request = staticmethod(encode_request)
    decode_request = staticmethod(decode_request)
    encode_count = staticmethod(encode_count)
    decode_count = staticmethod(decode_count)
    encode_response = staticmethod(encode_response)
    decode_response = staticmethod(decode_response)
    failure = staticmethod(failure_of)
    stream_decoder = staticmethod(ChatStreamDecoder)
    encode_stream = staticmethod(encode_stream)
    wire_normal_form = staticmethod(wire_normal_form)

    def check_answerable(self, request: Request) -> None:
        """Refuse `n` above 1: a response is one choice; see `Dialect.check_answerable`."""
        number = request.provider_data.get(CHAT, {}).get("n")
        if isinstance(number, int | float) and number > 1:
            hint = "call several times; a body with several choices decodes to the first, with the others in its provider_data"
            raise ConversionError(
                at("$.provider_data", CHAT, "n"), f"n={number} asks for several choices, and a response is one", hint=hint
            )

    def adopted(self, value: SaidT, absent: Mapping[str, JsonValue] | None = None) -> SaidT:
        """See `Dialect.adopted`."""
        return adopted(value, CHAT, absent)
