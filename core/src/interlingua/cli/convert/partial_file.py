"""Files that are written beside their place and moved there whole: nobody ever meets half of one under its own name.

One whose ending says so is compressed: each write is a member of its own, so that what was written is good as far as it goes.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, BinaryIO

from interlingua.cli.convert.compression import compressed
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from interlingua.cli.convert.items import Batch, Outcome


def beside(path: Path) -> Path:
    """Give the name that a file has until it is whole."""
    return path.with_name(f".{path.name}.partial")


def framed(path: Path) -> Path:
    """Give the name that a file has which is put together at the end, until it has its place."""
    return path.with_name(f".{path.name}.whole")


class PartialFile:
    """A file on its way to its place; made at the first write."""

    def __init__(self, path: Path, size: int = 0) -> None:
        """Name the file.

        Args:
            path: Where it belongs.
            size: How much of an earlier run's beginning is good; 0 to begin anew.

        Raises:
            ConfigError: That beginning is gone.
        """
        self.path = path
        self.beside = beside(path)
        self.size = 0
        self._file: BinaryIO | None = None
        self._framed: Path | None = None
        if not size:
            self.beside.unlink(missing_ok=True)
            return
        there = self.beside.stat().st_size if self.beside.exists() else 0
        if there < size:
            raise ConfigError(f"{str(self.beside)!r} has lost what the stopped run wrote", hint="begin anew with --force")
        self._file = self.beside.open("r+b")
        self._file.truncate(size)
        self._file.seek(size)
        self.size = size

    @property
    def begun(self) -> bool:
        """Whether anything was ever written."""
        return self._file is not None

    def write(self, data: bytes) -> None:
        """Append, compressed where the file's ending says so."""
        if self._file is None:
            self._file = self.beside.open("wb")
        written = compressed(self.path, data)
        self._file.write(written)
        self.size += len(written)

    def flush(self) -> None:
        """Hand everything to the system: it outlives this process."""
        if self._file is not None:
            self._file.flush()

    def seal(self) -> None:
        """Make it whole and safe."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def frame(self, head: Callable[[bytes], bytes], foot: bytes) -> None:
        """Put what is known only now before and behind everything, and make it whole and safe.

        What was written stays as it is until all of it has its place: a later run may still have to go on with it.

        Args:
            head: Makes what stands first of all that was written.
            foot: What stands last.
        """
        self.seal()
        written = self.beside.read_bytes()
        self._framed = framed(self.path)
        with self._framed.open("wb") as file:
            file.writelines((head(written), written, foot))
            file.flush()
            os.fsync(file.fileno())

    def place(self) -> None:
        """Move it to its place, if anything was ever written."""
        if self._framed is not None:
            self._framed.replace(self.path)
            self.beside.unlink()
        elif self._file is not None:
            self.beside.replace(self.path)

    def close(self) -> None:
        """Close it and let it lie."""
        if self._file is not None:
            self._file.close()

    def abandon(self) -> None:
        """Remove it."""
        self.close()
        self.beside.unlink(missing_ok=True)


class Writer(ABC):
    """Takes what became of the lines, in order: converted ones into the output, the others as they were into a file of their own."""

    def __init__(self, files: Mapping[str, PartialFile]) -> None:
        """Name the files by what they are for."""
        self._files = files

    @abstractmethod
    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take a batch."""

    def sizes(self) -> dict[str, int]:
        """Hand everything to the system, and tell how long each file is now."""
        for file in self._files.values():
            file.flush()
        return {name: file.size for name, file in self._files.items()}

    def seal(self) -> None:
        """Make the files whole and safe; may take its time."""
        for file in self._files.values():
            file.seal()

    def place(self) -> None:
        """Put the files where they belong, at once."""
        for file in self._files.values():
            file.place()

    def abandon(self) -> None:
        """Remove the files."""
        for file in self._files.values():
            file.abandon()

    def leave(self) -> None:
        """Close the files; a later run goes on with them."""
        for file in self._files.values():
            file.close()
