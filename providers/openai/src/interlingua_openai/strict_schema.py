"""A JSON schema made into one that strict structured output takes, with every change reported; pure.

Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas, read in November 2026: the root is an object;
every object forbids other properties and requires all of its own; `anyOf`, `$ref`, `enum` and `const` may be used, while `allOf`,
`oneOf`, `not`, conditions, tuples, open objects and a value of any type may not; a `$ref` stands alone.

What narrows the schema (a property that becomes required) leaves any answer valid in the original one. What widens it (`uniqueItems`
left out) is for whoever parses the answer to check. A schema that says what strict mode can't say at all isn't made into one.
"""

from __future__ import annotations

import re
from types import NoneType
from typing import TYPE_CHECKING, Final

from interlingua.dialect import at
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

_LEFT_OUT: Final = frozenset({
    "default", "uniqueItems", "minProperties", "maxProperties", "propertyNames", "contains", "minContains", "maxContains",
    "unevaluatedProperties", "unevaluatedItems", "discriminator",
})  # fmt: skip
_NEVER: Final = ("allOf", "not", "if", "dependentRequired", "dependentSchemas", "patternProperties", "prefixItems")
_FORMATS: Final = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_KINDS: Final = ("type", "anyOf", "$ref", "enum", "const")
_BEYOND_ITS_PATTERNS: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?:[=!]|<[=!])|\\[1-9])")
"""Look-around and back-references, which strict mode's patterns don't have."""

_TYPES: Final[dict[type, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    NoneType: "null",
    list: "array",
    dict: "object",
}


def strict_schema(schema: JsonObject, path: str, asked: str) -> tuple[JsonObject | None, tuple[Loss, ...]]:
    """Make a schema strict.

    Args:
        schema: The schema.
        path: Where it stands, for the report.
        asked: Where strict mode is asked for: what was added to the schema is reported there, as it stands nowhere in it.

    Returns:
        The strict schema and what was changed; or None and why there can be none.
    """
    rewriting = _Rewriting(asked)
    root = rewriting.schema(rewriting.root(schema, path), path)
    if root.get("type") != "object" or "anyOf" in root:
        rewriting.refuse(path, "an object alone as its root")
    if rewriting.obstacles:
        return None, tuple(rewriting.obstacles)
    return root, tuple(rewriting.changes)


class _Rewriting:
    """What is found on the way through a schema."""

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self.changes: list[Loss] = []
        self.obstacles: list[Loss] = []

    def refuse(self, path: str, reason: str) -> None:
        self.obstacles.append(Loss(path=self._asked, reason=f"strict mode takes {reason}: {path}", kind="hint"))

    def _change(self, path: str, reason: str, replaced_by: JsonValue = None) -> None:
        self.changes.append(Loss(path=path, reason=f"strict mode {reason}", kind="hint", replaced_by=replaced_by))

    def _add(self, path: str, reason: str, added: JsonValue) -> None:
        self._change(self._asked, f"{reason}: {path}", added)

    def root(self, schema: JsonObject, path: str) -> JsonObject:
        """Give a root that is no reference, as that of a class that holds itself is."""
        definitions, reference = schema.get("$defs"), schema.get("$ref")
        name = reference.removeprefix("#/$defs/") if isinstance(reference, str) else ""
        found = definitions.get(name) if isinstance(definitions, dict) else None
        if not isinstance(found, dict):
            return schema
        self._change(at(path, "$ref"), "takes no reference as its root", "what it refers to")
        return {**found, **{name: value for name, value in schema.items() if name != "$ref"}}

    def schema(self, schema: JsonValue, path: str) -> JsonObject:
        """Rewrite one schema."""
        if not isinstance(schema, dict):
            self.refuse(path, "no schema that is true or false")
            return {}
        out: JsonObject = {}
        for name, value in self._unwrapped(schema, path).items():
            where = at(path, name)
            if name in _LEFT_OUT or (name == "format" and not (isinstance(value, str) and value in _FORMATS)):
                self._change(where, f"takes no such {name}")
            elif name == "pattern" and isinstance(value, str) and _BEYOND_ITS_PATTERNS.search(value):
                self._change(where, "takes no pattern that looks around or back")
            elif name in _NEVER:
                self.refuse(where, f"no {name}")
            elif name == "oneOf":
                self._change(where, "takes no oneOf", "anyOf")
                out["anyOf"] = self._inner("anyOf", value, where)
            else:
                out[name] = self._inner(name, value, where)
        self._check_kind(out, path)
        if _may_be(out, "object") or "properties" in out:
            self._close(out, path)
        return out

    def _inner(self, name: str, value: JsonValue, path: str) -> JsonValue:
        """Rewrite the schemas in the value of a keyword."""
        if name in {"properties", "$defs", "definitions"} and isinstance(value, dict):
            return {key: self.schema(inner, at(path, key)) for key, inner in value.items()}
        if name == "anyOf" and isinstance(value, list):
            return [self.schema(inner, f"{path}[{index}]") for index, inner in enumerate(value)]
        return self.schema(value, path) if name == "items" else value

    def _unwrapped(self, schema: JsonObject, path: str) -> JsonObject:
        """Give a schema in which a `$ref` stands alone, and an `allOf` of one is that one."""
        several = schema.get("allOf")
        if isinstance(several, list) and len(several) == 1 and isinstance(only := several[0], dict):
            self._change(at(path, "allOf"), "takes no allOf", only)
            schema = {**only, **{name: value for name, value in schema.items() if name != "allOf"}}
        if "$ref" not in schema or schema.keys() - {"$ref"} <= _LEFT_OUT:
            return schema
        if "anyOf" in schema or "oneOf" in schema:
            self.refuse(path, "no $ref beside anything else")
            return schema
        self._add(path, "takes a $ref alone", "anyOf")
        return {"anyOf": [{"$ref": schema["$ref"]}], **{name: value for name, value in schema.items() if name != "$ref"}}

    def _check_kind(self, schema: JsonObject, path: str) -> None:
        if not any(name in schema for name in _KINDS):
            self.refuse(path, "no value of any type")
        if not any(name in schema for name in ("type", "anyOf", "$ref")) and any(name in schema for name in ("enum", "const")):
            schema["type"] = _types_of(schema)
            self._add(path, "wants a type beside the values", {"type": schema["type"]})
        if _may_be(schema, "array") and "items" not in schema:
            self.refuse(path, "no array of any items")

    def _close(self, schema: JsonObject, path: str) -> None:
        """Forbid other properties, and require all."""
        if schema.get("additionalProperties", "properties" not in schema) is not False:
            self.refuse(path, "no object with keys of any name")
        elif "additionalProperties" not in schema:
            self._add(path, "forbids other properties", {"additionalProperties": False})
            schema["additionalProperties"] = False
        properties, required = schema.get("properties"), schema.get("required")
        named: list[JsonValue] = required if isinstance(required, list) else []
        missing = [name for name in (properties if isinstance(properties, dict) else ()) if name not in named]
        if missing:
            self._add(path, "requires every property", {"required": [*missing]})
            schema["required"] = [*named, *missing]


def _may_be(schema: JsonObject, kind: str) -> bool:
    """Tell whether a schema's type is a word, or has it among others."""
    kinds = schema.get("type")
    return kind in kinds if isinstance(kinds, list) else kinds == kind


def _types_of(schema: JsonObject) -> JsonValue:
    """Give the types of the values that a schema lists: one word, or several."""
    values = schema.get("enum")
    listed = values if isinstance(values, list) else [schema.get("const")]
    found: list[JsonValue] = [*dict.fromkeys(_TYPES[type(value)] for value in listed)]
    return found[0] if len(found) == 1 else found
