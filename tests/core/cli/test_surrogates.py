"""Halves of a surrogate pair that a wire tore apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interlingua.cli.surrogates import PairJoiner, whole

TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\ud83d\ude00a"))


def test_halves_become_the_character() -> None:
    """Two halves in two pieces are one character."""
    joiner = PairJoiner()

    assert [joiner.feed("a\ud83d"), joiner.feed("\ude00b"), joiner.close()] == ["a", "😀b", ""]


def test_a_lone_half_is_kept() -> None:
    """A half that stays alone comes out at the end, as it is."""
    joiner = PairJoiner()

    assert [joiner.feed("a\ud83d"), joiner.close()] == ["a", "\ud83d"]


@given(st.lists(TEXT))
def test_pieces_join_as_the_whole(pieces: list[str]) -> None:
    """However a text is cut, the same comes out."""
    joiner = PairJoiner()

    assert "".join(map(joiner.feed, pieces)) + joiner.close() == whole("".join(pieces))
