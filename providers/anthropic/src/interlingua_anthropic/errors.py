"""What went wrong, by the API's own words: pure functions over a status, headers and a body, or over an `error` event, and their tables.

A code decides first, then an `error.type` that says something, then the status: so a failure has one type as a status and inside a
stream.
Sources, as read in November 2026: https://docs.claude.com/en/api/errors (statuses and `error.type`); the official SDK's list of
statuses and `error.details.error_code`; https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html and
…/API_runtime_InvokeModelWithResponseStream.html#API_runtime_InvokeModelWithResponseStream_Errors; and, for servers that speak this
wire, llama.cpp's and MiniMax's error bodies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
from interlingua.provider import error_in as find_error
from interlingua.provider import known_word, plain_message, redirected, retry_after, status_within
from interlingua.types.json import loads
from interlingua_anthropic.names import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonObject, JsonValue

BY_TYPE: Final[dict[str, type[ProviderError]]] = {
    "invalid_request_error": BadRequestError,  # 400 and any other 4xx
    "authentication_error": AuthenticationError,  # 401
    "billing_error": QuotaExceededError,  # 402
    "permission_error": PermissionDeniedError,  # 403
    "not_found_error": NotFoundError,  # 404
    "conflict_error": InternalServerError,  # 409: something else changed at the same moment; a later attempt may do
    "memory_path_conflict_error": BadRequestError,  # 409
    "memory_precondition_failed_error": BadRequestError,  # 409
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
    # MiniMax
    "bad_request_error": BadRequestError,  # 400
    # Bedrock: header `x-amzn-errortype`, and the names of frames in a stream
    "accessdeniedexception": PermissionDeniedError,  # 403
    "expiredtokenexception": AuthenticationError,  # 403
    "incompletesignature": AuthenticationError,  # 403
    "internalserverexception": InternalServerError,  # 500
    "invalidsignatureexception": AuthenticationError,  # 403
    "missingauthenticationtokenexception": AuthenticationError,  # 403
    "modelerrorexception": InternalServerError,  # 424
    "modelnotreadyexception": OverloadedError,  # 429
    "modelstreamerrorexception": InternalServerError,  # 424
    "modeltimeoutexception": InternalServerError,  # 408
    "resourcenotfoundexception": NotFoundError,  # 404
    "servicequotaexceededexception": QuotaExceededError,  # 400
    "serviceunavailableexception": OverloadedError,  # 503
    "throttlingexception": RateLimitError,  # 429
    "unrecognizedclientexception": AuthenticationError,  # 403
    "validationexception": BadRequestError,  # 400
}
"""`error.type`, in lower case."""

COARSE_TYPES: Final = frozenset({"invalid_request_error", "api_error"})
"""Words that servers use for whatever has no word of its own: a status that `BY_STATUS` knows says more."""

BY_STATUS: Final[dict[int, type[ProviderError]]] = {
    401: AuthenticationError,
    402: QuotaExceededError,
    403: PermissionDeniedError,
    404: NotFoundError,
    408: APIConnectionError,
    409: InternalServerError,  # see `conflict_error`
    413: RequestTooLargeError,
    429: RateLimitError,
    431: RequestTooLargeError,  # its headers are
    499: APIConnectionError,  # something between hung up
    500: InternalServerError,
    502: InternalServerError,
    503: OverloadedError,
    504: InternalServerError,
    529: OverloadedError,
}
"""The status, where the type says nothing or too little. Any other one is `InternalServerError` from 500 on, else `BadRequestError`."""

BY_CODE: Final[dict[str, type[ProviderError]]] = {
    # Spending limits, which no wait mends though their status is 429.
    "contract_spend_limit_reached": QuotaExceededError,  # 429
    "enforced_spend_limit_reached": QuotaExceededError,  # 429
    "linked_organization_billing_unavailable": QuotaExceededError,  # 402
    "linked_organization_spend_limit_reached": QuotaExceededError,  # 402
    "storage_quota_exceeded": QuotaExceededError,  # 400
    # Conflicts that last, unlike others with their status.
    "gcp_project_controlled_by_another_organization": BadRequestError,  # 409
    "plugin_name_taken": BadRequestError,  # 409
    "skill_name_taken": BadRequestError,  # 409
    "skill_read_blocked_undecryptable": BadRequestError,  # 409
    "slack_channel_set_up_settings_conflict": BadRequestError,  # 409
    "storage_already_registered": BadRequestError,  # 409
    "storage_attached_during_archive": BadRequestError,  # 409
    "storage_in_use": BadRequestError,  # 409
    "workspace_created_incomplete": BadRequestError,  # 503: "don't send the create again"
    # What the status hides.
    "claude_code_key_creator_not_member": PermissionDeniedError,  # 400
    "cmek_not_approved": PermissionDeniedError,  # 400
    "external_key_not_found": NotFoundError,  # 400
    "organization_on_hold": PermissionDeniedError,  # 400
    "request_body_too_large_after_decoding": RequestTooLargeError,  # 413
    "storage_not_approved": PermissionDeniedError,  # 400
    "user_profile_not_found": NotFoundError,  # 400
    # What proxies put into `error.code` or `error.type`, whatever status they send.
    "529": OverloadedError,
    "overloaded": OverloadedError,
    "overloaded_error": OverloadedError,
    "rate_limit_exceeded": RateLimitError,
    "too_many_requests": RateLimitError,
}
"""`error.details.error_code`, `error.code`, or a word in the place of a type; it decides before anything else."""

BY_MESSAGE: Final[tuple[tuple[str, type[ProviderError], type[ProviderError]], ...]] = (
    ("prompt is too long", BadRequestError, ContextWindowExceededError),
    ("exceed context limit", BadRequestError, ContextWindowExceededError),
    ("input is too long for requested model", BadRequestError, ContextWindowExceededError),  # Bedrock
    ("content filtering policy", BadRequestError, ContentFilterError),
    ("credit balance is too low", BadRequestError, QuotaExceededError),
    ("reached your specified api usage limits", BadRequestError, QuotaExceededError),
    ("extra usage is required", RateLimitError, QuotaExceededError),  # seen in November 2026, with 429
)
"""Failures that are told apart only in the message, each with the class that it would have without."""

OVERLOADED_PHRASES: Final = ("overloaded", "high load")
"""How hosts say an overload for which they have no word: MiniMax's is "The server cluster is currently under high load. … (2064)",
as `api_error` or without a type, under several statuses and inside streams (quoted in issue threads, 2026).

They count only in an error object's own `message`, and only where its type says nothing: prose of an error that has a word for
itself, or a page that may repeat a prompt, makes nothing transient.
"""

HINTS: Final[dict[type[ProviderError], str]] = {
    ContextWindowExceededError: "shorten the conversation, or lower max_tokens",
    NotFoundError: "check the model's name and the base_url option",
    QuotaExceededError: "raise the limit or add credit in the provider's console; waiting doesn't help",
}
"""What to do about it."""

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


def error_from_event(error: JsonValue, request_id: str | None = None) -> ProviderError:
    """Type an error that came inside a stream or a body.

    Args:
        error: The error object, or bare text.
        request_id: The request's id, where the event holds it.
    """
    error = error if isinstance(error, dict) else {"message": error}
    cls = _class_of(error, _status_within(error))
    message = _message(error) or "the provider reported an error without a message"
    return cls(message, hint=HINTS.get(cls), provider=PROVIDER, type=_word(error), code=_code(error), request_id=request_id)


def _class_of(error: JsonObject, status: int | None, amazon: str | None = None) -> type[ProviderError]:
    code, kind = _code(error), _word(error, amazon)
    said = None if code or kind or status else _message(error)  # a message may be nothing but such a word
    if by_code := known_word(BY_CODE, code, str(_status_within(error)), kind, said):
        return by_code
    word = (kind or "").lower()
    typed = BY_TYPE.get(word) or known_word(BY_TYPE, kind)
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
    outer = value if isinstance(value, dict) else {}
    return error_in(value) or outer, _text(outer, "request_id")  # some servers leave out the outer object


def error_in(value: JsonValue) -> JsonObject | None:
    """Find the error that a value of the wire reports, wherever its host puts it; None where it reports none.

    Where it is no answer, one word or a status is enough.
    """
    if (error := find_error(value, "content")) is not None or not isinstance(value, dict) or "content" in value:
        return error
    bare = any(map(names_error, (_word(value) or "", _code(value) or ""))) or ("message" in value and _status_within(value) is not None)
    return value if bare else None


def names_error(word: str) -> bool:
    """Tell whether a word is one of those that errors are known by."""
    return word.lower() in BY_TYPE or known_word(BY_TYPE, word) is not None or known_word(BY_CODE, word) is not None


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
    return status_within(error.get("code")) or status_within(error.get("http_code"))


def _text(error: JsonObject, name: str) -> str | None:
    value = error.get(name)
    return value if isinstance(value, str) and value else None
