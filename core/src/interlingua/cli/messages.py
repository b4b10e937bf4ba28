"""The messages that a command sends: instructions, attachments, what is piped in, and the question."""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING, Final

from interlingua.cli.attachments import as_part, read_attachment, read_limited
from interlingua.cli.output import note
from interlingua.types import DocumentPart, SystemMessage, TextPart, TextSource, UserMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from interlingua.types import ImagePart, Message, UserPart

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
