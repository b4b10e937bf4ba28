"""Twin of shapes.py: reading JSON strictly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import are_objects, as_int, as_list, as_object, as_text, checked_body, is_int, text_or_none
from interlingua.errors import ConversionError

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

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


def test_a_body_is_an_object_of_json() -> None:
    """It is given back as it is; anything else is refused with its path."""
    body: JsonObject = {"a": [1]}

    assert checked_body(body) is body
    for wrong, path in ((None, "$"), ([], "$"), ("x", "$"), (1, "$"), ({"a": [math.nan]}, "$.a[0]")):
        with pytest.raises(ConversionError) as caught:
            checked_body(wrong)

        assert path == caught.value.path


def test_types() -> None:
    """`true` is no integer, a list of objects holds nothing else, and what isn't text is none."""
    assert is_int(1)
    assert not is_int(True)  # noqa: FBT003 - the value in question
    assert are_objects([{}])
    assert not are_objects([{}, 1])
    assert ("a", None) == (text_or_none("a"), text_or_none(1))
