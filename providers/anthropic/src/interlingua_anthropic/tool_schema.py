"""The schema of a tool's arguments, as the API takes it of any tool, strict or not; pure, with every change reported.

What the API answers where it is otherwise, each with a report:

- `input_schema.type: Field required`, https://github.com/lidge-jun/opencodex/issues/75
- `input_schema does not support oneOf, allOf, or anyOf at the top level`, https://github.com/anthropics/claude-code/issues/5319
- `input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`,
  https://github.com/modelcontextprotocol/go-sdk/issues/169
- `JSON schema is invalid. It must match JSON Schema draft 2020-12`, https://github.com/anthropics/claude-code/issues/1690
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import SchemaReferences, at, with_below, with_named_references
from interlingua.errors import ConversionError
from interlingua.types import Loss
from interlingua_anthropic.schema_merging import both

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, LossKind

_UNIONS: Final = ("anyOf", "oneOf")
_COMPOSED: Final = ("$ref", "allOf", *_UNIONS)
_NAME: Final = re.compile(r"[a-zA-Z0-9_.-]{1,64}")
_SAYS_LITTLE: Final = frozenset({"type", "required", "title", "description"})
_OBJECTS_ALONE: Final = "a tool's arguments are an object on this wire"


def accepted_arguments(schema: JsonObject, path: str) -> tuple[JsonObject, list[Loss]]:
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
    root = _in_todays_words(schema, path, changes)
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


def check_names(schema: JsonObject, path: str) -> None:
    """Check the names of a tool's arguments, which other servers of this wire may take as they are.

    Raises:
        ConversionError: Claude's API refuses one, or the arguments are no object.
    """
    properties = accepted_arguments(schema, path)[0].get("properties")
    for name in properties if isinstance(properties, dict) else ():
        if not _NAME.fullmatch(name):
            hint = f"give it another one: names are {_NAME.pattern}"
            raise ConversionError(at(path, "properties", name), "the API takes no argument of this name", hint=hint)


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
        out, less = both(out, found.schema), less or found.less
    for word in _UNIONS:
        branches = schema.get(word)
        if not isinstance(branches, list):
            continue
        fitting = [found for branch in branches if (found := _object(branch, references, seen)) is not None]
        if not fitting:
            return None
        out = both(out, _either([found.schema for found in fitting]))
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


def _in_todays_words(schema: JsonObject, path: str, changes: list[Loss]) -> JsonObject:
    """Give a schema of an earlier draft in the words of today's: the API takes no tuple as `items`, and no bound that is true or false."""
    out = with_below(schema, lambda item, steps: _in_todays_words(item, at(path, *steps), changes) if isinstance(item, dict) else item)
    reason = "a schema on this wire is in the words of draft 2020-12"
    if isinstance(items := out.get("items"), list):
        changes.append(Loss(at(path, "items"), reason, "hint", "prefixItems"))
        rest = out.get("additionalItems")
        out = {word: value for word, value in out.items() if word not in {"items", "additionalItems"}}
        out |= {"prefixItems": items} if items else {}
        out |= {} if rest is None else {"items": rest}
    if not isinstance(out.get("required", []), list):
        changes.append(Loss(at(path, "required"), reason, "hint"))
        del out["required"]
    for word, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(exclusive := out.get(word), bool):
            changes.append(Loss(at(path, word), reason, "hint", out.get(bound) if exclusive else None))
            del out[word]
            if exclusive and bound in out:
                out[word] = out.pop(bound)
    return out
