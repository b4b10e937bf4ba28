"""The request's plain fields: one table, read by both directions.

Source: https://platform.openai.com/docs/api-reference/chat/create. Fields that aren't here (`n`, `logprobs`, `stream_options`,
`store` …) are only this dialect's, and live in the request's `provider_data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import Feature
    from interlingua.types.base import JsonValue


class PlainField(NamedTuple):
    """A field that has the same value on both sides.

    Attributes:
        name: Its name in `Request`.
        wire: Its name on the wire.
        feature: The capability that it needs.
        fits: Whether a wire value is one that `Request` can hold; null never is.
    """

    name: str
    wire: str
    feature: Feature
    fits: Callable[[JsonValue], bool]


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: JsonValue) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


PLAIN_FIELDS = (
    PlainField("temperature", "temperature", "temperature", _is_number),
    PlainField("top_p", "top_p", "top_p", _is_number),
    PlainField("seed", "seed", "seed", _is_whole),
    PlainField("parallel_tool_calls", "parallel_tool_calls", "parallel_tool_calls", lambda value: isinstance(value, bool)),
    PlainField("metadata", "metadata", "metadata", lambda value: isinstance(value, dict)),
)

MAX_TOKENS = "max_completion_tokens"
"""The reference's name for `max_tokens`; hosts that know only the older one say so in `Capabilities.field_names`."""

OLD_MAX_TOKENS = "max_tokens"
