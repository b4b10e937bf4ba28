"""What a converted body leaves behind of the fields that only its source's dialect knows: pure.

In a conversation those fields are no loss: they stay in `provider_data`, and come back into play with their dialect. Who converts
a bare body has no conversation to keep them in, so each is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect.paths import at, covers
from interlingua.types import Loss
from interlingua.types.base import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.types.base import JsonValue

# `$name` is a dialect's own mark for a spelling, not a field of the wire; a field of the wire that begins so has its `$` doubled.
_MARK, _FIELD = "$", "$$"


def left_behind(value: Value, target: str, told: Sequence[Loss]) -> tuple[Loss, ...]:
    """Tell each field of another dialect that the target doesn't write, by its canonical path; null and empty ones say nothing.

    Args:
        value: The request or response that was decoded.
        target: The name of the dialect that it was written in.
        told: The losses known so far; what stands under their paths is told already.
    """
    return tuple(
        Loss(path, f"a field of {dialect} that {target} doesn't know", "hint")
        for dialect, path in _kept(value, ())
        if dialect != target and not any(covers(loss.path, path) for loss in told)
    )


def _kept(value: object, steps: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    """Give the dialect and the path of each field in `provider_data`, in the order of the value."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _kept(item, (*steps, index))
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name != "provider_data":
                yield from _kept(inner, (*steps, name))
                continue
            for dialect, fields in inner.items():
                if dialect[:1] == _MARK:  # whose answer it is
                    continue
                yield from (
                    (dialect, at("$", *steps, name, dialect, field.removeprefix(_MARK)))
                    for field, content in fields.items()
                    if (field[:1] != _MARK or field[:2] == _FIELD) and _says_something(content)
                )


def _says_something(content: JsonValue) -> bool:
    if isinstance(content, dict):
        return any(map(_says_something, content.values()))
    if isinstance(content, list):
        return any(map(_says_something, content))
    return content is not None and content != ""
