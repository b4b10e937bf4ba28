"""Mutants of the dialects, killed by the kit alone: `python -m tests.mutants.by_kit [--sample N] [--seed S] [FORMAT …]`.

Each mutant is tried by `interlingua check FORMAT --exitfirst`, in a process of its own, on a copy of the package; none of our own tests
runs. There are some fifteen thousand, so a sample is drawn. The exit code is 1 where a format's share is below the floor.
"""

from __future__ import annotations

# ruff: noqa: T201 - a program that tells people what it found
import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.targets import FLOOR, ROOT, TARGETS, Target

FORMATS = ("anthropic.messages", "openai.chat", "openai.responses")
CPU_SECONDS = 200
_LIMITED = ("sh", "-c", 'ulimit -t "$0" && exec "$@"')


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one mutant.

    Attributes:
        key: mutmut's name of it.
        killed: Whether the kit noticed, or it never came to an end.
    """

    key: str
    killed: bool


def main() -> int:
    """Try a sample of each format that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.by_kit", description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", default=FORMATS, help=f"of {', '.join(FORMATS)}; else all")
    parser.add_argument("--sample", type=int, metavar="N", default=100, help="how many mutants of each format (100)")
    parser.add_argument("--seed", type=int, metavar="S", default=0, help="which ones (0)")
    parser.add_argument("--jobs", type=int, metavar="N", default=2, help="how many at a time (2)")
    asked = parser.parse_args()
    return max(_run(name, asked.sample, asked.seed, asked.jobs) for name in asked.formats)


def _run(name: str, sample: int, seed: int, jobs: int) -> int:
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        keys = mutated(TARGETS[name], Path(folder))
        chosen = sorted(random.Random(seed).sample(keys, min(sample, len(keys))))  # noqa: S311 - no secret
        if not tried(name, "", folder).killed:
            with ThreadPoolExecutor(jobs) as pool:
                found = [*pool.map(lambda key: tried(name, key, folder), chosen)]
        else:
            print(f"{name}: the check fails without any mutant")
            return 1
    for one in found:
        if not one.killed:
            print(f"survived: {one.key}")
    share = sum(one.killed for one in found) / len(found)
    print(f"{name:20} {share:7.1%} of {len(found)}, drawn from {len(keys)} with seed {seed}" + "  below" * (share < FLOOR), flush=True)
    return int(share < FLOOR)


def mutated(target: Target, folder: Path) -> list[str]:
    """Write a copy of a package that holds all its mutants, each behind its name; give the names."""
    # The session's own, not in the test group.
    from mutmut.configuration import reset_config
    from mutmut.mutation.file_mutation import mutate_file_contents

    (folder / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["."]\n', encoding="utf-8")
    source = ROOT / target.package
    package = folder / source.name
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    keys = []
    with contextlib.chdir(folder):
        reset_config()  # it belongs to the folder
        for file in sorted({file for pattern in target.only for file in package.glob(pattern)}):
            made = mutate_file_contents(str(file), file.read_text(encoding="utf-8"))
            file.write_text(made.code, encoding="utf-8")
            module = ".".join(file.relative_to(folder).with_suffix("").parts)
            keys += [f"{module}.{mutant}" for mutant in made.mutant_names]
    return keys


def tried(name: str, key: str, folder: str) -> Tried:
    """Try the laws on a format with one mutant; what ends by a signal ran out of its time."""
    env = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1", "MUTANT_UNDER_TEST": key}
    check = [sys.executable, "-m", "interlingua", "check", name, "--exitfirst", "--json"]
    command = [*_LIMITED, str(CPU_SECONDS), *check]
    done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 - of this environment
    return Tried(key, done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
