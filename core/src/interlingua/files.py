"""Files that a caller names: read whole and within a limit, written whole or not at all.

What `from_path` of a part, `save` and `load` of a conversation, and the command line's attachments and chats have in common. Values
import it when one of these is called and not before; a converter never does.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from interlingua.errors import ConfigError, LimitExceededError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ATTACHMENT: Final = 32 * 1024 * 1024
"""The bytes of the largest file that becomes a part."""

_PIECE: Final = 1024 * 1024

# Whoever opens a pipe waits for its other end, and a terminal may become the process's own; Windows has neither flag.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_file(path: str | os.PathLike[str], *, limit: int | None = MAX_ATTACHMENT, what: str = "file") -> bytes:
    """Read a regular file whole.

    Args:
        path: Where it is.
        limit: The most bytes that it may have, or None for any number.
        what: What the file is to the caller, for the error.

    Raises:
        ConfigError: It isn't there, can't be read, or is a folder, a pipe, a socket or a device.
        LimitExceededError: It is too large; no more than the limit is ever held.
    """
    name = os.fspath(path)
    try:
        _check_regular(os.stat(path).st_mode, name, limit, what)  # noqa: PTH116 - a path may be text
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            found = os.fstat(file.fileno())
            _check_regular(found.st_mode, name, limit, what)  # it may have been another file a moment ago
            if limit is not None and found.st_size > limit:
                raise LimitExceededError("attachment", limit, path=name)
            return b"".join(read_pieces(file, name, limit))
    except OSError as error:
        raise ConfigError(f"can't read the {what} {name!r}: {error.strerror}") from None
    except ValueError as error:  # half a character, or a NUL
        raise ConfigError(f"can't read the {what} {name!r}: {error}") from None


def read_pieces(file: BinaryIO, name: str, limit: int | None = MAX_ATTACHMENT) -> Iterator[bytes]:
    """Read what is open to its end, piece by piece.

    Raises:
        LimitExceededError: It is too large; no more than the limit is ever held.
    """
    size = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if limit is not None and size > limit:
            raise LimitExceededError("attachment", limit, path=name)
        yield piece


def write_file(path: str | os.PathLike[str], data: bytes, *, keeps_mode: bool = False) -> None:
    """Write a file that its owner alone may read; one of this name is replaced as a whole, so it is never half-written.

    Args:
        path: Where it is; the folder is there.
        data: What it holds from then on.
        keeps_mode: Whether a file that is replaced keeps its mode, and a link that leads to it stays one.

    Raises:
        ConfigError: It can't be written, or something else than a regular file has the name; what is there stays as it was.
    """
    name = os.fspath(path)
    place = Path(name).resolve() if keeps_mode else Path(name)
    try:
        if place.exists() and not place.is_file():
            raise ConfigError(f"{name!r} is {_kind(place.stat().st_mode)}, and a regular file is written", hint="choose another name")
        handle, beside = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".tmp")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if keeps_mode and place.exists():
                    Path(beside).chmod(stat.S_IMODE(place.stat().st_mode))
                os.fsync(file.fileno())
            Path(beside).replace(place)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"can't write the file {name!r}: {error.strerror}") from None


def _check_regular(mode: int, name: str, limit: int | None, what: str) -> None:
    if not stat.S_ISREG(mode):
        most = "" if limit is None else f" of at most {limit // 1024**2} MiB ({limit:,} bytes)"
        raise ConfigError(f"the {what} {name!r} is {_kind(mode)}, and a regular file{most} is read")


def _kind(mode: int) -> str:
    return next((words for holds, words in _KINDS if holds(mode)), "no regular file")
