"""The plugin is found by its entry point, and costs nothing before its first request."""

from __future__ import annotations

import subprocess
import sys

import interlingua
from interlingua_llamacpp.provider import LlamaCppProvider


def test_the_entry_point_gives_the_provider() -> None:
    """`llamacpp:` is this plugin."""
    assert isinstance(interlingua.get_provider("llamacpp"), LlamaCppProvider)


def test_a_dry_run_loads_neither_runtime_nor_sdk() -> None:
    """Preparing a request starts nothing."""
    program = (
        "import sys, interlingua; interlingua.Model('llamacpp:').prepare('hi');"
        "print([name for name in ('xllamacpp', 'openai', 'httpx2') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own program

    assert done.stdout == "[]\n"
