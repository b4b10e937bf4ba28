"""What a text looks like on a terminal: control characters are shown, never obeyed, and lines broken between words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.cli.terminal_text import Pieces, one_line, visible, whole, wrapped

TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\ud83d\ude00a"))


def test_escape_sequences_are_shown() -> None:
    """What would rename the window, clear the screen or ring is text."""
    expected = r"a\x1b]0;owned\x07b\x1b[2J\x9b31m\x7f"

    assert visible("a\x1b]0;owned\x07b\x1b[2J\x9b31m\x7f") == expected


def test_tabs_and_newlines_stay() -> None:
    """Layout is no command; CR LF is a newline, a lone CR would overwrite the line."""
    assert visible("a\tb\r\nc\rd\n") == "a\tb\nc\\x0dd\n"


def test_direction_marks_are_shown() -> None:
    """A text can't be made to read as another one."""
    assert visible("a\u202eb\u2066c") == r"a\u202eb\u2066c"


def test_one_line() -> None:
    """White space is folded, so that a cell stays a cell."""
    assert one_line("a\n\n b\x1b") == r"a b\x1b"


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    """Of control characters only tab and newline remain, and other text is untouched."""
    shown = visible(text)

    assert all(unicodedata.category(letter) != "Cc" or letter in "\t\n" for letter in shown)
    assert visible(shown) == shown


@given(st.lists(st.text(alphabet="a\r\n\x1b")))
def test_pieces_show_the_same(pieces: list[str]) -> None:
    """However a text is cut, the same is shown."""
    shown = Pieces(visible)

    assert "".join(map(shown.feed, pieces)) + shown.close() == visible("".join(pieces))


def test_halves_become_the_character() -> None:
    """Two halves in two pieces are one character."""
    joiner = Pieces(whole)

    assert [joiner.feed("a\ud83d"), joiner.feed("\ude00b"), joiner.close()] == ["a", "😀b", ""]


def test_a_lone_half_is_kept() -> None:
    """A half that stays alone comes out at the end, as it is."""
    joiner = Pieces(whole)

    assert [joiner.feed("a\ud83d"), joiner.close()] == ["a", "\ud83d"]


@given(st.lists(TEXT))
def test_pieces_join_as_the_whole(pieces: list[str]) -> None:
    """However a text is cut, the same comes out."""
    joiner = Pieces(whole)

    assert "".join(map(joiner.feed, pieces)) + joiner.close() == whole("".join(pieces))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("short", "short"),
        ("one two\nthree-four", "one two three-four"),
        ("see\nhttps://a.example/b\nfor more", "see https://a.example/b for more"),
        ("    quoted and long\n    ^", "    quoted and long\n    ^"),
        ("a\n\nb\n", "a\n\nb\n"),
        ("", ""),
    ],
)
def test_lines(expected: str, text: str) -> None:
    """Between words, and nowhere else; what is quoted or wider by itself stays whole."""
    assert wrapped(text, 10) == expected
