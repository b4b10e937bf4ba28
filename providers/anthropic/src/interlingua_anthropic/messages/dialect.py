"""The dialect `anthropic.messages`: Anthropic's Messages API."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect import Dialect
from interlingua_anthropic.messages.answer import decode_response, encode_response
from interlingua_anthropic.messages.normal_form import wire_normal_form
from interlingua_anthropic.messages.parts import only_its_maker_uses
from interlingua_anthropic.messages.request import decode_count, decode_request, encode_count, encode_request
from interlingua_anthropic.messages.stream.decode import MessagesStreamDecoder
from interlingua_anthropic.messages.stream.encode import encode_stream
from interlingua_anthropic.names import ABSENT, MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Feature
    from interlingua.types import JsonValue


class MessagesDialect(Dialect):
    """Translates Anthropic's Messages API; each method is the function of the same name in its own file."""

    name: ClassVar[str] = MESSAGES
    lacks: ClassVar[frozenset[Feature]] = frozenset({
        "assistant_audio", "assistant_image", "audio", "citations", "invalid_arguments", "refusal_part", "seed",
    })  # fmt: skip
    absent: ClassVar[Mapping[str, JsonValue]] = ABSENT

    portable: ClassVar[frozenset[str]] = frozenset({"cache_control"})
    documents: ClassVar[str | None] = "interlingua_anthropic.messages"
    only_its_maker_uses = staticmethod(only_its_maker_uses)

    encode_request = staticmethod(encode_request)
    decode_request = staticmethod(decode_request)
    encode_count = staticmethod(encode_count)
    decode_count = staticmethod(decode_count)
    encode_response = staticmethod(encode_response)
    decode_response = staticmethod(decode_response)
    stream_decoder = staticmethod(MessagesStreamDecoder)
    encode_stream = staticmethod(encode_stream)
    wire_normal_form = staticmethod(wire_normal_form)
