"""The provider's failures, typed: pure functions from what the wire said to one of our errors.

Sources: https://platform.openai.com/docs/guides/error-codes/api-errors (statuses, `code`, `type`), and for compatible servers what
llama.cpp's server sends: `{"error": {"code": 400, "message": …, "type": "exceed_context_size_error"}}`.

The same failure has the same type as an HTTP status and as an event of a stream that began with 200. There the event's own words
decide, because it has no status of its own. Prose decides only where no code was given, with one exception: see `_BY_MESSAGE`.

Where hosts put the error: the tables of `docs/reference/presets.md` have them with their sources; `error_in` finds it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from interlingua.dialect import SSEReader
from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    ContentFilterError,
    ContextWindowExceededError,
    InterlinguaError,
    InternalServerError,
    LimitExceededError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
)
from interlingua.provider import error_in as find_error
from interlingua.provider import known_word, plain_message, redirected, retry_after, status_within
from interlingua.types.json import loads
from interlingua_openai.names import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.types.base import JsonObject, JsonValue

_BY_WORD: Final[dict[str, type[ProviderError]]] = {
    # `code` or `type`, whichever the table knows: finer than the status
    "insufficient_quota": QuotaExceededError,
    "billing_hard_limit_reached": QuotaExceededError,
    "billing_not_active": QuotaExceededError,
    "exceeded_current_quota_error": QuotaExceededError,  # this and the next two: https://platform.moonshot.ai/docs/api/errors
    "rate_limit_reached_error": RateLimitError,
    "engine_overloaded_error": OverloadedError,
    "context_length_exceeded": ContextWindowExceededError,
    "exceed_context_size_error": ContextWindowExceededError,  # llama.cpp
    "content_filter": ContentFilterError,  # Azure
    "content_policy_violation": ContentFilterError,
    "image_content_policy_violation": ContentFilterError,  # this and the next two: the SDK's ResponseError.code
    "bio_policy": ContentFilterError,
    "misalignment_policy_violation": ContentFilterError,
    "invalid_api_key": AuthenticationError,
    "model_not_found": NotFoundError,
    "rate_limit_exceeded": RateLimitError,
    "too_many_requests": RateLimitError,  # Azure: https://github.com/openai/openai-dotnet/issues/881
    "string_above_max_length": BadRequestError,
    "request_too_large": RequestTooLargeError,
    "capacity_exceeded": OverloadedError,  # Groq
    "overloaded": OverloadedError,
    "overloaded_error": OverloadedError,
    "slow_down": OverloadedError,
    "server_is_overloaded": OverloadedError,
}

_BY_STATUS: Final[dict[int, type[ProviderError]]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: QuotaExceededError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: APIConnectionError,
    409: InternalServerError,  # a lock timed out on the server's side; a later attempt may do
    413: RequestTooLargeError,
    422: BadRequestError,
    429: RateLimitError,
    498: OverloadedError,  # Groq: https://console.groq.com/docs/flex-processing
    503: OverloadedError,
    529: OverloadedError,
}

# Only where an error has no status (in a stream): the coarse words of `code` and `type`. As a status these are a 400 or a 500.
_BY_COARSE_WORD: Final[dict[str, type[ProviderError]]] = {
    "authentication_error": AuthenticationError,
    "permission_error": PermissionDeniedError,
    "not_found_error": NotFoundError,
    "invalid_request_error": BadRequestError,
    "requests": RateLimitError,
    "tokens": RateLimitError,
    "rate_limit_error": RateLimitError,
    "unavailable_error": OverloadedError,  # llama.cpp, 503
    "server_error": InternalServerError,
    "api_error": InternalServerError,
    "vector_store_timeout": InternalServerError,
    # Statuses in words, as gateways say them.
    "bad_request": BadRequestError,
    "unprocessable_entity": BadRequestError,
    "unauthorized": AuthenticationError,
    "payment_required": QuotaExceededError,
    "forbidden": PermissionDeniedError,
    "not_found": NotFoundError,
    "request_timeout": APIConnectionError,
    "rate_limited": RateLimitError,
    "internal_server_error": InternalServerError,
    "internal_error": InternalServerError,
    "bad_gateway": InternalServerError,
    "gateway_timeout": InternalServerError,
    "service_unavailable": OverloadedError,
    **dict.fromkeys(
        (
            # The SDK's ResponseError.code, which `response.failed` and `error` events bring.
            "invalid_prompt", "data_residency_mismatch", "invalid_image", "invalid_image_format", "invalid_base64_image",
            "invalid_image_url", "image_too_large", "image_too_small", "image_parse_error", "invalid_image_mode",
            "image_file_too_large", "unsupported_image_media_type", "empty_image_file", "failed_to_download_image",
            "image_file_not_found",
        ),
        BadRequestError,
    ),
}  # fmt: skip

# What is told apart only by the message: its marker, the coarser type, the finer one, and the code that it may come with.
_BY_MESSAGE: Final[tuple[tuple[str, type[ProviderError], type[ProviderError], str | None], ...]] = (
    # A 429 that no wait mends: one request alone is over the tokens per minute. It has the code of those that a wait does mend, so
    # that this sentence, which begins the message, is all there is to tell them apart (quoted in issue threads, 2024 to 2026).
    ("request too large", RateLimitError, RequestTooLargeError, "rate_limit_exceeded"),
    # vLLM and older models: 400 without a code of its own.
    ("maximum context length", BadRequestError, ContextWindowExceededError, None),
)


def error_from_status(status: int, headers: Mapping[str, str], body: bytes) -> ProviderError:
    """Type an answer whose status isn't a success.

    Args:
        status: The HTTP status.
        headers: The answer's headers, names in lower case.
        body: The answer's bytes: JSON, plain text or a proxy's HTML.
    """
    if elsewhere := redirected(status, headers, PROVIDER):
        return elsewhere
    fault = _fault_of(body)
    message = _message_of(fault) or plain_message(body, status)
    code, kind = _text(fault.get("code")), _text(fault.get("type"))
    error_type = _type(status, code, kind, message)
    return error_type(
        message,
        hint=_HINTS.get(error_type),
        provider=PROVIDER,
        status=status,
        type=kind,
        code=code,
        request_id=headers.get("x-request-id"),
        retry_after=retry_after(headers),
        should_retry=_SHOULD_RETRY.get(headers.get("x-should-retry", "")),
    )


def error_from_event(error: JsonValue) -> ProviderError:
    """Type an error that came inside a stream, or in the body of an answer whose status was a success."""
    fault: JsonObject = error if isinstance(error, dict) else {"message": error}
    message = _message_of(fault) or "the provider reported an error without a message"
    code, kind = _text(fault.get("code")), _text(fault.get("type"))
    error_type = _type(_status_of(fault), code, kind, message)
    return error_type(message, hint=_HINTS.get(error_type), provider=PROVIDER, type=kind, code=code)


_HINTS: Final[dict[type[ProviderError], str]] = {
    ContextWindowExceededError: "send fewer or shorter messages, or choose a model with a larger context window",
    QuotaExceededError: "raise the limit or add credit in the provider's console; waiting doesn't help",
}


_STATUSES: Final = ("code", "status", "status_code", "raw_status_code")
"""Where an error repeats its status: OpenAI, Google, gateways on Starlette, Mistral."""


def _status_of(fault: JsonObject) -> int | None:
    return next((found for name in _STATUSES if (found := status_within(fault.get(name)))), None)


_SHOULD_RETRY: Final = {"true": True, "false": False}


def error_in(value: JsonValue) -> JsonObject | None:
    """Find the error that a value of the wire reports, wherever its host puts it; None where it reports none.

    Without choices, one word or a status is enough.
    """
    if (error := find_error(value, "choices")) is not None or not isinstance(value, dict) or "choices" in value:
        return error
    words = (_text(value.get("type")), _text(value.get("code")))
    bare = any(word is not None and names_error(word) for word in words) or ("message" in value and _status_of(value) is not None)
    return value if bare else None


def names_error(word: str) -> bool:
    """Tell whether a word is one of those that errors are known by."""
    return known_word(_BY_WORD, word) is not None or known_word(_BY_COARSE_WORD, word) is not None


def _type(status: int | None, code: str | None, kind: str | None, message: str) -> type[ProviderError]:
    if status == 413:
        return RequestTooLargeError
    if status_within(code) is not None:
        code = None  # LiteLLM's is the status as text, which says nothing new
    known = known_word(_BY_WORD, code, kind)
    if known is None and status is None:
        known = known_word(_BY_COARSE_WORD, code, kind)
        if known is None and code is None and kind is None:  # a message may be nothing but such a word
            known = known_word(_BY_WORD, message) or known_word(_BY_COARSE_WORD, message)
    elif known is None and status is not None:
        known = _BY_STATUS.get(status) or (InternalServerError if status >= 500 else BadRequestError)
    text = message.lower()
    for marker, coarse, finer, own_code in _BY_MESSAGE:
        # An event may say nothing but its message: then the marker alone decides, as it would beside the status.
        found = marker in text if code is None else code == own_code and text.startswith(marker)
        if found and known in {coarse, None}:
            return finer
    return known or InternalServerError


def _fault_of(body: bytes) -> JsonObject:
    for data in _values_in(body):
        try:
            value = loads(data)
        except InterlinguaError:
            continue
        return error_in(value) or (value if isinstance(value, dict) else {})  # some servers leave out the outer object
    return {}


def _values_in(body: bytes) -> Iterator[bytes]:
    """Give what may be JSON: the body, and where it is a stream all the same, as gateways answer a refused one, its events."""
    yield body
    with suppress(LimitExceededError):
        yield from (event.data for event in SSEReader().feed(body + b"\n\n"))


def _message_of(fault: JsonObject) -> str | None:
    """Give the sentence; Mistral's may be an object that holds FastAPI's `detail`."""
    message = fault.get("message")
    return _text((error_in(message) or {}).get("message") if isinstance(message, dict) else message)


def _text(value: JsonValue) -> str | None:
    """Give a word; llama.cpp's `code` is the status as a number, which says nothing new."""
    return value if isinstance(value, str) and value else None
