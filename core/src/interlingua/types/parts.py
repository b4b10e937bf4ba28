"""The parts that a message's content is made of; one class for each kind, told apart by `type` (those of media in `media_parts`).

A wire block that no class here models becomes an `OpaquePart`: verbatim, in place, sent back unchanged to its own provider.
"""

from __future__ import annotations

from operator import not_
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field, StrictInt, StrictStr

from interlingua.errors import InterlinguaError, InvalidToolArgumentsError
from interlingua.types.base import MARKS, CheckedObject, JsonObject, ProviderData, Value, is_none
from interlingua.types.json import loads, same_json
from interlingua.types.media_parts import AudioPart, DocumentPart, ImagePart
from interlingua.types.sources import Base64Source, FileSource, TextSource, URLSource

if TYPE_CHECKING:
    from collections.abc import Sequence


class Citation(Value, frozen=True):
    """Where a piece of text comes from.

    Attributes:
        cited_text: The words that are cited, or None.
        title: The source's title, or None.
        url: The source's address, or None.
        start: First character of the text part that the citation supports, or None.
        end: One past its last character, or None.
        provider_data: The wire's own citation, verbatim.
    """

    cited_text: StrictStr | None = Field(default=None, exclude_if=is_none)
    title: StrictStr | None = Field(default=None, exclude_if=is_none)
    url: StrictStr | None = Field(default=None, exclude_if=is_none)
    start: StrictInt | None = Field(default=None, exclude_if=is_none)
    end: StrictInt | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData


class TextPart(Value, frozen=True):
    """Text."""

    _positional: ClassVar[tuple[str, ...]] = ("text", "citations")
    _takes: ClassVar[dict[str, str]] = {
        "text": "a str",
        "citations": "Citations in a list",
    }

    type: Literal["text"] = "text"
    text: StrictStr
    citations: tuple[Citation, ...] = Field(default=(), exclude_if=not_)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            text: str,
            citations: Sequence[Citation] = (),
            *,
            type: Literal["text"] = "text",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...


class ToolCallPart(Value, frozen=True):
    """The model's wish to call a tool.

    Equality compares `arguments` as JSON values where both parse (the empty text equals `{}`), else as text.

    Attributes:
        id: The call's id; its result carries the same one.
        name: The tool's name.
        arguments: The exact JSON text that the model wrote, even where it isn't JSON.
    """

    _positional: ClassVar[tuple[str, ...]] = ("id", "name", "arguments")
    _takes: ClassVar[dict[str, str]] = {
        "id": "a str",
        "name": "a str",
        "arguments": "the arguments' JSON text, such as json.dumps(…) of a dict",
    }

    type: Literal["tool_call"] = "tool_call"
    id: StrictStr
    name: StrictStr
    arguments: StrictStr = Field(examples=['{"city": "Rome"}', "{"])
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            id: str,  # noqa: A002 - the wire's own word
            name: str,
            arguments: str,
            *,
            type: Literal["tool_call"] = "tool_call",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    def parse(self) -> JsonObject:
        """Parse the arguments; the empty text gives an empty object.

        Raises:
            InvalidToolArgumentsError: They are not a JSON object; the error holds the text.
        """
        if not self.arguments:
            return {}
        try:
            value = loads(self.arguments)
        except InterlinguaError as error:
            raise InvalidToolArgumentsError(self.name, self.arguments, str(error)) from None
        if not isinstance(value, dict):
            raise InvalidToolArgumentsError(self.name, self.arguments, f"it is a {type(value).__name__}")
        return value

    def __eq__(self, other: object) -> bool:
        """Compare the arguments as values, everything else exactly."""
        if not isinstance(other, ToolCallPart):
            return NotImplemented
        if (self.id, self.name, self.provider_data, self.model_extra) != (other.id, other.name, other.provider_data, other.model_extra):
            return False
        if self.arguments == other.arguments:
            return True
        try:
            return same_json(loads(self.arguments or "{}"), loads(other.arguments or "{}"))
        except InterlinguaError:
            return False

    def __hash__(self) -> int:
        """Hash what equality compares exactly."""
        return hash((self.id, self.name))


class ReasoningBlock(Value, frozen=True):
    """One block of reasoning text: the model's own (`full`) or a `summary` of it."""

    _positional: ClassVar[tuple[str, ...]] = ("kind", "text")
    _takes: ClassVar[dict[str, str]] = {
        "text": "a str",
    }

    kind: Literal["summary", "full"]
    text: StrictStr
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(self, kind: Literal["summary", "full"], text: str, *, provider_data: dict[str, JsonObject] = ...) -> None: ...


class ReasoningPart(Value, frozen=True):
    """Reasoning between the parts, with what its maker needs to take it back.

    Attributes:
        blocks: The texts, in order; empty where the provider shows none.
        signature: The maker's signature over the text, or None.
        encrypted_content: The whole reasoning, encrypted, or None.
        redacted_data: Reasoning that the provider hid, encrypted, or None.
        provider: The entry-point name of the provider that made it, or None.
    """

    _positional: ClassVar[tuple[str, ...]] = ("blocks",)
    _takes: ClassVar[dict[str, str]] = {
        "blocks": "ReasoningBlocks in a list",
    }

    type: Literal["reasoning"] = "reasoning"
    blocks: tuple[ReasoningBlock, ...] = ()
    signature: StrictStr | None = Field(default=None, exclude_if=is_none)
    encrypted_content: StrictStr | None = Field(default=None, exclude_if=is_none)
    redacted_data: StrictStr | None = Field(default=None, exclude_if=is_none)
    provider: StrictStr | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            blocks: Sequence[ReasoningBlock] = (),
            *,
            type: Literal["reasoning"] = "reasoning",  # noqa: A002 - the wire's own word
            signature: str | None = None,
            encrypted_content: str | None = None,
            redacted_data: str | None = None,
            provider: str | None = None,
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @property
    def text(self) -> str:
        """All blocks, joined for display; never encoded."""
        return "\n\n".join(block.text for block in self.blocks)


class RefusalPart(Value, frozen=True):
    """The model's refusal, where the wire says it apart from text."""

    _positional: ClassVar[tuple[str, ...]] = ("refusal",)
    _takes: ClassVar[dict[str, str]] = {
        "refusal": "a str",
    }

    type: Literal["refusal"] = "refusal"
    refusal: StrictStr
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            refusal: str,
            *,
            type: Literal["refusal"] = "refusal",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...


class OpaquePart(Value, frozen=True):
    """A wire block that isn't modelled: verbatim, in place, written back by its own dialect alone.

    Attributes:
        dialect: The dialect that it belongs to, such as `anthropic.messages`.
        data: The wire's block.
        provider_data: Its dialect's marks, such as what kind of object it is where the wire's own type doesn't tell.
    """

    _positional: ClassVar[tuple[str, ...]] = ("dialect", "data")
    _takes: ClassVar[dict[str, str]] = {
        "dialect": "a str",
        "data": "the wire's block, a dict",
    }

    type: Literal["opaque"] = "opaque"
    dialect: StrictStr
    data: CheckedObject
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            dialect: str,
            data: JsonObject,
            *,
            type: Literal["opaque"] = "opaque",  # noqa: A002 - as above
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    @property
    def wire_type(self) -> str:
        """What the wire calls it: the block's `type`, a message's role, or else what kind of object its dialect marked it as."""
        marks = self.provider_data.get(MARKS, {}).get(self.dialect)
        form = marks.get("form") if isinstance(marks, dict) else None
        word = self.data.get("type", self.data.get("role", form))
        return word if isinstance(word, str) else ""


SystemPart: TypeAlias = TextPart | OpaquePart
UserPart: TypeAlias = TextPart | ImagePart | DocumentPart | AudioPart | OpaquePart
AssistantPart: TypeAlias = TextPart | ReasoningPart | ToolCallPart | RefusalPart | ImagePart | AudioPart | OpaquePart
ToolResultPart: TypeAlias = TextPart | ImagePart | DocumentPart | AudioPart | OpaquePart
Part: TypeAlias = TextPart | ImagePart | DocumentPart | AudioPart | ToolCallPart | ReasoningPart | RefusalPart | OpaquePart
"""Any part."""

__all__ = [
    "AssistantPart", "AudioPart", "Base64Source", "Citation", "DocumentPart", "FileSource", "ImagePart", "OpaquePart", "Part",
    "ReasoningBlock", "ReasoningPart", "RefusalPart", "SystemPart", "TextPart", "TextSource", "ToolCallPart", "ToolResultPart",
    "URLSource", "UserPart",
]  # fmt: skip
