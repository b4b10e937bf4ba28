"""Why a choice ended, both ways: one table.

Source: https://platform.openai.com/docs/api-reference/chat/object (choices[].finish_reason).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types.base import JsonValue
    from interlingua.types.losses import LossKind
    from interlingua.types.response import FinishReason

_DECODED: Final[dict[str, FinishReason]] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
    "function_call": "tool_calls",  # of the old `functions`
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


def decode_finish_reason(word: JsonValue) -> FinishReason:
    """Read the wire's word; one that the table doesn't know (`eos`, an empty one, null) is `other`."""
    return _DECODED.get(word, "other") if isinstance(word, str) else "other"


def encode_finish_reason(reason: FinishReason | None) -> tuple[str | None, LossKind | None]:
    """Give the wire's word, and the kind of loss where it doesn't say the same; a response that still runs has none."""
    if reason is None:
        return None, None
    if (word := _ENCODED.get(reason)) is not None:
        return word, None
    return _NEAREST[reason]
