"""What is written where: the answer on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Final

from interlingua.cli.terminal_text import one_line, visible, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from pydantic import JsonValue

# Inside a JSON text: what a terminal obeys (JSON escapes C0 itself), what turns text around, and half characters.
_UNSEEN: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_NARROW: Final = 80
_WIDEST_TABLE: Final = 10_000


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
    # Loaded here, because pydantic comes along and `--help` has no use for it.
    from interlingua.types.json import dumps, dumps_text

    if not is_terminal(sys.stdout):
        write_out(dumps(value).decode() + "\n")
        return
    from rich.console import Console
    from rich.highlighter import JSONHighlighter

    # Other escapes than JSON's own would make it something else.
    text = _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", dumps_text(value, indent=2))
    Console().print(JSONHighlighter()(text), soft_wrap=True)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of text under their heads: aligned on a terminal, or a block each where it is narrow; tab-separated when piped."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not is_terminal(sys.stdout):
        write_out("".join("\t".join(row) + "\n" for row in [heads, *cells]))
        return
    from rich import box
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console()
    needs = Measurement.get(console, console.options.update(max_width=_WIDEST_TABLE), table)
    # Columns that are too narrow for a word cut it, and those of a few words a line are a ribbon that nobody reads.
    if needs.minimum > console.width or (console.width < _NARROW < needs.maximum):
        _print_blocks(heads, cells)
    else:
        console.print(table)


def _print_blocks(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a row's first cell on a line, and each other one that says something below it."""
    write_out("\n")
    for first, *others in rows:
        print_lines(first)
        for head, cell in zip(heads[1:], others, strict=True):
            if cell:
                print_lines(f"{head}: {cell}" if head else cell, "  ")


def print_lines(text: str, indent: str = "") -> None:
    """Print a text as one line; on a terminal broken between words, and what follows its first line indented.

    Args:
        text: What to print; where it ends with a newline, an empty line follows.
        indent: What stands before each line.
    """
    line = indent + one_line(text)
    if is_terminal(sys.stdout):
        line = textwrap.fill(
            line, shutil.get_terminal_size().columns, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
        )
    write_out(line + "\n" * (2 if text.endswith("\n") else 1))


def note(text: str, *, dim: bool = False) -> None:
    """Write a line for people to standard error; on a terminal broken between words, and dim where it matters little."""
    err = sys.stderr
    shown = text
    if err.isatty():
        shown = visible(text)
        with contextlib.suppress(OSError, ValueError):  # where its width isn't known, lines stay as they are
            if columns := os.get_terminal_size(err.fileno()).columns:
                shown = wrapped(shown, columns)
        if dim and is_terminal(err) and not os.environ.get("NO_COLOR"):
            shown = f"\x1b[2m{shown}\x1b[0m"
    encoding = err.encoding or "utf-8"
    err.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    err.flush()


def abandon_full_streams() -> None:
    """Where an output takes no more, let go of what it still holds: Python would try again at its end, and tell again."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with contextlib.suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, stream.fileno())
                os.close(null)
