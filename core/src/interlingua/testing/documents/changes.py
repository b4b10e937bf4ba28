"""Canonical values with one thing changed, as a caller changes it.

What may be changed comes from the JSON schema of the models, so that a new field is changed too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from interlingua.testing.documents.schema import Schema
from interlingua.testing.documents.values import Values
from interlingua.testing.documents.variations import changed, other_values
from interlingua.types import Request, Response
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.testing.documents.sample import Sample
    from interlingua.testing.documents.schema import Place
    from interlingua.types import JsonObject, JsonValue

_State: TypeAlias = "bool | str | tuple[str, int] | None"

_NOT_SAID: Final = frozenset({"provider_data", "format", "losses", "attempts", "parsed", "origin"})
"""What is kept for one wire, and what the runtime notes: no wire says it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value of which one field was changed.

    Attributes:
        sample: The sample that it is made from.
        value: The changed value.
        place: The object whose field was changed, by fields and types.
        field: The field.
        removed: Whether the field, or an item of it, was left out.
    """

    sample: Sample
    value: Request | Response
    place: str
    field: str
    removed: bool

    def __repr__(self) -> str:
        """Say what was changed, and where."""
        return f"{self.sample!r} with another {self.place}.{self.field}: {dumps(self.value.to_dict()).decode()[:2000]}"


def changes(found: Iterable[tuple[Sample, Request | Response]], maker: str) -> Iterator[Change]:
    """Change each field of values at every kind of place, in each of the states that it is read in; the smallest values first.

    Args:
        found: The values, with the samples that they are from.
        maker: Who made the reasoning and has the files of which nobody says whose they are, as whoever reads them tells.
    """
    schema = value_schema()
    values = Values(schema)
    seen: set[tuple[object, ...]] = set()
    for sample, value, body in sorted(((sample, value, value.to_dict()) for sample, value in found), key=lambda it: len(dumps(it[2]))):
        root: Literal["request", "response"] = "request" if isinstance(value, Request) else "response"
        for place in schema.places(root, body):
            for field in place.fields if "dialect" not in place.fields else ():  # a wire's own block says what it says
                state = (place.path, field, _state(schema, place, field), _shape(place.object.get("provider_data")))
                if field in _NOT_SAID or state in seen:
                    continue
                seen.add(state)
                for other, removed in _others(schema, values, place, field):
                    try:
                        after = type(value).model_validate(_owned(changed(body, place, field, other), maker))
                    except ValueError:
                        continue  # no caller can build it
                    yield Change(sample, after, place.path, field, removed)


@cache
def value_schema() -> Schema:
    """Give the fields of requests and answers, as their models say."""
    models = {"request": Request.model_json_schema(), "response": Response.model_json_schema()}
    types = {name: type_ for model in models.values() for name, type_ in model.pop("$defs").items()}
    return Schema({**models, "$defs": types})


def _others(schema: Schema, values: Values, place: Place, field: str) -> Iterator[tuple[list[JsonValue] | None, bool]]:
    """Give what a field may hold instead, each in a list of one, or None for nothing; and whether anything is left out by that."""
    there = place.object.get(field)
    if field in place.object and field not in place.required:
        yield None, True
    if isinstance(there, list) and there:
        yield [there[1:]], True
        yield [[*there, there[-1]]], False
    elif isinstance(there, dict) and place.fields[field].get("type") == "object":
        yield [{**there, **cast("JsonObject", next(values.of({"type": "object"})))}], False
    for value in other_values(schema, values, place, field):
        if value != [None]:  # which is as good as nothing
            yield value, isinstance(there, list)


def _owned(value: JsonValue, maker: str) -> JsonValue:
    """Say of reasoning and files whose they are, where nobody does."""
    if isinstance(value, list):
        return [_owned(item, maker) for item in value]
    if not isinstance(value, dict):
        return value
    whose: JsonObject = {"provider": maker} if value.get("type") in ("reasoning", "file") else {}
    return whose | {name: item if name == "provider_data" else _owned(item, maker) for name, item in value.items()}


def _state(schema: Schema, place: Place, field: str) -> _State:
    """Tell in which of the states that converters tell apart a field is: absent, a word, true or false, a list of none, one or more."""
    if field not in place.object:
        return None
    there = place.object[field]
    if isinstance(there, bool) or (isinstance(there, str) and schema.words(place.fields[field])):
        return there
    return type(there).__name__, min(len(there), 2) if isinstance(there, list) else 0


def _shape(kept: JsonValue) -> object:
    """Give what is kept for a wire without what is said in it: the names of fields, and our words for how something is spelt."""
    if isinstance(kept, dict):
        words = kept.get("spelling")
        forms = [form for form in words.values() if isinstance(form, str)] if isinstance(words, dict) else []
        return (*((name, _shape(item)) for name, item in sorted(kept.items())), *forms)
    if isinstance(kept, list):
        return tuple(sorted({repr(_shape(item)) for item in kept}))
    return type(kept).__name__
