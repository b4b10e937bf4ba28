"""The table of the request's plain fields; how it is walked is `interlingua_openai.fields`'s.

Source: https://platform.openai.com/docs/api-reference/responses/create. Fields that aren't here (`store`, `include`,
`previous_response_id`, `conversation`, `truncation`, `background`, `service_tier` …) are only this dialect's, and live in the
request's `provider_data`. So does a value of another type than the page says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua_openai.fields import BOOLEAN, INTEGER, NUMBER, OBJECT, PlainField

if TYPE_CHECKING:
    from interlingua.dialect import Feature

PLAIN_FIELDS: Final = (
    PlainField("max_tokens", "max_output_tokens", None, INTEGER),
    PlainField("temperature", "temperature", "temperature", NUMBER),
    PlainField("top_p", "top_p", "top_p", NUMBER),
    PlainField("parallel_tool_calls", "parallel_tool_calls", "parallel_tool_calls", BOOLEAN),
    PlainField("metadata", "metadata", "metadata", OBJECT),
)

UNKNOWN: Final[tuple[tuple[Feature, str], ...]] = (("seed", "seed"), ("stop", "stop texts"), ("top_k", "top_k"))
"""Fields of `Request` that this wire doesn't have, and what to call them; a host's capabilities may name one."""
