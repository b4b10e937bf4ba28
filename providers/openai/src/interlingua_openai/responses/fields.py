"""The request's plain fields: one table, read by both directions.

Source: https://platform.openai.com/docs/api-reference/responses/create. Fields that aren't here (`store`, `include`,
`previous_response_id`, `conversation`, `truncation`, `background`, `service_tier` …) are only this dialect's, and live in the
request's `provider_data`. So does a value of another type than the page says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import Feature
    from interlingua.types.base import JsonValue

_EXACT_FLOAT = 2**53  # a larger integer may change when it becomes a float


class PlainField(NamedTuple):
    """A field that has the same value on both sides.

    Attributes:
        name: Its name in `Request`.
        wire: Its name on the wire; a host may have another one (`Capabilities.field_names`).
        feature: The capability that it needs, or None.
        read: Gives the wire's value as `Request` holds it, or None where it can't.
    """

    name: str
    wire: str
    feature: Feature | None
    read: Callable[[JsonValue], JsonValue]


def _number(value: JsonValue) -> JsonValue:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= _EXACT_FLOAT or isinstance(value, float) else None


def _integer(value: JsonValue) -> JsonValue:
    return value if type(value) is int else None


def _boolean(value: JsonValue) -> JsonValue:
    return value if isinstance(value, bool) else None


def _object(value: JsonValue) -> JsonValue:
    return value if isinstance(value, dict) else None


PLAIN_FIELDS = (
    PlainField("max_tokens", "max_output_tokens", None, _integer),
    PlainField("temperature", "temperature", "temperature", _number),
    PlainField("top_p", "top_p", "top_p", _number),
    PlainField("parallel_tool_calls", "parallel_tool_calls", "parallel_tool_calls", _boolean),
    PlainField("metadata", "metadata", "metadata", _object),
)

UNKNOWN: tuple[tuple[Feature, str], ...] = (("seed", "seed"), ("stop", "stop texts"), ("top_k", "top_k"))
"""Fields of `Request` that this wire doesn't have, and what to call them; a host's capabilities may name one."""
