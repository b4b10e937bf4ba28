"""JSON as the wires have it: reading it strictly, and the difference between two spellings of one thing. Both dialects rest on it.

Exactness rests on one idea. What a canonical value can't hold of a wire object is the difference between that object and the one
that the encoder would write for the value (the reference). `difference` finds it when decoding, `provider_data` keeps it, `restored`
adds it when encoding. Unknown fields, nulls and odd spellings need no code of their own.

Fields of the reference always win over kept ones, so a value that was changed after decoding is said as changed. Where wire and
reference differ in one field, both stand under `SPELLING`, and the wire's is used only while the reference is still the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.errors import ConversionError
from interlingua.types.json import same_json
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import LossKind

CHAT: Final = "openai.chat"
"""The other dialect's name, where one has to know it."""

MAKER: Final = "openai"
"""Whose reasoning and files are both dialects' own: the runtime puts a host's name in its place, and takes it out again."""

SPELLING: Final = "$spelling"
"""In `provider_data`: field → [what the encoder would write, what the wire had]; or [what it would write] where the wire had none.

A dialect's own marks, which are no such lists, stand there too.
"""


def difference(wire: JsonObject, reference: JsonObject, path: str, leave: frozenset[str] = frozenset()) -> JsonObject:
    """Give what must be kept so that `restored(reference, …)` equals `wire`.

    Args:
        wire: The object that was received.
        reference: The object that the encoder writes for the decoded value.
        path: Where the object stands, for the error.
        leave: Fields that are dealt with elsewhere.

    Raises:
        ConversionError: The wire has a field with our reserved name.
    """
    if SPELLING in wire:
        raise ConversionError(f"{path}.{SPELLING}", "this field's name is reserved")
    kept: JsonObject = {}
    spelling: JsonObject = {name: [ours] for name, ours in reference.items() if name not in wire and name not in leave}
    for name, value in wire.items():
        if name in leave:
            continue
        if name not in reference:
            kept[name] = value
            continue
        ours = reference[name]
        if isinstance(value, dict) and isinstance(ours, dict):
            if inner := difference(value, ours, f"{path}.{name}"):
                kept[name] = inner
        elif not same_json(value, ours):
            spelling[name] = [ours, value]
    if spelling:
        kept[SPELLING] = spelling
    return kept


def restored(reference: JsonObject, kept: JsonObject) -> JsonObject:
    """Give the reference with what `difference` kept, or what a caller put into `provider_data`, in a new object."""
    out = dict(reference)
    spelling = kept.get(SPELLING)
    if isinstance(spelling, dict):
        for name, pair in spelling.items():
            if isinstance(pair, list) and pair and name in out and same_json(out[name], pair[0]):
                if len(pair) > 1:
                    out[name] = pair[1]
                else:
                    del out[name]
    for name, value in kept.items():
        if name == SPELLING:
            continue
        if name not in reference:
            out[name] = value
        elif isinstance(value, dict) and isinstance(ours := out.get(name), dict):
            out[name] = restored(ours, value)
    return out


def content_mark(wire: JsonObject, reference: JsonValue, kept: JsonObject, field: str = "content") -> JsonObject:
    """Mark how a message's content is spelled where the reference spells it otherwise; the text isn't kept twice.

    Args:
        wire: The message.
        reference: The content that the encoder writes.
        kept: What else is kept of the message; never changed.
        field: The content's field.
    """
    content = wire.get(field)
    if field not in wire:
        mark = "absent"
    elif isinstance(content, list) and not isinstance(reference, list):
        mark = "list"
    elif content is None and reference is not None:
        mark = "null"
    else:
        return kept
    spelling = kept.get(SPELLING)
    return {**kept, SPELLING: {**(spelling if isinstance(spelling, dict) else {}), field: mark}}


def mark_of_content(kept: JsonObject | None, field: str = "content") -> str | None:
    """Give the mark that `content_mark` left, or None."""
    spelling = kept.get(SPELLING) if kept else None
    mark = spelling.get(field) if isinstance(spelling, dict) else None
    return mark if isinstance(mark, str) else None


def as_object(value: JsonValue, path: str) -> JsonObject:
    """Take a JSON object, or refuse with the path."""
    if not isinstance(value, dict):
        raise ConversionError(path, f"expected an object, not {_kind(value)}")
    return value


def as_list(value: JsonValue, path: str) -> list[JsonValue]:
    """Take a JSON array, or refuse with the path."""
    if not isinstance(value, list):
        raise ConversionError(path, f"expected an array, not {_kind(value)}")
    return value


def as_text(value: JsonValue, path: str) -> str:
    """Take a JSON string, or refuse with the path."""
    if not isinstance(value, str):
        raise ConversionError(path, f"expected a string, not {_kind(value)}")
    return value


def as_int(value: JsonValue, path: str) -> int:
    """Take a whole JSON number, or refuse with the path."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConversionError(path, f"expected a whole number, not {_kind(value)}")
    return value


def lost(losses: list[Loss], kind: LossKind, path: str, reason: str, replaced_by: JsonValue = None) -> None:
    """Record a loss."""
    losses.append(Loss(path=path, reason=reason, kind=kind, replaced_by=replaced_by))


def _kind(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
