"""Plant bugs in copies of the converters, and see which of them `interlingua check` finds: `python -m tests.plants [--only WORD]`.

The exit code is 1 where fewer than 95 % of them are found, or one isn't found under the name of its law.
"""

from __future__ import annotations

# ruff: noqa: T201 - a program that tells people what it found
import argparse
import collections
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.plants.listed import FILES, ROOT, plants, with_laws
from tests.plants.run import Found, checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.plants.listed import Plant

FLOOR: Final = 0.95


def main(arguments: list[str] | None = None) -> int:
    """Try the plants that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.plants", description=__doc__)
    parser.add_argument("--only", metavar="WORD", default="", help="plants with this in their name, format, law or a file's name")
    parser.add_argument("--jobs", type=int, metavar="N", default=1, help="how many at a time")
    parser.add_argument("--record", action="store_true", help="write the law that found a plant into its entry")
    parser.add_argument("--results", type=Path, default=ROOT / "build/plants.json", help="where the results go")
    asked = parser.parse_args(arguments)
    chosen = [plant for plant in plants() if _is_asked_for(plant, asked.only)]
    if not chosen:
        parser.error(f"no plant has {asked.only!r} in its name, its format, its law or a file's name")
    found: list[Found] = []
    with ThreadPoolExecutor(asked.jobs) as pool:
        for one in pool.map(checked, chosen):
            print(_line(one), flush=True)
            found.append(one)
    _write(asked.results, found)
    if asked.record:
        laws = {(one.plant.format, one.plant.name): one.law for one in found}
        for path in FILES:
            path.write_text(with_laws(path.read_text(encoding="utf-8"), laws), encoding="utf-8")
    return int([*_complaints(found)] != [])


def _is_asked_for(plant: Plant, word: str) -> bool:
    return any(word in text for text in (plant.name, plant.format, plant.law or "", *(edit.file for edit in plant.edits)))


def _line(found: Found) -> str:
    told = f"{found.law} ({found.test})" if found.law else found.reason
    return f"{'✓' if found.law else '✗'} {found.seconds:5.1f} s  {found.plant.format}: {found.plant.name}: {told}"


def _complaints(found: list[Found]) -> Iterator[str]:
    """Print the shares, and what is wrong; give each complaint."""
    formats = collections.defaultdict[str, list[Found]](list)
    for one in found:
        formats[one.plant.format].append(one)
    for name, those in [*sorted(formats.items()), ("all", found)]:
        caught = sum(one.law is not None for one in those)
        below = caught / len(those) < FLOOR
        line = f"{name:20} {caught:4} of {len(those):4} {caught / len(those):7.1%}" + f"  below {FLOOR:.0%}" * below
        print(line)
        if below:
            yield line
    for one in found:
        if one.plant.law is not None and one.law != one.plant.law:
            line = f"{one.plant.format}: {one.plant.name}: found by {one.law or 'no law'}, and not by {one.plant.law}"
            print(line)
            yield line


def _write(path: Path, found: list[Found]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {"format": one.plant.format, "name": one.plant.name, "law": one.law, "test": one.test, "reason": one.reason, "seconds": one.seconds}
        for one in found
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
