"""A class goes out as its schema, and the answer comes back as its instance, or in an error that keeps it."""

from __future__ import annotations

import dataclasses
import reprlib
import sys
import typing
from typing import Annotated, Generic, NoReturn, Optional, TypeVar, Union

import pytest
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, field_validator, model_validator
from typing_extensions import TypedDict

from interlingua import AssistantMessage, ConversionError, InvalidOutputError, OutputSchema, Response, TextPart, ToolCallPart
from interlingua._runtime.call.output import Output
from interlingua.types.scope import callers

ValueT = TypeVar("ValueT")


class Box(BaseModel, Generic[ValueT]):
    """Holds anything."""

    value: ValueT


class Invoice(BaseModel):
    """A bill."""

    total: int


@dataclasses.dataclass
class Order:
    """Has a bill."""

    invoice: Invoice


class Entry(TypedDict):
    """Has an order."""

    order: Order


class UnsaidError(Exception):
    """Fails once more where it is told."""

    def __str__(self) -> str:
        """Fail."""
        raise LookupError


def failing(error: BaseException) -> NoReturn:
    """Raise an error."""
    raise error


def broken(error: BaseException) -> dict[str, object]:
    """Types whose own code raises an error, by where it stands."""

    class OfField(BaseModel):
        total: int

        @field_validator("total")
        @classmethod
        def check(cls, _: int) -> int:
            return failing(error)

    class OfModel(BaseModel):
        total: int

        @model_validator(mode="after")
        def check(self) -> OfModel:
            return failing(error)

    class Before(BaseModel):
        @model_validator(mode="before")
        @classmethod
        def check(cls, _: object) -> object:
            return failing(error)

    class PostInit(BaseModel):
        total: int

        def model_post_init(self, _: object, /) -> None:
            failing(error)

    class Init(BaseModel):
        total: int

        def __init__(self, **_: object) -> None:
            failing(error)

    class Factory(BaseModel):
        total: int
        place: str = Field(default_factory=lambda: failing(error))

    @dataclasses.dataclass
    class Data:
        total: int

        def __post_init__(self) -> None:
            failing(error)

    class Custom:
        @classmethod
        def __get_pydantic_core_schema__(cls, source: object, handler: object) -> object:
            return {
                "type": "function-after",
                "function": {"type": "no-info", "function": lambda _: failing(error)},
                "schema": {"type": "dict"},
            }

    annotated = dict[str, Annotated[int, BeforeValidator(lambda _: failing(error))]]
    return {
        "a field's validator": OfField, "a model's": OfModel, "one before": Before, "model_post_init": PostInit, "__init__": Init,
        "a default factory": Factory, "__post_init__": Data, "a core schema": Custom, "an annotation": annotated,
        "inside": list[OfField] | OfField,
    }  # fmt: skip


PLACES = list(broken(KeyError()))


class TestSchema:
    """What is asked for."""

    def test_a_class(self) -> None:
        """Under its name, its own classes included."""
        assert OutputSchema(Invoice.model_json_schema(), "Invoice") == Output(Invoice, ()).schema
        assert {"Order", "Invoice"} == Output(Entry, ()).schema.json_schema["$defs"].keys()

    def test_any_type_that_pydantic_knows_has_one(self) -> None:
        """Also one without a name of its own."""
        assert {"items": {"type": "integer"}, "type": "array"} == Output(list[int], ()).schema.json_schema

    def test_a_generic_class_has_a_plain_name(self) -> None:
        """Wires take letters, digits, dashes and underscores, 64 at most."""
        assert "Box_int_" == Output(Box[int], ()).schema.name

    def test_a_name_is_looked_up_where_the_call_is_made(self) -> None:
        """In generics, unions, dataclasses and dictionaries, of local classes too."""

        class Town(BaseModel):
            name: str

        class Trip(TypedDict):
            towns: list[Town]

        @dataclasses.dataclass
        class Stop:
            town: Optional[Town]  # noqa: UP045 - the old way as well

        kinds = (
            list["Town"],
            dict[str, "Town"],
            Optional["Town"],
            Union["Town", "int"],
            Box["Town"],
            Trip,
            list["Trip"],
            Stop,
            list["Stop"],
            tuple["Town", ...],
        )
        for kind in (*kinds, Trip, list["Trip"], Stop, list["Stop"]):
            schema = Output.of(kind).schema.json_schema

            assert Town.model_json_schema() == schema["$defs"]["Town"]

    @pytest.mark.parametrize("output", [3, "Invoice", Invoice(total=1), [int], len, list["Missing"], type])  # noqa: F821 - there is none
    def test_what_is_no_type_is_named(self, output: object) -> None:
        """With its value and what is taken instead."""
        with pytest.raises(ConversionError, match="is no type that has a JSON schema") as raised:
            Output(output, callers())

        assert raised.value.reason.startswith(f"output={reprlib.repr(output)}")
        assert "$.output" == raised.value.path

    def test_an_unknown_name_is_named(self) -> None:
        """With what to do about it, also where it stands in a class's field."""

        class Trip(TypedDict):
            town: Missing  # noqa: F821 - there is none

        for kind in (list["Missing"], Trip):  # noqa: F821 - as above
            with pytest.raises(ConversionError, match="name 'Missing' is not defined") as raised:
                Output.of(kind)

            assert "give the class itself instead of its name, or define Missing where the call is made" == raised.value.hint

    def test_the_standard_librarys_typed_dict(self) -> None:
        """It is a type where pydantic can look into it, from Python 3.12; before, the hint names what is."""
        kind = typing.TypedDict("kind", {"total": int})  # noqa: UP013 - a class of the standard library's, in a test of it

        if sys.version_info >= (3, 12):
            assert {"total"} == Output(kind, ()).schema.json_schema["properties"].keys()
        else:
            with pytest.raises(ConversionError) as raised:
                Output(kind, ())
            assert "before Python 3.12, import TypedDict from typing_extensions" == raised.value.hint

    def test_the_hint_says_what_is_taken(self) -> None:
        """Of anything else."""
        for kind in (3, "Invoice"):
            with pytest.raises(ConversionError) as raised:
                Output.of(kind)

            assert "give a pydantic class" in (raised.value.hint or "")

    def test_a_schema_has_its_own_argument(self) -> None:
        """A mapping is no class."""
        with pytest.raises(ConversionError, match="output is a mapping") as raised:
            Output.of({"type": "object"})
        assert "give a JSON schema as output_schema=" == raised.value.hint

    def test_it_is_looked_into_once(self) -> None:
        """And nothing is nothing."""
        output = Output(Invoice, ())

        assert output is Output.of(output)
        assert Output.of(None) is None


class TestParsed:
    """What comes back."""

    def test_the_answer_is_parsed(self) -> None:
        """By pydantic, from the answer's text."""
        assert Invoice(total=5) == Output(Invoice, ()).parsed(Response(message=AssistantMessage('{"total": 5}')))

    def test_words_before_the_answer_are_passed_over(self) -> None:
        """Where the last text alone fits."""
        response: Response = Response(message=AssistantMessage([TextPart("Here it is:"), TextPart('{"total": 5}')]))

        assert Invoice(total=5) == Output(Invoice, ()).parsed(response)

    @pytest.mark.parametrize("said", ["", "Let me look that up."])
    def test_a_call_of_a_tool_comes_before_the_answer(self, said: str) -> None:
        """There is nothing to parse yet, and the call is not lost in an error."""
        response: Response = Response(message=AssistantMessage([TextPart(said), ToolCallPart("1", "look_up", "{}")]))

        assert Output(Invoice, ()).parsed(response) is None

    def test_no_text_fits(self) -> None:
        """The error holds all of it."""
        response: Response = Response(message=AssistantMessage([TextPart("a"), TextPart("b")]))

        with pytest.raises(InvalidOutputError) as raised:
            Output(Invoice, ()).parsed(response)

        assert "ab" == raised.value.text
        assert isinstance(raised.value.__cause__, ValidationError)

    @pytest.mark.parametrize("text", ["", "{", '{"total": "much"}', "[" * 10_000, '"\ud83d"'])
    def test_what_does_not_fit_is_kept(self, text: str) -> None:
        """The error holds the exact text and the whole response."""
        response: Response = Response(message=AssistantMessage(text), finish_reason="length")

        with pytest.raises(InvalidOutputError) as raised:
            Output(Invoice, ()).parsed(response)

        assert text == raised.value.text
        assert raised.value.response is response

    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize(
        "error", [KeyError("x"), RuntimeError("no"), RecursionError(), ZeroDivisionError(), StopIteration(), Warning("w"), UnsaidError()]
    )
    def test_code_that_fails(self, error: Exception, place: str) -> None:
        """Whatever a type's own code raises keeps the answer, and is the cause."""
        response: Response = Response(message=AssistantMessage('{"total": 5}'))

        with pytest.raises(InvalidOutputError) as raised:
            Output(broken(error)[place], ()).parsed(response)

        assert raised.value.response is response
        assert error is raised.value.__cause__
        assert type(error).__name__ in raised.value.reason

    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)])
    def test_an_order_to_stop_is_none(self, error: BaseException, place: str) -> None:
        """It passes."""
        with pytest.raises(type(error)):
            Output(broken(error)[place], ()).parsed(Response(message=AssistantMessage('{"total": 5}')))

    def test_code_that_fails_beside_calls(self) -> None:
        """Or with the last text alone isn't passed over in silence."""
        kind = broken(KeyError("x"))["a field's validator"]
        called: Response = Response(message=AssistantMessage([TextPart('{"total": 5}'), ToolCallPart("1", "look_up", "{}")]))
        worded: Response = Response(message=AssistantMessage([TextPart("Here:"), TextPart('{"total": 5}')]))

        for response in (called, worded):
            with pytest.raises(InvalidOutputError, match="KeyError: 'x'"):
                Output(kind, ()).parsed(response)
