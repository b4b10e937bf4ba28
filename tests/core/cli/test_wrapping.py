"""Lines are broken between words."""

from __future__ import annotations

import pytest

from interlingua.cli.wrapping import wrapped


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
