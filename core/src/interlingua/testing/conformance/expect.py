"""What a law expects, and the sentence that says where it was broken: the first place that differs, before and after.

These are no `assert` statements, because nobody rewrites those outside of test modules: they would say nothing, and nothing at all
under `python -O`.
"""

from __future__ import annotations

import reprlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from interlingua.dialect import at
from interlingua.errors import ConversionError
from interlingua.types import Value, chunk_to_dict
from interlingua.types.json import loads, same_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from interlingua.types import Chunk, JsonValue

_ABSENT = object()
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 200


def expect(condition: bool, broken: str) -> None:  # noqa: FBT001 - it reads as a sentence
    """Say what is broken, unless the condition holds.

    Raises:
        AssertionError: It doesn't hold.
    """
    if not condition:
        raise AssertionError(broken)


@contextmanager
def about(what: object) -> Iterator[None]:
    """Say of whatever breaks in the block what it was tried on.

    Raises:
        Exception: What was raised in the block, with a note.
    """
    try:
        yield
    except Exception as broken:
        broken.add_note(f"on {what!r}")
        raise


def expect_none(found: Collection[object], what: str) -> None:
    """Expect nothing.

    Raises:
        AssertionError: There is something.
    """
    if found:
        raise AssertionError(f"{what}: {_SHORT.repr(list(found))}")


def expect_same(found: object, wanted: object, what: str) -> None:
    """Expect a value, a list of chunks or a JSON value.

    Raises:
        AssertionError: It is another one; the sentence names the first place that differs.
    """
    if isinstance(wanted, dict):
        if not same_json(cast("JsonValue", found), cast("JsonValue", wanted)):
            raise AssertionError(f"{what}: {difference(wanted, found)}")
    elif found != wanted:
        raise AssertionError(f"{what}: {difference(wanted, found)}")


def difference(before: object, after: object) -> str:
    """Say where two values differ first; in the spelling of arguments only if nowhere else."""
    was, is_now = _plain(before), _plain(after)
    for spelling in (False, True):
        if found := next(_differences(was, is_now, "$", spelling=spelling), None):
            return found
    return f"{_SHORT.repr(before)} became {_SHORT.repr(after)}"


def _plain(value: object) -> object:
    """Give values as their JSON, so that they can be walked."""
    if isinstance(value, Value):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return chunk_to_dict(cast("Chunk", value)) if hasattr(value, "__dataclass_fields__") else value


def _differences(before: object, after: object, path: str, *, spelling: bool) -> Iterator[str]:
    """Find the places; those of arguments that are spelt otherwise and mean the same only where the spelling counts."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            if not spelling and name == "arguments" and _same_arguments(before.get(name), after.get(name)):
                continue
            yield from _differences(before.get(name, _ABSENT), after.get(name, _ABSENT), at(path, str(name)), spelling=spelling)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            was, is_now = (items[index] if index < len(items) else _ABSENT for items in (before, after))
            yield from _differences(was, is_now, at(path, index), spelling=spelling)
    elif before is _ABSENT:
        yield f"{path} came from nowhere: {_SHORT.repr(after)}"
    elif after is _ABSENT:
        yield f"{path} has gone: {_SHORT.repr(before)}"
    elif type(before) is not type(after) or before != after:
        yield f"{path} was {_SHORT.repr(before)}, and is {_SHORT.repr(after)}"


def _same_arguments(before: object, after: object) -> bool:
    """Tell whether arguments are spelt otherwise and mean the same, which is no difference."""
    try:
        return isinstance(before, str) and isinstance(after, str) and same_json(loads(before or "{}"), loads(after or "{}"))
    except ConversionError:
        return False
