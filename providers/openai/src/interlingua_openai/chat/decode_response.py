"""A whole Chat Completions answer → a canonical response. Nothing of the body is lost: see completion.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Decoded
from interlingua.types.json import check_json
from interlingua_openai.chat.completion import decode_completion
from interlingua_openai.chat.wire import as_object
from interlingua_openai.errors import error_from_event, error_in

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject
    from interlingua.types.response import Response


def decode_response(body: JsonObject) -> Decoded[Response]:
    """Translate a whole answer.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
        ProviderError: The body is an error though the status was a success, as gateways send it.
    """
    check_json(body)  # so that a fault deep inside has its own path, not that of the value it would go into
    if not as_object(body, "$").get("choices") and (error := error_in(body)):
        raise error_from_event(error)
    return Decoded(decode_completion(body))
