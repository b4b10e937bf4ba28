"""What a line of a chat means: a command, or something to say. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from interlingua.errors import ConfigError

COMMANDS: Final = {
    "/help": ("", "show the commands"),
    "/save": ("FILE", "save the conversation as JSON"),
    "/load": ("FILE", "go on with a saved conversation"),
    "/model": ("[MODEL]", "go on with another model, or show which one it is"),
    "/system": ("[TEXT]", "set the instructions for the model, or show them"),
    "/clear": ("", "begin a new conversation"),
    "/exit": ("", "leave; so do Ctrl-D, and Ctrl-C on an empty line"),
}
"""Command → what it takes, what it does."""

_NEED_ARGUMENT: Final = frozenset({"/save", "/load"})
_TAKE_NONE: Final = frozenset({"/help", "/clear", "/exit"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line, read.

    Attributes:
        command: The command's name, or None where the line is something to say.
        text: The command's argument, or what to say.
    """

    command: str | None
    text: str


def read_line(line: str) -> Line:
    """Read a line; one that begins with `//` says the rest, slash included.

    Raises:
        ConfigError: It is no command that there is, or lacks its argument.
    """
    text = line.strip()
    if not text.startswith("/"):
        return Line(None, line.removesuffix("\n"))
    if text.startswith("//"):
        return Line(None, text[1:])
    word, *rest = text.split(maxsplit=1)
    argument = rest[0] if rest else ""
    if word not in COMMANDS:
        near = difflib.get_close_matches(word, list(COMMANDS), n=1)
        hint = f"did you mean {near[0]}?" if near else "/help lists the commands"
        raise ConfigError(f"there is no command {word!r}", hint=f"{hint} To say a text that begins with a slash, write // for it")
    if word in _NEED_ARGUMENT and not argument:
        raise ConfigError(f"{word} takes a file", hint=f"write {word} FILE")
    if word in _TAKE_NONE and argument:
        raise ConfigError(f"{word} takes nothing after it", hint=f"write {word} alone")
    return Line(word, argument)


def help_text() -> str:
    """List the commands."""
    heads = {name: f"{name} {takes}".rstrip() for name, (takes, _) in COMMANDS.items()}
    width = max(map(len, heads.values()))
    return "\n".join(f"{heads[name]:<{width}}  {text}" for name, (_, text) in COMMANDS.items())
