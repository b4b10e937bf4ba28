"""What went wrong, by the API's own words: pure functions over a status, headers and a body, or over an `error` event.

The tables, with their sources, are in `error_table.py`. A code decides first, then an `error.type` that says something, then the
status: so a failure has one type as a status and inside a stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import BadRequestError, InterlinguaError, InternalServerError, OverloadedError, ProviderError
from interlingua.provider import plain_message, redirected, retry_after
from interlingua.types.json import loads
from interlingua_anthropic.error_table import BY_CODE, BY_MESSAGE, BY_STATUS, BY_TYPE, COARSE_TYPES, HINTS, OVERLOADED_PHRASES
from interlingua_anthropic.names import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonObject, JsonValue

__all__ = ["PROVIDER", "error_from_event", "error_from_status"]

_SHOULD_RETRY = {"true": True, "false": False}


def error_from_status(status: int, headers: Mapping[str, str], body: bytes) -> ProviderError:
    """Type a failed answer.

    Args:
        status: The HTTP status.
        headers: The answer's headers, names in lower case.
        body: The answer's body, which may be no JSON at all.
    """
    if elsewhere := redirected(status, headers, PROVIDER):
        return elsewhere
    error, request_id = _error_object(body)
    cls = _class_of(error, status, headers.get("x-amzn-errortype"))
    return cls(
        _message(error) or plain_message(body, status),
        hint=HINTS.get(cls),
        provider=PROVIDER,
        status=status,
        type=_word(error, headers.get("x-amzn-errortype")),
        code=_code(error),
        request_id=headers.get("request-id") or request_id or headers.get("x-amzn-requestid"),
        retry_after=retry_after(headers),
        should_retry=_SHOULD_RETRY.get(headers.get("x-should-retry", "").lower()),
    )


def error_from_event(error: JsonObject, request_id: str | None = None) -> ProviderError:
    """Type an error that came inside a stream or a body.

    Args:
        error: The error object.
        request_id: The request's id, where the event holds it.
    """
    cls = _class_of(error, _status_within(error))
    message = _message(error) or "the provider reported an error without a message"
    return cls(message, hint=HINTS.get(cls), provider=PROVIDER, type=_word(error), code=_code(error), request_id=request_id)


def _class_of(error: JsonObject, status: int | None, amazon: str | None = None) -> type[ProviderError]:
    for code in (_code(error), str(_status_within(error))):
        if code in BY_CODE:
            return BY_CODE[code]
    word = (_word(error, amazon) or "").lower()
    typed = BY_TYPE.get(word)
    by_status = BY_STATUS.get(status or 0)
    if typed is None or (word in COARSE_TYPES and by_status is not None):
        typed = by_status or (BadRequestError if status is not None and status < 500 else InternalServerError)
    message = (_message(error) or "").lower()
    says_nothing = word not in BY_TYPE or word == "api_error"
    if says_nothing and typed in {BadRequestError, InternalServerError} and any(phrase in message for phrase in OVERLOADED_PHRASES):
        return OverloadedError
    return next((finer for marker, coarse, finer in BY_MESSAGE if typed is coarse and marker in message), typed)


def _error_object(body: bytes) -> tuple[JsonObject, str | None]:
    """Find the error object in a body, and the request's id beside it; Vertex may send a list of one."""
    try:
        value: JsonValue = loads(body)
    except InterlinguaError:
        return {}, None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return {}, None
    error = value.get("error")
    if isinstance(error, dict):
        return error, _text(value, "request_id")
    return ({"message": error} if isinstance(error, str) else value), _text(value, "request_id")


def _message(error: JsonObject) -> str | None:
    return _text(error, "message") or _text(error, "Message")  # Bedrock has both spellings


def _word(error: JsonObject, amazon: str | None = None) -> str | None:
    """Give the wire's own word: `type`, Google's `status`, or Amazon's header, behind whose name an address may stand."""
    return _text(error, "type") or _text(error, "status") or (amazon.partition(":")[0] if amazon else None)


def _code(error: JsonObject) -> str | None:
    details = error.get("details")
    return (_text(details, "error_code") if isinstance(details, dict) else None) or _text(error, "code")


def _status_within(error: JsonObject) -> int | None:
    """Give the status that an error object repeats: llama.cpp and Google in `code`, MiniMax as text in `http_code`."""
    for name in ("code", "http_code"):
        value = error.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value[:4])
        if type(value) is int and 400 <= value < 600:
            return value
    return None


def _text(error: JsonObject, name: str) -> str | None:
    value = error.get(name)
    return value if isinstance(value, str) and value else None
