"""Change the converters in thousands of small ways, and see which changes no test notices: `python -m tests.mutants [TARGET …]`.

The exit code is 1 where a file's share of killed mutants is below its floor, or a survivor isn't listed with a reason.
"""

from __future__ import annotations

# ruff: noqa: T201 - a program that tells people what it found
import argparse
import collections
import json
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.mutants.results import Mutant, mutants, survivors
from tests.mutants.stage import stage
from tests.mutants.targets import FLOOR, HIGHER_FLOORS, ROOT, TARGETS

SURVIVORS = Path(__file__).with_name("survivors.toml")


def main() -> int:
    """Run the targets named."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of {', '.join(TARGETS)}; else all")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/mutants", help="where the copies go, and the results stay")
    arguments = parser.parse_args()
    unknown = set(arguments.targets) - set(TARGETS)
    if unknown:
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    return max(_run(name, arguments.folder / name) for name in arguments.targets or TARGETS)


def _run(name: str, folder: Path) -> int:
    """Run one target, and print what came of it."""
    folder.mkdir(parents=True, exist_ok=True)
    stage(TARGETS[name], folder)
    before = [mutant.key for mutant in mutants(folder) if mutant.killed is False]
    print(f"{name}: mutmut runs in {folder}, its output in mutmut.log", flush=True)
    # Where there are results, mutmut runs what has changed; what survived may meet new tests, and is named.
    for keys in [[], before] if before else [[]]:
        with (folder / "mutmut.log").open("w") as log:
            done = subprocess.run(["mutmut", "run", *keys], cwd=folder, stdout=log, stderr=subprocess.STDOUT, check=False)  # noqa: S603, S607 - of this environment
        if done.returncode:
            print(f"{name}: mutmut ended with {done.returncode}")
            return 1
    found = list(mutants(folder))
    if unrun := sum(mutant.killed is None for mutant in found):
        print(f"{name}: {unrun} mutants have not been run")
        return 1
    bad = _print_shares(found)
    listed = collections.Counter(_listed(name))
    unnoticed = collections.Counter(survivors(folder, found))
    for text in (unnoticed - listed).elements():
        print(f"not listed: {json.dumps(text, ensure_ascii=False)},")  # TOML's strings are JSON's
    for text in (listed - unnoticed).elements():
        print(f"listed, but killed or gone: {text}")
    return 1 if bad or unnoticed - listed else 0


def _print_shares(found: list[Mutant]) -> bool:
    """Print each file's share of killed mutants; tell whether one is below its floor."""
    bad = False
    files = collections.defaultdict[str, list[Mutant]](list)
    for mutant in found:
        files[mutant.file].append(mutant)
    for file, those in [*sorted(files.items()), ("all", found)]:
        killed = sum(mutant.killed is True for mutant in those)
        floor = HIGHER_FLOORS.get(file.rpartition("/")[2], FLOOR)
        share = killed / len(those)
        below = share < floor
        bad = bad or below
        print(f"{file:40} {killed:5} of {len(those):5} {share:7.1%}" + (f"  below {floor:.0%}" if below else ""), flush=True)
    return bad


def _listed(name: str) -> list[str]:
    """Give the survivors of a target that have their reason beside them."""
    groups: list[dict[str, list[str]]] = tomllib.loads(SURVIVORS.read_text(encoding="utf-8")).get(name, [])
    return [text for group in groups for text in group["mutants"]]


if __name__ == "__main__":
    sys.exit(main())
