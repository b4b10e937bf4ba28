"""A schema of anything as that of an object, for wires whose tools and formats take nothing else; and its answers taken out again.

The object has one property, `value`. The text of its value is the answer's text, to the letter, also while it streams in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from interlingua.dialect.schema_references import DEFINITIONS, SchemaReferences, with_named_references

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject

VALUE: Final = "value"
"""The property that holds what was asked for."""

# What an object's root may not have beside its type: OpenAI's own error for functions is "schema must have type 'object' and not have
# 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level", and Claude's "input_schema does not support oneOf, allOf, or anyOf at the top
# level" (https://github.com/anthropics/claude-code/issues/5973).
_NOT_AT_THE_ROOT: Final = frozenset({"$ref", "oneOf", "anyOf", "allOf", "enum", "const", "not"})
# What stays at the root, wherever the rest goes: references are read from there.
_OF_THE_ROOT: Final = frozenset({"$schema", "$id", *DEFINITIONS})
_SAYS_NOTHING: Final = frozenset({"title", "description", "default", "examples", "deprecated", "$comment"}) | _OF_THE_ROOT


def object_schema(schema: JsonObject) -> tuple[JsonObject, bool]:
    """Give a schema whose root is an object's, and whether it is wrapped.

    Args:
        schema: Any schema. An object's comes back itself, with its `type` where it had none; a root that refers to an object's, as
            that of a class that holds itself does, as that object's; any other one wrapped.
    """
    root = _referred(schema)
    if _NOT_AT_THE_ROOT.isdisjoint(root):
        if root.get("type") == "object":
            return root, False
        if "type" not in root and "properties" in root:
            return {"type": "object", **root}, False
    named, _ = with_named_references(schema)
    inner = {word: value for word, value in named.items() if word not in _OF_THE_ROOT}
    outer = {word: value for word, value in named.items() if word in _OF_THE_ROOT}
    return {**outer, "type": "object", "properties": {VALUE: inner}, "required": [VALUE], "additionalProperties": False}, True


def _referred(schema: JsonObject) -> JsonObject:
    """Give the root with what it refers to in its place, where it says nothing else."""
    references, seen = SchemaReferences(schema), set[str]()
    while isinstance(reference := schema.get("$ref"), str) and reference not in seen and schema.keys() - {"$ref"} <= _SAYS_NOTHING:
        seen.add(reference)
        if (found := references.target(reference)) is None:
            break
        schema = {**found, **{word: value for word, value in schema.items() if word != "$ref"}}
    return schema


_SPACE: Final = " \t\n\r"
_HEAD: Final = ("{", *f'"{VALUE}"', ":")
_SPACE_BEFORE: Final = frozenset({0, 1, len(_HEAD) - 1, len(_HEAD)})
_OUTSIDE: Final = re.compile(r'["\[\]{},]')
_INSIDE: Final = re.compile(r'["\\]')


class Unwrapping:
    """Takes the value's text out of the object's, piece by piece, in time that is linear in the text.

    Attributes:
        foreign: Whether the text is no such object, as where the model answered in other words: then all of it is the answer's.
    """

    __slots__ = ("_depth", "_escaped", "_expected", "_held", "_in_string", "_place", "foreign")

    def __init__(self) -> None:
        """Begin."""
        self.foreign = False
        self._place: Literal["head", "value", "tail", "through"] = "head"
        self._expected = 0  # how much of the head has been read
        self._held: list[str] = []  # the head, which other words may begin like; then white space, which may be that behind the value
        self._depth = 0
        self._in_string = self._escaped = False

    @property
    def begun(self) -> bool:
        """Whether the object's brace has been read."""
        return self._expected > 0

    def feed(self, text: str) -> str:
        """Take text, give what of it is the value's."""
        position = self._read_head(text) if self._place == "head" else 0
        if self._place == "through":
            said = "".join([*self._held, text[position:]])
            self._held.clear()
            return said
        said = ""
        if self._place == "value":
            end = self._read_value(text, position)
            said = self._without_space(text[position:end])
            position = end + 1  # behind the brace
        if self._place == "tail" and text[position:].strip(_SPACE):
            self.foreign = True
        return said

    def _read_head(self, text: str) -> int:
        for position, letter in enumerate(text):
            if letter in _SPACE and self._expected in _SPACE_BEFORE:
                continue
            if self._expected == len(_HEAD):
                self._place = "value"
                self._held.clear()
                return position
            if letter != _HEAD[self._expected]:
                self._place, self.foreign = "through", True
                self._held.append(text[:position])
                return position
            self._expected += 1
        self._held.append(text)
        return len(text)

    def _read_value(self, text: str, position: int) -> int:
        if self._escaped and text:
            position, self._escaped = position + 1, False
        while found := (_INSIDE if self._in_string else _OUTSIDE).search(text, position):
            letter, position = found.group(), found.end()
            if letter == "\\":
                self._escaped = position == len(text)
                position += 1
            elif letter == '"':
                self._in_string = not self._in_string
            elif letter in "[{":
                self._depth += 1
            elif self._depth:
                self._depth -= letter in "]}"
            else:
                self._place, self.foreign = "tail", letter != "}"
                return found.start()
        return len(text)

    def _without_space(self, text: str) -> str:
        """Hold back white space until more of the value follows: behind it, it is the object's."""
        kept = text if self._in_string else text.rstrip(_SPACE)
        said = "".join([*self._held, kept]) if kept else ""
        if kept:
            self._held.clear()
        self._held.append(text[len(kept) :])
        return said


def unwrapped(text: str) -> str:
    """Give the value's text in an object's, as far as it goes; a text that is no such object is given back."""
    unwrapping = Unwrapping()
    value = unwrapping.feed(text)
    return value if unwrapping.begun and not unwrapping.foreign else text
