"""The base of every value: immutable, equal by value, strict when written, tolerant when read back.

A misspelt field in a constructor is an error. A field that a later version saved is kept when JSON is read (`model_extra`) and
written again. Nothing here validates on the way out.
"""

from __future__ import annotations

import reprlib
from operator import not_
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, cast

from pydantic import BaseModel, Field, JsonValue, PlainValidator, ValidationError, WithJsonSchema

from interlingua.types import mistakes
from interlingua.types.json import JsonObject, at, copy_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationInfo


class _Repr(reprlib.Repr):
    """The representation of one field, of bounded length."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 120
        self.maxlevel = 4

    def repr_tuple(self, x: tuple[object, ...], level: int) -> str:
        """Show the first few values of a tuple whole: they bound themselves."""
        shown = [repr(item) if isinstance(item, Value) else self.repr1(item, level - 1) for item in x[: self.maxtuple]]
        if len(x) > self.maxtuple:
            shown.append(f"… {len(x) - self.maxtuple:,} more")
        return f"({', '.join(shown)}{',' * (len(x) == 1)})"

    def repr_int(self, x: int, level: int) -> str:
        """Show an integer, however long; Python refuses to spell a very long one."""
        return super().repr_int(x, level) if x.bit_length() < 10_000 else f"<an integer of {x.bit_length():,} bits>"


_REPR = _Repr()


class Value(BaseModel, frozen=True, extra="allow", defer_build=True, allow_inf_nan=False):
    """The base of every canonical type."""

    _positional: ClassVar[tuple[str, ...]] = ()
    _takes: ClassVar[dict[str, str]] = {}  # a field → what it takes, where an error says that better than pydantic

    if not TYPE_CHECKING:  # pragma: no branch - type checkers alone see the signatures that the classes declare

        def __init__(self, /, *args: object, **fields: object) -> None:
            """Take the positional fields that the class names, and every other by keyword."""
            cls = type(self)
            if args:
                names = cls._positional
                if len(args) > len(names):
                    raise TypeError(mistakes.too_many(cls, names, args, fields))
                for name, value in zip(names, args, strict=False):
                    if name in fields:
                        raise TypeError(mistakes.twice(cls, name, value))
                    fields[name] = value
            if not fields.keys() <= cls.__pydantic_fields__.keys():
                raise TypeError(mistakes.unknown(cls, fields))
            try:
                self.__pydantic_validator__.validate_python(fields, self_instance=self)
            except ValidationError as error:
                raise mistakes.in_words(cls, cls._takes, fields, error) from None

        # Reading JSON builds nested values without going through __init__, so that fields of later versions are kept.
        __init__.__pydantic_base_init__ = True

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Show what was said, shortened; never megabytes of base64."""
        for name, field in type(self).__pydantic_fields__.items():
            if not field.repr:
                continue
            value = getattr(self, name)
            if field.is_required() or (name != "type" and value != field.get_default(call_default_factory=True, validated_data={})):
                yield name, value if isinstance(value, Value) else _Short(value)

    def __str__(self) -> str:
        """Show the class too."""
        return repr(self)

    def __hash__(self) -> int:
        """Hash the texts and the nested values; JSON objects can't be hashed, but equal values have equal texts."""
        return hash(tuple(field for field in self.__dict__.values() if isinstance(field, str | tuple | Value)))

    def __dir__(self) -> list[str]:
        """Offer no method that pydantic gave up, as `dict` and `copy`, for completion; each still works."""
        own = vars(BaseModel)
        functions = {name: getattr(own.get(name), "__func__", own.get(name)) for name in super().__dir__()}  # of a class method too
        fields = type(self).__pydantic_fields__
        return [name for name, function in functions.items() if name in fields or not hasattr(function, "__deprecated__")]

    def to_dict(self) -> JsonObject:
        """Give the value as JSON values; what was left out stays absent."""
        # Not pydantic's own JSON mode: that respells lone surrogates in keys, and NaN in the fields of later versions.
        return {name: _listed(item) for name, item in self.model_dump().items()}


def _listed(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {name: _listed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_listed(item) for item in value]
    return cast("JsonValue", value)


class _Short:
    """A value whose repr is bounded."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return _REPR.repr(self._value)


def is_none(value: object) -> bool:
    """Tell whether a field was left out, so that it stays absent in saved JSON."""
    return value is None


def _checked_object(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, dict):
        msg = f"a {type(value).__name__} is no JSON object"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into its own report
    return copy_json(value, _path_of(info))


def _path_of(info: ValidationInfo) -> str:
    """Begin a fault's path at the field that holds it."""
    return "$" if info.field_name is None else at("$", info.field_name)


def _checked_provider_data(value: object, info: ValidationInfo) -> object:
    if isinstance(value, dict):
        for dialect, fields in value.items():
            if not isinstance(fields, dict):
                msg = f"provider_data[{dialect!r}] is a {type(fields).__name__}, not an object of fields"
                raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into its own report
    return _checked_object(value, info)


CheckedValue = Annotated[JsonValue, PlainValidator(lambda value, info: copy_json(value, _path_of(info)))]
"""Any JSON value, checked and copied once, when it comes in."""

CheckedObject = Annotated[JsonObject, PlainValidator(_checked_object), WithJsonSchema({"type": "object"})]
"""A JSON object, checked and copied once, when it comes in."""

ProviderData = Annotated[
    dict[str, JsonObject],
    PlainValidator(_checked_provider_data),
    WithJsonSchema({"type": "object"}),
    Field(default_factory=dict, exclude_if=not_),
]
"""Dialect name → the fields that only that dialect knows, kept verbatim and written back by that dialect alone."""

MARKS: Final = "$marks"
"""In `provider_data`: dialect → its marks (see `interlingua.dialect.kept`). No dialect's name begins with `$`."""

MEANT: Final = "$meant"
"""In `provider_data`: what a wire's body meant by saying nothing (see `interlingua.dialect.meant`); no part of equality."""

__all__ = ["MARKS", "MEANT", "CheckedObject", "CheckedValue", "JsonObject", "JsonValue", "ProviderData", "Value", "is_none"]
