"""The chunks of a streamed answer: cheap to make, never validated, each with the index of its part.

Slots classes without the frozen `__setattr__` cost a third of frozen ones; type checkers still hold them immutable.
`PartEnd.part` is authoritative, deltas are for display; `assemble` needs `ResponseStart`, `PartEnd` and `Finish` alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, ClassVar, TypeAlias, TypeVar, dataclass_transform

from interlingua.types.base import JsonObject, Value
from interlingua.types.response import Usage

if TYPE_CHECKING:
    from pydantic import JsonValue

    from interlingua.types.losses import Loss
    from interlingua.types.messages import AssistantMessage
    from interlingua.types.origin import Origin
    from interlingua.types.parts import AssistantPart
    from interlingua.types.response import FinishReason

ClassT = TypeVar("ClassT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def _chunk(cls: type[ClassT]) -> type[ClassT]:
    return dataclass(slots=True)(cls)


@_chunk
class ResponseStart:
    """The answer begins; `origin` says who makes it, where a `Model` streams it."""

    type: ClassVar[str] = "response_start"
    id: str | None = None
    model_id: str | None = None
    provider_data: dict[str, JsonObject] = field(default_factory=dict)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@_chunk
class PartStart:
    """A part begins; `part` holds what is known of it, such as a tool call's id and name."""

    type: ClassVar[str] = "part_start"
    index: int
    part: AssistantPart


@_chunk
class TextDelta:
    """More text of a text part."""

    type: ClassVar[str] = "text_delta"
    index: int
    text: str


@_chunk
class ReasoningDelta:
    """More text of a reasoning part's block."""

    type: ClassVar[str] = "reasoning_delta"
    index: int
    block: int
    text: str


@_chunk
class RefusalDelta:
    """More text of a refusal."""

    type: ClassVar[str] = "refusal_delta"
    index: int
    refusal: str


@_chunk
class ToolCallDelta:
    """More of a tool call's arguments, as text."""

    type: ClassVar[str] = "tool_call_delta"
    index: int
    arguments: str


@_chunk
class OpaqueDelta:
    """A wire event that isn't modelled; one that belongs to an opaque part is folded into its data."""

    type: ClassVar[str] = "opaque_delta"
    index: int | None
    data: JsonObject


@_chunk
class PartEnd:
    """A part is whole; every part gets one, also a call without arguments."""

    type: ClassVar[str] = "part_end"
    index: int
    part: AssistantPart


@_chunk
class Finish:
    """The answer is whole.

    Attributes:
        finish_reason: Why the model stopped.
        provider_finish_reason: The wire's own word for it.
        usage: Tokens; its figures are None where the provider told none.
        provider_data: Fields of the response that came with the end; they are added to the start's.
        losses: What decoding could not carry.
        message: The whole message, only where the wire's final body says more than, or differs from, what was streamed.
        id: The answer's id, only where the final body says another one than the start.
        model_id: The model, only where the final body says another one than the start.
    """

    type: ClassVar[str] = "finish"
    finish_reason: FinishReason | None
    provider_finish_reason: str | None = None
    usage: Usage = field(default_factory=Usage)
    provider_data: dict[str, JsonObject] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    message: AssistantMessage | None = None
    id: str | None = None
    model_id: str | None = None


Chunk: TypeAlias = ResponseStart | PartStart | TextDelta | ReasoningDelta | RefusalDelta | ToolCallDelta | OpaqueDelta | PartEnd | Finish
"""Any chunk."""


def chunk_to_dict(chunk: Chunk) -> JsonObject:
    """Give a chunk as JSON values, `type` first; absent fields stay absent."""
    out: JsonObject = {"type": chunk.type}
    for spec in fields(chunk):
        value = getattr(chunk, spec.name)
        if value is not None and value not in ((), {}, Usage()):
            out[spec.name] = _json_of(value)
    return out


def _json_of(value: object) -> JsonValue:
    if isinstance(value, Value):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_json_of(item) for item in value]
    return value  # type: ignore[return-value]  # what is left is text, numbers and JSON objects
