"""Values that a documented type allows: each of its words, each of its alternatives, the smallest and the fullest."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents.schema import Schema
    from interlingua.types import JsonObject, JsonValue

_DEPTH: Final = 4  # of objects in objects: types are recursive
_NUMBERS: Final[dict[str, list[JsonValue]]] = {"integer": [1, 0, 2**53 + 1], "number": [0.5, 1, 0.0], "boolean": [True, False]}


class Values:
    """Makes values of documented types, each text in them another one: a sentinel.

    Args:
        schema: The types.
    """

    def __init__(self, schema: Schema) -> None:
        """Begin to count sentinels."""
        self._schema = schema
        self._numbers = count()

    def of(self, node: JsonObject) -> Iterator[JsonValue]:
        """Give values of a type: of each alternative some, objects with what they must have and with all that they may."""
        for type_ in self._schema.alternatives(node):
            yield from self._of_one(type_, _DEPTH)

    def _of_one(self, type_: JsonObject, depth: int) -> Iterator[JsonValue]:
        words = self._words(type_)
        kind = type_.get("type")
        if words:
            yield from words
        elif kind == "null":
            yield None
        elif kind == "array":
            items = self._smallest_of_each(cast("JsonObject", type_.get("items", {})), depth)
            yield items
            yield [*items[:1], *self._smallest_of_each(cast("JsonObject", type_.get("items", {})), depth)[:1]]
        elif "properties" in type_:
            smallest = self._object(type_, depth, full=False)
            yield smallest
            yield from self._with_other_examples(type_, smallest)
            yield self._object(type_, depth, full=True)
        elif kind == "object" or not type_:
            yield self._map(type_, depth)
        elif isinstance(kind, str) and kind in _NUMBERS:
            yield from _NUMBERS[kind]
        else:
            yield self._text()

    def _first(self, node: JsonObject, depth: int, *, full: bool = False) -> JsonValue:
        """Give a value of a type, not null where it may be another."""
        alternatives = self._schema.alternatives(node)
        type_ = next((it for it in alternatives if it.get("type") != "null"), alternatives[0])
        words = self._words(type_)
        kind = type_.get("type")
        if words:
            return words[0]
        if kind == "array":
            return self._smallest_of_each(cast("JsonObject", type_.get("items", {})), depth)[:2] if depth > 0 else []
        if "properties" in type_:
            return self._object(type_, depth - 1, full=full)
        if kind == "object" or not type_:
            return self._map(type_, depth)
        return _NUMBERS[kind][0] if isinstance(kind, str) and kind in _NUMBERS else self._text() if kind != "null" else None

    def _words(self, type_: JsonObject) -> list[JsonValue]:
        """Give the values that a type lists, be it all that there are or some that it takes."""
        return self._schema.words(type_) or cast("list[JsonValue]", type_.get("examples", []))

    def _with_other_examples(self, type_: JsonObject, smallest: JsonObject) -> Iterator[JsonObject]:
        for name, field in cast("dict[str, JsonObject]", type_["properties"]).items():
            for example in cast("list[JsonValue]", field.get("examples", []))[1:]:
                if name in smallest:
                    yield {**smallest, name: example}

    def _smallest_of_each(self, node: JsonObject, depth: int) -> list[JsonValue]:
        return [self._first(type_, depth - 1) for type_ in self._schema.alternatives(node)]

    def _object(self, type_: JsonObject, depth: int, *, full: bool) -> JsonObject:
        required = set(cast("list[str]", type_.get("required", [])))
        fields = cast("dict[str, JsonObject]", type_["properties"])
        return {
            name: self._first(node, depth - 1, full=full)
            for name, node in fields.items()
            if name in required or (full and depth > 0)
        }  # fmt: skip

    def _map(self, type_: JsonObject, depth: int) -> JsonValue:
        inner = type_.get("additionalProperties")
        return {"some_key": self._first(inner, depth - 1) if isinstance(inner, dict) else self._text()}

    def _text(self) -> str:
        return f"zq{next(self._numbers)}qz"
