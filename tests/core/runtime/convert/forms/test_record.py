"""The fields of a record, taken one after another."""

from __future__ import annotations

import pytest

from interlingua import ConversionError, Loss
from interlingua._runtime.convert.forms.record import Fields, parsed


def test_what_nobody_took_is_the_records_own() -> None:
    """And what is kept by name can't be taken."""
    fields = Fields({"text": "hi", "id": 7, "system": "label"}, "$", {"system"})

    assert ("hi", "") == (fields.text("text"), fields.text("system"))
    assert {"id": 7, "system": "label"} == fields.own()


def test_a_text_is_text_or_says_nothing() -> None:
    """Null and absent are alike, as a table has no absent fields; anything else is refused at its path."""
    fields = Fields({"a": None, "b": 1}, "$.x")

    assert ("", "") == (fields.text("a"), fields.text("absent"))
    with pytest.raises(ConversionError, match=r"expected a string, not a number \(at \$\.x\.b\)"):
        fields.text("b")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("", None),
        (" \n", None),
        (None, None),
        ("[1]", [1]),
        ([1], [1]),
        (['{"a":1}', {"b": 2}], [{"a": 1}, {"b": 2}]),
        ({"a": "[]"}, {"a": "[]"}),
    ],
)
def test_a_value_may_be_its_json_text(value: object, read: object) -> None:
    """So may be a list's items; what is deeper is left alone."""
    assert read == parsed(value, "$", [])  # type: ignore[arg-type]  # JSON all


def test_what_no_value_holds_of_json_text_is_told() -> None:
    """With the path inside the text."""
    losses: list[Loss] = []

    assert {"a": 2} == parsed('{"a": 1, "a": 2}', "$.tools", losses)
    assert ["$.tools.a"] == [loss.path for loss in losses]


def test_text_that_is_no_json_is_refused_where_it_stands() -> None:
    """Not as an empty value."""
    with pytest.raises(ConversionError, match=r"not JSON.*\(at \$\.tools\)"):
        parsed("none", "$.tools", [])


def test_what_is_left_is_told_unless_it_says_nothing() -> None:
    """Null and empty fields of a table's row don't."""
    fields = Fields({"weight": 0, "markdown": None, "text": "", "more": []}, "$[1]")
    fields.leave("no place")

    assert [Loss("$[1].weight", "no place", "hint")] == fields.losses


def test_a_field_without_a_place_is_refused_unless_it_is_kept() -> None:
    """The hint says how to keep it or leave it out; an empty one is let pass."""
    Fields({"images": []}, "$").refuse(("images",), "no place")
    Fields({"images": ["a"]}, "$", {"images"}).refuse(("images",), "no place")

    with pytest.raises(ConversionError, match="no place") as raised:
        Fields({"images": ["a"]}, "$").refuse(("images",), "no place")
    assert ("$.images", True, True) == (
        raised.value.path,
        "--keep images" in str(raised.value.hint),
        "--drop images" in str(raised.value.hint),
    )
