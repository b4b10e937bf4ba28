"""An error on one screen: what, where, and a `hint:` line with the fix. Pure."""

from __future__ import annotations

from typing import Final

from interlingua.errors import InterlinguaError, LossError

_MAX_LINES: Final = 15
_MAX_LINE_CHARS: Final = 1_000

_FLAGS: Final = "pass --on-loss record to let it pass; the losses are then listed here"


def error_screen(error: BaseException) -> str:
    """Compose what is printed for an error; at most a screen of it."""
    if isinstance(error, OSError) and error.strerror:
        return f"error: {error.strerror}" + (f": {str(error.filename)!r}" if error.filename else "")
    if not isinstance(error, InterlinguaError):
        what = " ".join(str(error).split())[:_MAX_LINE_CHARS]
        name = type(error).__name__
        return f"error: {name}: {what}\nhint: this is a fault in interlingua or a plugin; --debug shows where" if what else f"error: {name}"
    lines = [line if len(line) <= _MAX_LINE_CHARS else line[: _MAX_LINE_CHARS - 1] + "…" for line in str(error).splitlines()]
    if len(lines) > _MAX_LINES:
        lines = [*lines[:_MAX_LINES], "…"]
    hint = _FLAGS if isinstance(error, LossError) else error.hint
    return "\n".join([f"error: {lines[0] if lines else type(error).__name__}", *lines[1:], *([f"hint: {hint}"] if hint else [])])
