"""The table of the request's plain fields; how it is walked is `interlingua_openai.fields`'s.

Source: https://platform.openai.com/docs/api-reference/chat/create. Fields that aren't here (`n`, `logprobs`, `stream_options`,
`store` …) are only this dialect's, and live in the request's `provider_data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua_openai.fields import BOOLEAN, NUMBER, OBJECT, WHOLE_NUMBER, PlainField

if TYPE_CHECKING:
    from interlingua.dialect import Feature

PLAIN_FIELDS: Final = (
    PlainField("temperature", "temperature", "temperature", NUMBER),
    PlainField("top_p", "top_p", "top_p", NUMBER),
    PlainField("seed", "seed", "seed", WHOLE_NUMBER),
    PlainField("parallel_tool_calls", "parallel_tool_calls", "parallel_tool_calls", BOOLEAN),
    PlainField("metadata", "metadata", "metadata", OBJECT),
)

MAX_TOKENS: Final = "max_completion_tokens"
"""The reference's name for `max_tokens`; hosts that know only the older one say so in `Capabilities.field_names`."""

OLD_MAX_TOKENS: Final = "max_tokens"

UNKNOWN: Final[tuple[tuple[Feature, str], ...]] = (("top_k", "top_k"),)
"""Fields of `Request` that this wire doesn't have, and what to call them; a host's capabilities may name one."""
