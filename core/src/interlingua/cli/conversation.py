"""The state of a chat, what a line of it means (a command, or something to say), and what it does."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interlingua.cli.answer import open_answer, show
from interlingua.cli.chosen_model import open_model
from interlingua.cli.output import note
from interlingua.cli.progress import Waiting
from interlingua.cli.remarks import finish_line, loss_lines
from interlingua.cli.saved_chats import load, may_be_replaced, save
from interlingua.errors import ConfigError, StreamInterruptedError
from interlingua.types import AssistantMessage, SystemMessage, TextPart, UserMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.runtime import OnLoss
    from interlingua.types import Message, Response

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


class Chat:
    """A chat.

    Attributes:
        messages: What was said, instructions included.
        model: Who is spoken to.
        plain: Whether answers are shown as they come, their Markdown not rendered.
    """

    def __init__(
        self, model: str | None, options: Sequence[str], on_loss: OnLoss, *, new_file: Callable[[], Path], file: Path | None = None
    ) -> None:
        """Begin a chat.

        Args:
            model: The config string or alias, or None for the default model.
            options: Further options, as `name=value`.
            on_loss: What a loss does.
            new_file: Names the file of a new conversation.
            file: The file of the conversation to go on with.

        Raises:
            ConfigError: The model can't be chosen.
        """
        self._options = options
        self._on_loss = on_loss
        self._new_file = new_file
        self._file = file or new_file()
        self.messages: tuple[Message, ...] = ()
        self.plain = False
        self._told: set[str] = set()  # an option that the wire can't say is lost in every turn, and told once
        self.model = open_model(model, options, on_loss)

    def close(self) -> None:
        """Close the connections."""
        self.model.close()

    def take(self, line: str) -> bool:
        """Do what a line says; False when it ends the chat.

        Raises:
            InterlinguaError: It can't be done; the conversation is as before, or ends with what had arrived of an answer.
        """
        read = read_line(line)
        match read.command:
            case None:
                if read.text.strip():
                    self.say(read.text)
            case "/help":
                note(help_text())
            case "/save":
                path = Path(read.text).expanduser()
                if not may_be_replaced(path):
                    raise ConfigError(f"{str(path)!r} is there already, and is no saved conversation", hint="choose another name")
                save(path, self.messages, str(self.model.spec))
                note(f"saved {len(self.messages)} messages to {os.fspath(path)}")
            case "/load":
                path = Path(read.text).expanduser()
                self.messages, _ = load(path)
                self._file = self._new_file()
                note(f"loaded {len(self.messages)} messages from {os.fspath(path)}")
            case "/model":
                self._change_model(read.text)
            case "/system":
                self._show_or_set_system(read.text)
            case "/clear":
                self.messages = tuple(message for message in self.messages[:1] if isinstance(message, SystemMessage))
                self._file = self._new_file()
                note("a new conversation begins")
            case _:
                return False
        return True

    def say(self, text: str) -> None:
        """Say something, show the answer, and keep both."""
        question = UserMessage(text)
        with Waiting(f"waiting for {self.model.model_id}") as waiting, self.model.stream([*self.messages, question]) as stream:
            try:
                show(stream, open_answer(plain=self.plain), waiting.stop)
            except StreamInterruptedError as error:
                self._keep_partial(question, error.partial)
                raise
            except KeyboardInterrupt:
                self._keep_partial(question, stream.partial)
                raise
            response = stream.response
        self._keep(question, response.message)
        for line in loss_lines(response.losses, every=True):
            if line not in self._told:
                self._told.add(line)
                note(line, dim=True)
        if ending := finish_line(response, self.model):
            note(ending)

    def set_system(self, text: str) -> None:
        """Set the instructions; they stand before everything else."""
        rest = self.messages[1:] if self.messages and isinstance(self.messages[0], SystemMessage) else self.messages
        self.messages = (*([SystemMessage(text)] if text else []), *rest)

    def _keep(self, question: UserMessage, answer: AssistantMessage) -> None:
        self.messages = (*self.messages, question, answer)
        save(self._file, self.messages, str(self.model.spec))

    def _keep_partial(self, question: UserMessage, partial: Response) -> None:
        # Text alone: half a tool call has no result, and half of a signed reasoning is refused.
        texts = tuple(part for part in partial.message.content if isinstance(part, TextPart) and part.text)
        if texts:
            self._keep(question, partial.message.model_copy(update={"content": texts, "provider_data": {}}))
            note("what had arrived of the answer is kept in the conversation")
        else:
            note("nothing had arrived; the question is not kept")

    def _change_model(self, text: str) -> None:
        if text:
            model = open_model(text, (), self._on_loss)
            self.model.close()
            self.model = model
            self._told = set()  # what another model isn't told is another loss
            if self._options:
                names = ", ".join(option.partition("=")[0] for option in self._options)
                note(f"the options of the start ({names}) were that model's; give this one's behind its name: /model {text}?name=value")
                self._options = ()
        note(f"talking with {self.model.spec}")

    def _show_or_set_system(self, text: str) -> None:
        if text:
            self.set_system(text)
        first = self.messages[0] if self.messages else None
        note(f"instructions: {first.text}" if isinstance(first, SystemMessage) else "there are no instructions")


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
