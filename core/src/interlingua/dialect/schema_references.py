"""Where the references of a JSON schema lead: to definitions by name, to any other place in it, or out of it.

Source: https://json-schema.org/draft/2020-12/json-schema-core, sections 8.2 (`$id`, `$anchor`, `$ref`, `$defs`) and 10.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.types.base import JsonObject, JsonValue

DEFINITIONS: Final = ("$defs", "definitions")
"""Where a schema keeps others by name: today's word, and that of draft 7."""

# Keywords whose value is a schema or a list of schemas, and those whose value is schemas by name.
_SCHEMAS: Final = frozenset({
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems",
    "unevaluatedProperties", "additionalItems", "contentSchema", "anyOf", "oneOf", "allOf", "prefixItems",
})  # fmt: skip
_NAMED: Final = frozenset({"properties", "patternProperties", "dependentSchemas", "dependencies", *DEFINITIONS})


_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/#]*)?([^#]*)(?:#.*)?", re.DOTALL)
_QUOTED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def _unquoted(text: str) -> str:
    return _QUOTED.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode(errors="replace"), text)


def with_below(schema: JsonObject, change: Callable[[JsonValue, tuple[str | int, ...]], JsonValue]) -> JsonObject:
    """Give a schema with each schema that stands directly in it changed, by the schema and the steps to it; no value is taken for one."""
    out: JsonObject = {}
    for word, value in schema.items():
        if word in _SCHEMAS and isinstance(value, list):
            out[word] = [change(item, (word, index)) for index, item in enumerate(value)]
        elif word in _SCHEMAS and isinstance(value, dict):
            out[word] = change(value, (word,))
        elif word in _NAMED and isinstance(value, dict):
            out[word] = {name: change(item, (word, name)) for name, item in value.items()}
        else:
            out[word] = value
    return out


class SchemaReferences:
    """The places of one schema, by every name that a `$ref` may call them."""

    def __init__(self, root: JsonObject) -> None:
        """Look for the schemas in it that have names of their own.

        Args:
            root: The whole schema.
        """
        self._root = root
        own = root.get("$id")
        self._base = own.partition("#")[0] if isinstance(own, str) else ""
        self._named: dict[str, tuple[str | int, ...]] = {}
        for steps, schema in subschemas(root):
            for word, form in (("$id", "{}"), ("$anchor", "#{}")):
                if isinstance(name := schema.get(word), str) and steps:
                    self._named.setdefault(self._absolute(form.format(name)), steps)

    def _absolute(self, reference: str) -> str:
        """Give a reference as an address: RFC 3986, section 5.2, but for dots, which no id has."""
        scheme, site, path = _ADDRESS.fullmatch(self._base).groups(default="")  # type: ignore[union-attr]  # any text matches
        if not reference or reference.startswith("#"):
            return f"{scheme}{site}{path}{reference}"
        if _ADDRESS.fullmatch(reference)[1]:  # type: ignore[index]  # as above
            return reference
        return f"{scheme}{site}{reference}" if reference.startswith("/") else f"{scheme}{site}{path[: path.rfind('/') + 1]}{reference}"

    def place(self, reference: str) -> tuple[str | int, ...] | None:
        """Give the steps from the root to where a reference leads; None where that is out of the schema, or nowhere."""
        absolute = self._absolute(reference)
        if absolute in self._named:
            return self._named[absolute]
        address, _, fragment = absolute.partition("#")
        start = () if address == self._absolute("") else self._named.get(address)
        if start is None or (fragment and not fragment.startswith("/")):
            return None
        steps = [*start]
        found = self.at(start)
        for token in _unquoted(fragment).split("/")[1:]:
            step: str | int = token.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list) and token.isascii() and token.isdigit() and int(token) < len(found):
                step = int(token)
                found = found[step]
            elif isinstance(found, dict) and step in found:
                found = found[str(step)]
            else:
                return None
            steps.append(step)
        return tuple(steps)

    def at(self, steps: tuple[str | int, ...]) -> JsonValue:
        """Give what stands at a place."""
        found: JsonValue = self._root
        for step in steps:
            found = found[step]  # type: ignore[index]  # the steps were taken once
        return found

    def target(self, reference: str) -> JsonObject | None:
        """Give the schema that a reference leads to; None where it leads out of the schema, nowhere, or to no object."""
        steps = self.place(reference)
        found = None if steps is None else self.at(steps)
        return found if isinstance(found, dict) else None


def subschemas(root: JsonObject) -> Iterator[tuple[tuple[str | int, ...], JsonObject]]:
    """Give a schema and all that stand in it, each with the steps to it."""
    waiting: list[tuple[tuple[str | int, ...], JsonObject]] = [((), root)]
    while waiting:
        steps, schema = waiting.pop()
        yield steps, schema

        def found(item: JsonValue, more: tuple[str | int, ...], steps: tuple[str | int, ...] = steps) -> JsonValue:
            if isinstance(item, dict):
                waiting.append((steps + more, item))
            return item

        with_below(schema, found)


def with_named_references(schema: JsonObject) -> tuple[JsonObject, dict[str, str]]:
    """Give an equal schema whose references within it are to definitions by name, so that its parts can be moved.

    Args:
        schema: Any schema; it comes back itself where there is nothing to change.

    Returns:
        It, and each reference that was changed with the one in its place. What leads out of the schema, or nowhere, stays as it is.
    """
    naming = _Naming(schema)
    out = naming.renamed(schema)
    if not naming.changed or not isinstance(out, dict):
        return schema, {}
    moved = naming.moved()
    if moved:
        kept = out.get("$defs")
        out["$defs"] = {**(kept if isinstance(kept, dict) else {}), **moved}
    return out, naming.changed


class _Naming:
    """The names that places get."""

    def __init__(self, schema: JsonObject) -> None:
        self._references = SchemaReferences(schema)
        definitions = schema.get("$defs")
        self._taken = set(definitions) if isinstance(definitions, dict) else set()
        self._names: dict[tuple[str | int, ...], str] = {}
        self._waiting: list[tuple[str | int, ...]] = []
        self.changed: dict[str, str] = {}

    def renamed(self, item: JsonValue, _steps: tuple[str | int, ...] = ()) -> JsonValue:
        """Give a schema with its references by name."""
        if not isinstance(item, dict):
            return item
        out = with_below(item, self.renamed)
        reference = item.get("$ref")
        place = self._references.place(reference) if isinstance(reference, str) else None
        if isinstance(reference, str) and place is not None:
            match place:
                case (("$defs" | "definitions") as word, str(name)):
                    pass
                case _:
                    word, name = "$defs", self._name_of(place)
            by_name = f"#/{word}/{name.replace('~', '~0').replace('/', '~1')}"
            if _unquoted(reference) != by_name:
                out["$ref"] = self.changed[reference] = by_name
        return out

    def _name_of(self, place: tuple[str | int, ...]) -> str:
        if place not in self._names:
            name = base = str(place[-1]) if place else "root"
            number = 2
            while name in self._taken:
                name, number = f"{base}_{number}", number + 1
            self._taken.add(name)
            self._names[place] = name
            self._waiting.append(place)
        return self._names[place]

    def moved(self) -> JsonObject:
        """Give what stands at the places that got names, and at those that it refers to."""
        moved: JsonObject = {}
        while self._waiting:
            place = self._waiting.pop()
            found = self._references.at(place)
            if not place and isinstance(found, dict):  # the root as a definition has none of its own
                found = {word: value for word, value in found.items() if word not in {*DEFINITIONS, "$schema", "$id"}}
            moved[self._names[place]] = self.renamed(found)
        return moved
