"""What went wrong, by the API's own words: pure functions over a status, headers and a body, or over an `error` event.

Sources, as read in November 2026: https://docs.claude.com/en/api/errors (statuses and `error.type`), the error codes of the
official SDK (`error.details.error_code`), https://docs.claude.com/en/api/rate-limits (`retry-after`), and, for servers that
speak this wire, llama.cpp's error bodies (`{"error": {"code": 400, "message": …, "type": …}}`).

An `error.type` decides before the status does, so that a failure has one type as a status and inside a stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    ContentFilterError,
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
from interlingua.provider import plain_message, retry_after
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonObject, JsonValue

PROVIDER = "anthropic"

BY_TYPE: dict[str, type[ProviderError]] = {
    "invalid_request_error": BadRequestError,  # 400
    "authentication_error": AuthenticationError,  # 401
    "billing_error": QuotaExceededError,  # 402
    "permission_error": PermissionDeniedError,  # 403
    "not_found_error": NotFoundError,  # 404
    "request_too_large": RequestTooLargeError,  # 413
    "rate_limit_error": RateLimitError,  # 429
    "api_error": InternalServerError,  # 500
    "timeout_error": InternalServerError,  # 504
    "overloaded_error": OverloadedError,  # 529
    # llama.cpp
    "exceed_context_size_error": ContextWindowExceededError,  # 400
    "server_error": InternalServerError,  # 500
    "not_supported_error": BadRequestError,  # 501: the server was started without the feature
    "unavailable_error": OverloadedError,  # 503: the model is still loading
}

BY_STATUS: dict[int, type[ProviderError]] = {
    401: AuthenticationError,
    402: QuotaExceededError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: APIConnectionError,
    409: InternalServerError,  # something else changed at the same moment; a later attempt may do
    413: RequestTooLargeError,
    429: RateLimitError,
    503: OverloadedError,
    529: OverloadedError,
}

# `error.details.error_code`: spending limits, which no wait mends though their status is 429.
BY_CODE: dict[str, type[ProviderError]] = {
    "contract_spend_limit_reached": QuotaExceededError,
    "enforced_spend_limit_reached": QuotaExceededError,
    "linked_organization_billing_unavailable": QuotaExceededError,
    "linked_organization_spend_limit_reached": QuotaExceededError,
}

# Failures that the API tells apart only in the message, each with the error types that it is seen under.
BY_MESSAGE: tuple[tuple[str, type[ProviderError], type[ProviderError]], ...] = (
    ("prompt is too long", BadRequestError, ContextWindowExceededError),
    ("exceed context limit", BadRequestError, ContextWindowExceededError),
    ("content filtering policy", BadRequestError, ContentFilterError),
    ("credit balance is too low", BadRequestError, QuotaExceededError),
    ("reached your specified api usage limits", BadRequestError, QuotaExceededError),
    ("extra usage is required", RateLimitError, QuotaExceededError),  # seen in November 2026, with 429
)

HINTS: dict[type[ProviderError], str] = {
    AuthenticationError: "check the key in ANTHROPIC_API_KEY, or pass api_key=…",
    ContextWindowExceededError: "shorten the conversation, or lower max_tokens",
    NotFoundError: "check the model's name and the base_url option",
    QuotaExceededError: "raise the limit or add credit in the provider's console; waiting doesn't help",
}


def error_from_status(status: int, headers: Mapping[str, str], body: bytes) -> ProviderError:
    """Type a failed answer.

    Args:
        status: The HTTP status.
        headers: The answer's headers, names in lower case.
        body: The answer's body, which may be no JSON at all.
    """
    error, request_id = _error_object(body)
    message = _text(error, "message") or plain_message(body, status)
    word, code = _text(error, "type"), _code(error)
    cls = _class_of(word, code, message, status)
    return cls(
        message,
        hint=HINTS.get(cls),
        provider=PROVIDER,
        status=status,
        type=word,
        code=code,
        request_id=headers.get("request-id") or request_id,
        retry_after=retry_after(headers),
        should_retry=_SHOULD_RETRY.get(headers.get("x-should-retry", "").lower()),
    )


def error_from_event(error: JsonObject, request_id: str | None = None) -> ProviderError:
    """Type an error that came inside a stream or a body.

    Args:
        error: The error object.
        request_id: The request's id, where the event holds it.
    """
    message = _text(error, "message") or "the provider reported an error without a message"
    word, code = _text(error, "type"), _code(error)
    status = error.get("code")
    cls = _class_of(word, code, message, status if type(status) is int else 500)
    return cls(message, hint=HINTS.get(cls), provider=PROVIDER, type=word, code=code, request_id=request_id)


def _class_of(word: str | None, code: str | None, message: str, status: int) -> type[ProviderError]:
    if code in BY_CODE:
        return BY_CODE[code]
    cls = BY_TYPE.get(word or "") or BY_STATUS.get(status) or (InternalServerError if status >= 500 else BadRequestError)
    said = message.lower()
    return next((finer for marker, coarse, finer in BY_MESSAGE if cls is coarse and marker in said), cls)


def _error_object(body: bytes) -> tuple[JsonObject, str | None]:
    """Find the error object in a body, and the request's id beside it."""
    try:
        value: JsonValue = loads(body)
    except InterlinguaError:
        return {}, None
    if not isinstance(value, dict):
        return {}, None
    error = value.get("error")
    if isinstance(error, dict):
        return error, _text(value, "request_id")
    return ({"message": error} if isinstance(error, str) else value), _text(value, "request_id")


def _text(error: JsonObject, name: str) -> str | None:
    value = error.get(name)
    return value if isinstance(value, str) and value else None


def _code(error: JsonObject) -> str | None:
    details = error.get("details")
    return _text(details, "error_code") if isinstance(details, dict) else None


_SHOULD_RETRY = {"true": True, "false": False}
