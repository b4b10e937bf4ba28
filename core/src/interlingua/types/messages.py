"""The four messages: a class for each role, each with the parts that this role may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StrictBool, StrictStr

from interlingua.types.base import JsonObject, ProviderData, Value, is_none
from interlingua.types.origin import Origin
from interlingua.types.parts import (
    AssistantPart,
    AudioPart,
    DocumentPart,
    ImagePart,
    OpaquePart,
    ReasoningPart,
    RefusalPart,
    SystemPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
    UserPart,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTS = (TextPart, ImagePart, DocumentPart, AudioPart, ToolCallPart, ReasoningPart, RefusalPart, OpaquePart)


def _as_parts(content: object) -> object:
    """Let text stand for one text part, and one part for a tuple of it."""
    if isinstance(content, str):
        return (TextPart(content),)
    if isinstance(content, _PARTS):
        return (content,)
    return content


class SystemMessage(Value, frozen=True):
    """Instructions from the application. Their place in the list is kept where the wire can say it."""

    _positional: ClassVar[tuple[str, ...]] = ("content",)
    _takes: ClassVar[dict[str, str]] = {
        "content": "a str, or a list of TextPart('…'), OpaquePart",
    }

    role: Literal["system"] = "system"
    content: Annotated[tuple[Annotated[SystemPart, Field(discriminator="type")], ...], BeforeValidator(_as_parts)]
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            content: str | SystemPart | Sequence[SystemPart],
            *,
            role: Literal["system"] = "system",
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return _text(self.content)


class UserMessage(Value, frozen=True):
    """What the user says."""

    _positional: ClassVar[tuple[str, ...]] = ("content",)
    _takes: ClassVar[dict[str, str]] = {
        "content": "a str, or a list of TextPart('…'), ImagePart, DocumentPart, AudioPart, OpaquePart",
    }

    role: Literal["user"] = "user"
    content: Annotated[tuple[Annotated[UserPart, Field(discriminator="type")], ...], BeforeValidator(_as_parts)]
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            content: str | UserPart | Sequence[UserPart],
            *,
            role: Literal["user"] = "user",
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return _text(self.content)


class AssistantMessage(Value, frozen=True):
    """What the model says: text, reasoning and tool calls, in the order in which it said them.

    Equality compares what is said, whoever said it.

    Attributes:
        content: The parts.
        origin: Who made it: set by `Model` on what a model answered, and None on what a caller wrote. A changed copy keeps it
            (`message.model_copy(update=...)`), so that what only its host understands still goes back to that host alone.
    """

    _positional: ClassVar[tuple[str, ...]] = ("content",)
    _takes: ClassVar[dict[str, str]] = {
        "content": "a str, or a list of TextPart('…'), ReasoningPart, ToolCallPart, RefusalPart, ImagePart, AudioPart, OpaquePart",
    }

    role: Literal["assistant"] = "assistant"
    content: Annotated[tuple[Annotated[AssistantPart, Field(discriminator="type")], ...], BeforeValidator(_as_parts)]
    origin: Annotated[Origin | None, Field(exclude_if=is_none, repr=False)] = None
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            content: str | AssistantPart | Sequence[AssistantPart],
            *,
            role: Literal["assistant"] = "assistant",
            origin: Origin | None = None,
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return _text(self.content)

    @property
    def tool_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls, in order."""
        return tuple(part for part in self.content if isinstance(part, ToolCallPart))

    def __eq__(self, other: object) -> bool:
        """Compare what is said."""
        if not isinstance(other, AssistantMessage):
            return NotImplemented
        return (self.content, self.provider_data, self.model_extra) == (other.content, other.provider_data, other.model_extra)

    def __hash__(self) -> int:
        """Hash the parts."""
        return hash(self.content)


class ToolMessage(Value, frozen=True):
    """One tool's result.

    Attributes:
        tool_call_id: The id of the call that it answers.
        content: What the tool gave.
        is_error: Whether the tool failed.
    """

    _takes: ClassVar[dict[str, str]] = {
        "tool_call_id": "the call's id, a str",
        "content": "a str such as json.dumps(…) of a result, or a list of TextPart('…'), ImagePart, DocumentPart, AudioPart, OpaquePart",
    }

    role: Literal["tool"] = "tool"
    tool_call_id: StrictStr
    content: Annotated[tuple[Annotated[ToolResultPart, Field(discriminator="type")], ...], BeforeValidator(_as_parts)]
    is_error: StrictBool = False
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            tool_call_id: str,
            content: str | ToolResultPart | Sequence[ToolResultPart],
            is_error: bool = False,
            role: Literal["tool"] = "tool",
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return _text(self.content)


def _text(content: Sequence[object]) -> str:
    return "".join(part.text for part in content if isinstance(part, TextPart))


Message: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage
"""Any message."""

AnyMessage = Annotated[Message, Field(discriminator="role")]
"""Any message, told apart by `role` when JSON is read."""
