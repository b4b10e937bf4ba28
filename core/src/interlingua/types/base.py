"""The base of every value: immutable, equal by value, strict when written, tolerant when read back.

A misspelt field in a constructor is an error. A field that a later version saved is kept when JSON is read (`model_extra`) and
written again. Nothing here validates on the way out.
"""

from __future__ import annotations

import difflib
import reprlib
from operator import not_
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BaseModel, Field, JsonValue, PlainValidator

from interlingua.types.json import JsonObject, check_json

if TYPE_CHECKING:
    from collections.abc import Iterator

_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = 120
_REPR.maxlevel = 4


class Value(BaseModel, frozen=True, extra="allow", defer_build=True):
    """The base of every canonical type."""

    _positional: ClassVar[tuple[str, ...]] = ()

    if not TYPE_CHECKING:  # type checkers see the signature that each class declares

        def __init__(self, /, *args: object, **fields: object) -> None:
            """Take the positional fields that the class names, and every other by keyword."""
            cls = type(self)
            if args:
                fields = _with_positional(cls, args, fields)
            if not fields.keys() <= cls.__pydantic_fields__.keys():
                _refuse_unknown(cls, fields)
            self.__pydantic_validator__.validate_python(fields, self_instance=self)

        # Reading JSON builds nested values without going through __init__, so that fields of later versions are kept.
        __init__.__pydantic_base_init__ = True

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Show what was said, shortened; never megabytes of base64."""
        for name, field in type(self).__pydantic_fields__.items():
            value = getattr(self, name)
            if (name == "type" and not field.is_required()) or (
                value == field.get_default(call_default_factory=True, validated_data={}) and not field.is_required()
            ):
                continue
            yield name, value if isinstance(value, Value | tuple) else _Short(value)


class _Short:
    """A value whose repr is bounded."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return _REPR.repr(self._value)


def _with_positional(cls: type[Value], args: tuple[object, ...], fields: dict[str, object]) -> dict[str, object]:
    names = cls._positional
    if len(args) > len(names):
        msg = f"{cls.__name__}() takes {len(names)} positional arguments ({', '.join(names)}), {len(args)} were given"
        raise TypeError(msg)
    given = dict(zip(names, args, strict=False))
    if twice := given.keys() & fields.keys():
        msg = f"{cls.__name__}() got {min(twice)!r} twice"
        raise TypeError(msg)
    return given | fields


def _refuse_unknown(cls: type[Value], fields: dict[str, object]) -> None:
    known = list(cls.__pydantic_fields__)
    name = next(name for name in fields if name not in known)
    near = difflib.get_close_matches(name, known, n=1)
    msg = f"{cls.__name__}() has no field {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(known)}")
    raise TypeError(msg)


def is_none(value: object) -> bool:
    """Tell whether a field was left out, so that it stays absent in saved JSON."""
    return value is None


def _checked_object(value: object) -> object:
    if not isinstance(value, dict):
        msg = f"a {type(value).__name__} is no JSON object"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into its own report
    check_json(value)
    return value


def _checked_provider_data(value: object) -> object:
    _checked_object(value)
    if isinstance(value, dict):
        for dialect, fields in value.items():
            if not isinstance(fields, dict):
                msg = f"provider_data[{dialect!r}] is a {type(fields).__name__}, not an object of fields"
                raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into its own report
    return value


CheckedObject = Annotated[JsonObject, PlainValidator(_checked_object)]
"""A JSON object that is checked once, when it comes in."""

ProviderData = Annotated[
    dict[str, JsonObject],
    PlainValidator(_checked_provider_data),
    Field(default_factory=dict, exclude_if=not_),
]
"""Dialect name → the fields that only that dialect knows, kept verbatim and written back by that dialect alone."""

__all__ = ["CheckedObject", "JsonObject", "JsonValue", "ProviderData", "Value", "is_none"]
