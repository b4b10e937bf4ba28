"""The plain fields of a request, both ways: what both dialects do with their own tables of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import is_int
from interlingua.errors import ConversionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interlingua.dialect import Capabilities, Feature, LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.request import Request

PORTABLE: Final = frozenset({"type", "cache_control"})
"""What every host takes beside what another one said: the kind of a call (`custom`), and a cache breakpoint, which only callers set."""

_EXACT_FLOAT: Final = 2**53
"""A larger integer may change when it becomes a float, and a much larger one can't become one."""


class Kind(NamedTuple):
    """What a plain field holds.

    Attributes:
        fits: Whether a wire's value, which isn't null, is one of the field at all.
        read: Gives a value that fits as `Request` holds it, or None where it can't hold it exactly.
    """

    fits: Callable[[JsonValue], bool]
    read: Callable[[JsonValue], JsonValue]


class PlainField(NamedTuple):
    """A field that has the same value on both sides.

    Attributes:
        name: Its name in `Request`.
        wire_name: Its name on the wire; a host may have another one (`Capabilities.field_names`).
        kind: What it holds.
    """

    name: str
    wire_name: str
    kind: Kind


def _exact_float(value: JsonValue) -> JsonValue:
    if isinstance(value, int):
        return float(value) if abs(value) <= _EXACT_FLOAT else None
    return value


NUMBER: Final = Kind(lambda value: isinstance(value, int | float) and not isinstance(value, bool), _exact_float)
INTEGER: Final = Kind(is_int, lambda value: value)
WHOLE_NUMBER: Final = Kind(
    lambda value: is_int(value) or (isinstance(value, float) and value.is_integer()),
    lambda value: int(value) if isinstance(value, float) else value,
)
BOOLEAN: Final = Kind(lambda value: isinstance(value, bool), lambda value: value)
OBJECT: Final = Kind(lambda value: isinstance(value, dict), lambda value: value)


def read_plain(body: JsonObject, fields: dict[str, object], reference: JsonObject, table: Iterable[PlainField], *, refuses: bool) -> None:
    """Read the plain fields of a body, and `stream`. A null is read as nothing, and so is what `Request` can't hold exactly.

    Args:
        body: The body.
        fields: The request's fields so far, which get them.
        reference: What the encoder writes for those, which gets them too.
        table: The fields.
        refuses: Whether a value of another type is refused; if not, it is read as nothing.

    Raises:
        ConversionError: A value is none of its field.
    """
    for plain in table:
        given = body.get(plain.wire_name)
        if given is None:
            continue
        if not plain.kind.fits(given):
            if refuses:
                raise ConversionError(f"$.{plain.wire_name}", f"{given!r:.80} is no value of this field")
        elif (value := plain.kind.read(given)) is not None:
            fields[plain.name] = reference[plain.wire_name] = value
    if body.get("stream") is True:
        fields["stream"] = reference["stream"] = True
    elif not isinstance(body.get("stream"), bool | None):  # false is kept, so that it can be told from absent
        raise ConversionError("$.stream", "expected a boolean")


def encode_plain(request: Request, capabilities: Capabilities, table: Iterable[PlainField], body: JsonObject) -> None:
    """Write the plain fields of a request into a body, each by the host's name for it."""
    for plain in table:
        value = getattr(request, plain.name)
        if value is None:
            continue
        body[capabilities.field_names.get(plain.wire_name, plain.wire_name)] = value


def encode_unknown(
    request: Request, capabilities: Capabilities, table: Iterable[tuple[Feature, str]], body: JsonObject, log: LossLog
) -> None:
    """Write the fields that a wire doesn't have, where the host has one, as most compatible servers have a `top_k`; else each is a loss.

    Args:
        request: The request.
        capabilities: What the host accepts; it names the fields.
        table: The fields of `Request`, and what to call them.
        body: Gets them.
        log: Takes the losses.
    """
    for name, called in table:
        value = getattr(request, name)
        if value is None:
            continue
        if (wire_name := capabilities.field_names.get(name)) is not None:
            body[wire_name] = list(value) if isinstance(value, tuple) else value
        else:
            log.add(f"$.{name}", f"this wire has no {called}", "hint")


def encode_effort(request: Request, log: LossLog) -> str | None:
    """Give the reasoning effort that a request asks for; a budget can't be said on either wire."""
    effort, budget = (request.reasoning.effort, request.reasoning.budget_tokens) if request.reasoning else (None, None)
    if budget is not None:
        log.add("$.reasoning.budget_tokens", "this wire has no reasoning budget", "hint")
    return effort


def absent_stream(body: JsonObject) -> JsonObject:
    """`stream: false` is the documented default."""
    return {name: value for name, value in body.items() if name != "stream" or value is not False}
