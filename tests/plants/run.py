"""One planted bug, and what the laws say of it: `interlingua check` in a process of its own, on a copy of the package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.plants.listed import ROOT
from tests.plants.stage import planted

if TYPE_CHECKING:
    from tests.plants.listed import Plant

CPU_SECONDS: Final = 300
"""How long a process may compute: a bug may be an endless loop."""

_LIMITED: Final = ("sh", "-c", 'ulimit -t "$0" && exec "$@"')

_CHECK: Final = ("check", "--json", "--exitfirst")

_COMMAND: Final = """
import runpy, sys, {package} as found
print(found.__file__, file=sys.stderr)
runpy.run_module("interlingua", run_name="__main__")
"""
"""The command line, which says first which package it tries."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one plant.

    Attributes:
        plant: The plant.
        law: The name of the law that found it; None where none did.
        test: The test of the law.
        reason: How the law was broken, or why nothing came of it.
        seconds: How long it took.
    """

    plant: Plant
    law: str | None
    test: str
    reason: str
    seconds: float


def checked(plant: Plant, seconds: int = CPU_SECONDS) -> Found:
    """Plant a bug in a copy, and try the laws on it.

    Args:
        plant: The bug.
        seconds: How long the process may compute.

    Raises:
        ValueError: An edit doesn't fit.
        RuntimeError: The check couldn't be run at all, or not on the copy.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plant-") as folder:
        copy = planted(plant, Path(folder))
        # Entry points come from the metadata of what is installed, the package from the path.
        env = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        done = _run(["-c", _COMMAND.format(package=plant.package), *_CHECK, plant.format], env, seconds)
    imported = done.stderr.partition("\n")[0]
    if not Path(imported).is_relative_to(copy):
        raise RuntimeError(f"{plant.name}: the process imports {imported or 'nothing'}, and not the copy in {copy}")
    took = time.monotonic() - begun
    try:
        laws = json.loads(done.stdout)["laws"]
    except (json.JSONDecodeError, KeyError):
        if done.returncode < 0:
            return Found(plant, None, "", f"the check was ended by signal {-done.returncode}", took)
        raise RuntimeError(f"{plant.name}: the check says nothing that can be read: {done.stderr[-2_000:]}") from None
    broken = next((law for law in laws if law["outcome"] == "broken"), None)
    if broken is None:
        return Found(plant, None, "", "every law was kept", took)
    return Found(plant, broken["name"], broken["test"], broken["reason"], took)


def _run(arguments: list[str], env: dict[str, str], seconds: int) -> subprocess.CompletedProcess[str]:
    command = [*_LIMITED, str(seconds), sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - of this environment
