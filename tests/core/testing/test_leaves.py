"""Twin of testing/leaves.py: what a JSON value holds at any depth."""

from __future__ import annotations

from interlingua.testing.leaves import fields, texts

BODY = {"a": [{"b": "x"}, "y", 1], "c": {"d": None, "e": {"b": "z"}}}


def test_each_field_is_given_with_its_name() -> None:
    """Items of a list have the list's; what stands in no field has none, and is passed over."""
    assert [*fields({"a": ["y", [1]]})] == [("a", ["y", [1]]), ("a", "y"), ("a", [1]), ("a", 1)]
    assert [*fields(["y", {"b": None}])] == [("b", None)]
    assert [*fields("y")] == []


def test_names_may_be_passed_over() -> None:
    """With all that is in them."""
    assert [name for name, _ in fields(BODY, skip={"b", "e"})] == ["a", "a", "a", "a", "c", "d"]


def test_texts() -> None:
    """Of a text, itself."""
    assert [*texts(BODY)] == ["x", "y", "z"]
    assert [*texts(BODY, skip={"c"})] == ["x", "y"]
    assert [*texts("x")] == ["x"]
