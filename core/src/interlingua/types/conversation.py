"""A conversation that can be saved: the messages and a format number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, cast

from pydantic import Field, StrictInt, ValidationError, model_validator

from interlingua.errors import ConversionError
from interlingua.types.base import Value
from interlingua.types.json import MAX_DEPTH, at, dumps, loads
from interlingua.types.messages import AnyMessage
from interlingua.types.response import FORMAT, upgraded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message

MAX_SAVED_DEPTH = MAX_DEPTH + 16
"""A block of a wire's body nests deeper in a saved conversation: below messages, parts, citations and `provider_data`."""


class Conversation(Value, frozen=True):
    """The messages so far.

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

        def __init__(self, messages: Sequence[Message], *, format: int = FORMAT) -> None: ...  # noqa: A002 - the file's own word

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
