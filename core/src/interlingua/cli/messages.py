"""The messages that a command sends: instructions, attachments, what is piped in, and the question."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
from typing import TYPE_CHECKING, Final

from interlingua.cli.output import note
from interlingua.errors import ConfigError, LimitExceededError
from interlingua.types import Base64Source, DocumentPart, ImagePart, SystemMessage, TextPart, TextSource, UserMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

    from interlingua.types import Message, UserPart

_PATIENCE_SECONDS: Final = 2.0

MAX_BYTES: Final = 32 * 1024 * 1024
"""The largest attachment that is read."""

# (offset, bytes, media type): https://www.iana.org/assignments/media-types and each format's own specification.
_SIGNATURES: Final[tuple[tuple[tuple[tuple[int, bytes], ...], str], ...]] = (
    (((0, b"\x89PNG\r\n\x1a\n"),), "image/png"),
    (((0, b"\xff\xd8\xff"),), "image/jpeg"),
    (((0, b"GIF87a"),), "image/gif"),
    (((0, b"GIF89a"),), "image/gif"),
    (((0, b"RIFF"), (8, b"WEBP")), "image/webp"),
    (((0, b"%PDF-"),), "application/pdf"),
)

_EXTENSIONS: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
}


def read_messages(question: str | None, *, system: str | None, attach: Sequence[Path]) -> list[Message]:
    """Put the messages together; none where nothing is asked.

    Raises:
        ConfigError: An attachment can't be read or is of an unknown kind.
        LimitExceededError: An attachment is too large.
    """
    parts: list[UserPart] = [read_attachment(path) for path in attach]
    texts = [] if question is None else [question]
    match read_piped():
        case None:
            pass
        case DocumentPart(source=TextSource(text=context)):
            texts.insert(0, context)
        case part:
            parts.append(part)
    text = "\n\n".join(text.removesuffix("\n") if place < len(texts) - 1 else text for place, text in enumerate(texts))
    if not text.strip() and not parts:
        return []
    if text:
        parts.append(TextPart(text))
    return [*([SystemMessage(system)] if system else []), UserMessage(parts)]


def read_piped() -> ImagePart | DocumentPart | None:
    """Read what is piped into standard input; None where it is a terminal, or nothing comes.

    Raises:
        ConfigError: It is neither text, an image nor a PDF.
        LimitExceededError: It is too large.
    """
    if not _is_piped():
        return None
    # A pipe that is never closed looks like a program that hangs: say what it waits for.
    timer = threading.Timer(_PATIENCE_SECONDS, note, ("waiting for the end of standard input (give it </dev/null to have none)",))
    timer.daemon = True
    timer.start()
    try:
        data = read_limited(sys.stdin.buffer, "standard input")
    finally:
        timer.cancel()
    return as_part(data, "standard input") if data else None


def _is_piped() -> bool:
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return False
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return True  # not a file of the system: a test's own stream
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)


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
            raise ConfigError(
                f"{name!r} is a file of an unknown kind",
                hint="an attachment is a PNG, JPEG, GIF or WebP image, a PDF, or text in UTF-8",
                option="attach",
            )
        case "text/plain":
            return DocumentPart(TextSource(text=data.decode()), title=name)
        case "application/pdf":
            return DocumentPart(Base64Source.from_bytes(data, kind), title=name)
        case _:
            return ImagePart(Base64Source.from_bytes(data, kind))


def media_type(data: bytes, name: str) -> str | None:
    """Tell a file's media type; None for one that is neither an image, a PDF nor text.

    A file with a known extension whose bytes are something else is taken for what its bytes are. One whose bytes say nothing is
    taken for text where it is UTF-8 without NUL bytes, else for what its extension says.
    """
    for marks, known in _SIGNATURES:
        if all(data.startswith(mark, offset) for offset, mark in marks):
            return known
    if b"\0" not in data:
        with contextlib.suppress(UnicodeDecodeError):
            data.decode()
            return "text/plain"
    return _EXTENSIONS.get(name.rpartition(".")[2].lower())
