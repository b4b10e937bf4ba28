"""`docs/reference/command-line.md` leaves nothing out, and what a page says that a sample prints is what it prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from interlingua.cli.app import build
from interlingua.cli.failures import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
PAGE = (REFERENCE / "command-line.md").read_text()
PRINTED = re.findall(r"```python\n([^`]*)```\n\n```text\n([^`]*)```", (REFERENCE / "config-strings.md").read_text())


def _names(command: click.Command, path: str = "interlingua") -> Iterator[str]:
    """Give the names of a command's options, and of the commands below it."""
    for parameter in command.params:
        yield from (name for name in parameter.opts if name.startswith("-"))
    for name, below in getattr(command, "commands", {}).items():
        if not getattr(below, "commands", None):
            yield f"`{path} {name}"
        yield from _names(below, f"{path} {name}")


def test_every_command_and_option_is_on_the_page() -> None:
    """What `--help` shows, the page explains."""
    names = set(_names(typer.main.get_command(build())))

    assert {"--model", "-m", "`interlingua config show"} <= names
    assert {name for name in names if name not in PAGE} == set()


def test_every_exit_code_is_on_the_page() -> None:
    """The table is that of the code."""
    assert {code for code in MEANINGS if f"| {code} | " not in PAGE} == set()


@pytest.mark.parametrize(("sample", "printed"), PRINTED)
def test_samples_print_what_the_page_shows(sample: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors are quoted to the letter."""
    exec(compile(sample, "a sample", "exec"), {})  # noqa: S102 - of our own page

    assert capsys.readouterr().out == printed


def test_some_samples_print() -> None:
    """The test above has found them."""
    assert len(PRINTED) == 2
