"""The tables of errors.py against the installed SDK's own list: every status, type and code of it has its place here."""

from __future__ import annotations

from typing import get_args

import pytest
from anthropic._error_classes import ERROR_CLASSES
from anthropic.types.shared.error_type import ErrorType

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
)
from interlingua.provider import RetryPolicy
from interlingua.types.json import dumps
from interlingua_anthropic.errors import BY_STATUS, BY_TYPE, COARSE_TYPES, HINTS, error_from_event, error_from_status

# The word that comes with a status, as the SDK's documentation pairs them.
WORDS = {
    400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
    408: "timeout_error", 409: "conflict_error", 429: "rate_limit_error", 503: "api_error", 504: "timeout_error", 529: "overloaded_error",
}  # fmt: skip

# Everything the SDK tells apart, by what it is here: a status alone, or a status and a code.
EXPECTED: dict[type[ProviderError], str] = {
    BadRequestError: """
        400 412 422 400/already_member 400/approval_required 400/available_tools_limit_exceeded 400/bundle_attachment_not_supported
        400/bundle_on_call 400/cannot_invite_emails_with_unverified_domains 400/cannot_remove_last_member
        400/cannot_sign_out_primary_owner 400/cannot_sign_out_self 400/claude_code_version_too_old 400/cmek_feature_unsupported
        400/cmek_key_disabled 400/cmek_key_network_blocked 400/compaction_block_ambiguous 400/compaction_block_misplaced
        400/compaction_content_mismatch 400/compaction_incomplete_turn 400/compaction_nothing_to_summarize
        400/compaction_signature_invalid 400/compaction_too_many_tool_references 400/compaction_tool_changes_mismatch
        400/email_domain_not_allowed 400/environment_archived 400/external_key_in_workspace_policy 400/external_key_provider_mismatch
        400/external_key_validation_failed 400/external_key_validation_timed_out 400/external_storage_in_use
        400/external_storage_in_workspace_policy 400/external_storage_not_available 400/file_not_downloadable
        400/gcp_project_not_verified 400/grant_required 400/human_review_not_available 400/human_review_on_with_external_storage
        400/image_dimensions_too_large 400/invalid_config_type_change 400/invalid_metadata 400/invalid_storage_arn
        400/invite_already_exists 400/key_profile_mismatch 400/org_api_key_limit_exceeded 400/org_member_limit_exceeded
        400/organization_not_eligible 400/organization_not_enrolled_in_beta 400/organization_type_not_supported
        400/parent_organization_required 400/provider_not_allowed 400/rbac_group_grants_owner_access 400/rbac_group_order_limit_exceeded
        400/rbac_group_owner_access_unconfirmed 400/region_not_supported 400/request_body_encoding_invalid
        400/request_body_encoding_unsupported 400/request_body_timeout 400/scan_failed 400/settings_document_limit_exceeded
        400/settings_history_limit_exceeded 400/slack_channel_set_up_settings_refused 400/storage_attach_limit_reached
        400/storage_not_attachable 400/storage_profile_mismatch 400/storage_profile_still_required 400/storage_verification_failed
        400/thread_already_continued 400/thread_continue_in_flight 400/thread_fingerprint_mismatch 400/thread_unsupported_request
        400/tool_name_conflict 400/tool_reference_unresolved 400/transcripts_storage_required 400/unsupported_charset
        400/unsupported_region 400/user_profile_required 400/workspace_api_key_limit_exceeded 400/workspace_human_review_disabled
        400/workspace_member_limit_exceeded 400/workspace_policy_violation 409/gcp_project_controlled_by_another_organization
        409/plugin_name_taken 409/skill_name_taken 409/skill_read_blocked_undecryptable 409/slack_channel_set_up_settings_conflict
        409/storage_already_registered 409/storage_attached_during_archive 409/storage_in_use 412/heartbeat_precondition_failed
        503/workspace_created_incomplete
    """,
    AuthenticationError: "401",
    QuotaExceededError: """
        402 402/linked_organization_billing_unavailable 402/linked_organization_spend_limit_reached 400/storage_quota_exceeded
        429/contract_spend_limit_reached 429/enforced_spend_limit_reached
    """,
    PermissionDeniedError: """
        403 403/api_key_scope_missing 403/cannot_sign_out_managed_member 403/cannot_sign_out_membership_admin
        403/cannot_sign_out_owner 403/cannot_sign_out_privileged_member 403/claude_tag_writes_not_enabled
        403/compliance_configuration_restricted 403/environment_create_disabled 403/environment_update_disabled
        403/organization_level_scoped_api_key_required 403/sandbox_egress_restricted 403/spend_limits_admin_api_writes_not_enabled
        403/user_profile_billing_not_authorized 403/user_profile_not_billable
        400/organization_on_hold 400/claude_code_key_creator_not_member 400/cmek_not_approved 400/storage_not_approved
    """,
    NotFoundError: """
        404 404/environment_not_found 404/file_expired 404/rbac_group_managed_settings_not_found 404/rbac_group_not_found
        404/rbac_role_not_found 404/slack_channel_set_up_environment_not_found 404/thread_not_found
        400/external_key_not_found 400/user_profile_not_found
    """,
    RequestTooLargeError: "413 413/request_body_too_large_after_decoding 431",
    RateLimitError: "429 429/ramp_limit_exceeded",
    OverloadedError: """
        503 503/authorization_check_unavailable 503/change_outcome_unknown 503/cmek_context_unavailable 503/cmek_key_unreachable
        503/registration_pending 529 529/compaction_unavailable
    """,
    InternalServerError: """
        409 409/concurrent_membership_change 409/external_key_changed 409/scan_pending 409/storage_changed_concurrently
        409/workspace_changed_concurrently 501 504
    """,
    APIConnectionError: "408 499",
}
TABLE = {place: cls for cls, places in EXPECTED.items() for place in places.split()}
TRANSIENT = {"408", "409", "429", "503", "504", "529"}


def known_to_the_sdk() -> set[str]:
    """Walk the SDK's own list."""
    return {f"{status}/{code}" if code else str(status) for status, code in ERROR_CLASSES}


def test_complete() -> None:
    """The table holds what the installed SDK tells apart, all of it and nothing else."""
    assert known_to_the_sdk() == TABLE.keys()
    assert len(TABLE) > 140


@pytest.mark.parametrize("place", sorted(known_to_the_sdk()))
def test_folds(place: str) -> None:
    """Each folds to a type of ours, as a status; one that has a code folds to the same inside a stream."""
    status, _, code = place.partition("/")
    word = WORDS.get(int(status), "invalid_request_error") if code or int(status) not in {408, 501, 503} else None
    error: dict[str, object] = {"message": "m"} | ({"type": word} if word else {}) | ({"details": {"error_code": code}} if code else {})

    folded = error_from_status(int(status), {}, dumps({"type": "error", "error": error}))  # type: ignore[dict-item]  # JSON

    assert type(folded) is TABLE[place]
    assert folded.code == (code or None)
    if code and word not in COARSE_TYPES:
        assert type(error_from_event(error)) is TABLE[place]  # type: ignore[arg-type]  # JSON
    lasting = issubclass(TABLE[place], BadRequestError | QuotaExceededError)
    assert RetryPolicy().is_transient(folded) is (status in TRANSIENT and not lasting)


@pytest.mark.parametrize("word", get_args(ErrorType))
def test_words(word: str) -> None:
    """Every `error.type` of the SDK's has a row."""
    assert word in BY_TYPE


def test_rows() -> None:
    """Words are in lower case, coarse ones have rows, and a hint belongs to a class that some row gives."""
    given = {*BY_TYPE.values(), *BY_STATUS.values()}

    assert all(word == word.lower() for word in BY_TYPE)
    assert COARSE_TYPES <= BY_TYPE.keys()
    assert HINTS.keys() <= given


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
@pytest.mark.parametrize("body", [b"", b"{}", b'{"error": {"type": "api_error", "message": "m"}}', b"<html>"])
def test_transient_statuses(status: int, body: bytes) -> None:
    """A status that a later attempt may mend is transient, whatever stands beside it; `x-should-retry` can forbid it."""
    error, forbidden = (error_from_status(status, {"x-should-retry": said}, body) for said in ("true", "false"))

    assert RetryPolicy().is_transient(error)
    assert not RetryPolicy().is_transient(forbidden)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 412, 413, 422, 431, 499, 501])
def test_lasting_statuses(status: int) -> None:
    """`x-should-retry: true` makes no other status transient."""
    assert not RetryPolicy().is_transient(error_from_status(status, {"x-should-retry": "true"}, b"{}"))
