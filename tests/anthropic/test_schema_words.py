"""Which words of JSON Schema Claude takes, and values said as schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_anthropic.schema_words import ASKING, TAKEN, WORDS, any_of, is_taken, schema_of, types_of

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


@pytest.mark.parametrize(
    ("word", "taken", "refused"),
    [
        ("minItems", [0, 1], [2, -1, True, None, []]),
        ("format", ["date-time", "uuid"], ["binary", "int64", None]),
        ("pattern", ["", r"^a+(b|[^\]c])*\.{2,10}$", r"[\w.]+@\S", r"(?:\u0041|\x41){3,}", r"\(\?=\)"], ["[", "(?=a)", 3]),
        ("pattern", ["^[a-z]{1,64}$"], [r"(?!a)", r"(?<=a)", r"(?<!a)", r"(a)\1", r"\bword\b", r"\B", r"[\b]", "a{1,5000}"]),
        ("pattern", [], [r"(?P<n>a)", r"(?P=n)", r"(?<n>a)", r"\k<n>", r"\p{L}+", "(?i)a", "a*?", "a++", "(?>a)", r"\Aa\Z"]),
        ("properties", [{}], [[], None]),
        ("items", [{}], [[], True]),
        ("required", [[]], [{}, True]),
        ("additionalProperties", [False], [True, {}, None]),
        ("enum", [[]], []),
    ],
)
def test_is_taken(word: str, taken: list[JsonValue], refused: list[JsonValue]) -> None:
    """A word may be taken with some values alone."""
    assert [value for value in taken if not is_taken(word, value)] == []
    assert [value for value in refused if is_taken(word, value)] == []


def test_words() -> None:
    """What is taken of a type is among its words, and all of them ask for something."""
    assert all(words <= WORDS[kind] <= ASKING for kind, words in TAKEN.items())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, {"null"}),
        (True, {"boolean"}),
        (1, {"number", "integer"}),
        (1.0, {"number", "integer"}),
        (1.5, {"number"}),
        ("a", {"string"}),
        ([], {"array"}),
        ({}, {"object"}),
    ],
)
def test_types_of(value: JsonValue, expected: set[str]) -> None:
    """As JSON Schema counts them."""
    assert types_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, {"const": 1}),
        ([], {"type": "array", "items": {"type": "null"}}),
        ([1, "a", 1], {"type": "array", "items": {"anyOf": [{"const": 1}, {"const": "a"}]}}),
        ({"a": 1}, {"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"], "additionalProperties": False}),
    ],
)
def test_schema_of(value: JsonValue, expected: JsonObject) -> None:
    """A value with parts is the schema of its parts."""
    assert schema_of(value) == expected


def test_any_of() -> None:
    """A union names each schema once; of one alone it is that one."""
    assert any_of([{"type": "string"}, {"type": "null"}, {"type": "string"}]) == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert any_of([{"type": "string"}, {"type": "string"}]) == {"type": "string"}
