"""A file that is written beside its place and moved there whole: nobody ever meets half of it under its own name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def beside(path: Path) -> Path:
    """Give the name that a file has until it is whole."""
    return path.with_name(f".{path.name}.partial")


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

    def write(self, data: bytes) -> None:
        """Append."""
        if self._file is None:
            self._file = self.beside.open("wb")
        self._file.write(data)
        self.size += len(data)

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

    def place(self) -> None:
        """Move it to its place, if anything was ever written."""
        if self._file is not None:
            self.beside.replace(self.path)

    def close(self) -> None:
        """Close it and let it lie."""
        if self._file is not None:
            self._file.close()

    def abandon(self) -> None:
        """Remove it."""
        self.close()
        self.beside.unlink(missing_ok=True)
