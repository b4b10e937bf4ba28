"""The API's failures as interlingua's errors: the same failure has one type, as a status and as an event in a stream. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import (
    AuthenticationError,
    BadRequestError,
    ContextWindowExceededError,
    InterlinguaError,
    InternalServerError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
)
from interlingua.provider import plain_message, redirected, retry_after
from interlingua.types.json import loads

from interlingua_sundial.wire import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonValue

# The API's own word says most: it counts before the status.
_BY_CODE: dict[str, type[ProviderError]] = {
    "context_too_long": ContextWindowExceededError,
    "no_credit": QuotaExceededError,  # a 429 that no wait mends
    "overloaded": OverloadedError,
}
_BY_STATUS: dict[int, type[ProviderError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    413: RequestTooLargeError,
    429: RateLimitError,
    503: OverloadedError,
}


def error_from_status(status: int, headers: Mapping[str, str], body: bytes) -> ProviderError:
    """Type an answer whose status is no success.

    Args:
        status: The HTTP status.
        headers: The answer's headers, names in lower case.
        body: Its body.
    """
    if (elsewhere := redirected(status, headers, PROVIDER)) is not None:
        return elsewhere
    code, message = _read(body)
    default = InternalServerError if status >= 500 else BadRequestError
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status, default)
    error = kind(message or plain_message(body, status), provider=PROVIDER, status=status, code=code or None)
    error.retry_after = retry_after(headers)
    return error


def error_from_event(error: JsonValue) -> ProviderError:
    """Type an error inside a stream that began with 200.

    Args:
        error: The event's `error`.
    """
    code, message = _words(error)
    kind = _BY_CODE.get(code, InternalServerError)
    return kind(message or "the stream brought an error", provider=PROVIDER, code=code or None)


def _read(body: bytes) -> tuple[str, str]:
    try:
        value = loads(body)
    except InterlinguaError:
        return "", ""  # a proxy's page, or nothing: `plain_message` finds words for it
    return _words(value.get("error")) if isinstance(value, dict) else ("", "")


def _words(error: JsonValue) -> tuple[str, str]:
    fault = error if isinstance(error, dict) else {"message": error}
    code, message = fault.get("code"), fault.get("message")
    return code if isinstance(code, str) else "", message if isinstance(message, str) else ""
