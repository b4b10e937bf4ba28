"""What a model answered."""

from __future__ import annotations

from operator import not_
from typing import TYPE_CHECKING, Annotated, ClassVar, Generic, Literal, TypeAlias, cast

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, StrictBool, StrictInt, StrictStr, model_validator
from pydantic_core import to_jsonable_python
from typing_extensions import TypeVar

from interlingua.types.base import MARKS, JsonObject, JsonValue, ProviderData, Value, is_none
from interlingua.types.losses import Loss
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import ReasoningPart

if TYPE_CHECKING:
    from interlingua.types.parts import ToolCallPart

FORMAT = 2
"""The number of our saved JSON; it changes only if old files could be misread. Those of format 1 are read as `format_1` says."""


def upgraded(value: JsonObject) -> JsonObject:
    """Give what an earlier format says as this one does."""
    saved = value.get("format")
    if type(saved) is not int or saved != 1:
        return value
    from interlingua.types.format_1 import from_format_1  # hardly anybody has such a file

    return cast("JsonObject", from_format_1(value)) | {"format": FORMAT}


FinishReason: TypeAlias = Literal[
    "stop", "length", "tool_calls", "content_filter", "refusal", "pause", "context_window", "error", "other"
]  # fmt: skip
"""Why the model stopped, in one vocabulary; the provider's own word stands beside it."""


class Usage(Value, frozen=True):
    """Tokens, as the provider counted them; each figure None where it said nothing of it, never 0. It is true if anything was said.

    Attributes:
        input_tokens: The wire's own figure (Claude's excludes cached tokens, OpenAI's includes them).
        output_tokens: Tokens generated, reasoning included.
        cache_read_tokens: Input tokens read from the prompt cache.
        cache_write_tokens: Input tokens written to it.
        reasoning_tokens: Output tokens spent on reasoning.
        input_includes_cache: Whether `input_tokens` already counts the cached ones.
        provider_data: Every other figure, verbatim.
    """

    _positional: ClassVar[tuple[str, ...]] = (
        "input_tokens",
        "output_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
        "reasoning_tokens",
    )

    input_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    output_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    cache_read_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    cache_write_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    reasoning_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    input_includes_cache: StrictBool = True
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            input_tokens: int | None = None,
            output_tokens: int | None = None,
            cache_read_tokens: int | None = None,
            cache_write_tokens: int | None = None,
            reasoning_tokens: int | None = None,
            *,
            input_includes_cache: bool = True,
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    def __bool__(self) -> bool:
        """Tell whether the provider said anything."""
        figures = (self.input_tokens, self.output_tokens, self.cache_read_tokens, self.cache_write_tokens, self.reasoning_tokens)
        return any(figure is not None for figure in figures) or any(name != MARKS for name in self.provider_data)

    @property
    def total_input_tokens(self) -> int | None:
        """All input tokens, cached ones included: comparable between providers."""
        if self.input_tokens is None or self.input_includes_cache:
            return self.input_tokens
        return self.input_tokens + (self.cache_read_tokens or 0) + (self.cache_write_tokens or 0)


def _or_nothing_said(usage: object) -> object:
    """Take the null of an earlier version's file, and of a plugin's, for what it says."""
    return Usage() if usage is None else usage


def _is_unsaid(usage: Usage) -> bool:
    return usage == Usage()


ParsedT = TypeVar("ParsedT", default=None)
"""The type of `Response.parsed`: the class given as `output=`, or None."""

_Built = PlainValidator(lambda instance: instance)  # it was checked when it was built


def _as_json(parsed: object) -> JsonValue:
    """Give `parsed` as pydantic writes it, what pydantic can't write as its `repr`."""
    return cast("JsonValue", to_jsonable_python(parsed, fallback=repr))


# Of whatever type it is, and not of the one that an unparametrized `Response` stands for, it is written without a warning.
_Written = PlainSerializer(_as_json, when_used="json")


class Response(Value, Generic[ParsedT], frozen=True):
    """One answer, whole.

    Attributes:
        message: What the model said.
        finish_reason: Why it stopped; None only while a background response runs, or where a stream's `[DONE]` came without a reason.
        provider_finish_reason: The wire's own word for it.
        usage: Tokens; where the provider told none there is a `Usage` too, whose figures are None.
        model_id: The model that answered, as the provider names it.
        id: The provider's id of the answer.
        losses: What the conversions there and back could not carry.
        attempts: How many times the request was sent.
        parsed: The instance of the class given as `output=`. In saved JSON it is a JSON value, and is read back as that; the class
            makes an instance of it again, as in `City.model_validate(response.parsed)`.
        provider_data: The wire's other fields.
    """

    format: Annotated[StrictInt, Field(ge=1, le=FORMAT)] = FORMAT
    message: AssistantMessage
    finish_reason: FinishReason | None = None
    provider_finish_reason: StrictStr | None = Field(default=None, exclude_if=is_none)
    usage: Annotated[Usage, BeforeValidator(_or_nothing_said)] = Field(default_factory=Usage, exclude_if=_is_unsaid)
    model_id: StrictStr | None = Field(default=None, exclude_if=is_none)
    id: StrictStr | None = Field(default=None, exclude_if=is_none)
    losses: tuple[Loss, ...] = Field(default=(), exclude_if=not_)
    attempts: StrictInt = 1
    parsed: Annotated[ParsedT, _Built, _Written] = Field(default=None, exclude_if=is_none)  # type: ignore[assignment]  # the type's own default
    provider_data: ProviderData

    @model_validator(mode="before")
    @classmethod
    def _upgrade(cls, value: object) -> object:
        return upgraded(cast("JsonObject", value)) if isinstance(value, dict) else value

    @property
    def provider(self) -> str | None:
        """The provider that answered, as the config string names it: with fallbacks, not always the first. None where nobody sent it."""
        return self.message.origin.provider if self.message.origin else None

    @property
    def text(self) -> str:
        """The text parts, joined."""
        return self.message.text

    @property
    def tool_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls, in order."""
        return self.message.tool_calls

    @property
    def reasoning(self) -> tuple[ReasoningPart, ...]:
        """The reasoning parts, in order."""
        return tuple(part for part in self.message.content if isinstance(part, ReasoningPart))

    def to_dict(self) -> JsonObject:
        """Give the response as JSON values; of `parsed`, what pydantic can't write is its `repr`."""
        if self.parsed is None:
            return super().to_dict()
        return self.model_copy(update={"parsed": None}).to_dict() | {"parsed": _as_json(self.parsed)}
