"""A file of the user's that is replaced as a whole: whatever interrupts that, the old one or the new one is there."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there; what a link points to is replaced, not the link.

    A new file is readable by its owner alone, and so is a folder that has to be made; one that is replaced keeps its mode.

    Raises:
        OSError: It can't be written.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            with contextlib.suppress(FileNotFoundError):
                Path(name).chmod(stat.S_IMODE(path.stat().st_mode))
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
