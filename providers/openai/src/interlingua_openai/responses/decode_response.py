"""A whole Responses answer → a canonical response. Nothing of the body is lost: see answer.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Decoded
from interlingua.errors import ConversionError
from interlingua.types.json import check_json
from interlingua_openai.errors import error_from_event
from interlingua_openai.responses.answer import decode_answer, decode_output
from interlingua_openai.responses.finish_reasons import FAILED
from interlingua_openai.wire import as_object

if TYPE_CHECKING:
    from interlingua.errors import ProviderError
    from interlingua.types.base import JsonObject
    from interlingua.types.response import Response


def decode_response(body: JsonObject) -> Decoded[Response]:
    """Translate a whole answer; one that failed is a response too, whose finish reason is `error`.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
        ProviderError: The body is an error though the status was a success, as gateways send it.
    """
    check_json(body)  # so that a fault deep inside has its own path, not that of the value it would go into
    if as_object(body, "$").get("error") and "output" not in body and "status" not in body:
        raise error_from_event(body["error"])
    if body.get("object") != "response" and body.keys().isdisjoint({"output", "status"}):
        raise ConversionError("$.output", "an answer has a list of items")
    return Decoded(decode_answer(body, [part for parts in decode_output(body) for part in parts]))


def failure_of(body: JsonObject) -> ProviderError | None:
    """Give the error that an answer names as the reason of its failure."""
    error = body.get("error")
    return error_from_event(error) if body.get("status") == FAILED and isinstance(error, dict) else None
