"""The messages that a command sends: instructions, attachments, what is piped in, and the question."""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING, Final, TypeAlias

from interlingua.cli.output import note
from interlingua.errors import ConfigError
from interlingua.files import read_file, read_pieces
from interlingua.types import AudioPart, DocumentPart, ImagePart, SystemMessage, TextPart, TextSource, UserMessage
from interlingua.types.media_types import by_content, by_name, is_text, is_textual

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from interlingua.types import Message, UserPart

Attachment: TypeAlias = ImagePart | DocumentPart | AudioPart
"""What a file becomes."""

_PATIENCE_SECONDS: Final = 2.0


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


def read_piped() -> Attachment | None:
    """Read what is piped into standard input; None where it is a terminal, or nothing comes.

    Raises:
        ConfigError: It is none of the accepted kinds.
        LimitExceededError: It is too large.
    """
    if not _is_piped():
        return None
    # A pipe that is never closed looks like a program that hangs: say what it waits for.
    timer = threading.Timer(_PATIENCE_SECONDS, note, ("waiting for the end of standard input (give it </dev/null to have none)",))
    timer.daemon = True
    timer.start()
    try:
        data = b"".join(read_pieces(sys.stdin.buffer, "standard input"))
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


def read_attachment(path: Path) -> Attachment:
    """Read a file as a part.

    Raises:
        ConfigError: It can't be read, is empty, is no regular file, or is none of the accepted kinds.
        LimitExceededError: It is too large.
    """
    try:
        data = read_file(path, what="attachment")
    except ConfigError as error:
        hint = "pipe it into standard input instead" if path.is_fifo() else None
        raise ConfigError(error.message, hint=hint, option="attach") from None
    if not data:
        raise ConfigError(
            f"{path.name!r} holds no bytes", hint="every provider refuses an empty file; was it written whole?", option="attach"
        )
    return as_part(data, path.name)


def as_part(data: bytes, name: str) -> Attachment:
    """Make a part of a file's bytes, by what they are.

    Raises:
        ConfigError: They are none of the accepted kinds.
    """
    kind = media_type(data, name)
    if kind is None:
        raise ConfigError(
            f"{name!r} is a file of an unknown kind",
            hint="an attachment is an image, a PDF, a WAV, MP3, M4A, FLAC or Ogg recording, or text in UTF-8",
            option="attach",
        )
    if kind.startswith("image/"):
        return ImagePart.from_bytes(data, kind)
    if kind.startswith("audio/"):
        return AudioPart.from_bytes(data, kind)
    return DocumentPart.from_bytes(data, kind, title=name)


def media_type(data: bytes, name: str) -> str | None:
    """Tell a file's media type; None for one that is neither text nor of a kind that is known.

    A file with a known extension whose bytes are something else is taken for what its bytes are. One whose bytes say nothing is
    taken for text where it is UTF-8 without NUL bytes, else for what its extension says.
    """
    return by_content(data) or ("text/plain" if is_text(data) else _of_no_text(by_name(name)))


def _of_no_text(kind: str | None) -> str | None:
    """Pass over what a name says of text where the bytes are none."""
    return None if kind is None or is_textual(kind) else kind
