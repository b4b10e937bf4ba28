"""Which words, codes and statuses are which of our errors: tables alone; `errors.py` walks them.

Sources, as read in November 2026: https://docs.claude.com/en/api/errors (statuses and `error.type`); the official SDK's list of
statuses and `error.details.error_code`; https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html and
…/API_runtime_InvokeModelWithResponseStream.html#API_runtime_InvokeModelWithResponseStream_Errors; and, for servers that speak this
wire, llama.cpp's and MiniMax's error bodies.
"""

from __future__ import annotations

from typing import Final

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    ContentFilterError,
    ContextWindowExceededError,
    InternalServerError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
)

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
    "plugin_name_taken": BadRequestError,  # 409
    "skill_name_taken": BadRequestError,  # 409
    "skill_read_blocked_undecryptable": BadRequestError,  # 409
    "slack_channel_set_up_settings_conflict": BadRequestError,  # 409
    "storage_already_registered": BadRequestError,  # 409
    "storage_attached_during_archive": BadRequestError,  # 409
    "workspace_created_incomplete": BadRequestError,  # 503: "don't send the create again"
    # What the status hides.
    "claude_code_key_creator_not_member": PermissionDeniedError,  # 400
    "organization_on_hold": PermissionDeniedError,  # 400
    "request_body_too_large_after_decoding": RequestTooLargeError,  # 413
    "user_profile_not_found": NotFoundError,  # 400
    # What proxies put into `error.code`, whatever status they send.
    "529": OverloadedError,
    "overloaded": OverloadedError,
    "overloaded_error": OverloadedError,
}
"""`error.details.error_code`, or `error.code`; it decides before anything else."""

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
