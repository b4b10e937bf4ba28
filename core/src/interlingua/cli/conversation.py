"""The state of a chat, and what each line does to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from interlingua.cli.answer import open_answer, show
from interlingua.cli.chat_lines import help_text, read_line
from interlingua.cli.chosen_model import open_model
from interlingua.cli.messages import read_attachment
from interlingua.cli.output import note
from interlingua.cli.progress import Waiting
from interlingua.cli.remarks import finish_line, loss_lines, total_line, usage_line
from interlingua.cli.saved_chats import as_cut, find_chat, list_lines, load, may_be_replaced, save
from interlingua.errors import ConfigError, InterlinguaError, StreamInterruptedError
from interlingua.types import AssistantMessage, SystemMessage, TextPart, UserMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.cli.messages import Attachment
    from interlingua.provider import CallRecord
    from interlingua.runtime import OnLoss
    from interlingua.types import Message, Response


class Chat:
    """A chat.

    Attributes:
        messages: What was said, instructions included.
        attached: What goes along with what is said next.
        draft: What the next line begins with, for its writer to change.
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
            new_file: Names the file of a new conversation, in the folder where all are kept.
            file: The file of the conversation to go on with.

        Raises:
            ConfigError: The model can't be chosen.
        """
        self._options = options
        self._on_loss = on_loss
        self._new_file = new_file
        self._file = file or new_file()
        self.messages: tuple[Message, ...] = ()
        self.attached: tuple[Attachment, ...] = ()
        self.draft = ""
        self.plain = False
        self._told: set[str] = set()  # an option that the wire can't say is lost in every turn, and told once
        self._unanswered: tuple[UserMessage, int] | None = None  # asked last and not kept, and how many messages it stood in for
        self._records: list[CallRecord] = []
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
        if read.command is None:
            if read.text.strip():
                self.say(read.text)
        elif read.command == "/exit":
            return False
        else:
            self._commands()[read.command](read.text)
        return True

    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "/help": lambda _: note(help_text()),
            "/attach": self._attach,
            "/detach": lambda _: self._detach(),
            "/retry": lambda _: self._ask(*self._last_question()),
            "/edit": self._edit,
            "/usage": lambda _: self._show_usage(),
            "/save": self._save_to,
            "/load": self._load,
            "/list": lambda _: note("\n".join(list_lines(self._file.parent, current=self._file))),
            "/model": self._change_model,
            "/system": self._show_or_set_system,
            "/clear": lambda _: self._clear(),
        }

    def say(self, text: str) -> None:
        """Say something, with what is attached; show the answer, and keep both."""
        self._ask(self.messages, UserMessage([*self.attached, TextPart(text)]))

    def set_system(self, text: str) -> None:
        """Set the instructions; they stand before everything else."""
        rest = self.messages[1:] if self.messages and isinstance(self.messages[0], SystemMessage) else self.messages
        self.messages = (*([SystemMessage(text)] if text else []), *rest)

    def _ask(self, before: tuple[Message, ...], question: UserMessage) -> None:
        """Ask, after what was said before; what stood there instead is replaced when there is an answer, and not sooner."""
        self._unanswered = question, len(self.messages) - len(before)
        waiting = Waiting(f"waiting for {self.model.model_id}")
        try:
            with waiting, self.model.stream([*before, question]) as stream:
                try:
                    show(stream, open_answer(plain=self.plain), waiting.stop)
                    response = stream.response
                except StreamInterruptedError as error:
                    self._keep_partial(before, question, error.partial)
                    raise
                except KeyboardInterrupt:
                    self._keep_partial(before, question, stream.partial)
                    raise
        except InterlinguaError:
            if self.attached:
                files = "the file that is" if len(self.attached) == 1 else f"the {len(self.attached)} files that are"
                note(f"{files} attached would go along again: /detach takes off what the model can't read, /model asks another one")
            raise
        finally:
            if waiting.record is not None:
                self._records.append(waiting.record)
        self._keep(before, question, response.message)
        for line in loss_lines(response.losses, every=True):
            if line not in self._told:
                self._told.add(line)
                note(line, dim=True)
        if ending := finish_line(response, self.model):
            note(ending)

    def _keep(self, before: tuple[Message, ...], question: UserMessage, answer: AssistantMessage) -> None:
        self._unanswered = None
        self.attached = tuple(part for part in self.attached if part not in question.content)  # until then it waits
        self.messages = (*before, question, answer)
        save(self._file, self.messages, str(self.model.spec))

    def _keep_partial(self, before: tuple[Message, ...], question: UserMessage, partial: Response) -> None:
        # Text alone: half a tool call has no result, and half of a signed reasoning is refused.
        texts = tuple(part for part in partial.message.content if isinstance(part, TextPart) and part.text)
        if texts:
            self._keep(before, question, as_cut(partial.message.model_copy(update={"content": texts})))
            note("what had arrived of the answer is kept in the conversation, as cut; /retry asks again")
        else:
            note("nothing had arrived; the question is not kept, and /retry asks it again")

    def _attach(self, text: str) -> None:
        path = _path(text)
        self.attached = (*self.attached, read_attachment(path))
        note(f"{path.name} goes with what you say next" + (f", {len(self.attached)} files in all" * (len(self.attached) > 1)))

    def _detach(self) -> None:
        note(f"nothing goes along any more ({len(self.attached)} taken off)" if self.attached else "nothing was attached")
        self.attached = ()

    def _last_question(self) -> tuple[tuple[Message, ...], UserMessage]:
        """Give what was asked last, and what was said before it.

        Raises:
            ConfigError: Nothing was asked yet.
        """
        if self._unanswered is not None:
            question, replaced = self._unanswered
            return self.messages[: len(self.messages) - replaced], question
        for place, message in reversed([*enumerate(self.messages)]):
            if isinstance(message, UserMessage):
                return self.messages[:place], message
        raise ConfigError("nothing was asked yet", hint="say something first")

    def _edit(self, text: str) -> None:
        before, question = self._last_question()
        if not text:
            self.draft = f"/edit {question.text}"
            return
        others = [part for part in question.content if not isinstance(part, TextPart)]
        self._ask(before, question.model_copy(update={"content": (*others, TextPart(text))}))

    def _show_usage(self) -> None:
        if not self._records:
            raise ConfigError("nothing was asked since the start of this chat", hint="say something first")
        note(usage_line(self._records[-1]))
        if len(self._records) > 1:
            note(total_line(self._records))

    def _save_to(self, text: str) -> None:
        path = _path(text)
        if not may_be_replaced(path):
            raise ConfigError(f"{str(path)!r} is there already, and is no saved conversation", hint="choose another name")
        save(path, self.messages, str(self.model.spec))
        note(f"saved {len(self.messages)} messages to {os.fspath(path)}")

    def _load(self, text: str) -> None:
        """Go on with a kept conversation in its own file, with another one in a new file."""
        path = find_chat(self._file.parent, text)
        kept = path is not None
        path = path or _path(text)
        messages, spoken_to = load(path)
        self._begin(messages, path if kept else self._new_file())
        note(f"loaded {len(messages)} messages from {path.stem if kept else os.fspath(path)}")
        if spoken_to not in {None, str(self.model.spec)}:
            note(f"it was held with {spoken_to}; to go on with that one: /model {spoken_to}")

    def _clear(self) -> None:
        self._begin(tuple(message for message in self.messages[:1] if isinstance(message, SystemMessage)), self._new_file())
        note("a new conversation begins")

    def _begin(self, messages: tuple[Message, ...], file: Path) -> None:
        self.messages, self._file, self._unanswered = messages, file, None

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


def _path(text: str) -> Path:
    """Read a path as it is typed, or as a terminal quotes it when a file is dropped on it."""
    quoted = len(text) > 2 and text[0] == text[-1] and text[0] in "'\""
    return Path(text[1:-1] if quoted else text).expanduser()
