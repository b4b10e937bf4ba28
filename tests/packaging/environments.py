"""Fresh environments away from the workspace, and commands in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from uv import find_uv_bin

ROOT = Path(__file__).parents[2]
UV = find_uv_bin()


def variables() -> dict[str, str]:
    """Give this process's variables but those of its environment and of keys, with uv on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_AUTH_TOKEN"))}
    for name in ("INTERLINGUA_MODEL", "PYTHONPATH", "UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV"):
        kept.pop(name, None)
    return kept | {"PATH": os.pathsep.join((str(Path(UV).parent), os.environ["PATH"]))}


def run(*command: str | Path, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing of this environment but the path to uv, keys least of all."""
    done = subprocess.run(command, cwd=cwd, env=variables(), capture_output=True, text=True, check=False)  # noqa: S603 - commands of ours
    assert not check or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def environment(folder: Path, *requirements: str) -> Path:
    """Make a fresh environment with these requirements, and return its folder of programs."""
    run(UV, "venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(UV, "pip", "install", "--quiet", "--python", folder, *requirements, cwd=folder.parent)
    return programs
