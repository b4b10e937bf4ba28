"""What became of each mutant, and the lines in which one differs."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# By mutmut's table: 1 and 3 are pytest's, the others those of a mutant that ran out of its time.
_KILLED: Final = frozenset({1, 3, 24, 36, 152, 255, -24})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change that a test should notice.

    Attributes:
        key: mutmut's name of it.
        file: The file that it is in, from the package's folder.
        killed: Whether a test noticed, or never came to an end; None where it hasn't been run.
    """

    key: str
    file: str
    killed: bool | None

    @property
    def function(self) -> str:
        """The function's or the method's name."""
        name = self.key.rpartition("__mutmut_")[0].rpartition(".")[2]
        return name.removeprefix("x_") if name.startswith("x_") else name.removeprefix("xǁ").replace("ǁ", ".")


def mutants(folder: Path) -> Iterator[Mutant]:
    """Read every mutant's end."""
    source = folder / "mutants/src"
    for meta in sorted(source.rglob("*.meta")):
        file = meta.relative_to(source).as_posix().partition("/")[2].removesuffix(".meta")
        for key, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            yield Mutant(key, file, None if code is None else code in _KILLED)


def survivors(folder: Path, found: Iterable[Mutant]) -> Iterator[str]:
    """Say of each survivor in one line where it is, which line it takes away, and which it puts there."""
    # The session's own, not in the test group.
    from mutmut.configuration import reset_config
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    with contextlib.chdir(folder):
        reset_config()  # it belongs to the folder
        for mutant in found:
            if not mutant.killed:
                yield f"{mutant.file} {mutant.function}: {_change(get_diff_for_mutant(mutant.key))}"


def _change(diff: str) -> str:
    changed = [line for line in diff.splitlines() if line[:1] in {"-", "+"} and not line.startswith(("---", "+++"))]
    removed, added = (" ".join(line[1:].strip() for line in changed if line[0] == sign) for sign in "-+")
    return f"{removed} -> {added}"
