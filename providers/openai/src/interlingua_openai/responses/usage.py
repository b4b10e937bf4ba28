"""What this wire calls the token counts.

Source: https://platform.openai.com/docs/api-reference/responses/object (usage).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua_openai import usage as counts
from interlingua_openai.responses.wire import DIALECT

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject
    from interlingua.types.losses import Loss
    from interlingua.types.response import Usage

_WORDS: Final = counts.UsageWords(DIALECT, "input_tokens", "output_tokens")


def decode_usage(wire: JsonObject, path: str) -> Usage:
    """Read the counts; a figure that is no whole number stays verbatim."""
    return counts.decode_usage(wire, path, _WORDS)


def encode_usage(usage: Usage, path: str, losses: list[Loss]) -> JsonObject:
    """Write the counts."""
    return counts.encode_usage(usage, path, losses, _WORDS)
