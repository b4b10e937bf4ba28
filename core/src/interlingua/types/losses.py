"""What a conversion could not carry over, and what JSON text says that its values can't hold.

The latter are the earlier of two fields of one name, and digits beyond a float's. RFC 8259, sections 4 and 6, leaves both to each parser.
Python's, like most, keeps the last such field and the nearest float.
"""

from __future__ import annotations

import decimal
import json
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field, StrictStr

from interlingua.types.base import CheckedValue, JsonValue, Value, is_none
from interlingua.types.json import at, dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

LossKind: TypeAlias = Literal["content", "hint"]
"""`content`: the meaning changes. `hint`: tuning, or a signature that only its maker can check."""


class Loss(Value, frozen=True):
    """One thing that the target can't say, where it stood, and what stands there instead.

    Attributes:
        path: JSON path in the input, such as `$.messages[2].content[0]`.
        reason: Why it can't be carried over, in a few words.
        kind: `content` or `hint`.
        replaced_by: What the output holds instead, or None where it holds nothing.
    """

    _positional: ClassVar[tuple[str, ...]] = ("path", "reason", "kind", "replaced_by")

    path: StrictStr
    reason: StrictStr
    kind: LossKind = "content"
    replaced_by: CheckedValue = Field(default=None, exclude_if=is_none)

    if TYPE_CHECKING:

        def __init__(self, path: str, reason: str, kind: LossKind = "content", replaced_by: JsonValue = None) -> None: ...

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Show path and reason whole: they are what a loss is read for, and short."""
        for name, value in super().__repr_args__():
            yield name, getattr(self, name) if name in {"path", "reason"} else value


class _Spelt(str):
    """A number with a point or an exponent, as it is spelt."""

    __slots__ = ()


class _Fields(tuple[tuple[str, object], ...]):
    """An object's fields, also those of one name."""

    __slots__ = ()


def unheld(text: bytes | str, value: JsonValue, path: str = "$") -> list[Loss]:
    """Find what of JSON text is lost in reading it.

    Args:
        text: The text.
        value: What `loads` made of it.
        path: Where it stands.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if dumps(value, max_depth=len(data)).replace(b" ", b"") == data.replace(b" ", b""):
        return []  # it is the value's own spelling but for blanks, which add no field and no digit
    text = data.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
    lossy = False  # whether there is any such place: looking for one is fast, and hardly ever finds it

    def take_fields(pairs: list[tuple[str, object]]) -> None:
        nonlocal lossy
        lossy = lossy or len(dict(pairs)) != len(pairs)

    def take_number(spelt: str) -> None:
        nonlocal lossy
        lossy = lossy or not _is_held(spelt)

    json.loads(text, object_pairs_hook=take_fields, parse_float=take_number)
    return list(_walk(json.loads(text, object_pairs_hook=_Fields, parse_float=_Spelt), path)) if lossy else []


def _is_held(spelt: str) -> bool:
    """Tell whether a float holds a number: one of 15 digits it does, and one that some writer made of a float, with 17 digits or all.

    An exponent may be out of a float's bounds, or of any.
    """
    if len(spelt) <= 16 and "e" not in spelt and "E" not in spelt:
        return True
    held = float(spelt)
    try:
        written = decimal.Decimal(spelt)
    except decimal.InvalidOperation:
        return False
    return written in {decimal.Decimal(repr(held)), decimal.Decimal(f"{held:.{len(written.as_tuple().digits) - 1}e}")}


def _walk(value: object, path: str) -> Iterator[Loss]:
    if isinstance(value, _Fields):
        last = {name: place for place, (name, _) in enumerate(value)}
        for place, (name, item) in enumerate(value):
            where = at(path, name)
            if place == last[name]:
                yield from _walk(item, where)
            else:
                yield Loss(where, "a field of this name follows in the same object, and takes its place", "content")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, at(path, index))
    elif isinstance(value, _Spelt) and not _is_held(value):
        yield Loss(path, "a float holds 17 digits, and an exponent of 308", "hint", float(value))
