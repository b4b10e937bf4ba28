"""The plain fields of a request, both ways: one table.

Source: https://docs.claude.com/en/api/messages#body. A field of another type than the page says is kept as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.dialect import LossLog, difference, is_int
from interlingua.types.json import at
from interlingua_anthropic.names import MESSAGES, VERBATIM

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import Kept
    from interlingua.types import JsonObject, JsonValue, Request

_EXACT_FLOAT = 2**53  # a larger integer may change when it becomes a float


def _number(value: JsonValue) -> float | None:
    if isinstance(value, float):
        return value
    return float(value) if is_int(value) and abs(value) <= _EXACT_FLOAT else None


def _in_range(temperature: JsonValue, log: LossLog) -> JsonValue:
    """Bring a temperature into the wire's range; other wires go up to 2.

    Source: https://docs.claude.com/en/api/messages#body-temperature ("Ranges from 0.0 to 1.0").
    """
    if not isinstance(temperature, float) or 0 <= temperature <= 1:
        return temperature
    nearest = min(max(temperature, 0.0), 1.0)
    log.add("$.temperature", "a temperature on this wire is from 0 to 1", "hint", nearest)
    return nearest


def _user_id_alone(metadata: JsonValue, log: LossLog) -> JsonValue:
    """Keep the one label that the API knows; with any other it refuses the request.

    Source: https://docs.claude.com/en/api/messages#body-metadata.
    """
    labels = metadata if isinstance(metadata, dict) else {}
    refused = [name for name, value in labels.items() if name != "user_id" or not isinstance(value, str | None)]
    for name in refused:
        log.add(at("$.metadata", name), "this wire's metadata is one text, user_id", "hint")
    left: JsonObject = {name: value for name, value in labels.items() if name not in refused}
    return left if left or not labels else None


class Field(NamedTuple):
    """A field that has one value on either side.

    Attributes:
        ours: The request's name for it.
        wire: The wire's.
        read: Gives the wire's value as ours, or None where its type isn't the documented one.
        cut: Cuts a value to what the API takes (None: nothing of it), or None where it takes whatever we hold.
    """

    ours: str
    wire: str
    read: Callable[[JsonValue], JsonValue]
    cut: Callable[[JsonValue, LossLog], JsonValue] | None = None


FIELDS = (
    Field("max_tokens", "max_tokens", lambda value: value if is_int(value) else None),
    Field("temperature", "temperature", _number, _in_range),
    Field("top_p", "top_p", _number),
    Field("top_k", "top_k", lambda value: value if is_int(value) else None),
    Field(
        "stop",
        "stop_sequences",
        lambda value: value if isinstance(value, list) and all(isinstance(item, str) for item in value) else None,
    ),
    Field("metadata", "metadata", lambda value: value if isinstance(value, dict) else None, _user_id_alone),
    Field("stream", "stream", lambda value: value if isinstance(value, bool) else None),
)


def take_fields(rest: JsonObject) -> tuple[dict[str, JsonValue], Kept]:
    """Take the plain fields whose type is the documented one out of a body's.

    Returns:
        Them as a request's; and how the wire spelled them, with the mark of those that go back as they were, though the API takes
        less: a compatible server may take more.
    """
    fields: dict[str, JsonValue] = {}
    taken: JsonObject = {}
    written: JsonObject = {}
    verbatim: JsonObject = {}
    for field in FIELDS:
        if (value := field.read(rest.get(field.wire))) is None:
            continue
        fields[field.ours] = written[field.wire] = value
        taken[field.wire] = rest.pop(field.wire)
        if field.cut is not None and field.cut(value, LossLog(MESSAGES)) != value:
            verbatim[field.wire] = value
    kept = difference(taken, written)
    return fields, kept.marked(VERBATIM, verbatim) if verbatim else kept


def put_fields(request: Request, body: JsonObject, kept: Kept, log: LossLog) -> None:
    """Write the plain fields; `stream` is one that false says nothing of."""
    verbatim = kept.mark(VERBATIM)
    for field in FIELDS:
        value = getattr(request, field.ours)
        if value is None or value is False:
            continue
        as_read = isinstance(verbatim, dict) and field.wire in verbatim and verbatim[field.wire] == value
        if field.cut is not None and not as_read:
            value = field.cut(value, log)
        if value is not None:
            body[field.wire] = list(value) if isinstance(value, tuple) else value
