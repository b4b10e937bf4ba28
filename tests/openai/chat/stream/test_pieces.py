"""Twin of chat/stream/pieces.py: what the deltas of one field add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.types.json import copy_json
from interlingua_openai.chat.stream.pieces import Pieces, add_details, merged, put_together

if TYPE_CHECKING:
    from interlingua.types import JsonValue


@pytest.mark.parametrize(
    ("values", "joined", "last"),
    [
        (["a", "b", "c"], "abc", "c"),
        (["a", None], "a", "a"),
        ([None, "a"], "a", "a"),
        (["a", 1], 1, 1),
        ([1, "a"], "a", "a"),
        ([["a"], ["b"]], ["a", "b"], ["a", "b"]),
        (["a", "b", ["c"]], ["c"], ["c"]),
        ([{"x": "a", "id": "1"}, {"x": "b", "id": "1"}], {"x": "ab", "id": "1"}, {"x": "b", "id": "1"}),
        ([{"x": {"y": "a"}}, {"x": {"y": "b", "z": 1}}], {"x": {"y": "ab", "z": 1}}, {"x": {"y": "b", "z": 1}}),
        (["\ud83d", "\ude00"], "😀", "\ude00"),
    ],
)
def test_values_add_up(values: list[JsonValue], joined: JsonValue, last: JsonValue) -> None:
    """Strings are pieces or the later counts; lists and objects grow either way; a null says nothing."""
    for joins, expected in ((True, joined), (False, last)):
        so_far: JsonValue = None
        for value in values:
            so_far = merged(so_far, copy_json(value), joins=joins)

        assert put_together(so_far) == expected


def test_many_pieces_are_one_list() -> None:
    """A string in the making isn't put together before the end, so its cost is that of its bytes."""
    so_far: JsonValue = "a"
    for piece in "bcd":
        so_far = merged(so_far, piece, joins=True)

    assert isinstance(so_far, Pieces)
    assert list(so_far) == ["a", "b", "c", "d"]


def test_details_grow_entry_by_entry() -> None:
    """An entry goes on in the next delta; what one list holds apart stays apart, and a signature is whole."""
    so_far: JsonValue = None
    deltas: list[list[JsonValue]] = [
        [{"type": "reasoning.text", "index": 0, "text": "a", "signature": None}],
        [],
        [{"type": "reasoning.text", "index": 0, "text": "b"}, {"type": "reasoning.text", "index": 0, "text": "c"}],
        [{"type": "reasoning.text", "index": 0, "signature": "s"}],
        [{"type": "reasoning.encrypted", "index": 0, "data": "x"}],
        [{"type": "reasoning.text", "text": "d"}],
        [{"type": "reasoning.text", "text": "e"}],
        [3],
        [3],
    ]

    for delta in deltas:
        so_far = add_details(so_far, delta)

    assert [
        {"type": "reasoning.text", "index": 0, "text": "ab", "signature": None},
        {"type": "reasoning.text", "index": 0, "text": "c", "signature": "s"},
        {"type": "reasoning.encrypted", "index": 0, "data": "x"},
        {"type": "reasoning.text", "text": "d"},
        {"type": "reasoning.text", "text": "e"},
        3,
        3,
    ] == put_together(so_far)


def test_details_after_a_text() -> None:
    """A server that says both in one field loses neither."""
    assert put_together(add_details("a", [{"text": "b"}])) == ["a", {"text": "b"}]
    assert put_together(add_details(merged("a", "b", joins=True), [{"text": "c"}])) == ["ab", {"text": "c"}]
