"""`interlingua chat`: a conversation with history."""

from __future__ import annotations

import contextlib
import sys
import traceback
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from interlingua.cli.parameters import DebugOption, ModelOption, OnLossOption, OptionsOption, PlainOption, SystemOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.cli.conversation import Chat
    from interlingua.types import Message


def chat(
    *,
    model: ModelOption = None,
    option: OptionsOption = None,
    system: SystemOption = None,
    go_on: Annotated[bool, typer.Option("-c", "--continue", help="Go on with the last conversation.")] = False,
    plain: PlainOption = False,
    on_loss: OnLossOption = "raise",
    debug: DebugOption = False,
) -> None:
    """Talk with a model; /help lists the commands, and every turn is saved."""
    from interlingua.cli.conversation import Chat
    from interlingua.cli.output import note
    from interlingua.cli.saved_chats import last_chat, load, new_chat, state_dir

    folder = state_dir()
    file = last_chat(folder) if go_on else None
    messages: tuple[Message, ...] = ()
    spoken_to: str | None = None
    if file is not None:
        messages, spoken_to = load(file)
    chat = Chat(model or spoken_to, option or [], on_loss, new_file=lambda: new_chat(folder, datetime.now().astimezone()), file=file)
    with contextlib.closing(chat):
        chat.plain = plain
        chat.messages = messages
        if system is not None:
            chat.set_system(system)
        if not sys.stdin.isatty():
            talk(chat, _next_line, interactive=False, debug=debug)
            return
        from interlingua.cli.prompt import terminal_reader

        begun = f", going on after {len(messages)} messages" if messages else ""
        note(f"talking with {chat.model.spec}{begun}; /help lists the commands")
        talk(chat, terminal_reader(folder / "history"), interactive=True, debug=debug)


def _next_line() -> str:
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    return line.decode(errors="surrogateescape").rstrip("\r\n")


def talk(chat: Chat, read: Callable[[], str], *, interactive: bool, debug: bool) -> None:
    """Take turns until the user leaves. A failed turn ends a chat that reads a pipe, and no other.

    Raises:
        InterlinguaError: A turn failed, and nobody is there to try again.
    """
    from interlingua.cli.failures import error_screen
    from interlingua.cli.output import note
    from interlingua.errors import InterlinguaError

    while True:
        try:
            line = read()
        except EOFError:
            return
        try:
            if not chat.take(line):
                return
        except (InterlinguaError, OSError) as error:
            if not interactive:
                raise
            if debug:
                note("".join(traceback.format_exception(error)).rstrip())
            note(error_screen(error))
        except KeyboardInterrupt:
            if not interactive:
                raise
            note("(stopped)")
