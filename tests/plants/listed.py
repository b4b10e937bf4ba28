"""The planted bugs, as the TOML files beside this one list them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]

FILES = tuple(sorted(Path(__file__).parent.glob("*.toml")))


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a source file.

    Attributes:
        file: The file, within its package.
        old: What stands there, once.
        new: What stands there instead.
    """

    file: str
    old: str
    new: str

    def applied(self, text: str) -> str:
        """Give the file's text with the change.

        Raises:
            ValueError: What it changes doesn't stand there exactly once, or nothing is changed.
        """
        if (found := text.count(self.old)) != 1:
            raise ValueError(f"{self.file} holds {self.old!r} {found} times, and a plant changes what stands there once")
        if self.old == self.new:
            raise ValueError(f"{self.file}: {self.old!r} is changed into itself")
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Plant:
    """A bug, planted in a copy of a converter.

    Attributes:
        name: What it does, in a sentence.
        why: What a user would see of it.
        source: The package that it is planted in, from the root of the repository.
        format: The dialect to check.
        edits: How it is planted.
        law: The name of the law that finds it; None where none does yet.
    """

    name: str
    why: str
    source: Path
    format: str
    edits: tuple[Edit, ...]
    law: str | None

    @property
    def package(self) -> str:
        """The package's name."""
        return self.source.name


def plants(files: tuple[Path, ...] = FILES) -> Iterator[Plant]:
    """Give every plant, in the order of the files.

    Raises:
        ValueError: One has a field that no plant has, or two of a file have one name.
    """
    for path in files:
        names: set[str] = set()
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in listed["plant"]:
            if strange := entry.keys() - {"name", "why", "format", "law", "edits", "file", "old", "new"}:
                raise ValueError(f"{path.name}: {entry.get('name')!r} has {', '.join(sorted(strange))}, which no plant has")
            if entry["name"] in names:
                raise ValueError(f"{path.name}: two plants are called {entry['name']!r}")
            names.add(entry["name"])
            edits = entry.get("edits") or [{field: entry[field] for field in ("file", "old", "new")}]
            yield Plant(
                name=entry["name"],
                why=entry["why"],
                source=ROOT / listed["source"],
                format=entry.get("format") or listed["format"],
                edits=tuple(Edit(**edit) for edit in edits),
                law=entry.get("law"),
            )


def with_laws(text: str, laws: Mapping[tuple[str, str], str | None]) -> str:
    """Give a file's text with the laws that found its plants; a plant that no law found has none.

    Args:
        text: The file's text.
        laws: Format and name of each plant that was tried → its law.
    """
    listed = tomllib.loads(text)
    head, *blocks = text.split("[[plant]]\n")
    for place, (entry, block) in enumerate(zip(listed["plant"], blocks, strict=True)):
        key = (entry.get("format") or listed["format"], entry["name"])
        if key in laws:
            lines = [line for line in block.splitlines(keepends=True) if not line.startswith("law = ")]
            law = laws[key]
            after = next(number for number, line in enumerate(lines) if line.startswith("why = ")) + 1
            blocks[place] = "".join([*lines[:after], *([f'law = "{law}"\n'] if law else []), *lines[after:]])
    return "[[plant]]\n".join([head, *blocks])
