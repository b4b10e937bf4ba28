"""The entry point."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua.provider.installing import install_extra

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.core.cli.conftest import Run


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own


@pytest.mark.parametrize(
    ("missing", "args"),
    [
        ("typer", ["--help"]),
        ("rich", ["--help"]),
        ("platformdirs", ["chat"]),
        ("tomlkit", ["config", "set", "default_model", "openai:gpt-5"]),
        ("jinja2", ["ask", "-t", "summary"]),
    ],
)
def test_without_the_extra(missing: str, args: list[str]) -> None:
    """Without what the extra installs, one line says how to get it, and the exit code is 3."""
    done = python(f"""
import sys
sys.modules[{missing!r}] = None
sys.argv = ["interlingua", *{args!r}]
from interlingua.cli.app import main
main()
""")

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"the command line needs its extra: {install_extra('cli')}\n"


def test_the_log_is_shown() -> None:
    """The library prints nothing by itself; at a terminal a person is to read what it logs."""
    done = python("""
import sys
from interlingua.cli import app
from interlingua._runtime.plugins.loading import warn
sys.argv = ["interlingua", "--version"]
try:
    app.main()
except SystemExit:
    warn("a plugin was stepped over")
""")

    assert (done.returncode, done.stderr) == (0, "a plugin was stepped over\n")


def test_another_missing_module_is_no_missing_extra() -> None:
    """Only the extra's own modules are told that way."""
    done = python("""
import sys
sys.modules["interlingua.cli.ask"] = None
from interlingua.cli.app import main
main()
""")

    assert done.returncode == 1
    assert "interlingua.cli.ask" in done.stderr


@pytest.mark.parametrize(
    ("code", "said", "closed"),
    [
        (1, "error: standard output is closed\nhint: send it to a file or a pipe, or to /dev/null\n", "'ask' 'x' >&-"),
        (1, "", "'ask' 'x' >&- 2>&-"),
        (4, "", "'ask' 'x' -m anthropic:claude-opus-4-8 2>&-"),
        (0, "", "'chat' -m openai:gpt-4o <&-"),
    ],
)
def test_closed_streams(code: int, said: str, closed: str) -> None:
    """A stream that is closed from the start is no fault: nothing to read, nothing said, or one error."""
    command = f"'{sys.executable}' -m interlingua {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own

    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


def test_help_loads_no_sdk() -> None:
    """Start-up is light: no SDK, no provider, no pydantic, no prompt-toolkit."""
    done = python("""
import sys
sys.argv = ["interlingua", "--help"]
from interlingua.cli.app import main
try:
    main()
except SystemExit:
    pass
print(sorted({"anthropic", "openai", "httpx2", "xllamacpp", "prompt_toolkit", "pydantic", "interlingua_openai"} & set(sys.modules)))
""")

    assert done.stdout.splitlines()[-1] == "[]"


def test_version(run: Run) -> None:
    """The version is told on one line."""
    done = run("--version")

    assert done.stdout.startswith("interlingua 0.")


def test_help_tells_the_exit_codes(run: Run) -> None:
    """`ask --help` has the table of exit codes."""
    done = run("ask", "--help")

    assert "130 Ctrl-C" in " ".join(done.stdout.split())


def printing(typed: str, stdout: int, *, buffered: bool, **variables: str) -> tuple[int, str]:
    """Run the command with an output of the test's; give its exit code, and what it said on stderr."""
    env = {**os.environ, **variables, "PYTHONUNBUFFERED": "" if buffered else "1"}
    command = [sys.executable, "-m", "interlingua", *typed.split()]
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=120, check=False, env=env)  # noqa: S603 - our own
    return done.returncode, done.stderr


COMPLETIONS = [
    {"_INTERLINGUA_COMPLETE": "complete_bash", "COMP_WORDS": "interlingua\na", "COMP_CWORD": "1"},
    {"_INTERLINGUA_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "interlingua a"},
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
class TestAFullDisk:
    """It is one error, wherever and however the text is printed: Python's own end, with 120 and a warning, has nothing left to say."""

    @pytest.fixture
    def full(self) -> Iterator[int]:
        """An output that takes nothing."""
        with Path("/dev/full").open("wb") as full:
            yield full.fileno()

    @pytest.mark.parametrize("buffered", [True, False], ids=["buffered", "unbuffered"])
    @pytest.mark.parametrize("typed", ["--help", "--version", "ask --help", "providers", "ask --dry-run hi"])
    def test_a_command(self, typed: str, full: int, *, buffered: bool) -> None:
        """Whichever command wrote."""
        assert printing(typed, full, buffered=buffered) == (1, "error: No space left on device\n")

    @pytest.mark.parametrize("variables", COMPLETIONS, ids=["bash", "zsh"])
    def test_a_completion(self, variables: dict[str, str], full: int) -> None:
        """A shell's question is answered before there is a command."""
        assert printing("", full, buffered=True, **variables) == (1, "error: No space left on device\n")

    def test_for_what_is_said(self, full: int) -> None:
        """An error that can't be told is still one in the exit code."""
        command = [sys.executable, "-m", "interlingua", "providers", "nonsense"]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=full, timeout=120, check=False)  # noqa: S603 - our own

        assert done.returncode == 1


class TestAReaderThatHasEnough:
    """It is a good end, and nothing is said."""

    @pytest.fixture
    def closed(self) -> Iterator[int]:
        """A pipe that nobody reads."""
        reading, writing = os.pipe()
        os.close(reading)
        yield writing
        os.close(writing)

    @pytest.mark.parametrize("buffered", [True, False], ids=["buffered", "unbuffered"])
    @pytest.mark.parametrize("typed", ["--help", "--version", "providers", "ask --dry-run hi"])
    def test_a_command(self, typed: str, closed: int, *, buffered: bool) -> None:
        """Also where rich prints, which ends with 1 by itself."""
        assert printing(typed, closed, buffered=buffered) == (0, "")

    @pytest.mark.parametrize("variables", COMPLETIONS, ids=["bash", "zsh"])
    def test_a_completion(self, variables: dict[str, str], closed: int) -> None:
        """The shell may be gone."""
        assert printing("", closed, buffered=True, **variables) == (0, "")
