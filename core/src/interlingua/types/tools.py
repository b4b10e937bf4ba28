"""The tools that a model may call, and how it must choose among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictStr

from interlingua.types.base import MEANT, CheckedObject, JsonObject, ProviderData, Value, is_none

if TYPE_CHECKING:
    from collections.abc import Callable


class Tool(Value, frozen=True):
    """A function of the application that the model may call.

    Attributes:
        name: The name that the model calls it by.
        description: What it does, for the model; None where nothing was said.
        input_schema: JSON schema of its arguments; None where none was given.
        strict: Whether arguments must fit the schema exactly; None leaves it to the provider. What a body that left it out meant by
            that is kept beside it, for other wires, and is no part of equality.
    """

    _positional: ClassVar[tuple[str, ...]] = ("name", "description", "input_schema", "strict")
    _takes: ClassVar[dict[str, str]] = {
        "name": "a str",
        "description": "a str",
        "input_schema": "a JSON schema, a dict",
    }

    type: Literal["function"] = "function"
    name: StrictStr
    description: StrictStr | None = Field(default=None, exclude_if=is_none)
    input_schema: CheckedObject | None = Field(default=None, exclude_if=is_none)
    strict: StrictBool | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            description: str | None = None,
            input_schema: JsonObject | None = None,
            strict: bool | None = None,  # noqa: FBT001 - the design's own order
            *,
            type: Literal["function"] = "function",  # noqa: A002 - the wire's own word
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    def __eq__(self, other: object) -> bool:
        """Compare what was said, and not what a wire meant by leaving something out."""
        return isinstance(other, Tool) and super(Tool, _as_said(self)).__eq__(_as_said(other))

    __hash__ = Value.__hash__

    @classmethod
    def from_function(cls, function: Callable[..., object]) -> Tool:
        """Describe a function: its name, its docstring, and a schema made from its annotated parameters.

        A method, a `functools.partial` and an object with `__call__` are functions too; arguments that are bound are no parameters.
        Names in annotations are looked up where the function was written, also in functions around it that still run.

        Raises:
            ConversionError: It can't be called, or one of its parameters can't be passed by name or has no JSON schema.
        """
        from interlingua.types.functions import description
        from interlingua.types.scope import callers

        return cls(*description(function, callers()))


def _as_said(tool: Tool) -> Tool:
    if MEANT not in tool.provider_data:
        return tool
    return tool.model_copy(update={"provider_data": {name: kept for name, kept in tool.provider_data.items() if name != MEANT}})


class ProviderTool(Value, frozen=True):
    """A tool that the provider defines (web search, code execution …), verbatim, for its own dialect alone."""

    _positional: ClassVar[tuple[str, ...]] = ("dialect", "data")

    type: Literal["provider"] = "provider"
    dialect: StrictStr
    data: CheckedObject

    if TYPE_CHECKING:

        def __init__(self, dialect: str, data: JsonObject, *, type: Literal["provider"] = "provider") -> None: ...  # noqa: A002 - as above


AnyTool: TypeAlias = Annotated[Tool | ProviderTool, Field(discriminator="type")]


class ToolChoice(Value, frozen=True):
    """How the model must choose among the tools.

    Attributes:
        type: `auto` (as it likes), `none`, `required` (at least one), or `tool` (the one named).
        name: The tool's name, with `tool` alone.
    """

    _positional: ClassVar[tuple[str, ...]] = ("type", "name")

    type: Literal["auto", "none", "required", "tool"]
    name: StrictStr | None = Field(default=None, exclude_if=is_none)
    provider_data: ProviderData

    if TYPE_CHECKING:

        def __init__(
            self,
            type: Literal["auto", "none", "required", "tool"],  # noqa: A002 - the wire's own word
            name: str | None = None,
            *,
            provider_data: dict[str, JsonObject] = ...,
        ) -> None: ...

    def model_post_init(self, _context: object, /) -> None:
        """Refuse a name without `tool`, and `tool` without a name."""
        if (self.type == "tool") != (self.name is not None):
            msg = 'ToolChoice: "tool" needs a name, and only "tool" has one'
            raise ValueError(msg)
