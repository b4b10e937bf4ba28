"""The words of JSON Schema, which of them Claude takes, and values said as schemas: see `schema_subset` for the sources."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

# Every word of JSON Schema that asks something of the values of one type, and those among them that are taken.
WORDS: Final[dict[str, frozenset[str]]] = {
    "object": frozenset({
        "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
        "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties",
    }),
    "array": frozenset({
        "items", "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
        "unevaluatedItems",
    }),
    "string": frozenset({"pattern", "format", "minLength", "maxLength"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
}  # fmt: skip
TAKEN: Final = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems"},
    "string": {"pattern", "format"},
}
OF_A_TYPE: Final = frozenset(chain.from_iterable(WORDS.values()))
NEVER: Final = frozenset({"not", "if", "then", "else", "discriminator", "contentSchema"})
TYPES: Final = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
ASKING: Final = OF_A_TYPE | NEVER | {"type", "enum", "const", "anyOf", "oneOf", "allOf"}
"""What makes a schema ask for something; all else only describes."""

_FORMATS: Final = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"})

_ATOM: Final = r"\\[dDwWsSnrtfv]|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[^0-9A-Za-z]|\[(?:[^\]\\]|\\[^bBpPk])*\]|[^\\\[\](){}*+?]|\)"
_PATTERN: Final = re.compile(rf"(?:\((?:\?:)?(?![*+?])|(?:{_ATOM})(?:[*+?]|\{{\d{{1,2}}(?:,\d{{0,2}})?\}})?)*")
"""Patterns without look-around, back-references, word boundaries, named groups and counts above 99, "large ranges" being refused."""


_TYPE_OF: Final[dict[type, str]] = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}


def is_taken(word: str, value: JsonValue) -> bool:
    """Tell whether a word is taken with this value."""
    match word:
        case "minItems":
            return value in (0, 1) and not isinstance(value, bool)
        case "format":
            return isinstance(value, str) and value in _FORMATS
        case "pattern":
            return isinstance(value, str) and _PATTERN.fullmatch(value) is not None
        case "properties" | "items" | "required":
            return isinstance(value, list if word == "required" else dict)
        case _:
            return word != "additionalProperties" or value is False


def types_of(value: JsonValue) -> set[str]:
    """Give the types that a value is of: a number without a fraction is of two."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"number", "integer"} if value == int(value) else {"number"}
    return {_TYPE_OF[type(value)]}


def schema_of(value: JsonValue) -> JsonObject:
    """Give the schema that a value fits, and of values with parts as few others as can be said."""
    if isinstance(value, dict):
        properties: JsonObject = {name: schema_of(item) for name, item in value.items()}
        return {"type": "object", "properties": properties, "required": [*value], "additionalProperties": False}
    if isinstance(value, list):
        return {"type": "array", "items": any_of([schema_of(item) for item in value]) if value else {"type": "null"}}
    return {"const": value}


def any_of(schemas: list[JsonObject]) -> JsonObject:
    """Give the union of schemas, each once."""
    different: list[JsonValue] = []
    for schema in schemas:
        if schema not in different:
            different.append(schema)
    return {"anyOf": different} if len(different) > 1 else dict(schemas[0])
