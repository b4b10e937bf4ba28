"""A conversation that can be saved: the messages and a format number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, SupportsIndex, cast, overload

from pydantic import Field, StrictInt, ValidationError, model_validator

from interlingua.errors import ConfigError, ConversionError, InterlinguaError
from interlingua.types.base import Value
from interlingua.types.json import MAX_DEPTH, at, dumps, loads
from interlingua.types.messages import AnyMessage
from interlingua.types.response import FORMAT, upgraded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message

MAX_SAVED_DEPTH = MAX_DEPTH + 16
"""A block of a wire's body nests deeper in a saved conversation: below messages, parts, citations and `provider_data`."""


class Conversation(Value, frozen=True):
    """The messages so far: a sequence that never changes; `append`, `extend` and `+` give a new one.

    Its JSON is stable: fields are only ever added, with defaults; unknown ones are kept.
    """

    _positional: ClassVar[tuple[str, ...]] = ("messages",)
    _takes: ClassVar[dict[str, str]] = {
        "messages": "messages in a list, such as [UserMessage('…')]",
    }

    format: Annotated[StrictInt, Field(ge=1, le=FORMAT)] = FORMAT
    messages: tuple[AnyMessage, ...]

    @model_validator(mode="before")
    @classmethod
    def _upgrade(cls, value: object) -> object:
        return upgraded(cast("JsonObject", value)) if isinstance(value, dict) else value

    if TYPE_CHECKING:

        def __init__(self, messages: Iterable[Message], *, format: int = FORMAT) -> None: ...  # noqa: A002 - the file's own word

    def append(self, message: Message) -> Conversation:
        """Give a new conversation that ends with a message; this one stays as it is.

        Args:
            message: What was said last, such as `response.message`.

        Raises:
            ValidationError: It is no message.
        """
        return self.extend((message,))

    def extend(self, messages: Iterable[Message]) -> Conversation:
        """Give a new conversation that ends with more messages; this one stays as it is.

        Args:
            messages: What was said since, such as the results of several tools.

        Raises:
            ValidationError: They are no messages.
        """
        return self._with(self.messages + Conversation(messages).messages)

    def __add__(self, more: Iterable[Message]) -> Conversation:
        """Give a new conversation of this one's messages and more."""
        return self.extend(more)

    def __radd__(self, before: Iterable[Message]) -> Conversation:
        """Give a new conversation of messages and then this one's, such as instructions that come first."""
        return self._with(Conversation(before).messages + self.messages)

    def __len__(self) -> int:
        """Count the messages."""
        return len(self.messages)

    def __bool__(self) -> bool:
        """Tell whether anything was said."""
        return bool(self.messages)

    def __iter__(self) -> Iterator[Message]:  # type: ignore[override]  # messages, where pydantic's own gives pairs of a field and its value
        """Go through the messages."""
        return iter(self.messages)

    def __contains__(self, message: object) -> bool:
        """Tell whether a message was said."""
        return message in self.messages

    def __reversed__(self) -> Iterator[Message]:
        """Go through the messages from the last one on."""
        return reversed(self.messages)

    @overload
    def __getitem__(self, place: SupportsIndex) -> Message: ...

    @overload
    def __getitem__(self, place: slice) -> Conversation: ...

    def __getitem__(self, place: SupportsIndex | slice) -> Message | Conversation:
        """Give one message, or a new conversation of some."""
        return self._with(self.messages[place]) if isinstance(place, slice) else self.messages[place]

    def _with(self, messages: tuple[Message, ...]) -> Conversation:
        return self.model_copy(update={"messages": messages})

    def save(self, path: str | PathLike[str]) -> None:
        """Write the conversation's JSON into a file that its owner alone may read.

        A file of this name is replaced as a whole, so that it is never half-written.

        Args:
            path: Where to.

        Raises:
            ConfigError: The file can't be written; what was there stays.
            ConversionError: Something in the conversation is no JSON.
        """
        text = self.to_json()
        from interlingua.files import write_file  # the one place that writes: values import it only here

        write_file(path, text.encode() + b"\n")

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Conversation:
        """Read a conversation that was saved, by this version or an earlier one.

        Args:
            path: The file.

        Raises:
            ConfigError: The file can't be read, or is no saved conversation.
        """
        from interlingua.files import read_file

        data = read_file(path, limit=None, what="conversation")
        try:
            return cls.from_json(data)
        except InterlinguaError as error:
            raise ConfigError(f"{str(path)!r} is no saved conversation: {error.sentence}", hint=error.hint) from None

    def to_json(self) -> str:
        """Write the conversation as JSON text."""
        # Through our own JSON module: lone surrogates and big integers come back as they were.
        return dumps(self.to_dict(), max_depth=MAX_SAVED_DEPTH).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Conversation:
        """Read a saved conversation.

        Raises:
            ConversionError: The text isn't a conversation, or a later, incompatible version saved it.
        """
        if not isinstance(text, str | bytes):
            raise ConversionError("$", f"text is a {type(text).__name__}, and JSON text is read: a str or bytes",
                                  hint="give what to_json() wrote; complete() takes messages in our JSON form as they are")  # fmt: skip
        value = loads(text, max_depth=MAX_SAVED_DEPTH)
        try:
            return cls.model_validate(in_this_format(value))
        except ValidationError as error:
            raise from_validation_error(error) from None


def in_this_format(value: JsonValue) -> JsonValue:
    """Give saved JSON as this version's format says it; JSON that names no format is in this one.

    Raises:
        ConversionError: A later version saved it, in a format that this one doesn't read.
    """
    saved = value.get("format", FORMAT) if isinstance(value, dict) else FORMAT
    if isinstance(saved, int) and saved > FORMAT:
        raise ConversionError("$.format", f"format {saved} is later than {FORMAT}, the latest this version reads",
                              hint="upgrade interlingua")  # fmt: skip
    return upgraded(value) if isinstance(value, dict) else value


# pydantic puts the tag of a union's chosen member into the path, after the member's place; the JSON has no such step.
_TAGGED = frozenset({"messages", "content", "tools"})
_TAGS = frozenset(
    {"system", "user", "assistant", "tool", "function", "provider", "base64", "url", "file"}
    | {"text", "image", "document", "audio", "tool_call", "reasoning", "refusal", "opaque"}
)


def from_validation_error(error: ValidationError, root: str = "$") -> ConversionError:
    """Turn pydantic's report into one of ours: the first fault, with its path."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    steps: list[str | int] = []
    tag_may_follow = False
    for step in first["loc"]:
        if not (tag_may_follow and step in _TAGS):
            steps.append(step)
        is_item = isinstance(step, int) and steps[-2:-1] and steps[-2] in _TAGGED
        tag_may_follow = step == "source" or bool(is_item)
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return ConversionError(at(root, *steps), first["msg"].removeprefix("Value error, ") + more)
