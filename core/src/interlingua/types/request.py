"""What is asked of a model: values only."""

from __future__ import annotations

from operator import not_
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypedDict

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from interlingua.types.base import CheckedObject, JsonObject, ProviderData, Value, is_none
from interlingua.types.messages import AnyMessage
from interlingua.types.tools import AnyTool, ToolChoice

if TYPE_CHECKING:
    from collections.abc import Sequence


class OutputSchema(Value, frozen=True):
    """The shape that the answer must have.

    Attributes:
        json_schema: The JSON schema.
        name: A name for it; some wires require one.
        description: What it is for, or None.
        strict: Whether the provider must enforce it; None leaves it to the provider.
    """

    _positional: ClassVar[tuple[str, ...]] = ("json_schema", "name")

    json_schema: CheckedObject
    name: StrictStr = "output"
    description: StrictStr | None = Field(default=None, exclude_if=is_none)
    strict: StrictBool | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            json_schema: JsonObject,
            name: str = "output",
            *,
            description: str | None = None,
            strict: bool | None = None,
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...


class ReasoningConfig(Value, frozen=True):
    """How much the model should reason before it answers.

    Attributes:
        effort: A word such as `low`, `medium` or `high`, or None.
        budget_tokens: The most tokens to reason with, or None.
    """

    effort: StrictStr | None = Field(default=None, exclude_if=is_none)
    budget_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self, *, effort: str | None = None, budget_tokens: int | None = None, provider_data: dict[str, JsonObject] = ...
        ) -> None: ...


def _as_tool_choice(value: object) -> object:
    return {"type": value} if isinstance(value, str) else value


def _as_output_schema(value: object) -> object:
    return OutputSchema(value) if isinstance(value, dict) and "json_schema" not in value else value


def as_texts(value: object) -> object:
    """Let one text stand for a tuple of it."""
    return (value,) if isinstance(value, str) else value


class Request(Value, frozen=True):
    """One call: which model, what was said, and how to answer. A field that is None was not said.

    All that deals with a request's fields alike follows from this class: the arguments of a call, the options that are their defaults,
    the saved form, and the laws' values, which take a field's `examples`.

    Attributes:
        model_id: The provider's name for the model; None where nobody has said it, as in the body of a wire that names it in the URL.
            `Model` fills in its own.
        messages: The conversation so far.
        tools: What the model may call.
        tool_choice: How it must choose; a bare `auto`, `none` or `required` is accepted.
        parallel_tool_calls: Whether it may call several at once.
        output_schema: The shape of the answer; a bare JSON schema is accepted.
        max_tokens: The most tokens to generate.
        temperature: Sampling temperature.
        top_p: Nucleus sampling.
        top_k: Sampling among the k likeliest.
        stop: Texts that end the answer.
        seed: For a repeatable answer where the provider can.
        reasoning: How much to reason.
        metadata: The application's own labels.
        stream: Whether the answer is streamed.
    """

    model_id: StrictStr | None = Field(default=None, exclude_if=is_none)
    messages: tuple[AnyMessage, ...]
    tools: tuple[AnyTool, ...] = Field(default=(), exclude_if=not_)
    tool_choice: Annotated[ToolChoice | None, BeforeValidator(_as_tool_choice)] = Field(default=None, exclude_if=is_none)
    parallel_tool_calls: StrictBool | None = Field(default=None, exclude_if=is_none)
    output_schema: Annotated[OutputSchema | None, BeforeValidator(_as_output_schema)] = Field(default=None, exclude_if=is_none)
    max_tokens: StrictInt | None = Field(default=None, exclude_if=is_none)
    temperature: StrictFloat | None = Field(default=None, exclude_if=is_none, examples=[0.5])
    top_p: StrictFloat | None = Field(default=None, exclude_if=is_none, examples=[0.5])
    top_k: StrictInt | None = Field(default=None, exclude_if=is_none, examples=[40])
    stop: Annotated[tuple[StrictStr, ...] | None, BeforeValidator(as_texts)] = Field(default=None, exclude_if=is_none, examples=[("END",)])
    seed: StrictInt | None = Field(default=None, exclude_if=is_none, examples=[7])
    reasoning: ReasoningConfig | None = Field(default=None, exclude_if=is_none)
    metadata: CheckedObject | None = Field(default=None, exclude_if=is_none, examples=[{"user_id": "u1"}])
    stream: StrictBool = False
    provider_data: ProviderData


class RequestFields(TypedDict, total=False):
    """The fields of `Request` that a call may set, for type checkers."""

    tool_choice: ToolChoice | Literal["auto", "none", "required"]
    parallel_tool_calls: bool
    output_schema: OutputSchema | JsonObject
    max_tokens: int
    temperature: float
    top_p: float
    top_k: int
    stop: str | Sequence[str]
    seed: int
    reasoning: ReasoningConfig
    metadata: JsonObject
    provider_data: dict[str, JsonObject]
