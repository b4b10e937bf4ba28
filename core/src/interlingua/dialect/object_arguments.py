"""The schema of a tool's arguments as that of an object alone, for APIs that take no other at its root; pure, with every change reported.

OpenAI's own error for functions is "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level"
(https://github.com/langchain-ai/langchainjs/issues/9804), and Claude's "input_schema does not support oneOf, allOf, or anyOf at the top
level" (https://github.com/anthropics/claude-code/issues/5319).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect.schema_merging import merged_schemas
from interlingua.dialect.schema_references import SchemaReferences, with_named_references
from interlingua.errors import ConversionError
from interlingua.types.json import at
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import LossKind

_UNIONS: Final = ("anyOf", "oneOf")
_COMPOSED: Final = ("$ref", "allOf", *_UNIONS)
_SAYS_LITTLE: Final = frozenset({"type", "required", "title", "description"})
_OBJECTS_ALONE: Final = "a tool's arguments are an object on this wire"


def object_arguments(schema: JsonObject, path: str) -> tuple[JsonObject, list[Loss]]:
    """Give a schema whose root is an object's, without references and unions there.

    Args:
        schema: The schema of a tool's arguments.
        path: Where it stands.

    Returns:
        It, and each change. A union's branches are put together into an object that takes what any of them does: a loss of content
        where they say more than which properties are required.

    Raises:
        ConversionError: The arguments are no object.
    """
    changes: list[Loss] = []
    root = schema
    composed = [word for word in _COMPOSED if word in root and (word != "$ref" or root.get("type") != "object")]
    if composed:
        named, _ = with_named_references(root)  # what moves may have been referred to by its place
        found = _object(named, SchemaReferences(named), frozenset())
        if found is None:
            hint = "put the value into a property of an object"
            raise ConversionError(at(path, composed[0]), f"{_OBJECTS_ALONE}, and none fits this schema", hint=hint)
        reason = "a tool's schema on this wire has no {} at its root: what it says is put together"
        kind: LossKind = "content" if found.less else "hint"
        changes += [Loss(at(path, word), reason.format(word), kind if word in _UNIONS else "hint") for word in composed]
        root = found.schema
    kinds = root.get("type")
    if kinds is None or (isinstance(kinds, list) and "object" in kinds):
        changes.append(Loss(path if kinds is None else at(path, "type"), _OBJECTS_ALONE, "hint", {"type": "object"}))
        root = {"type": "object", **{word: value for word, value in root.items() if word != "type"}}
    elif kinds != "object":
        raise ConversionError(at(path, "type"), _OBJECTS_ALONE, hint="put the value into a property of an object")
    return root, changes


class _Found(NamedTuple):
    """An object's schema, and whether it says less than what it was made of."""

    schema: JsonObject
    less: bool


def _object(schema: JsonValue, references: SchemaReferences, seen: frozenset[str]) -> _Found | None:
    """Give an object's schema with what it is composed of put together; None where no object fits."""
    if not isinstance(schema, dict):
        return None if schema is False else _Found({"type": "object"}, less=False)
    kinds, reference = schema.get("type", "object"), schema.get("$ref")
    if kinds != "object" and not (isinstance(kinds, list) and "object" in kinds):
        return None
    out: JsonObject = {"type": "object", **{word: value for word, value in schema.items() if word not in {"type", *_COMPOSED}}}
    less = False
    parts: list[tuple[JsonValue, frozenset[str]]] = []
    if isinstance(reference, str):
        target = references.target(reference)
        if target is None or reference in seen:
            return None
        parts.append((target, seen | {reference}))
    several = schema.get("allOf")
    parts += [(part, seen) for part in (several if isinstance(several, list) else ())]
    for part, above in parts:
        if (found := _object(part, references, above)) is None:
            return None
        out, less = merged_schemas(out, found.schema), less or found.less
    for word in _UNIONS:
        branches = schema.get(word)
        if not isinstance(branches, list):
            continue
        fitting = [found for branch in branches if (found := _object(branch, references, seen)) is not None]
        if not fitting:
            return None
        out = merged_schemas(out, _either([found.schema for found in fitting]))
        says_more = len(fitting) > 1 and any(not found.schema.keys() <= _SAYS_LITTLE for found in fitting)
        less = less or says_more or any(found.less for found in fitting)
    return _Found(out, less)


def _either(schemas: list[JsonObject]) -> JsonObject:
    """Give the narrowest object's schema that takes what any of several does."""
    if len(schemas) == 1:
        return schemas[0]
    named: dict[str, list[JsonValue]] = {}
    for schema in schemas:
        properties = schema.get("properties")
        for name, value in properties.items() if isinstance(properties, dict) else ():
            found = named.setdefault(name, [])
            if value not in found:
                found.append(value)
    out: JsonObject = {"type": "object"}
    if named:
        out["properties"] = {name: values[0] if len(values) == 1 else {"anyOf": values} for name, values in named.items()}
    lists = [value if isinstance(value := schema.get("required"), list) else [] for schema in schemas]
    if required := [name for name in lists[0] if all(name in names for names in lists)]:
        out["required"] = required
    if all(schema.get("additionalProperties") is False for schema in schemas):
        out["additionalProperties"] = False
    return out
