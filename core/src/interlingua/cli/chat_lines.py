"""What a line of a chat means: a command, or something to say. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from interlingua.errors import ConfigError

COMMANDS: Final = {
    "/help": ("", "show the commands and keys"),
    "/attach": ("FILE", "send an image, a PDF or a text along with what you say next"),
    "/detach": ("", "send nothing along"),
    "/retry": ("", "ask the last question again; the new answer takes the place of the old one"),
    "/edit": ("[TEXT]", "put the last question in other words, and ask it again"),
    "/usage": ("", "tell tokens and time of the last answer, and of all since the start"),
    "/save": ("FILE", "save the conversation as JSON"),
    "/load": ("NAME", "go on with a conversation: the name of a kept one, or a file"),
    "/list": ("", "list the conversations that are kept"),
    "/model": ("[MODEL]", "go on with another model, or show which one it is"),
    "/system": ("[TEXT]", "set the instructions for the model, or show them"),
    "/clear": ("", "begin a new conversation"),
    "/exit": ("", "leave; so do Ctrl-D, and Ctrl-C on an empty line"),
}
"""Command → what it takes, what it does."""

KEYS: Final = {
    "Enter": "send",
    "Alt-Enter": "begin a new line (or Esc, then Enter); pasted text keeps its lines, and is sent as a whole",
    "Ctrl-C": "stop the answer, and keep what had come of it as cut; else empty the line",
    "//…": "say a text that begins with a slash",
}
"""What is typed → what it does."""


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
    takes, _ = COMMANDS[word]
    if not takes and argument:
        raise ConfigError(f"{word} takes nothing after it", hint=f"write {word} alone")
    if takes and not argument and not takes.startswith("["):
        raise ConfigError(f"{word} takes a {takes.lower()}", hint=f"write {word} {takes}")
    return Line(word, argument)


def help_text() -> str:
    """List the commands and the keys."""
    rows = {**{f"{name} {takes}".rstrip(): text for name, (takes, text) in COMMANDS.items()}, **KEYS}
    width = max(map(len, rows))
    return "\n".join(f"{head:<{width}}  {text}" for head, text in rows.items())
