"""What is written where."""

from __future__ import annotations

import io
import os
import pty
import sys
import termios
from typing import TYPE_CHECKING

from interlingua.cli.output import is_terminal, note, print_lines, print_table, write_json, write_out

if TYPE_CHECKING:
    import pytest


class Screen(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_bytes_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is UTF-8 whatever the locale, a lone surrogate an escape, newlines are as they are."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", newline="\r\n"))

    write_out("ä\x1b\n\ud83d")
    write_json({"a": "\ud83d"})

    assert raw.getvalue() == b'\xc3\xa4\x1b\n\\ud83d{"a":"\\ud83d"}\n'


def test_notes_are_visible_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note on a terminal commands nothing; what its encoding lacks is escaped."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Screen(raw, encoding="ascii"))

    note("ä\x1b")

    assert raw.getvalue() == b"\\xe4\\x1b\n"


def test_notes_fit_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note is broken between words at the terminal's width, and dim where it says so, unless colours are off."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 10))
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(theirs, "w") as screen, os.fdopen(ours, "rb", buffering=0) as seen:
        monkeypatch.setattr(sys, "stderr", screen)
        note("one two three")
        note("low", dim=True)
        monkeypatch.setenv("NO_COLOR", "1")
        note("low", dim=True)
        shown = b""
        while shown.count(b"low") < 2:  # the terminal may give it piece by piece
            shown += seen.read(1_000)

    assert shown.startswith(b"one two\r\nthree\r\n\x1b[2mlow\x1b[0m\r\nlow")


def test_json_on_a_terminal_is_indented(monkeypatch: pytest.MonkeyPatch) -> None:
    """People get indented JSON without control characters."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "unknown")
    monkeypatch.setattr(sys, "stdout", Screen(raw, encoding="utf-8"))

    write_json({"a": "ä\x9b\x1b\ud83d"})
    sys.stdout.flush()

    assert raw.getvalue().decode() == '{\n  "a": "ä\\u009b\\u001b\\ud83d"\n}\n'


def test_dumb_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dumb terminal is treated as none."""
    screen = Screen(io.BytesIO())
    monkeypatch.setenv("TERM", "dumb")
    dumb = is_terminal(screen)
    monkeypatch.setenv("TERM", "xterm")

    assert (dumb, is_terminal(screen)) == (False, True)


def test_a_piped_table(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Piped, cells are separated by tabs and hold none."""
    print_table(("a", "b"), [("1\t2", "x\ny")])

    assert capfdbinary.readouterr().out == b"a\tb\n1 2\tx y\n"


def test_a_table_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal columns are aligned, and brackets are no markup."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", Screen(raw, encoding="utf-8", write_through=True))

    print_table(("a", "b"), [("[red]x", "y")])

    assert b"[red]x" in raw.getvalue()


def test_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """There a row is a block, its cells broken between words and named where they have a name; nothing is cut."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys, "stdout", Screen(raw, encoding="utf-8", write_through=True))

    print_table(
        ("name", "address", "help", ""), [("one", "https://an.address.example/v1", "what it does for you", "x"), ("two", "", "", "")]
    )

    assert raw.getvalue().decode() == (
        "\none\n  address:\n    https://an.address.example/v1\n  help: what it does\n    for you\n  x\ntwo\n"
    )


def test_a_narrow_table_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small table stays one."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys, "stdout", Screen(raw, encoding="utf-8", write_through=True))

    print_table(("name", "b"), [("one", "1"), ("two", "2")])

    assert [line.split() for line in raw.getvalue().decode().splitlines()[2:]][1:3] == [["one", "1"], ["two", "2"]]


def test_lines_piped(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Piped, a text is one line."""
    print_lines("many words " * 20 + "\n", "  ")

    assert capfdbinary.readouterr().out == b"  " + (b"many words " * 20).rstrip() + b"\n\n"
