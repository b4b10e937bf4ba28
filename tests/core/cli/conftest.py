"""What the tests of the command line share: no configuration or state of the machine, and typer's runner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from typer.testing import CliRunner

from interlingua.cli.app import build

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


class Run(Protocol):
    """Runs the command in this process."""

    def __call__(self, *args: str, stdin: str | bytes | None = None) -> Result:
        """Run it with arguments and what is piped in."""


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither files nor variables of the machine decide anything."""
    for name in (
        "INTERLINGUA_MODEL",
        "INTERLINGUA_CONFIG",
        "INTERLINGUA_CAPABILITIES",
        "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY",
        "FORCE_COLOR",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INTERLINGUA_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    """The command, in this process."""
    runner = CliRunner()

    def run(*args: str, stdin: str | bytes | None = None) -> Result:
        return runner.invoke(build(), list(args), input=stdin)

    return run
