"""JSON values as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from interlingua.cli.convert.page.body_lines import BodyLine, body_lines, text_lines
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from interlingua.types import JsonValue

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('ab\n"é', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xy", max_size=2), inner, max_size=3),
    max_leaves=12,
)


@given(value=VALUES)
def test_it_is_json_but_for_the_line_breaks_of_texts(value: JsonValue) -> None:
    """Spaces at the lines' beginnings aside; a line that ends within a text says so."""
    text = "".join(line.text + ("\\n" if line.broken else "\n") for line in body_lines(value))
    plain = dumps_text(value, indent=2)

    assert [line.lstrip() for line in plain.split("\n")] == text.removesuffix("\n").split("\n")


def test_a_line_knows_its_place() -> None:
    """And how deep it stands; a text's lines all have one."""
    assert body_lines({"a": [1, "x\ny"], "b": {}}) == [
        BodyLine(0, (), "{"),
        BodyLine(1, ("a",), '"a": ['),
        BodyLine(2, ("a", 0), "1,"),
        BodyLine(2, ("a", 1), '"x', broken=True),
        BodyLine(3, ("a", 1), 'y"'),
        BodyLine(1, ("a",), "],"),
        BodyLine(1, ("b",), '"b": {}'),
        BodyLine(0, (), "}"),
    ]


def test_lines_are_compared_without_keys_and_commas() -> None:
    """Of texts alone: a number says little without its key."""
    assert [line.value for line in body_lines({"a": "x", "b": 1, "c": "y\nz", "d": []})] == [
        "{",
        '"x"',
        '"b": 1',
        '"y',
        'z"',
        '"d": []',
        "}",
    ]


def test_what_is_no_json_is_shown_as_it_is() -> None:
    """Line by line."""
    assert [line.text for line in text_lines("no\nJSON ")] == ["no", "JSON "]
