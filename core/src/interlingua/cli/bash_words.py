"""Completion in bash, which cuts words at `:` and `=`: put them together again, and answer with the last piece alone.

For `llamacpp:smol` bash hands over `llamacpp`, `:` and `smol`, one a line, and puts the answer in the place of `smol`.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence

VARIABLE: Final = "_INTERLINGUA_COMPLETE"
"""The environment variable that asks for a completion."""

_CUTS: Final = (":", "=")


def joined(words: Sequence[str]) -> tuple[list[str], str]:
    """Put pieces together. Pure.

    Args:
        words: The words as bash cut them; the last one is being completed.

    Returns:
        The whole words, and the beginning of the last one that bash won't replace.
    """
    whole: list[str] = []
    kept = ""
    previous = ""
    for word in words:
        if whole and (word in _CUTS or previous in _CUTS):
            kept = whole[-1] + (word if word in _CUTS else "")
            whole[-1] += word
        else:
            kept = ""
            whole.append(word)
        previous = word
    # Of `--model=llamacpp:smol` only the value is answered.
    return whole, kept.partition("=")[2] if kept.startswith("-") else kept


def shown(line: str, kept: str, *, quoted: bool) -> str:
    """Give one answer as bash puts it into the line: without what stands there already, `&` escaped outside quotes. Pure."""
    line = line.removeprefix(kept)
    return line if quoted else line.replace("&", r"\&")


def complete_in_bash(environ: MutableMapping[str, str], run: Callable[[], None]) -> str:
    """Run a completion with whole words; give the lines that bash expects.

    Args:
        environ: The environment, in which the words are replaced.
        run: Answers the completion on standard output, and exits.
    """
    current = int(environ.get("COMP_CWORD", "0"))
    words, kept = joined(environ.get("COMP_WORDS", "").split("\n")[: current + 1])
    environ["COMP_WORDS"], environ["COMP_CWORD"] = "\n".join(words), str(len(words) - 1)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        run()
    quoted = words[-1].startswith(("'", '"'))
    return "".join(f"{shown(line, kept, quoted=quoted)}\n" for line in out.getvalue().splitlines())
