"""Twin of responses/stream/text.py: one text in the making."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.types import RefusalPart, TextPart, ToolCallPart
from interlingua_openai.responses.stream.text import TextSoFar

if TYPE_CHECKING:
    from interlingua.types import AssistantPart, JsonObject, JsonValue


def test_pieces_add_up() -> None:
    """To what the object had, surrogates that were cut in two included."""
    text = TextSoFar(0, 0, {"type": "output_text", "text": "a", "x": 1}, "text")
    for piece in ("b", "\ud83d", "\ude00"):
        text.pieces.append(piece)

    assert text.text == "ab😀"
    assert text.whole() == {"type": "output_text", "text": "ab😀", "x": 1}


@pytest.mark.parametrize(
    ("pieces", "whole", "rest", "text"),
    [(["a"], "abc", "bc", "abc"), ([], "abc", "abc", "abc"), (["a"], "a", "", "a"), (["x"], "abc", "", "abc"), (["a"], None, "", "a")],
)
def test_the_whole_text_counts(pieces: list[str], whole: JsonValue, rest: str, text: str) -> None:
    """What of it had not come yet is given, where what came is its beginning."""
    made = TextSoFar(0, 0, {}, "text")
    for piece in pieces:
        made.pieces.append(piece)

    assert made.settle(whole) == rest
    assert made.text == text


@pytest.mark.parametrize(("wire", "expected"), [({}, [1]), ({"logprobs": []}, [1]), ({"logprobs": [2]}, [2])])
def test_probabilities_of_the_pieces_count_where_the_object_says_none(wire: JsonObject, expected: JsonValue) -> None:
    """As for a text whose end never comes."""
    text = TextSoFar(0, 0, {**wire, "text": "a"}, "text")
    text.logprobs.append(1)

    assert text.whole()["logprobs"] == expected


@pytest.mark.parametrize("wire", [{}, {"text": None}])
def test_an_object_without_a_text_stays_so(wire: JsonObject) -> None:
    """Until one comes."""
    assert TextSoFar(0, 0, wire, "text").whole() == wire


@pytest.mark.parametrize(
    ("field", "part", "expected"),
    [
        ("text", TextPart("ab"), True),
        ("text", TextPart("b"), False),
        ("text", RefusalPart("ab"), False),
        ("refusal", RefusalPart("a"), True),
        ("refusal", TextPart("a"), False),
        ("text", ToolCallPart("c", "f", "a"), False),
    ],
)
def test_whether_a_part_goes_on_with_it(field: str, part: AssistantPart, expected: bool) -> None:  # noqa: FBT001 - a parameter's value
    """It says the same in the same field, and perhaps more."""
    assert TextSoFar(0, 0, {field: "a"}, field).begins(part) is expected
