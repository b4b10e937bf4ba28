"""The one JSON module: every byte of JSON that interlingua reads or writes goes through `loads` and `dumps`.

Seven JSON parsers differ on big integers, lone surrogates, depth and NaN. This one is exact: the fast parser where it is exact,
the standard library's where only that one is, and a typed error where the text isn't JSON at all.
Integers keep every digit, lone surrogates survive both ways, NaN and infinity are refused with a path, nesting is bounded.
JSON can't tell two surrogates that make a pair from the one character that they stand for.
"""

from __future__ import annotations

import json as _stdlib
import math
import re
from types import NoneType
from typing import NoReturn, TypeAlias, cast

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
_LONG_NUMBER = b"0" * 199

_PLAIN_KEY = re.compile(r"[^\W\d]\w*")
_ATOMS = frozenset({str, bool, NoneType})
_LEAVES = _ATOMS | {float}  # of what is written, no float is infinite: the text would say so


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
    except (ValueError, TypeError):
        # It may be JSON all the same: lone surrogates (it calls them a wrong type), deep nesting, a byte-order mark.
        try:
            plain = text if isinstance(text, str) else text.decode()
            value = _stdlib.loads(plain.removeprefix("\ufeff"), parse_constant=_refuse_constant)
        except RecursionError:
            raise LimitExceededError("depth", max_depth, path=path) from None
        except ValueError as error:
            raise ConversionError(path, f"not JSON: {error}") from None
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    spelt = data.translate(_SPELT_ALIKE, b"+")
    if (
        _LONG_EXPONENT in spelt
        or (len(data) > len(_LONG_NUMBER) and _LONG_NUMBER in spelt)
        or (len(data) > 2 * max_depth and _may_be_refused(value, data, max_depth))  # each bracket is closed too
    ):
        check_json(value, path, max_depth=max_depth)
    return value


def read_string(inside: bytes) -> str | None:
    """Read what stands between the quotes of a JSON string; None where that is no string's inside, or half of a surrogate pair."""
    try:
        value: str = from_json(b'"%s"' % inside)
    except ValueError:
        return None
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
    except PydanticSerializationError:
        check_json(value, max_depth=max_depth)
        # A lone surrogate becomes an escape, and every other byte is what the fast writer makes it: prompt caches compare bytes.
        return _spelt(value).encode("utf-8", "backslashreplace")
    if b"NaN" in text or b"Infinity" in text or _may_be_refused(value, text, max_depth):
        check_json(value, max_depth=max_depth)
    return text


def _may_be_refused(value: object, text: bytes, max_depth: int) -> bool:
    """Tell whether `check_json` has to say: not where few brackets can't nest too deep, nor where each level holds plain JSON.

    It looks at level after level and makes no copy, because every request and answer of some size pays for it.
    """
    if text.count(b"{") + text.count(b"[") <= max_depth:
        return False
    level: list[object] = [value]
    for _ in range(max_depth):
        objects = [one for one in level if isinstance(one, dict)]
        arrays = [one for one in level if isinstance(one, list)]
        if len(objects) + len(arrays) < len(level) and not all(_is_plain(one) for one in level):
            return True
        if not all(isinstance(key, str) for key in set[object]().union(*objects)):  # few names, however many objects
            return True
        level = [item for one in objects for item in one.values() if type(item) not in _LEAVES]
        level += [item for one in arrays for item in one if type(item) not in _LEAVES]
        if not level:
            return False
    return True


def _is_plain(value: object) -> bool:
    return isinstance(value, dict | list) or (type(value) is int and -_TOO_LONG < value < _TOO_LONG)


def _spelt(value: JsonValue) -> str:
    """Spell JSON as the fast writer does, also where that one gives up."""
    if isinstance(value, str):
        return _stdlib.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join([_spelt(item) for item in value])}]"
    if isinstance(value, dict):
        return f"{{{','.join([f'{_spelt(name)}:{_spelt(item)}' for name, item in value.items()])}}}"
    return to_json(value).decode()


def dumps_text(value: JsonValue, *, indent: int | None = None) -> str:
    """Write JSON as text in the standard library's spelling (`{"a": 1}`), non-ASCII characters as they are.

    This is how tool-call arguments are spelled where a wire carries them as an object.

    Args:
        value: The value.
        indent: How many spaces deeper each level stands, for people to read; None for one line.
    """
    check_json(value)
    return _stdlib.dumps(value, ensure_ascii=False, indent=indent)


def check_json(value: object, path: str = "$", *, max_depth: int = MAX_DEPTH) -> None:
    """Check that a value is JSON: string keys, finite numbers, bounded depth, no other types.

    Raises:
        ConversionError: Something in it isn't JSON; the path names it.
        LimitExceededError: It nests too deep.
    """
    copy_json(value, path, max_depth=max_depth)


def copy_json(value: object, path: str = "$", *, max_depth: int = MAX_DEPTH) -> JsonValue:
    """Check a JSON value and copy it; the copy shares no list or object with the original.

    Raises:
        ConversionError: Something in it isn't JSON; the path names it.
        LimitExceededError: It nests too deep.
    """
    try:
        return _copy(value, max_depth)
    except _FaultError as fault:
        where = at(path, *reversed(fault.steps))
        if fault.reason is None:
            raise LimitExceededError("depth", max_depth, path=where) from None
        raise ConversionError(where, fault.reason) from None


class _FaultError(Exception):
    """Something that isn't JSON: the reason (None where it nests too deep), and the steps to it, innermost first."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.steps: list[str | int] = []


def _copy(value: object, depth: int) -> JsonValue:
    if type(value) in _ATOMS or isinstance(value, str):
        return cast("JsonValue", value)
    if isinstance(value, dict):
        return _copy_object(value, depth)
    if isinstance(value, list):
        return _copy_list(value, depth)
    if isinstance(value, int):
        if not -_TOO_LONG < value < _TOO_LONG:
            raise _FaultError(f"an integer has more than {MAX_INTEGER_DIGITS:,} digits")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _FaultError(f"{value} is no JSON number")
        return value
    raise _FaultError(f"a {type(value).__name__} is no JSON value")


def _copy_object(fields: dict[object, object], depth: int) -> JsonObject:
    if depth == 0:
        raise _FaultError(None)
    copied: JsonObject = {}
    for key, item in fields.items():
        if not isinstance(key, str):
            raise _FaultError(f"a {type(key).__name__} is no JSON key")
        try:
            copied[key] = _copy(item, depth - 1)
        except _FaultError as fault:
            fault.steps.append(key)
            raise
    return copied


def _copy_list(items: list[object], depth: int) -> list[JsonValue]:
    if depth == 0:
        raise _FaultError(None)
    copied: list[JsonValue] = []
    try:
        for item in items:
            copied.append(_copy(item, depth - 1))  # noqa: PERF401 - its length tells where a fault stands
    except _FaultError as fault:
        fault.steps.append(len(copied))
        raise
    return copied


def at(path: str, *steps: str | int) -> str:
    """Compose a JSON path: `at("$", "messages", 2, "odd key")` gives `$.messages[2]['odd key']`.

    A key that is a plain word follows a dot. Any other is quoted: quotes, backslashes, control characters and surrogates escaped.
    """
    return path + "".join([_step(step) for step in steps])


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN_KEY.fullmatch(step):
        return f".{step}"
    escaped = _stdlib.dumps(step, ensure_ascii=not step.isprintable())[1:-1]
    return "['" + escaped.replace('\\"', '"').replace("'", "\\'") + "']"


def same_json(a: JsonValue, b: JsonValue) -> bool:
    """Tell whether two JSON values are equal and of the same types: 1, 1.0 and true are three values."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_json(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_json, a, b))
    return a == b
