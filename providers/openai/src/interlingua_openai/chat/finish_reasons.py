"""Why a choice ended, both ways: one table.

Source: https://platform.openai.com/docs/api-reference/chat/object (choices[].finish_reason).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types.base import JsonValue
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

# What this wire has no word for, and the nearest word that it has; None is said as null.
_NEAREST: Final[dict[FinishReason, str | None]] = {
    "refusal": "content_filter",
    "pause": "stop",
    "context_window": "length",
    "error": None,
    "other": None,
}


def decode_finish_reason(word: JsonValue) -> FinishReason:
    """Read the wire's word; one that the table doesn't know (`eos`, an empty one, null) is `other`."""
    return _DECODED.get(word, "other") if isinstance(word, str) else "other"


def encode_finish_reason(reason: FinishReason | None) -> tuple[str | None, bool]:
    """Give the wire's word, and whether it says the same."""
    if reason is None:
        return None, True
    if (word := _ENCODED.get(reason)) is not None:
        return word, True
    return _NEAREST[reason], reason == "other"
