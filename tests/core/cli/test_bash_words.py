"""Completion in bash, which cuts words at `:` and `=`."""

from __future__ import annotations

import sys

import pytest

from interlingua.cli.bash_words import complete_in_bash, joined, shown


@pytest.mark.parametrize(
    ("words", "kept", "cut"),
    [
        (["i", "ask", "-m", ""], "", ["i", "ask", "-m", ""]),
        (["i", "ask", "-m", "llam"], "", ["i", "ask", "-m", "llam"]),
        (["i", "ask", "-m", "llamacpp:"], "llamacpp:", ["i", "ask", "-m", "llamacpp", ":"]),
        (["i", "ask", "-m", "llamacpp:smo"], "llamacpp:", ["i", "ask", "-m", "llamacpp", ":", "smo"]),
        (["i", "-m", "l:s?a=1\\&b"], "l:s?a=", ["i", "-m", "l", ":", "s?a", "=", "1\\&b"]),
        (["i", "-m", "l:s", "-o", "a"], "", ["i", "-m", "l", ":", "s", "-o", "a"]),
        (["i", "--model=l:s"], "l:", ["i", "--model", "=", "l", ":", "s"]),
    ],
)
def test_words_are_put_together(words: list[str], kept: str, cut: list[str]) -> None:
    """What bash cut is one word again, and its beginning is known."""
    assert joined(cut) == (words, kept)


def test_answers_are_what_bash_puts_in() -> None:
    """Only the last piece is answered; `&` would end the command outside quotes."""
    assert shown("l:s?a=1&b=", "l:s?a=", quoted=False) == r"1\&b="
    assert shown("l:s?a=1&b=", "", quoted=True) == "l:s?a=1&b="


def test_environment_holds_whole_words() -> None:
    """The completion sees whole words, and its lines lose what stands there already."""
    environ = {"COMP_WORDS": "i\n-m\nl\n:\nsm", "COMP_CWORD": "4"}

    def run() -> None:
        sys.stdout.write("l:smol\n")
        raise SystemExit(0)

    lines = complete_in_bash(environ, run)

    assert lines == "smol\n"
    assert environ == {"COMP_WORDS": "i\n-m\nl:sm", "COMP_CWORD": "2"}
