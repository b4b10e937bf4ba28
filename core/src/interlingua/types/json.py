"""The one JSON module: every byte of JSON that interlingua reads or writes goes through `loads` and `dumps`.

Seven JSON parsers differ on big integers, lone surrogates, depth and NaN. This one is exact: the fast parser where it is exact,
the standard library's where only that one is, and a typed error where the text isn't JSON at all.
Integers keep every digit, lone surrogates survive both ways, NaN and infinity are refused with a path, nesting is bounded.
"""

from __future__ import annotations

import json as _stdlib
from typing import NoReturn, TypeAlias

from pydantic import JsonValue
from pydantic_core import PydanticSerializationError, from_json, to_json

from interlingua.errors import ConversionError, LimitExceededError

JsonObject: TypeAlias = dict[str, JsonValue]
"""A JSON object."""

MAX_DEPTH = 128
"""How deep JSON may nest, in levels of arrays and objects."""

MAX_INTEGER_DIGITS = 4_300
"""How many digits an integer may have: Python's own limit, beyond which reading one takes quadratic time."""

_TOO_LONG = 10**MAX_INTEGER_DIGITS

# Only an exponent of three digits, or some 200 digits on end, can overflow a float: with every digit spelt 0 and every plus
# dropped, two substring searches find such text a hundred times faster than a pattern would.
_SPELT_ALIKE = bytes.maketrans(b"123456789E", b"000000000e")
_LONG_EXPONENT = b"0e000"
_LONG_NUMBER = b"0" * 200


def loads(text: bytes | str, *, path: str = "$", max_depth: int = MAX_DEPTH) -> JsonValue:
    """Parse JSON exactly.

    Args:
        text: The JSON text; bytes are UTF-8.
        path: Where the text stands, for the error.
        max_depth: How deep it may nest.

    Raises:
        ConversionError: The text isn't JSON, or holds NaN, infinity or a number too big for a float.
        LimitExceededError: It nests too deep.
    """
    try:
        value: JsonValue = from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):  # the fast parser calls a lone surrogate a wrong type
        value = _loads_slowly(text, path, max_depth)
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    spelt = data.translate(_SPELT_ALIKE, b"+")
    if _LONG_EXPONENT in spelt or _LONG_NUMBER in spelt or (
        len(data) > 2 * max_depth and data.count(b"{") + data.count(b"[") > max_depth
    ):  # fmt: skip
        check_json(value, path, max_depth)
    return value


def _loads_slowly(text: bytes | str, path: str, max_depth: int) -> JsonValue:
    """Parse what the fast parser refuses though it may be JSON: lone surrogates, deep nesting, a byte-order mark, or a plain fault."""
    try:
        if not isinstance(text, str):
            text = text.decode("utf-8", "surrogatepass")
        value: JsonValue = _stdlib.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except RecursionError:
        raise LimitExceededError("depth", max_depth, path=path) from None
    except ValueError as error:
        raise ConversionError(path, f"not JSON: {error}") from None
    return value


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON number"
    raise ValueError(msg)


def dumps(value: JsonValue, *, max_depth: int = MAX_DEPTH) -> bytes:
    """Write JSON as UTF-8 bytes, without white space; `loads` reads the same value back.

    Raises:
        ConversionError: The value holds something that is not JSON (NaN, infinity, another type), with its path.
        LimitExceededError: It nests too deep.
    """
    try:
        text = to_json(value, inf_nan_mode="constants")
    except ValueError as error:
        check_json(value, depth=max_depth)
        if not isinstance(error, PydanticSerializationError):
            raise  # nothing that is JSON makes the fast writer fail but a lone surrogate
        # Only the standard library can write that, as an escape.
        return _stdlib.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
    if b"NaN" in text or b"Infinity" in text or text.count(b"{") + text.count(b"[") > max_depth:
        check_json(value, depth=max_depth)
    return text


def dumps_text(value: JsonValue) -> str:
    """Write JSON as text in the standard library's spelling (`{"a": 1}`), non-ASCII characters as they are.

    This is how tool-call arguments are spelled where a wire carries them as an object.
    """
    check_json(value)
    return _stdlib.dumps(value, ensure_ascii=False)
