"""`python -m interlingua`."""

from __future__ import annotations

import subprocess
import sys

from interlingua.provider.installing import install_extra


def python(*args: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own."""
    return subprocess.run([sys.executable, *args], capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own


def test_as_a_module() -> None:
    """`python -m interlingua` is the command, its name included; without the extra it says the same."""
    done = python("-m", "interlingua", "ask", "-h")
    bare = python(
        "-c",
        """
import runpy, sys
sys.modules["typer"] = None
sys.argv = ["interlingua", "--help"]
runpy.run_module("interlingua", run_name="__main__", alter_sys=True)
""",
    )

    assert (done.returncode, "Usage: interlingua ask" in done.stdout) == (0, True)
    assert (bare.returncode, bare.stderr) == (3, f"the command line needs its extra: {install_extra('cli')}\n")
