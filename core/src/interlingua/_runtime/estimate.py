"""A guess at a body's tokens, offline and dependency-free; a provider's own figure comes from its counting endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

_BYTES_PER_TOKEN = 4
# Base64 is counted by no provider as text; an image or page costs some hundreds of tokens whatever its bytes.
_BINARY_CHARS = 4096
_TOKENS_PER_BINARY = 800


def estimate_tokens(body: JsonObject) -> int:
    """Guess how many input tokens a body has: a token for every four bytes of its JSON, a flat figure for each binary."""
    binaries: list[str] = []
    text = dumps(_without_binaries(body, binaries))
    return -(-len(text) // _BYTES_PER_TOKEN) + _TOKENS_PER_BINARY * len(binaries)


def _without_binaries(value: JsonValue, binaries: list[str]) -> JsonValue:
    if isinstance(value, dict):
        return {key: _without_binaries(item, binaries) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_binaries(item, binaries) for item in value]
    if isinstance(value, str) and len(value) > _BINARY_CHARS and value.isascii() and " " not in value:
        binaries.append(value)
        return ""
    return value
