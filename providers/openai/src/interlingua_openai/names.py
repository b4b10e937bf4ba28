"""The names that both dialects have to know."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.base import JsonValue

CHAT: Final = "openai.chat"
RESPONSES: Final = "openai.responses"

PROVIDER: Final = "openai"
"""Whose reasoning and files are both dialects' own: the runtime puts a host's name in its place, and takes it out again."""

MAX_TOKENS: Final = "max_completion_tokens"
"""Chat's name for `max_tokens`; hosts that know only the older one say so in `Capabilities.field_names`."""

OLD_MAX_TOKENS: Final = "max_tokens"

ABSENT: Final[Mapping[str, Mapping[str, JsonValue]]] = MappingProxyType(
    {
        CHAT: MappingProxyType({"strict": False, "store": False}),
        RESPONSES: MappingProxyType({"strict": True, "store": True}),
    }
)
"""What a body means by leaving a field out, where the two differ (`Dialect.absent`).

Sources: https://platform.openai.com/docs/guides/function-calling#strict-mode (Responses "will attempt to normalize your schema into strict
mode when possible, and will fall back to non-strict, best-effort function calling"; "Chat Completions requests remain non-strict by
default"), …/api-reference/responses/create#responses-create-store and …/api-reference/chat/create#chat-create-store.
"""
