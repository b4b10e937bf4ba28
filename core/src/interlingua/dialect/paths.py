"""JSON paths for losses and errors: composed where one is needed, never on the way of what goes well.

A path is what `types.json` puts into its own errors too: `$`, then `.name`, `['odd key']` or `[index]` for each step.
"""

from __future__ import annotations

import re

from interlingua.types.json import at, loads

_STEP = re.compile(r"\.(?P<name>[^\W\d]\w*)|\[(?P<index>\d+)\]|\['(?P<quoted>(?:[^'\\]|\\.)*)'\]")


def split(path: str) -> tuple[str | int, ...]:
    """Take a path apart again: the steps that `at("$", ...)` was given.

    Raises:
        ValueError: The text is no path.
    """
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            break
        if step["index"]:
            steps.append(int(step["index"]))
        else:
            steps.append(step["name"] or _unquoted(step["quoted"]))
        position = step.end()
    if path[:1] != "$" or position != len(path):
        msg = f"{path!r} is no JSON path"
        raise ValueError(msg)
    return tuple(steps)


def _unquoted(text: str) -> str:
    escaped = text.replace("\\'", "'").replace('"', '\\"')
    return str(loads(f'"{escaped}"'))


def covers(path: str, other: str) -> bool:
    """Tell whether a path names the same place as another, or one that holds it."""
    steps = split(path)
    return split(other)[: len(steps)] == steps


__all__ = ["at", "covers", "split"]
