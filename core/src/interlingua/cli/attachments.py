"""Files and standard input as parts of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.cli.media_types import ACCEPTED, media_type
from interlingua.errors import ConfigError, LimitExceededError
from interlingua.types import Base64Source, DocumentPart, ImagePart, TextSource

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

MAX_BYTES: Final = 32 * 1024 * 1024
"""The largest attachment that is read."""


def read_attachment(path: Path) -> ImagePart | DocumentPart:
    """Read a file as a part.

    Raises:
        ConfigError: It can't be read, or is none of the accepted kinds.
        LimitExceededError: It is too large.
    """
    try:
        with path.open("rb") as file:
            data = read_limited(file, str(path))
    except OSError as error:
        raise ConfigError(f"can't read the attachment {str(path)!r}: {error.strerror}", option="attach") from None
    return as_part(data, path.name)


def read_limited(file: BinaryIO, name: str) -> bytes:
    """Read a file to its end.

    Raises:
        LimitExceededError: It is too large; no more than the limit is held.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := file.read(1024 * 1024):
        size += len(piece)
        if size > MAX_BYTES:
            raise LimitExceededError("attachment", MAX_BYTES, path=name)
        pieces.append(piece)
    return b"".join(pieces)


def as_part(data: bytes, name: str) -> ImagePart | DocumentPart:
    """Make a part of a file's bytes, by what they are.

    Raises:
        ConfigError: They are none of the accepted kinds.
    """
    kind = media_type(data, name)
    match kind:
        case None:
            raise ConfigError(f"{name!r} is a file of an unknown kind", hint=f"an attachment is {ACCEPTED}", option="attach")
        case "text/plain":
            return DocumentPart(TextSource(text=data.decode()), title=name)
        case "application/pdf":
            return DocumentPart(Base64Source.from_bytes(data, kind), title=name)
        case _:
            return ImagePart(Base64Source.from_bytes(data, kind))
