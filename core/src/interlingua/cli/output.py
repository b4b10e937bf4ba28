"""What is written where: the answer on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from interlingua.cli.control_characters import visible
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from typing import TextIO

    from pydantic import JsonValue


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that understands more than plain text."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write_out(text: str) -> None:
    """Write text to standard output, exactly: UTF-8, a lone surrogate as its escape, no newline changed."""
    out = sys.stdout
    out.flush()
    out.buffer.write(text.encode(errors="backslashreplace"))
    out.buffer.flush()


def write_json(value: JsonValue) -> None:
    """Write a JSON value as one line; on a terminal indented, and without control characters."""
    text = dumps(value).decode()
    if is_terminal(sys.stdout):
        from rich.console import Console

        Console().print_json(visible(text))
    else:
        write_out(text + "\n")


def note(text: str) -> None:
    """Write a line for people to standard error."""
    err = sys.stderr
    shown = visible(text) if err.isatty() else text
    encoding = err.encoding or "utf-8"
    err.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    err.flush()


def abandon_stdout() -> None:
    """Let nothing more reach a standard output that nobody reads: not even what Python flushes at its end."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
