"""What a line of a chat means."""

from __future__ import annotations

import pytest

from interlingua import ConfigError
from interlingua.cli.chat_lines import COMMANDS, KEYS, Line, help_text, read_line


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        (Line(None, "hello /there"), "hello /there"),
        (Line(None, "two\nlines"), "two\nlines\n"),
        (Line(None, "/usr/bin is a folder"), "//usr/bin is a folder"),
        (Line("/save", "my file.json"), "/save my file.json "),
        (Line("/system", "be brief"), " /system be brief"),
        (Line("/model", ""), "/model"),
        (Line("/edit", ""), "/edit"),
        (Line("/edit", "two\nlines"), "/edit two\nlines"),
        (Line("/exit", ""), "/exit"),
    ],
)
def test_lines(expected: Line, line: str) -> None:
    """A slash begins a command, two of them say one."""
    assert read_line(line) == expected


@pytest.mark.parametrize(
    ("message", "hint", "line"),
    [
        ("no command '/sav'", "did you mean /save?", "/sav x"),
        ("no command '/q'", "/help lists the commands", "/q"),
        ("/load takes a name", "/load NAME", "/load"),
        ("/attach takes a file", "/attach FILE", "/attach"),
        ("/exit takes nothing", "write /exit alone", "/exit now"),
    ],
)
def test_mistakes_are_refused(message: str, hint: str, line: str) -> None:
    """An unknown command names its neighbour, and nothing is sent."""
    with pytest.raises(ConfigError, match=message) as raised:
        read_line(line)

    assert hint in str(raised.value.hint)


def test_help_lists_all() -> None:
    """Every command has its line, and so has every key: how a text of several lines is written is one of them."""
    lines = help_text().splitlines()

    assert [line.split()[0] for line in lines] == [*COMMANDS, *KEYS]
    assert any(line.startswith("Alt-Enter") and "new line" in line for line in lines)
