"""The entry point."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own


@pytest.mark.parametrize("missing", ["typer", "rich", "platformdirs"])
def test_without_the_extra(missing: str) -> None:
    """Without what the extra installs, one line says how to get it, and the exit code is 3."""
    done = python(f"""
import sys
sys.modules[{missing!r}] = None
sys.argv = ["interlingua", *(["chat"] if {missing!r} == "platformdirs" else ["--help"])]
from interlingua.cli.app import main
main()
""")

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == 'the command line needs its extra: pip install "interlingua[cli]"\n'


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("typed", ["--help", "--version", "ask --help", "providers"])
def test_a_full_disk(typed: str) -> None:
    """It is one error, wherever the text is printed."""
    command = f"'{sys.executable}' -m interlingua {typed} >/dev/full"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own

    assert (done.returncode, done.stderr) == (1, "error: No space left on device\n")
