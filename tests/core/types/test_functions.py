"""`interlingua.types.functions`: whatever can be called describes itself, or the error says why it can't."""

from __future__ import annotations

import dataclasses
import enum
import functools
import sys
import typing
from typing import TYPE_CHECKING, Annotated, Literal

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypedDict, Unpack

from interlingua.errors import ConversionError
from interlingua.types.functions import description
from interlingua.types.scope import callers

if TYPE_CHECKING:
    from collections.abc import Callable

    from nowhere import Missing  # type: ignore[import-not-found]  # a name for type checkers alone

    from interlingua.types import JsonObject

function = Literal["sin", "cos"]
parameter = Literal["amplitude", "phase"]


class Colour(enum.Enum):
    """A choice."""

    RED = "red"


@dataclasses.dataclass
class Point:
    """A place."""

    x: int


class StandardDict(typing.TypedDict):
    """Of the standard library."""

    name: str


class Options(TypedDict, total=False):
    """What may be given."""

    depth: int


class Painted(TypedDict):
    """Names a type of the module."""

    colour: Literal[Colour.RED]


class Plotter:
    """Plots."""

    def __init__(self, colour: str) -> None:
        self.colour = colour

    def __call__(self, points: list[Point]) -> None:  # noqa: D102 - it has no words of its own
        ...

    def draw(self, points: list[Point], width: int = 1) -> None:
        """Draw the points."""

    @classmethod
    def made(cls, colour: Colour) -> Plotter:
        """Make one."""
        return cls(colour.value)

    @staticmethod
    def measured(text: str) -> int:
        """Measure."""
        return len(text)


class Speaking(Plotter):
    """Speaks."""

    def __call__(self, points: list[Point]) -> None:
        """Draw, and tell."""


def weather(city: str, unit: Literal["C", "F"] = "C", *, days: Annotated[int, Field(ge=1)] = 1) -> Missing:
    """Tell the weather."""
    return city, unit, days


def schema(what: object) -> JsonObject:
    """The schema of its parameters."""
    return description(what, callers()).schema


def properties(what: object) -> JsonObject:
    """The schemas of its parameters."""
    found = schema(what)["properties"]
    assert isinstance(found, dict)
    return found


class TestParameters:
    """Each becomes a property, whatever it is called and however its type is written."""

    def test_no_name_is_taken(self) -> None:
        """Names that are words of this package, of pydantic or of Python are names as any other."""

        def odd(  # noqa: PLR0917 - all the names
            cls: int, self: int, function: int, parameter: int, schema: int, model: int, json: int, copy: int, model_config: int,
            model_fields: int, _hidden: int, __dunder__: int, class_: int, args: int, kwargs: int, v__duplicate_kwargs: int,
        ) -> None: ...  # fmt: skip

        assert dict.fromkeys(odd.__code__.co_varnames, "integer") == {name: it["type"] for name, it in properties(odd).items()}

    def test_types_of_our_words(self) -> None:
        """A type that has the name of a variable of ours is the caller's."""

        def plot(what: function, of: parameter) -> None: ...

        assert [["sin", "cos"], ["amplitude", "phase"]] == [it["enum"] for it in properties(plot).values()]

    def test_a_variable_is_not_in_the_way(self) -> None:
        """Of a type that is written elsewhere, whatever the variable is called."""
        Colour = "blue"  # noqa: N806 - as the module's

        def paint(what: Painted) -> str:
            return f"{what} in {Colour}"

        assert {"const": "red", "type": "string", "title": "Colour"} == schema(paint)["$defs"]["Painted"]["properties"]["colour"]

    def test_every_kind_of_type(self) -> None:
        """Classes local to the caller too, quoted or not."""

        class Town(BaseModel):
            name: str

        def visit(
            town: Town,
            towns: list[Town],
            perhaps: Town | None = None,
            colour: Colour = Colour.RED,
            point: Point = Point(1),  # noqa: B008 - immutable enough
            **more: Unpack[Options],
        ) -> None: ...

        made = schema(visit)

        assert {"Town", "Colour", "Point"} <= made["$defs"].keys()
        assert ["town", "towns"] == made["required"]
        assert {"anyOf": [{"$ref": "#/$defs/Town"}, {"type": "null"}], "default": None} == made["properties"]["perhaps"]

    def test_fields_as_defaults(self) -> None:
        """A parameter without a default may follow one that has it in its field: a model passes both by name."""

        def seek(limit: int = Field(default=3, ge=1), what: str = Field(description="a word")) -> None: ...

        assert ["what"] == schema(seek)["required"]
        assert {"limit": {"title": "Limit", "type": "integer", "default": 3, "minimum": 1}} == {"limit": properties(seek)["limit"]}

    def test_a_return_type_is_not_asked_for(self) -> None:
        """It may name what isn't there at run time."""
        assert {"city", "unit", "days"} == properties(weather).keys()

    def test_no_annotations(self) -> None:
        """Anything may be given."""
        assert {"x": {"title": "X"}} == properties(lambda x: x)


class TestWhatIsCalled:
    """Functions have many forms."""

    def test_a_partial(self) -> None:
        """Says what it calls; what it binds is left out."""
        partial = functools.partial(functools.partial(weather, "Rome"), unit="F")

        found = description(partial, ())

        assert ("weather", "Tell the weather.") == (found.name, found.text)
        assert {"days": {"title": "Days", "type": "integer", "minimum": 1, "default": 1}} == found.schema["properties"]

    def test_a_partial_with_a_name(self) -> None:
        """Has that one, and its own words."""
        partial = functools.partial(weather, "Rome")
        partial.__name__ = "weather_of_rome"
        partial.__doc__ = "Tell Rome's weather."

        assert ("weather_of_rome", "Tell Rome's weather.") == description(partial, ())[:2]

    @pytest.mark.parametrize(
        ("method", "name", "text", "names"),
        [
            (Plotter("red").draw, "draw", "Draw the points.", {"points", "width"}),
            (functools.partial(Plotter("red").draw, width=2), "draw", "Draw the points.", {"points"}),
            (Plotter.made, "made", "Make one.", {"colour"}),
            (Plotter.measured, "measured", "Measure.", {"text"}),
            (Plotter("red").measured, "measured", "Measure.", {"text"}),
            (vars(Plotter)["measured"], "measured", "Measure.", {"text"}),
            (Plotter.draw, "draw", "Draw the points.", {"self", "points", "width"}),
        ],
        ids=["bound", "partial", "class", "static", "static of an instance", "static itself", "unbound"],
    )
    def test_methods(self, method: object, name: str, text: str, names: set[str]) -> None:
        """What is bound to one is no parameter."""
        found = description(method, ())

        assert (name, text, names) == (found.name, found.text, set(found.schema["properties"]))

    @pytest.mark.parametrize(
        ("thing", "name", "text"),
        [
            (Plotter("red"), "Plotter", "Plots."),
            (Speaking("red"), "Speaking", "Draw, and tell."),
            (functools.partial(Speaking("red")), "Speaking", "Draw, and tell."),
            (functools.partial(Plotter("red")), "Plotter", "Plots."),
        ],
    )
    def test_an_object(self, thing: object, name: str, text: str) -> None:
        """Has the name of its class, and the words of its `__call__` or, without any, its class's."""
        found = description(thing, ())

        assert (name, text, ["points"]) == (found.name, found.text, found.schema["required"])

    @pytest.mark.parametrize("kind", [staticmethod, classmethod])
    def test_an_object_whose_call_is_bound_to_no_instance(self, kind: type) -> None:
        """Loses none of its parameters."""
        call = (lambda a, b: (a, b)) if kind is staticmethod else (lambda cls, a, b: (cls, a, b))

        assert {"a", "b"} == properties(type("Thing", (), {"__call__": kind(call)})()).keys()

    def test_an_object_that_answers_to_any_name(self) -> None:
        """Is called by its class's, unless its own is a text."""

        class Thing:
            __name__ = 5

            def __call__(self, a: int) -> None: ...

        assert "Thing" == description(Thing(), ()).name

    def test_a_decorated_function(self) -> None:
        """Is the one that it wraps, in that one's scope."""

        class Town(BaseModel):
            name: str

        def visit(town: Town) -> Missing:
            """Go there."""
            return town

        @functools.wraps(visit)
        def logged(*args: object, **kwargs: object) -> object:
            return visit(*args, **kwargs)

        for what in (logged, functools.cache(visit), functools.singledispatch(visit)):
            found = description(what, callers())

            assert ("visit", "Go there.") == (found.name, found.text)
            assert {"town": {"$ref": "#/$defs/Town"}} == found.schema["properties"]

    def test_an_async_function(self) -> None:
        """Is one too, and a generator."""

        async def fetch(url: str) -> None: ...

        assert {"url"} == properties(fetch).keys()

    def test_a_builtin(self) -> None:
        """Has a signature or hasn't."""
        assert ("upper", {}) == (description("x".upper, ()).name, schema("x".upper)["properties"])


class TestRefused:
    """What no model can call, or nothing is known of, is refused, and the error says what to do."""

    @pytest.mark.parametrize(
        ("what", "sentence", "hint"),
        [
            (Plotter, "a tool is described by a function, not by a type: wrap it in one", ()),
            (5, "a tool is described by a function, not by a int: wrap it in one", ()),
            (vars(Plotter)["made"], "a tool is described by a function, not by a classmethod: wrap it in one", ()),
            (max, "max: it has no signature: no signature found for builtin <built-in function max>", "a function of your own"),
            (len, "len: a model passes arguments by name, so obj can't be one", "functools.partial"),
            (print, "print: a model passes arguments by name, so *args can't be one", "functools.wraps"),
        ],
    )
    def test_it_can_not_be_called_by_name(self, what: object, sentence: str, hint: str | None) -> None:
        """Classes and builtins for instance."""
        with pytest.raises(ConversionError) as raised:
            description(what, ())

        assert ("$", sentence) == (raised.value.path, raised.value.reason)
        assert (hint or "") in (raised.value.hint or "")

    def test_an_unknown_name(self) -> None:
        """It is named, with where it is wanted."""

        def lost(a: list[Missing]) -> None: ...

        with pytest.raises(ConversionError) as raised:
            schema(lost)

        assert "lost: its parameters have no JSON schema: name 'Missing' is not defined" == raised.value.reason
        assert "define Missing where the function is written, not under TYPE_CHECKING alone" in (raised.value.hint or "")
        assert isinstance(raised.value.__cause__, NameError)

    def test_a_name_of_a_function_that_has_returned(self) -> None:
        """It is gone with it, so that defining it there doesn't help; while the function runs it is known."""

        def written() -> Callable[..., object]:
            class Town(BaseModel):
                name: str

            def lost(town: Town) -> None: ...

            assert "Town" in str(schema(lost))
            return lost

        with pytest.raises(ConversionError, match="name 'Town' is not defined") as raised:
            schema(written())

        assert "the function around it has returned: annotate with the class itself" in (raised.value.hint or "")

    def test_the_standard_librarys_typed_dict(self) -> None:
        """It is a type where pydantic can look into it, from Python 3.12; before, the hint names what is."""

        def paint(colour: StandardDict) -> None: ...

        if sys.version_info >= (3, 12):
            assert "colour" in schema(paint)["properties"]
        else:
            with pytest.raises(ConversionError) as raised:
                schema(paint)
            assert "before Python 3.12, import TypedDict from typing_extensions" == raised.value.hint

    @pytest.mark.parametrize("error", [KeyError("x"), RuntimeError(), RecursionError("deep\ndown"), ValueError("no")])
    def test_code_that_fails(self, error: Exception) -> None:
        """A type's own is told in one line, whatever it raises."""

        class Broken:
            @classmethod
            def __get_pydantic_core_schema__(cls, source: object, handler: object) -> object:
                raise error

        def use(it: Broken) -> None: ...

        with pytest.raises(ConversionError) as raised:
            schema(use)

        told = {"KeyError": "KeyError: 'x'", "RuntimeError": "RuntimeError", "RecursionError": "RecursionError: deep"}
        assert raised.value.reason.endswith(f"have no JSON schema: {told.get(type(error).__name__, 'ValueError: no')}")
        assert error is raised.value.__cause__

    @pytest.mark.parametrize("text", ["5", "list[", "Colour.GREEN", "Colour[0]", "1/0"])
    def test_an_annotation_that_is_no_type(self, text: str) -> None:
        """Nor one that can be read."""

        def use(it: int) -> None: ...

        use.__annotations__["it"] = text

        with pytest.raises(ConversionError, match="use: its parameters have no JSON schema"):
            schema(use)
