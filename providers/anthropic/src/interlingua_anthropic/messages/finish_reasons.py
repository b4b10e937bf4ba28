"""Why Claude stopped, both ways.

Source: https://docs.claude.com/en/api/handling-stop-reasons. A word that isn't here decodes as `other`, itself beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua.types import FinishReason

FROM_WIRE: dict[str, FinishReason] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "tool_use": "tool_calls",
    "pause_turn": "pause",
    "refusal": "refusal",
    "model_context_window_exceeded": "context_window",
}

TO_WIRE: dict[FinishReason, str] = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "pause": "pause_turn",
    "refusal": "refusal",
    "context_window": "model_context_window_exceeded",
}


def decode_stop_reason(word: str) -> FinishReason:
    """Give the canonical reason of a wire word."""
    return FROM_WIRE.get(word, "other")


def encode_finish_reason(reason: FinishReason | None, word: str | None) -> str | None:
    """Give the wire word: the provider's own where it means the same here, else the table's; None where there is none."""
    if reason is None or (word is not None and decode_stop_reason(word) == reason):
        return word
    return TO_WIRE.get(reason)
