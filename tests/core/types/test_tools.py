"""`interlingua.types.tools`: what a model may call, and how it must choose."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from hypothesis import given
from pydantic import BaseModel, Field, ValidationError

from interlingua.errors import ConversionError
from interlingua.testing import strategies as canonical
from interlingua.types import ProviderTool, Request, Tool, ToolChoice


class Place(BaseModel):
    """A place on the map."""

    city: str


class Handle:
    """Something that JSON can't say."""


def weather(place: Place, unit: Literal["C", "F"] = "C", *, days: Annotated[int, Field(ge=1, description="how many")] = 1) -> str:
    """Tell the weather.

    Every day.
    """
    return f"{place} {unit} {days}"


class TestFromFunction:
    """A function describes itself."""

    def test_whole(self) -> None:
        """Name, docstring and parameters become the tool."""
        tool = Tool.from_function(weather)

        assert (tool.name, tool.description, tool.strict) == ("weather", "Tell the weather.\n\nEvery day.", None)
        assert tool.input_schema == {
            "type": "object",
            "$defs": {
                "Place": {
                    "type": "object",
                    "title": "Place",
                    "description": "A place on the map.",
                    "properties": {"city": {"type": "string", "title": "City"}},
                    "required": ["city"],
                }
            },
            "properties": {
                "place": {"$ref": "#/$defs/Place"},
                "unit": {"type": "string", "title": "Unit", "enum": ["C", "F"], "default": "C"},
                "days": {"type": "integer", "title": "Days", "description": "how many", "minimum": 1, "default": 1},
            },
            "required": ["place"],
            "additionalProperties": False,
        }

    def test_without_anything(self) -> None:
        """A function without docstring or parameters is a tool too, async or not."""

        async def ping() -> None: ...

        expected = {"type": "object", "properties": {}, "additionalProperties": False}

        assert Tool.from_function(ping) == Tool("ping", None, expected)

    def test_the_callers_classes(self) -> None:
        """Names are looked up where the function was written, of a class too that inherits from `Tool`."""

        class Town(BaseModel):
            """Local."""

            name: str

        class Own(Tool, frozen=True):
            """A tool."""

        def visit(town: Town) -> None: ...

        made = Own.from_function(visit)

        assert (Own, ["town"]) == (type(made), made.input_schema and made.input_schema["required"])

    def test_refused(self) -> None:
        """What no model can call is refused, and the error says why."""

        def positional(a: int, /) -> None: ...
        def starred(*numbers: int) -> None: ...
        def unknown(a: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821 - that is the point
        def no_schema(a: Handle) -> None: ...

        sentences = {
            positional: "positional: a model passes arguments by name, so a: 'int' can't be one",
            starred: "starred: a model passes arguments by name, so *numbers: 'int' can't be one",
            unknown: "unknown: its parameters have no JSON schema: name 'Nowhere' is not defined",
            no_schema: "no_schema: its parameters have no JSON schema: Unable to generate pydantic-core schema",
            Place: "a tool is described by a function, not by a ModelMetaclass: wrap it in one",
        }
        for function, sentence in sentences.items():
            with pytest.raises(ConversionError) as caught:
                Tool.from_function(function)  # type: ignore[arg-type]

            assert caught.value.reason.startswith(sentence)

    def test_default_that_is_no_json(self) -> None:
        """A default that JSON can't say is refused with its path."""

        def measure(limit: float = float("inf")) -> None: ...

        with pytest.raises(ConversionError, match=r"^inf is no JSON number \(at \$\.input_schema\.properties\.limit\.default\)$"):
            Tool.from_function(measure)


class TestChoice:
    """How a model must choose."""

    def test_named(self) -> None:
        """A choice of one tool names it."""
        assert ToolChoice("tool", "weather").to_dict() == {"type": "tool", "name": "weather"}
        assert ToolChoice("auto").to_dict() == {"type": "auto"}

    @pytest.mark.parametrize("given_", [("tool", None), ("auto", "weather"), ("some", None)])
    def test_refused(self, given_: tuple[str, str | None]) -> None:
        """Only such a choice has a name."""
        with pytest.raises(ValidationError):
            ToolChoice(*given_)  # type: ignore[arg-type]


@given(request=canonical.requests())
def test_json(request: Request) -> None:
    """Tools of both kinds come back from a request's JSON."""
    assert Request.model_validate(request.to_dict()).tools == request.tools


def test_provider_tool() -> None:
    """A provider's tool is verbatim."""
    tool = ProviderTool("anthropic.messages", {"type": "web_search_20250305", "name": "web_search"})

    assert tool.to_dict() == {"type": "provider", "dialect": "anthropic.messages", "data": tool.data}
