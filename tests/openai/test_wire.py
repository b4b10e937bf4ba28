"""Twin of wire.py: what is kept of a wire object, and how it is put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.errors import ConversionError
from interlingua.testing.strategies import json_objects
from interlingua.types import JsonObject, JsonValue, Loss
from interlingua.types.json import copy_json, same_json
from interlingua_openai.wire import (
    SPELLING,
    as_int,
    as_list,
    as_object,
    as_text,
    content_mark,
    difference,
    lost,
    mark_of_content,
    restored,
)


@given(wire=json_objects(), reference=json_objects(), shared=json_objects())
def test_restored_gives_back_the_wire(wire: JsonObject, reference: JsonObject, shared: JsonObject) -> None:
    """Whatever the reference says, the difference makes the wire's own object of it."""
    wire, reference = {**shared, **wire}, {**shared, **reference}
    before = copy_json(reference)

    kept = difference(wire, reference, "$")

    assert same_json(restored(reference, kept), wire)
    assert same_json(reference, before)


@given(wire=json_objects())
def test_nothing_is_kept_of_what_the_reference_says(wire: JsonObject) -> None:
    """An object that is its own reference leaves nothing."""
    assert difference(wire, copy_json(wire), "$") == {}


def test_unknown_fields_are_kept_as_they_are() -> None:
    """A field that the reference doesn't have stands under its own name, also inside an object."""
    kept = difference({"a": 1, "in": {"b": 2, "new": None}}, {"in": {"b": 2}}, "$")

    assert kept == {"a": 1, "in": {"new": None}}


def test_another_spelling_counts_only_while_the_value_is_the_same() -> None:
    """A value that was changed after decoding is said as changed."""
    kept = difference({"n": 1}, {"n": 1.0, "absent": True}, "$")

    assert kept == {SPELLING: {"n": [1.0, 1], "absent": [True]}}
    assert restored({"n": 1.0, "absent": True}, kept) == {"n": 1}
    assert restored({"n": 2.0, "absent": False}, kept) == {"n": 2.0, "absent": False}


def test_fields_of_the_reference_win() -> None:
    """What a caller puts into provider_data adds fields, and replaces none."""
    assert restored({"a": 1, "in": {"b": 2}, "c": 3}, {"a": 5, "in": {"b": 6, "d": 7}, "c": {"e": 1}}) == {
        "a": 1,
        "in": {"b": 2, "d": 7},
        "c": 3,
    }


@pytest.mark.parametrize("spelling", [None, {"a": "x"}, {"a": []}, {"other": [1, 2]}])
def test_a_spelling_that_is_none_of_ours_is_harmless(spelling: JsonValue) -> None:
    """provider_data written by hand can't break an encoder."""
    assert restored({"a": 1}, {SPELLING: spelling}) == {"a": 1}


def test_the_reserved_name_is_refused() -> None:
    """A wire field with our own name can't be kept, and is refused with its path."""
    with pytest.raises(ConversionError) as raised:
        difference({"in": {SPELLING: 1}}, {"in": {}}, "$.x")

    assert raised.value.path == f"$.x.in.{SPELLING}"


@pytest.mark.parametrize(
    ("wire", "reference", "mark"),
    [
        ({}, "", "absent"),
        ({"content": None}, [], "null"),
        ({"content": []}, None, "list"),
        ({"content": "a"}, "a", None),
        ({"content": None}, None, None),
        ({"content": [1]}, [1], None),
    ],
)
def test_content_is_marked_where_the_reference_spells_it_otherwise(wire: JsonObject, reference: JsonValue, mark: str | None) -> None:
    """Absent, null and list are marks; the reference's own spelling needs none."""
    kept = content_mark(wire, reference, {"a": 1, SPELLING: {"b": [1]}})

    assert mark_of_content(kept) == mark
    assert kept["a"] == 1
    assert mark_of_content(content_mark(wire, reference, {})) == mark
    assert mark_of_content(None) is None
    other = {name.replace("content", "output"): value for name, value in wire.items()}
    assert mark_of_content(content_mark(other, reference, {}, "output"), "output") == mark


KINDS: list[tuple[JsonValue, str]] = [
    (None, "null"), (True, "a boolean"), (1, "a number"), (1.5, "a number"), ("a", "a string"), ([], "an array"), ({}, "an object")
]  # fmt: skip


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_a_wrong_type_is_refused_with_its_path(value: JsonValue, kind: str) -> None:
    """Each reader takes its own type and says what it met instead."""
    readers = {as_object: {"an object"}, as_list: {"an array"}, as_text: {"a string"}, as_int: {"a number"}}
    for reader, taken in readers.items():
        if kind in taken and not isinstance(value, float):
            assert reader(value, "$.x") == value
        else:
            with pytest.raises(ConversionError, match=rf"not {kind} \(at \$\.x\)"):
                reader(value, "$.x")


@given(st.sampled_from(["content", "hint"]))
def test_a_loss_is_recorded(kind: str) -> None:
    """`lost` adds one record."""
    losses: list[Loss] = []

    lost(losses, kind, "$.a", "why", "b")  # type: ignore[arg-type]  # one of the two

    assert losses == [Loss(path="$.a", reason="why", kind=kind, replaced_by="b")]
