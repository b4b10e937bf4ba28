"""Cuts of the dialects, found by the kit's laws: `python -m tests.mutants.cuts_by_kit FORMAT [--sample N] [--seed S] [--jobs N]`.

There are some eight thousand, so each is tried on little: on the laws that draw no examples, and on the samples that reach the line, in a
process forked for it. What survives is worth a look: it needs a sample, or the code is not needed. Among them are cuts that change nothing,
and a few that only a law which draws examples finds.
"""

from __future__ import annotations

# ruff: noqa: T201 - a program that tells people what it found
import argparse
import collections
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random
import resource
import select
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tests.mutants.by_kit import FORMATS
from tests.mutants.cuts import cut, cuts_in
from tests.mutants.targets import ROOT, TARGETS

from interlingua import get_dialect
from interlingua.testing.conformance import DialectConformance, verdict
from interlingua.testing.documents import Documents, documents_of

if TYPE_CHECKING:
    import types
    from collections.abc import Callable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from pathlib import Path

    from tests.mutants.cuts import Cut

    from interlingua.testing.documents import Sample

CPU_SECONDS = 120
SHARED = {"interlingua_openai": TARGETS["openai"].only, "interlingua_anthropic": ("messages/fitting/*.py", "schema_*.py", "tool_schema.py")}


def main() -> None:
    """Try the cuts that are asked for, and print those that no law finds."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.cuts_by_kit", description=__doc__)
    parser.add_argument("format", metavar="FORMAT", choices=FORMATS, help=f"of {', '.join(FORMATS)}")
    parser.add_argument("names", nargs="*", metavar="CUT", help="only these, as they are printed (chat/turns.py#12), or those of a file")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, drawn")
    parser.add_argument("--seed", type=int, metavar="S", default=0, help="which ones (0)")
    parser.add_argument("--jobs", type=int, metavar="N", default=2, help="how many at a time (2)")
    parser.add_argument("--whole", action="store_true", help="on all samples, not only on those that reach the line")
    asked = parser.parse_args()
    places = {
        name: place for name, place in _places(asked.format) if not asked.names or name in asked.names or name.split("#")[0] in asked.names
    }
    names = [*places]
    if asked.sample is not None:
        names = sorted(random.Random(asked.seed).sample(names, min(asked.sample, len(names))))  # noqa: S311 - no secret
    reached = {} if asked.whole else dict(_forked(1, iter([("lines", lambda: _reached(asked.format))])))["lines"]
    work = ((name, partial(_law, asked.format, places[name], reached)) for name in names)
    survived = 0
    for done, (name, law) in enumerate(_forked(asked.jobs, work), 1):
        if law is None:
            survived += 1
            one = places[name].cut
            print(f"{done}/{len(names)} {name} line {one.first} [{one.kind}]  {' '.join(one.code.split())[:200]}", flush=True)
    print(f"{asked.format}: {len(names) - survived} of {len(names)} found")


@dataclass(frozen=True, slots=True)
class Place:
    """A cut and where it is.

    Attributes:
        module: The module's name.
        file: Its file.
        cut: The cut.
    """

    module: str
    file: Path
    cut: Cut


def _places(name: str) -> Iterator[tuple[str, Place]]:
    """Give the cuts of a format and of what it shares with a sibling."""
    target = TARGETS[name]
    package = ROOT / target.package
    for file in sorted({file for pattern in (*target.only, *SHARED[package.name]) for file in package.glob(pattern)}):
        module = ".".join([package.name, *file.relative_to(package).with_suffix("").parts]).removesuffix(".__init__")
        for one in cuts_in(file.read_text(encoding="utf-8")):
            yield f"{file.relative_to(package).as_posix()}#{one.number}", Place(module, file, one)


def _suite(name: str) -> type[DialectConformance]:
    return type("Checked", (DialectConformance,), {"dialect": get_dialect(name)})


def _narrow(samples: Sequence[Sample]) -> None:
    """Let the laws of this process see some samples only."""
    Documents.of = lambda _, *kinds: [sample for sample in samples if sample.what in kinds]


def _laws(suite: type[DialectConformance]) -> list[str]:
    """Give the tests that draw no examples, those first that need least and find most."""
    first = ("test_samples_mean_what_they_say", "test_what_sample_streams_say_is_kept", "test_samples_come_back")
    names = [name for name, test in suite.tests.items() if not test.values and not test.varies]
    return sorted(names, key=lambda name: (name not in first, suite.tests[name].needs != "samples"))


def _reached(name: str) -> dict[str, list[str]]:
    """Tell of each line, as `FILE:LINE`, which samples reach it, by their titles."""
    found = collections.defaultdict[str, set[str]](set)
    title = ""
    package = str(ROOT / TARGETS[name].package)

    def local(frame: types.FrameType, event: str, _: object) -> object:
        if event == "line":
            found[f"{frame.f_code.co_filename}:{frame.f_lineno}"].add(title)
        return local

    def called(frame: types.FrameType, _event: str, _: object) -> object:
        return local if frame.f_code.co_filename.startswith(package) else None

    samples = documents_of(get_dialect(name)).samples
    sys.settrace(called)
    for sample in samples:
        title = sample.title
        _narrow([sample])
        suite = _suite(name)
        for law in _laws(suite):
            if suite.tests[law].needs == "samples":
                verdict(suite, law)
    sys.settrace(None)
    return {line: sorted(titles) for line, titles in found.items()}


def _law(name: str, place: Place, reached: dict[str, list[str]]) -> str | None:
    """Give the law that finds a cut, or what the import of it raises."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.meta_path.insert(0, _Finder(place))
    lines = range(place.cut.first, place.cut.last + 1)
    titles = {title for line in lines for title in reached.get(f"{place.file}:{line}", ())}
    try:
        samples = documents_of(get_dialect(name)).samples
        if titles:
            _narrow([sample for sample in samples if sample.title in titles])
        suite = _suite(name)
        for law in _laws(suite):
            if verdict(suite, law, examples=50, shrink=False).outcome == "broken":
                return law
    except BaseException as error:  # noqa: BLE001 - a cut that can't be imported is found
        return type(error).__name__
    return None


class _Finder(importlib.abc.MetaPathFinder):
    """Imports one module with its cut."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self._place.module:
            return None
        package = self._place.file.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            fullname,
            self._place.file,
            loader=_Loader(fullname, self._place),
            submodule_search_locations=[str(self._place.file.parent)] if package else None,
        )


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, place: Place) -> None:
        super().__init__(fullname, str(place.file))
        self._place = place

    def get_code(self, fullname: str) -> types.CodeType:
        tree = cut(self._place.file.read_text(encoding="utf-8"), self._place.cut)
        return compile(tree, fullname, "exec", dont_inherit=True)


def _forked(jobs: int, work: Iterator[tuple[str, Callable[[], object]]]) -> Iterator[tuple[str, object]]:
    """Do each work in a process of its own; give its key with what it gave, or `no end` where it had to be stopped."""
    running: dict[int, tuple[str, int]] = {}
    while True:
        while len(running) < jobs and (item := next(work, None)) is not None:
            key, do = item
            out, into = os.pipe()
            if (pid := os.fork()) == 0:
                with os.fdopen(into, "w") as told:
                    told.write(json.dumps(do()))
                os._exit(0)
            os.close(into)
            running[pid] = key, out
        if not running:
            return
        ready, _, _ = select.select([out for _, out in running.values()], [], [])
        pid = next(pid for pid, (_, out) in running.items() if out == ready[0])
        key, out = running.pop(pid)
        with os.fdopen(out) as told:
            said = told.read()
        os.waitpid(pid, 0)
        yield key, json.loads(said) if said else "no end"


if __name__ == "__main__":
    main()
