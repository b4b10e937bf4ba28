"""What the user types in a chat: with prompt-toolkit on a terminal, line by line from a pipe. Only this file imports prompt-toolkit."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import create_output

from interlingua.cli.chat_lines import COMMANDS
from interlingua.cli.completion import complete_model
from interlingua.cli.saved_chats import kept_chats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.key_binding import KeyPressEvent


class _Commands(Completer):
    """Completes commands, models after `/model`, files after `/attach` and the names of chats after `/load`."""

    def __init__(self, chats: Path) -> None:
        """Take the folder where chats are kept."""
        self._chats = chats

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """See `Completer.get_completions`."""
        text = document.text_before_cursor
        word, space, argument = text.partition(" ")
        if word == "/model" and space:
            for value, meaning in complete_model(argument):
                yield Completion(value, start_position=-len(argument), display_meta=meaning)
        elif word == "/attach" and space:
            yield from PathCompleter(expanduser=True).get_completions(Document(argument), complete_event)
        elif word == "/load" and space:
            for file in kept_chats(self._chats):
                if file.stem.startswith(argument):
                    yield Completion(file.stem, start_position=-len(argument))
        elif text.startswith("/") and not space:
            for name, (_, meaning) in COMMANDS.items():
                if name.startswith(text):
                    yield Completion(name, start_position=-len(text), display_meta=meaning)


def terminal_reader(history: Path, chats: Path) -> Callable[[str], str]:
    """Make what asks for the next line, which begins with a draft: pasted newlines stay in it, Alt-Enter types one.

    The reader raises EOFError at Ctrl-D and KeyboardInterrupt at Ctrl-C on an empty line; else Ctrl-C empties the line.
    """
    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt())

    history.touch(mode=0o600)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        completer=_Commands(chats),
        complete_while_typing=False,
        key_bindings=keys,
        output=create_output(sys.stderr),  # the answer alone goes to standard output
    )
    return lambda draft: session.prompt("> ", default=draft)
