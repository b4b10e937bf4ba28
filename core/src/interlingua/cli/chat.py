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
    from pathlib import Path

    from interlingua.cli.conversation import Chat
    from interlingua.types import Message


def _complete_chat(incomplete: str) -> list[tuple[str, str]]:
    from interlingua.cli.saved_chats import chats_folder, kept_chats, state_dir

    return [(file.stem, "") for file in kept_chats(chats_folder(state_dir())) if file.stem.startswith(incomplete)]


def chat(
    *,
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(autocompletion=_complete_chat, show_default=False, help="With -c: the conversation to go on with, else the last."),
    ] = None,
    model: ModelOption = None,
    option: OptionsOption = None,
    system: SystemOption = None,
    go_on: Annotated[bool, typer.Option("-c", "--continue", help="Go on with the last conversation, or with NAME.")] = False,
    plain: PlainOption = False,
    on_loss: OnLossOption = "raise",
    debug: DebugOption = False,
) -> None:
    """Talk with a model; /help lists the commands, and every turn is saved."""
    from interlingua.cli.conversation import Chat
    from interlingua.cli.output import note
    from interlingua.cli.saved_chats import chats_folder, is_cut, load, new_chat, state_dir

    if name is not None and not go_on:
        raise typer.BadParameter(
            f"the name of a conversation goes behind -c: interlingua chat -c {name!r}; what to say is asked for",
            ctx=context,
            param_hint="NAME",
        )
    folder = state_dir()
    file = _file_of(folder, name) if go_on else None
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
        cut = ", the last of them cut" if messages and is_cut(messages[-1]) else ""
        note(f"talking with {chat.model.spec}{begun}{cut}; /help lists the commands")
        talk(chat, terminal_reader(folder / "history", chats_folder(folder)), interactive=True, debug=debug)


def _file_of(folder: Path, name: str | None) -> Path:
    from interlingua.cli.saved_chats import chats_folder, find_chat, last_chat
    from interlingua.errors import ConfigError

    if name is None:
        return last_chat(folder)
    if (file := find_chat(chats_folder(folder), name)) is None:
        raise ConfigError(
            f"{name!r} is no name of a conversation that is kept", hint=f"/list in a chat lists them; /load {name} reads a file"
        )
    return file


def _next_line(draft: str) -> str:
    if draft:
        from interlingua.errors import ConfigError

        raise ConfigError("/edit takes the new text where nobody can change the old one", hint="write /edit TEXT")
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    return line.decode(errors="surrogateescape").rstrip("\r\n")


def talk(chat: Chat, read: Callable[[str], str], *, interactive: bool, debug: bool) -> None:
    """Take turns until the user leaves. A failed turn ends a chat that reads a pipe, and no other.

    Raises:
        InterlinguaError: A turn failed, and nobody is there to try again.
    """
    from interlingua.cli.failures import error_screen
    from interlingua.cli.output import note
    from interlingua.errors import InterlinguaError

    while True:
        draft, chat.draft = chat.draft, ""
        try:
            line = read(draft)
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
