"""Why an answer ended, both ways: from its status, from what cut it short, and from what is in it.

Source: https://platform.openai.com/docs/api-reference/responses/object (status, incomplete_details). There is no status for tool
calls or refusals: a completed answer that holds some ended for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept
from interlingua.types.parts import OpaquePart, RefusalPart, ToolCallPart
from interlingua_openai.names import RESPONSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types.base import JsonValue
    from interlingua.types.losses import LossKind
    from interlingua.types.parts import AssistantPart
    from interlingua.types.response import FinishReason

COMPLETED: Final = "completed"
INCOMPLETE: Final = "incomplete"
FAILED: Final = "failed"

_RUNNING: Final = frozenset({"queued", "in_progress"})

# A status that says the same whatever the answer holds.
_BY_STATUS: Final[dict[str, FinishReason]] = {FAILED: "error", "cancelled": "other"}

# `incomplete_details.reason`; one that isn't here (`max_messages`, `steered`) is another reason.
_BY_DETAILS: Final[dict[str, FinishReason]] = {"max_output_tokens": "length", "content_filter": "content_filter"}

_ENCODED: Final[dict[FinishReason, tuple[str, str | None]]] = {
    "stop": (COMPLETED, None),
    "tool_calls": (COMPLETED, None),
    "refusal": (COMPLETED, None),
    "length": (INCOMPLETE, "max_output_tokens"),
    "content_filter": (INCOMPLETE, "content_filter"),
    "error": (FAILED, None),
    # What this wire has no word for, as the nearest that it has.
    "context_window": (INCOMPLETE, "max_output_tokens"),
    "pause": (COMPLETED, None),
    "other": (COMPLETED, None),
}

# Calls whose outputs the application owes, though they are no functions of its own.
# Source: https://platform.openai.com/docs/guides/tools-computer-use, …/tools-local-shell, …/tools-apply-patch, …/tools-shell,
# …/tools-tool-search.
_OWED: Final = ("computer_call", "local_shell_call", "apply_patch_call")


def decode_finish_reason(status: JsonValue, details: JsonValue, parts: Sequence[AssistantPart]) -> FinishReason | None:
    """Tell why an answer ended.

    Args:
        status: Its status; a compatible server's answer without one is complete.
        details: Its `incomplete_details`.
        parts: What it holds.
    """
    word = status if isinstance(status, str) else COMPLETED
    if word in _RUNNING:
        return None
    if word == INCOMPLETE:
        return _BY_DETAILS.get(_reason(details) or "", "other")
    if word in {COMPLETED, "complete"}:
        return _of_parts(parts)
    return _BY_STATUS.get(word, "other")


def provider_word(status: JsonValue, details: JsonValue) -> str | None:
    """Give the wire's own word: what cut the answer short, else its status."""
    return (_reason(details) if status == INCOMPLETE else None) or (status if isinstance(status, str) else None)


def encode_finish_reason(reason: FinishReason | None, word: str | None, parts: Sequence[AssistantPart]) -> tuple[str, str | None]:
    """Give the status, and what cut the answer short.

    Args:
        reason: The canonical reason; None while a background answer runs, which the word says as well; any other ended without one.
        word: Some wire's own word; it is written only if it is one of this wire's, and means the reason.
        parts: What the answer holds.
    """
    if word is not None and word in _STATUSES and decode_finish_reason(word, None, parts) == reason:
        return word, None
    if word is not None and word in _DETAILS and _BY_DETAILS.get(word, "other") == reason:
        return INCOMPLETE, word
    return (COMPLETED, None) if reason is None else _ENCODED[reason]


_STATUSES: Final = frozenset({COMPLETED, FAILED, "cancelled", *_RUNNING})
_DETAILS: Final = frozenset({*_BY_DETAILS, "max_messages", "steered"})


def loss_of(reason: FinishReason | None, read_back: FinishReason | None) -> LossKind | None:
    """Tell what is lost where a body is read back with one reason for another; an answer that broke off is never a good one."""
    if reason == read_back:
        return None
    return "content" if reason == "error" else "hint"


def _reason(details: JsonValue) -> str | None:
    reason = details.get("reason") if isinstance(details, dict) else None
    return reason if isinstance(reason, str) else None


def _of_parts(parts: Sequence[AssistantPart]) -> FinishReason:
    kinds = {type(part) for part in parts}
    if ToolCallPart in kinds or any(isinstance(part, OpaquePart) and _is_owed(part) for part in parts):
        return "tool_calls"
    return "refusal" if RefusalPart in kinds else "stop"


def _is_owed(part: OpaquePart) -> bool:
    if part.dialect != RESPONSES or Kept.of(part.provider_data, RESPONSES).mark("form") == "block":
        return False
    match part.data:
        case {"type": "shell_call", "environment": {"type": "local"}} | {"type": "tool_search_call", "execution": "client"}:
            return True
        case _:
            return part.data.get("type") in _OWED
