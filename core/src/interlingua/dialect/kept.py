"""What a wire said beyond the canonical value, and how it is written back: the one mechanism of exactness, for every dialect.

It rests on one idea. What a canonical value can't hold of a wire object is the difference between that object and the one that the
encoder would write for the value (the *reference*). `difference` finds it when decoding, `provider_data` keeps it, `restored` adds it
when encoding. Unknown fields, nulls and odd spellings need no code of their own.

Two things are kept, apart from each other, so that no name on the wire can be taken for one of ours:

- **fields**, verbatim under the wire's own names, in `provider_data[dialect]`: what callers may read, and add to by hand.
- **marks**, ours, in `provider_data["$marks"][dialect]`: how something was spelled, where it stood, that it was absent.

Two marks are of this file: `spelling` (field → `[what the encoder writes, what the wire had]`, or `[what it writes]` where the wire
had no such field, or the name of a form, see `Kept.form`) and `within` (field → the marks of the object that it holds). Every other
is a dialect's own, and `provider_data["$marks"]` of a value says which dialect's. A mark that holds fields of the wire, such as those
of an object that stands around the value, holds them as `Kept.to_json` gives them.

A canonical value always wins. A spelling is used only while the canonical value is still the one that was read, so a value that was
changed since is said as changed; a kept field that says something else than the canonical value is told as a loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.errors import ConversionError
from interlingua.types.base import MARKS
from interlingua.types.json import at, same_json

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from interlingua.dialect.losses import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.request import Request

SPELLING: Final = "spelling"
WITHIN: Final = "within"
"""The two marks of this file."""

_NONE: Final[JsonObject] = {}


class Kept(NamedTuple):
    """What one dialect keeps of one wire object. Neither part is ever changed: every method gives a new one.

    Attributes:
        fields: The wire's own fields.
        marks: Our marks.
    """

    fields: JsonObject = _NONE
    marks: JsonObject = _NONE

    def __bool__(self) -> bool:
        """Tell whether anything is kept."""
        return bool(self.fields or self.marks)

    @classmethod
    def of(cls, provider_data: Mapping[str, JsonObject], dialect: str) -> Kept:
        """Give what a value keeps for a dialect."""
        if not provider_data:
            return NOTHING
        marks = provider_data.get(MARKS, _NONE).get(dialect)
        return cls(provider_data.get(dialect, _NONE), marks if isinstance(marks, dict) else _NONE)

    def under(self, dialect: str) -> dict[str, JsonObject]:
        """Give it as a new `provider_data`."""
        found: dict[str, JsonObject] = {dialect: self.fields} if self.fields else {}
        if self.marks:
            found[MARKS] = {dialect: self.marks}
        return found

    def among(self, provider_data: Mapping[str, JsonObject], dialect: str) -> dict[str, JsonObject]:
        """Give a value's `provider_data` with this in the place of what it kept for the dialect; other dialects' stays."""
        found = {name: fields for name, fields in provider_data.items() if name not in {dialect, MARKS}}
        marks = {name: others for name, others in provider_data.get(MARKS, _NONE).items() if name != dialect}
        if self.fields:
            found[dialect] = self.fields
        if self.marks:
            marks[dialect] = self.marks
        return {**found, MARKS: marks} if marks else found

    def mark(self, name: str) -> JsonValue:
        """Give a dialect's own mark, or None."""
        return self.marks.get(name)

    def marked(self, name: str, mark: JsonValue) -> Kept:
        """Add a dialect's own mark."""
        return Kept(self.fields, {**self.marks, name: mark})

    @property
    def _spellings(self) -> JsonObject:
        spelling = self.marks.get(SPELLING)
        return spelling if isinstance(spelling, dict) else _NONE

    def spelling(self, field: str) -> list[JsonValue] | None:
        """Give `[what the encoder writes, what the wire had]` of a field, the second only where the wire had it; else None."""
        pair = self._spellings.get(field)
        return pair if isinstance(pair, list) and pair else None

    def form(self, field: str) -> str | None:
        """Give the form in which the wire spelled a field, where that is said by a word (see `with_form`); else None."""
        form = self._spellings.get(field)
        return form if isinstance(form, str) else None

    def spelled(self, field: str, spelling: list[JsonValue] | str) -> Kept:
        """Add how the wire spelled a field: a pair as `spelling` gives it, or the word for a form."""
        return self.marked(SPELLING, {**self._spellings, field: spelling})

    def with_form(self, wire: JsonObject, reference: JsonValue, field: str = "content") -> Kept:
        """Add the word for how a content is spelled, where the reference spells it otherwise; so the content isn't kept twice.

        Args:
            wire: The object that holds it.
            reference: The content that the encoder writes.
            field: The content's field.
        """
        content = wire.get(field)
        if field not in wire:
            return self.spelled(field, "absent")
        if isinstance(content, list) and not isinstance(reference, list):
            return self.spelled(field, "list")
        if content is None and reference is not None:
            return self.spelled(field, "null")
        return self

    def without_spelling(self, field: str) -> Kept:
        """Take away how the wire spelled a field, so that the field is written as the encoder does."""
        if field not in self._spellings:
            return self
        left = {name: found for name, found in self._spellings.items() if name != field}
        marks = {name: mark for name, mark in self.marks.items() if name != SPELLING}
        return Kept(self.fields, {**marks, SPELLING: left} if left else marks)

    def with_field(self, name: str, value: JsonValue) -> Kept:
        """Add a field of the wire's own, in the place of one that has its name."""
        return Kept({**self.fields, name: value}, self.marks)

    def without(self, *fields: str) -> Kept:
        """Take away fields."""
        return Kept({name: value for name, value in self.fields.items() if name not in fields}, self.marks)

    def to_json(self) -> JsonObject:
        """Give it as one JSON object, for a mark that holds what is kept of another wire object."""
        found: JsonObject = {"fields": self.fields} if self.fields else {}
        return {**found, "marks": self.marks} if self.marks else found

    @classmethod
    def from_json(cls, value: JsonValue) -> Kept:
        """Read what `to_json` gave; anything else keeps nothing."""
        fields, marks = (value.get("fields"), value.get("marks")) if isinstance(value, dict) else (None, None)
        return cls(fields if isinstance(fields, dict) else _NONE, marks if isinstance(marks, dict) else _NONE)


NOTHING: Final = Kept()
"""Nothing is kept."""


def difference(wire: JsonObject, reference: JsonObject, leave: Container[str] = ()) -> Kept:
    """Give what must be kept so that `restored(reference, …)` equals `wire`.

    Args:
        wire: The object that was received.
        reference: The object that the encoder writes for the decoded value.
        leave: Fields that are dealt with elsewhere.
    """
    fields: JsonObject = {}
    within: JsonObject = {}
    spelling: JsonObject = {name: [ours] for name, ours in reference.items() if name not in wire and name not in leave}
    for name, value in wire.items():
        if name in leave:
            continue
        if name not in reference:
            fields[name] = value
            continue
        ours = reference[name]
        if isinstance(value, dict) and isinstance(ours, dict):
            inner = difference(value, ours)
            if inner.fields:
                fields[name] = inner.fields
            if inner.marks:
                within[name] = inner.marks
        elif not same_json(value, ours):
            spelling[name] = [ours, value]
    marks: JsonObject = {}
    if spelling:
        marks[SPELLING] = spelling
    if within:
        marks[WITHIN] = within
    return Kept(fields, marks) if fields or marks else NOTHING


def restored(
    reference: JsonObject,
    kept: Kept,
    log: LossLog,
    below: str = "",
    *,
    steps: tuple[str, ...] = (),
    whole: Container[str] = (),
) -> JsonObject:
    """Give the reference with what `difference` kept, or what a caller put into `provider_data`, in a new object.

    Args:
        reference: The object that the encoder writes.
        kept: What is kept of the wire's.
        log: Takes a loss for each kept field that disagrees with the canonical value, which wins.
        below: Where the value that keeps them stands, below the log's path.
        steps: The fields that lead to the reference, where it stands inside the value's own.
        whole: Fields whose objects are canonical JSON, such as a schema: kept ones are never joined with them.
    """
    out = dict(reference)
    fields, marks = kept
    inner_marks = _NONE
    if marks:
        _respell(out, marks.get(SPELLING))
        if isinstance(within := marks.get(WITHIN), dict):
            inner_marks = within
            fields = {**fields, **{name: _NONE for name in within if name in reference and name not in fields}}
    for name, value in fields.items():
        if name not in reference:
            out[name] = value
            continue
        ours = out.get(name)
        if isinstance(ours, dict) and isinstance(value, dict) and name not in whole:
            within_it = inner_marks.get(name)
            inner = Kept(value, within_it if isinstance(within_it, dict) else _NONE)
            out[name] = restored(ours, inner, log, below, steps=(*steps, name), whole=whole)
        elif type(ours) in (int, float) and type(value) in (int, float) and ours == value:
            out[name] = value  # one number in two spellings, such as 1 and 1.0: the wire's counts
        elif says_something(value) and not same_json(ours, value):
            path = at(log.path + below, "provider_data", log.dialect, *steps, name)
            log.add(path, f"a canonical field says `{name}` as well, and wins", "hint")
    return out


def _respell(out: JsonObject, spelling: JsonValue) -> None:
    """Spell the fields as the wire did, each only while it still says what was read."""
    for name, pair in spelling.items() if isinstance(spelling, dict) else ():
        if isinstance(pair, list) and pair and name in out and same_json(out[name], pair[0]):
            if len(pair) > 1:
                out[name] = pair[1]
            else:
                del out[name]


def check_model(request: Request, kept: Kept = NOTHING) -> None:
    """Refuse a request without a model, for a wire that names it in the body.

    Args:
        request: The request; an empty name is one that a body had, or is meant to have none.
        kept: What it keeps for the wire: a body of this wire that named none becomes one again.

    Raises:
        ConversionError: It names none.
    """
    if request.model_id is None and "model" not in kept.fields and kept.form("model") is None:
        hint = "Model fills in its own; whoever encodes by hand gives model_id"
        raise ConversionError("$.model_id", "this wire names the model in the body, and the request names none", hint=hint)


def says_something(content: JsonValue) -> bool:
    """Tell whether anything is said at all: nulls and empty texts, lists and objects say nothing."""
    if isinstance(content, dict):
        return any(map(says_something, content.values()))
    if isinstance(content, list):
        return any(map(says_something, content))
    return content is not None and content != ""
