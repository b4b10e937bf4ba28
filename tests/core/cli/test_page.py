"""`docs/reference/command-line.md` leaves nothing out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer.main

from interlingua.cli import exit_codes
from interlingua.cli.app import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "command-line.md").read_text()


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
    codes = {value for name, value in vars(exit_codes).items() if name.isupper() and isinstance(value, int)}

    assert {code for code in codes if f"| {code} | " not in PAGE} == set()
