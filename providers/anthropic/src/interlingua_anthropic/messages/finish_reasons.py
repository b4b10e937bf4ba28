"""Why Claude stopped, both ways.

Source: https://docs.claude.com/en/api/handling-stop-reasons. A word that isn't here decodes as `other`, itself beside
it; it is also kept, as is a compatible host's, and only what was kept of this wire is written back: another wire's words never are.
A null, or no word at all, is None: nobody said why, or the answer isn't whole yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua.types import FinishReason, LossKind

FROM_WIRE: dict[str, FinishReason] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "tool_use": "tool_calls",
    "pause_turn": "pause",
    "compaction": "pause",  # beta, "pause_after_compaction": …/build-with-claude/compaction; it is sent back to go on, as after pause_turn
    "refusal": "refusal",
    "model_context_window_exceeded": "context_window",
}

_FROM_HOSTS: dict[str, FinishReason] = {
    # OpenAI's words, which gateways before its wire hand on.
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
    # The hosts' own, as on the OpenAI-compatible side of each.
    "model_length": "length",  # Mistral: https://docs.mistral.ai/api/#tag/chat
    "insufficient_system_resource": "error",  # DeepSeek: https://api-docs.deepseek.com/api/create-chat-completion
    "network_error": "error",  # Z.ai: https://docs.z.ai/api-reference/llm/chat-completion
    "sensitive": "content_filter",  # Z.ai, the same page
    "error": "error",  # OpenRouter: https://openrouter.ai/docs/api-reference/errors
}
"""Words of hosts and gateways that speak this wire: read, and written back only where they stood."""

TO_WIRE: dict[FinishReason, str] = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "pause": "pause_turn",
    "refusal": "refusal",
    "context_window": "model_context_window_exceeded",
}


# What this wire has no word for, the nearest word that it has, and whether that changes the meaning. Classifiers that stop an
# answer make it a `refusal` here.
_NEAREST: dict[FinishReason, tuple[str, LossKind]] = {
    "content_filter": ("refusal", "hint"),
    "other": ("end_turn", "hint"),
    "error": ("end_turn", "content"),
}


def decode_stop_reason(word: str | None) -> FinishReason | None:
    """Give the canonical reason of a wire word; one that isn't in the table is another reason, and without one there is none."""
    return None if word is None else FROM_WIRE.get(word) or _FROM_HOSTS.get(word, "other")


def encode_finish_reason(reason: FinishReason | None, word: str | None) -> tuple[str | None, LossKind | None]:
    """Give the wire word, and the kind of loss where it doesn't say the same.

    Args:
        reason: The canonical reason; None while an answer runs, which null says only inside a stream.
        word: Some provider's own word; it is written only if it is one of this wire's, and means the reason.
    """
    if reason is None:
        return None, "hint"
    if word is not None and FROM_WIRE.get(word) == reason:
        return word, None
    if (ours := TO_WIRE.get(reason)) is not None:
        return ours, None
    return _NEAREST[reason]
