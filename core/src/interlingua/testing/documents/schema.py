"""The documented fields of a wire: which object of a body is of which type, and what may stand in it.

A schema is a JSON Schema with a root for each kind of body (`request`, `response`, `event`, `count`), the types under `$defs`, and the
types of the events of which one ends a stream under `final`; of its words `$ref`, `anyOf`, `oneOf`, `allOf`, `type`, `properties`,
`required`, `additionalProperties`, `items`, `enum` and `const` are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.types import JsonObject, JsonValue

Root: TypeAlias = Literal["request", "response", "event", "count"]

_REFERENCE: Final = "#/$defs/"
_TELLING: Final = ("type", "role", "object", "status", "caller")  # by whose value a type is told from its neighbours


@dataclass(frozen=True, slots=True)
class Place:
    """An object in a body whose type is documented.

    Attributes:
        object: The object itself: changing it changes the body.
        type: Its type.
        path: Where it stands, by fields and types, without positions: `messages[user].content[text]`.
        where: Where it stands in this body: the keys and positions that lead to it.
    """

    object: JsonObject
    type: JsonObject
    path: str
    where: tuple[str | int, ...]

    @property
    def fields(self) -> dict[str, JsonObject]:
        """Its documented fields, with their types."""
        return cast("dict[str, JsonObject]", self.type.get("properties", {}))

    @property
    def required(self) -> frozenset[str]:
        """The fields that every such object has."""
        return frozenset(cast("list[str]", self.type.get("required", [])))


class Schema:
    """The documented fields of one format."""

    def __init__(self, document: JsonObject) -> None:
        """Take what `schema.json` holds."""
        self._document = document
        self._types = cast("dict[str, JsonObject]", document.get("$defs", {}))

    @classmethod
    def read(cls, document: JsonValue, dialect: str) -> Schema:
        """Read what a file holds.

        Raises:
            ConfigError: It is no schema, or a reference leads nowhere.
        """
        if not isinstance(document, dict) or not isinstance(document.get("$defs"), dict):
            raise ConfigError(
                f"schema.json of {dialect} is no schema", hint="it holds a type for `request`, `response` or `event`, and `$defs`"
            )
        schema = cls(document)
        missing = sorted({name for name in _references(document) if name not in schema._types})
        if missing:
            raise ConfigError(f"schema.json of {dialect} refers to {missing[0]!r}, which isn't in its `$defs`", hint="define it")
        return schema

    @property
    def final_events(self) -> frozenset[str]:
        """The types of the events of which one ends a stream, from the schema's `final`."""
        return frozenset(cast("list[str]", self._document.get("final", [])))

    def has(self, root: Root) -> bool:
        """Tell whether a kind of body is documented."""
        return root in self._document

    def places(self, root: Root, body: JsonObject) -> list[Place]:
        """Give the objects of a body whose type is documented, outer ones first; none where that kind of body isn't."""
        return list(self._places(cast("JsonObject", self._document[root]), body, "", ())) if self.has(root) else []

    def alternatives(self, node: JsonObject) -> list[JsonObject]:
        """Give what a type may be, references followed: no alternative is a union or a reference itself."""
        reference = node.get("$ref")
        if isinstance(reference, str):
            return self.alternatives(self._types[reference.removeprefix(_REFERENCE)])
        for word in ("anyOf", "oneOf", "allOf"):
            if isinstance(options := node.get(word), list):
                return [it for option in options for it in self.alternatives(cast("JsonObject", option))]
        return [node]

    def tells(self, type_: JsonObject) -> str:
        """Name a type of object by the word that tells it from its neighbours; empty where it has none."""
        fields = cast("dict[str, JsonObject]", type_.get("properties", {}))
        return next((str(words[0]) for name in _TELLING if name in fields and (words := self.words(fields[name]))), "")

    def words(self, node: JsonObject) -> list[JsonValue]:
        """Give the values that a type allows, where it lists them."""
        found: list[JsonValue] = []
        for alternative in self.alternatives(node):
            if "const" in alternative:
                found.append(alternative["const"])
            found += cast("list[JsonValue]", alternative.get("enum", []))
        return found

    def types_of(self, root: Root) -> dict[str, JsonObject]:
        """Give the types that a kind of body may hold, by name."""
        found: dict[str, JsonObject] = {}
        left = [*_references(self._document[root])]
        while left:
            name = left.pop()
            if name not in found:
                found[name] = self._types[name]
                left += _references(self._types[name])
        return dict(sorted(found.items()))

    def _places(self, node: JsonObject, value: JsonValue, path: str, where: tuple[str | int, ...]) -> Iterator[Place]:
        if isinstance(value, list):
            items = [cast("JsonObject", it["items"]) for it in self.alternatives(node) if isinstance(it.get("items"), dict)]
            for number, item in enumerate(value):
                yield from self._places({"anyOf": [*items]}, item, path, (*where, number))
        elif isinstance(value, dict) and (type_ := self._type_of(node, value)) is not None:
            told = self.tells(type_)
            path = f"{path}[{told}]" if told else path
            place = Place(value, type_, path, where)
            yield place
            for name, inner in place.fields.items():
                if name in value:
                    yield from self._places(inner, value[name], f"{path}.{name}".lstrip("."), (*where, name))

    def _type_of(self, node: JsonObject, value: JsonObject) -> JsonObject | None:
        """Tell of which type an object is: of those whose words it doesn't contradict, the one with the most of its fields."""
        fitting = [type_ for type_ in self.alternatives(node) if "properties" in type_ and not self._contradicts(value, type_)]
        return max(fitting, key=lambda type_: _likeness(type_, value), default=None)

    def _contradicts(self, value: JsonObject, type_: JsonObject) -> bool:
        fields = cast("dict[str, JsonObject]", type_["properties"])
        return any(
            value[name] not in words for name in _TELLING if name in value and name in fields and (words := self.words(fields[name]))
        )


def _likeness(type_: JsonObject, value: JsonObject) -> tuple[int, bool]:
    fields, required = cast("JsonObject", type_["properties"]), cast("list[str]", type_.get("required", []))
    return len(fields.keys() & value.keys()), value.keys() >= {*required}


def _references(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.removeprefix(_REFERENCE)
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
