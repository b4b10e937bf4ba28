"""A JSON schema cut to the part of the language that Claude takes for answers and for strict tools, with every change reported; pure.

What Anthropic says: https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations, read in October 2026.
What the API answered, word for word, where the page is silent (siblings of unions, `{}`, `not`, tuples, conditions, `dependent…`):
https://github.com/BerriAI/litellm/pull/34319 (July 2026, claude-opus-4-8) and probes of claude-opus-5-5 in September 2026. Words that
no draft of JSON Schema knows are ignored there, and go out as they are.

Whoever asked validates the answer with the whole schema. So what narrows a schema (an object that refuses further properties) or widens
it (a bound that is left out) is a hint; that a value of its own can't be asked for at all is a loss of content; and what leaves no
schema at all is an error.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NoReturn

from interlingua.dialect import DEFINITIONS, SchemaReferences, at, merged_schemas, subschemas, with_named_references
from interlingua.errors import ConversionError
from interlingua.types import Loss
from interlingua_anthropic.schema_words import ASKING, NEVER, OF_A_TYPE, TAKEN, TYPES, WORDS, any_of, is_taken, schema_of, types_of

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, LossKind

_ANY: Final[JsonObject] = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}, {"type": "null"}]}
"""The widest schema that can be said: a value of any type may not be asked for."""

_MOST_COPIES: Final = 1000
"""How often what a reference leads to may be copied beside what stands next to it; schemas can be written that would never end."""

_OTHER_WAY: Final = (
    "give another schema, or ask by a tool, whose schema may be any: structured_output=tool, with models that can be made to call one"
)


def accepted_schema(schema: JsonObject, path: str = "$") -> tuple[JsonObject, list[Loss]]:
    """Cut a schema to what Claude takes; pure, and a schema that it takes comes back equal, without a change.

    Args:
        schema: Any JSON schema.
        path: Where it stands.

    Returns:
        It, and each change where it was made; what was added to a schema, such as that an object refuses further properties, stands for
        itself.

    Raises:
        ConversionError: It leads back to itself, out of the document or nowhere, or nothing would be left of it.
    """
    cut = _Cut(schema, path)
    return cut.root(), cut.changes


def is_accepted(schema: JsonObject) -> bool:
    """Tell whether Claude takes a schema as it is."""
    try:
        return not accepted_schema(schema)[1]
    except ConversionError:
        return False


class _Cut:
    """What is found on the way through one schema."""

    def __init__(self, schema: JsonObject, path: str) -> None:
        self._path = path
        self._whole, self._renamed = with_named_references(schema)
        self._references = SchemaReferences(self._whole)
        self._copies = 0
        self.changes: list[Loss] = []

    def _change(self, path: str, reason: str, kind: LossKind = "hint", replaced_by: JsonValue = None) -> None:
        self.changes.append(Loss(path, f"a schema on this wire {reason}", kind, replaced_by))

    def root(self) -> JsonObject:
        """Cut the whole schema, its definitions with it."""
        for reference, named in self._renamed.items():
            self._change(self._path, f"refers to definitions alone, which {reference!r} is none of", "hint", named)
        body = {word: value for word, value in self._whole.items() if word not in DEFINITIONS}
        reached = self._reached(body)
        by_name = {word: value for word in DEFINITIONS if isinstance(value := self._whole.get(word), dict)}
        given = {(word, name): definition for word, definitions in by_name.items() for name, definition in definitions.items()}
        cut = {place: self._schema(found, at(self._path, *place)) for place, found in given.items() if place in reached}
        out = self._schema(body, self._path)
        used = self._used(out, cut)
        kept: dict[str, JsonObject] = {word: {} for word, definitions in by_name.items() if not definitions}
        for word, name in given:
            if (word, name) in used:
                kept.setdefault(word, {})[name] = cut[word, name]
            else:
                self._change(at(self._path, word, name), "has no definition that nothing refers to")
        return {**kept, **out}

    def _used(self, body: JsonObject, definitions: dict[tuple[str, str], JsonObject]) -> set[tuple[str | int, ...]]:
        """Give the places of the definitions that are still referred to: what has been put together refers to them no more."""
        found: set[tuple[str | int, ...]] = set()
        waiting = [body]
        while waiting:
            for _, below in subschemas(waiting.pop()):
                place = self._references.place(str(below["$ref"])) if "$ref" in below else None
                if place is not None and place not in found:
                    found.add(place)
                    waiting.append(definitions[str(place[0]), str(place[1])])
        return found

    def _reached(self, body: JsonObject) -> set[tuple[str | int, ...]]:
        """Follow all references; give the places that they lead to."""
        graph: dict[tuple[str | int, ...], list[tuple[str | int, ...]]] = {}
        waiting: list[tuple[tuple[str | int, ...], JsonValue]] = [((), body)]
        while waiting:
            place, schema = waiting.pop()
            graph[place] = []
            for steps, below in subschemas(schema) if isinstance(schema, dict) else ():
                where = at(self._path, *place, *steps)
                for word in ("$dynamicRef", "$recursiveRef"):
                    if word in below:
                        _refuse(at(where, word), f"a schema on this wire has no {word}")
                if "$ref" in below:
                    target = self._place(below["$ref"], at(where, "$ref"))
                    graph[place].append(target)
                    if target not in graph:
                        graph[target] = []
                        waiting.append((target, self._references.at(target)))
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            place = error.args[1][-1]
            _refuse(at(self._path, *place), "a schema on this wire can't lead back to itself, as this one does")
        return set(graph)

    def _place(self, reference: JsonValue, path: str) -> tuple[str | int, ...]:
        place = self._references.place(reference) if isinstance(reference, str) else None
        if place is None:
            out = isinstance(reference, str) and not reference.startswith("#")
            hint = "put what it refers to into the schema's $defs"
            raise ConversionError(path, f"this refers to {'another document' if out else 'nothing in the schema'}", hint=hint)
        return place

    def _schema(self, value: JsonValue, path: str, *, told: bool = False) -> JsonObject:
        """Cut one schema; `told` where its `allOf` was made here."""
        if value is False:
            self._change(path, "is none that nothing fits")
        node = self._flat(value if isinstance(value, dict) else {}, path, told=told)
        for word in DEFINITIONS:  # below the root; what referred to them does so at the root by now
            if word in node:
                self._change(at(path, word), f"has {word} at its root alone")
                node = {name: found for name, found in node.items() if name != word}
        if "$ref" in node:
            return node
        if "enum" in node or "const" in node:
            node = self._values(node, path)
        union = next((word for word in ("anyOf", "oneOf") if isinstance(node.get(word), list) and node[word]), None)
        if union is not None:
            return self._union(node, union, path)
        kinds = self._kinds(node, path)
        if kinds and "type" not in node:
            self._change(path, "says its type", "hint", {"type": kinds[0]})
            node = {"type": kinds[0], **node}
        describing = {word: found for word, found in node.items() if word not in ASKING}
        if not kinds and "enum" not in node and "const" not in node:
            self._leave_out(node, [*node], path)
            self._change(path, "is of no value of any type; say which, or ask by a tool", "content", _ANY)
            return {**describing, **_ANY}
        if len(kinds) > 1 and not {"object", "array"}.isdisjoint(kinds):
            self._change(at(path, "type"), "has a union in place of types with parts", "hint", "anyOf")
            words = {kind: [word for word in node if word in WORDS.get(kind, ())] for kind in kinds}
            self._leave_out(node, [word for word in node if word != "type" and word not in chain(*words.values())], path)
            branches: list[JsonValue] = [self._schema({"type": kind, **{word: node[word] for word in words[kind]}}, path) for kind in kinds]
            return {**describing, "anyOf": branches}
        return self._words(node, kinds, path)

    def _leave_out(self, node: JsonObject, words: list[str], path: str) -> None:
        """Tell what of some words is asked for, and no longer is."""
        for word in words:
            if word in ASKING:
                free = word == "patternProperties" and not node.get("properties")
                self._change(at(path, word), f"has no {word} like this", "content" if free else "hint")

    def _flat(self, node: JsonObject, path: str, *, told: bool) -> JsonObject:
        """Give a schema without `allOf`, in which a reference stands alone, but for what describes it."""
        while True:
            parts = node.get("allOf")
            if isinstance(parts, list):
                rest = {word: value for word, value in node.items() if word != "allOf"}
                alone = len(parts) == 1 and rest.keys().isdisjoint({"$ref", *ASKING})
                for part in parts:
                    found = part if isinstance(part, dict) else {}
                    rest = merged_schemas(rest if alone else self._copied(rest), found if alone else self._copied(found))
                if not told:
                    self._change(at(path, "allOf"), "has no allOf: its parts are put together")
                node, told = rest, False
            elif "$ref" in node and not node.keys().isdisjoint(ASKING):
                self._change(at(path, "$ref"), "has no reference beside what else it asks for: what it refers to is put together with it")
                node = self._copied(node)
            else:
                return node

    def _copied(self, node: JsonObject) -> JsonObject:
        """Give a schema with what it refers to in the reference's place."""
        while "$ref" in node:
            self._copy()
            found = self._references.target(str(node["$ref"]))
            node = merged_schemas({word: value for word, value in node.items() if word != "$ref"}, found or {})
        return node

    def _copy(self) -> None:
        self._copies += 1
        if self._copies > _MOST_COPIES:
            _refuse(self._path, "a schema on this wire has references and unions alone, and written out so this one is too large")

    def _values(self, node: JsonObject, path: str) -> JsonObject:
        """Give a schema whose listed values are of its type, and without parts: others become schemas."""
        word = "enum" if "enum" in node else "const"
        listed = node["enum"] if "enum" in node else [node["const"]]
        kinds = node.get("type")
        types = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else [*TYPES]
        values = [value for value in listed if types_of(value) & {*map(str, types)}] if isinstance(listed, list) else []
        if not values:
            _refuse(at(path, word), "no value fits this")
        parts = any(isinstance(value, dict | list) for value in values)
        if not parts and values == listed and not isinstance(kinds, list):
            return node
        self._change(at(path, word), "lists no values with parts, or of several types beside them")
        rest = {name: value for name, value in node.items() if name not in {"enum", "const", "type"}}
        if not parts:
            return {**rest, word: values if word == "enum" else values[0]}
        self._leave_out(rest, [*rest], path)
        describing = {name: value for name, value in rest.items() if name not in ASKING}
        return {**describing, **any_of([schema_of(value) for value in values])}

    def _union(self, node: JsonObject, union: str, path: str) -> JsonObject:
        """Cut a union: what is asked for beside it is asked for in each of its branches."""
        where = at(path, union)
        if union == "oneOf":
            self._change(where, "has anyOf in place of oneOf", "hint", "anyOf")
        elif "oneOf" in node:
            self._change(at(path, "oneOf"), "has no oneOf beside anyOf")
        self._leave_out(node, [word for word in node if word in NEVER], path)
        beside = {word: value for word, value in node.items() if word in OF_A_TYPE or word == "type"}
        out = {word: value for word, value in node.items() if word not in ASKING or word in {"enum", "const"}}
        branches = node[union]
        if beside:
            self._change(where, "has a union alone: what is asked for beside it is put into each of its branches")
            for _ in branches if isinstance(branches, list) else ():
                self._copy()
        out["anyOf"] = [
            self._schema({"allOf": [branch, beside]} if beside else branch, at(where, index), told=bool(beside))
            for index, branch in enumerate(branches if isinstance(branches, list) else ())
        ]
        return out

    def _kinds(self, node: JsonObject, path: str) -> list[str]:
        """Give the types of a schema's values: those that it names, or that of which it asks something; none where it may be any."""
        kinds = node.get("type")
        if kinds is None:
            inferred = (kind for kind, words in WORDS.items() if not words.isdisjoint(node))
            return [] if "enum" in node or "const" in node else [*islice(inferred, 1)]
        words = kinds if isinstance(kinds, list) else [kinds]
        if not words or not all(isinstance(word, str) and word in TYPES for word in words):
            _refuse(at(path, "type"), "JSON Schema has no such type")
        return [str(word) for word in words]

    def _words(self, node: JsonObject, kinds: list[str], path: str) -> JsonObject:
        """Cut a schema of one type, or of several without parts, word by word."""
        taken: set[str] = {"type", "enum", "const"}.union(*(TAKEN.get(kind, ()) for kind in kinds))
        elsewhere = {"additionalProperties"} if "object" in kinds else {"prefixItems"} if "array" in kinds else set()
        out: JsonObject = {}
        for word, value in node.items():
            below = at(path, word)
            if word in ASKING and (word not in taken or not is_taken(word, value)):
                if word not in elsewhere and not (word == "items" and word in taken):
                    self._leave_out(node, [word], path)
            elif word == "properties" and isinstance(value, dict):
                out[word] = {name: self._schema(item, at(below, name)) for name, item in value.items()}
            elif word == "items":
                out[word] = self._schema(value, below)
            else:
                out[word] = value
        if "object" in kinds:
            self._close(node, out, path)
        if "array" in kinds and ("items" not in out or "prefixItems" in node):
            self._fill(node, out, path)
        return out

    def _close(self, node: JsonObject, out: JsonObject, path: str) -> None:
        """Refuse properties that aren't named, and require none of them."""
        properties, required, more = out.get("properties"), out.get("required"), node.get("additionalProperties")
        named: JsonObject = properties if isinstance(properties, dict) else {}
        if isinstance(required, list) and not all(isinstance(name, str) and name in named for name in required):
            self._change(at(path, "required"), "requires no properties but those that it names")
            out["required"] = [name for name in required if isinstance(name, str) and name in named]
        if more is not False:
            free = more is not None and not named
            reason = "closes its objects: they have no properties but those that are named"
            self._change(path, reason, "content" if free else "hint", {"additionalProperties": False})
        out["additionalProperties"] = False

    def _fill(self, node: JsonObject, out: JsonObject, path: str) -> None:
        """Say what an array's items are, as one schema for all."""
        word = "prefixItems" if "prefixItems" in node else "items"
        first = node.get(word)
        if not isinstance(first, list) or not first:
            out["items"] = self._schema({}, at(path, "items"))
            return
        self._change(at(path, word), "has one schema for all items of an array")
        items = [self._schema(item, at(path, word, index)) for index, item in enumerate(first)]
        out["items"] = any_of([*items, *([rest] if isinstance(rest := out.get("items"), dict) else [])])


def _refuse(path: str, reason: str) -> NoReturn:
    raise ConversionError(path, reason, hint=_OTHER_WAY)
