"""Why a choice ended, both ways: one table.

A null, or no reason at all, is None: nobody said why, or the answer isn't whole yet. It never ends a stream (see stream/decode.py).
Another wire's word is never written. One of this wire's own is, where it means the same as the canonical reason.

Sources: https://platform.openai.com/docs/api-reference/chat/object (choices[].finish_reason); for the words of compatible hosts,
https://docs.mistral.ai/api/endpoint/chat (`model_length`, `error`), https://api-docs.deepseek.com/api/create-chat-completion
(`insufficient_system_resource`), https://docs.z.ai/api-reference/llm/chat-completion (`sensitive`, `network_error`,
`model_context_window_exceeded`), https://openrouter.ai/docs/api/reference/errors-and-debugging (`error`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types.base import JsonValue
    from interlingua.types.losses import LossKind
    from interlingua.types.response import FinishReason

CALLS: Final = "tool_calls"

_DECODED: Final[dict[str, FinishReason]] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
    "function_call": "tool_calls",  # of the old `functions`
    "model_length": "length",
    "model_context_window_exceeded": "context_window",
    "sensitive": "content_filter",
    "error": "error",
    "network_error": "error",
    "insufficient_system_resource": "error",
}

_ENCODED: Final[dict[FinishReason, str]] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
}

# What this wire has no word for, the nearest word that it has, and whether that changes the meaning.
_NEAREST: Final[dict[FinishReason, tuple[str, LossKind]]] = {
    "refusal": ("content_filter", "hint"),
    "pause": ("stop", "hint"),
    "context_window": ("length", "hint"),
    "other": ("stop", "hint"),
    "error": ("stop", "content"),
}


def decode_finish_reason(word: JsonValue) -> FinishReason | None:
    """Read the wire's word; one that the table doesn't know (`eos`, an empty one) is `other`, and none is None."""
    if word is None:
        return None
    return _DECODED.get(word, "other") if isinstance(word, str) else "other"


def is_own(reason: FinishReason, provider_word: str | None) -> bool:
    """Tell whether a word is one of this wire's own that means a reason."""
    return provider_word is not None and _DECODED.get(provider_word) == reason


def encode_finish_reason(reason: FinishReason | None, provider_word: str | None = None) -> tuple[str | None, LossKind | None]:
    """Give the wire's word, and the kind of loss where it doesn't say the same.

    Args:
        reason: The canonical reason.
        provider_word: The word that some wire had for it.
    """
    if reason is None:
        return None, None
    if is_own(reason, provider_word):
        return provider_word, None
    if (word := _ENCODED.get(reason)) is not None:
        return word, None
    return _NEAREST[reason]
