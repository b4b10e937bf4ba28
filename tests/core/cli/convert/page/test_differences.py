"""What differs between two sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.cli.convert.page import differences
from interlingua.cli.convert.page.body_lines import body_lines
from interlingua.cli.convert.page.differences import Hunk, around, folded, hunks

SIDES = st.lists(st.sampled_from(["a", "b", {"k": "a"}, {"l": "a"}]), max_size=8)


@given(before=SIDES, after=SIDES, limit=st.sampled_from([2, 4_000]))
def test_each_line_stands_in_one_hunk(before: list[object], after: list[object], limit: int) -> None:
    """In order; those that are the same are the same, indentation and commas aside."""
    old, new = body_lines(before), body_lines(after)  # type: ignore[arg-type]  # what the strategy draws are JSON values
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(differences, "_MAX_COMPARED", limit)
        found = hunks(old, new)

    assert [index for hunk in found for index in hunk.before] == [*range(len(old))]
    assert [index for hunk in found for index in hunk.after] == [*range(len(new))]
    for hunk in found:
        if hunk.same:
            assert [old[index].said for index in hunk.before] == [new[index].said for index in hunk.after]


def test_equal_values_have_no_difference() -> None:
    """One hunk."""
    lines = body_lines({"a": ["b"]})

    assert hunks(lines, lines) == [Hunk(same=True, before=range(5), after=range(5))]


def test_a_text_under_another_key_stands_beside_itself() -> None:
    """So that the words around it are found, and yet it differs."""
    before, after = body_lines({"content": "Hi"}), body_lines({"content": [{"text": "Hi"}]})

    assert Hunk(same=False, before=range(1, 2), after=range(3, 4)) in hunks(before, after)


def test_lines_far_from_what_is_wanted_are_folded() -> None:
    """But for runs that are no longer than their fold."""
    wanted = around({10})

    assert wanted == set(range(7, 14))
    assert list(folded(range(3, 17), wanted)) == [(True, range(3, 7)), (False, range(7, 14)), (False, range(14, 17))]
    assert not list(folded(range(0), wanted))
