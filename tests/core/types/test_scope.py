"""`interlingua.types.scope`: names are looked up where the text that names them was written."""

from __future__ import annotations

import sys
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, Generic, Literal, Optional, TypeVar

import pytest
from pydantic import BaseModel, ConfigDict
from pydantic.errors import PydanticUserError
from typing_extensions import TypedDict

from interlingua.types.scope import Scope, callers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.types.scope import Callers

ValueT = TypeVar("ValueT")
Colour = Literal["red"]


class City(BaseModel):
    """The module's."""

    name: str


class Box(BaseModel, Generic[ValueT]):
    """Holds anything."""

    value: ValueT


class Painted(TypedDict):
    """Names a type of the module."""

    colour: Colour


class Open(TypedDict):
    """Names a type that the module hasn't."""

    name: Unheard  # noqa: F821 - that is the point


class Toolbox:
    """Has classes of its own."""

    class City(BaseModel):
        """The class's."""

        mayor: str

    def list(self, city: City) -> None:
        """Bears the name of a builtin."""

    def all(self, names: list[str]) -> None:
        """Means the builtin."""

    @staticmethod
    def fixed(city: City) -> None:
        """Is bound to nothing."""


class Drawer(Toolbox):
    """Inherits."""


def here() -> Callers:
    """Give the caller's frame, and those that led to it."""
    return callers()[1:]


def named(text: str, scope: Scope) -> object:
    """Look a text up as an annotation."""
    return scope.resolved({"it": text})["it"]


def find(value: object, name: str) -> Iterator[object]:
    """Give what stands under a name, at every depth."""
    if isinstance(value, dict):
        yield from (held for key, held in value.items() if key == name)
        yield from (found for held in value.values() for found in find(held, name))


class TestFrame:
    """A line that runs sees what Python would find there."""

    def test_the_functions_own_go_first(self) -> None:
        """Then the module's."""

        class City(BaseModel):
            """The function's."""

        scope = Scope.of_callers(here())

        assert City is named("City", scope)
        assert Toolbox is scope.globals["Toolbox"]

    def test_a_function_around_it_is_seen_while_it_runs(self) -> None:
        """Also where the inner one doesn't use the name itself, as a text isn't use; another function's names aren't."""

        class Town(BaseModel):
            """Local to the outer function."""

        def inner() -> Scope:
            return Scope.of_callers(here())

        def stranger(town: int) -> Scope:
            assert town
            return inner()

        assert Town is named("Town", inner())
        assert "town" not in stranger(1).locals

    def test_no_frame(self) -> None:
        """Nothing is known but the builtins."""
        scope = Scope.of_callers(())

        assert list[int] == named("list[int]", scope)
        with pytest.raises(NameError):
            named("Colour", scope)

    def test_nothing_of_ours(self) -> None:
        """A name that only this package's own modules have isn't known."""
        for name in ("Scope", "TypeAdapter", "annotations", "kind", "self"):
            with pytest.raises(NameError) as raised:
                named(f"list[{name}]", Scope.of_callers(()))

            assert name == raised.value.name


class TestFunction:
    """A function's annotations see what its text does."""

    def test_a_class_of_its_function(self) -> None:
        """While that runs."""

        class Town(BaseModel):
            """Local."""

        def visit(town: Town) -> None: ...

        assert Town is named("Town", Scope.of_function(visit, None, here()))
        assert {} == Scope.of_function(visit, None, ()).locals

    def test_a_closure(self) -> None:
        """What it holds stays known when the function around it has returned; of what isn't assigned yet there is nothing."""

        def outer() -> Callable[..., object]:
            class Town(BaseModel):
                """Local."""

            def visit(town: Town) -> object:
                return Town, town, late

            if Town is None:
                late = 1
            return visit

        visit = outer()
        scope = Scope.of_function(visit, None, ())

        assert ["Town"] == list(scope.locals)

    def test_a_class_around_it(self) -> None:
        """Its classes are seen, by way of an instance, a class that inherits, or none; its methods aren't in the way of builtins."""
        bound = Scope.of_function(Toolbox.list, Drawer(), ())
        unbound = Scope.of_function(Toolbox.fixed, None, ())

        assert Toolbox.City is named("City", bound)
        assert Toolbox.City is named("City", Scope.of_function(Toolbox.list, Drawer, ()))
        assert Toolbox.City is named("City", unbound)
        assert "list" not in Scope.of_function(Toolbox.all, Toolbox(), ()).locals

    def test_a_local_class_around_it(self) -> None:
        """Is found by its name while the function around both runs, and by its instance afterwards."""

        class Box:
            class Town(BaseModel):
                """Of a local class."""

            class Inner:
                def visit(self, town: Box.Town) -> None: ...

            def visit(self, town: Town) -> None: ...

        assert Box.Town is named("Town", Scope.of_function(Box.visit, None, here()))
        assert Box.Town is named("Town", Scope.of_function(Box.visit, Box(), ()))
        assert Box.Town is named("Box.Town", Scope.of_function(Box.Inner.visit, None, here()))

    def test_a_name_that_is_another_class_now(self) -> None:
        """Isn't taken for the class around the function."""

        class Box:
            size = 1

            def visit(self) -> None: ...

        visit = Box.visit
        Box = Toolbox  # noqa: N806 - a class

        assert "size" not in Scope.of_function(visit, None, here()).locals

    def test_type_parameters(self) -> None:
        """Those that `def name[T]` and `class Name[T]` declare."""

        def first(values: list[ValueT]) -> None: ...

        class Box(Generic[ValueT]):
            def put(self, value: int) -> None: ...

        Own = TypeVar("Own", bound=int)
        first.__type_params__ = Box.__type_params__ = (Own,)

        assert Own is Scope.of_function(first, None, ()).locals["Own"]
        assert Own is Scope.of_function(Box.put, Box(), ()).locals["Own"]

    def test_its_own_module(self) -> None:
        """Not the one that it says to be of, and of a builtin the one that it is of."""
        moved = FunctionType(here.__code__, {"City": Toolbox.City, "__builtins__": __builtins__})
        moved.__module__ = __name__

        assert Toolbox.City is named("City", Scope.of_function(moved, None, ()))
        assert sys.getsizeof is Scope.of_function(sys.getsizeof, None, ()).globals["getsizeof"]
        assert {} == Scope.of_function("".upper, None, ()).globals


class TestResolved:
    """Whatever names or quotes a class becomes that class, at every depth."""

    def test_quoted_within(self) -> None:
        """In what is built in and in what `typing` has; words of a `Literal` are no names, and what comes with a type stays."""
        scope = Scope.of_callers(callers())
        written = {
            "a": list["City"], "b": Optional["City"], "c": "dict[str, City] | None", "d": tuple["City", ...], "e": Literal["City"],
            "f": Annotated[list["City"], "City"], "g": None, "h": 5,
        }  # fmt: skip

        assert {
            "a": list[City], "b": City | None, "c": dict[str, City] | None, "d": tuple[City, ...], "e": Literal["City"],
            "f": Annotated[list[City], "City"], "g": type(None), "h": 5,
        } == scope.resolved(written)  # fmt: skip


class TestAdapter:
    """A class's own names are looked up where the class was written."""

    def test_local_classes(self) -> None:
        """That name each other, also such as are defined later, or have another of their name in the module."""

        class Order(BaseModel):
            place: Place

        class Place(TypedDict):
            town: Optional[Town]  # noqa: UP045 - the old way as well
            city: City

        class Town(BaseModel):
            name: str

        class City(BaseModel):
            size: int

        scope = Scope.of_callers(callers())
        for kind in (Order, dict[str, Place], list[Order] | None, Box[Place], Box["Place"]):
            defined = scope.adapter(kind, kind).json_schema()["$defs"]

            assert {"Place", "Town", "City"} <= defined.keys()
            assert City.model_json_schema() == defined["City"]

    def test_a_class_of_a_module(self) -> None:
        """Has nothing of the caller's, whose variable may have the name of its type."""
        Colour = "blue"  # noqa: N806 - as the module's

        for kind in (Painted, list[Painted], Box[Painted]):
            adapter = Scope.of_callers(callers()).adapter(kind, kind)

            assert ["red"] == [it["const"] for it in find(adapter.json_schema(), "colour")]
        assert "blue" == Colour

    def test_a_class_of_a_module_that_knows_too_little(self) -> None:
        """Gets the caller's names, for want of others."""

        class Unheard(BaseModel):
            """Local."""

        adapter = Scope.of_callers(callers()).adapter(Open, Open)

        assert Unheard.model_json_schema() == adapter.json_schema()["$defs"]["Unheard"]

    def test_a_class_that_is_built_late(self) -> None:
        """Is built at once."""

        class Late(BaseModel):
            model_config = ConfigDict(defer_build=True)

            name: str

        assert Late(name="x") == Scope.of_callers(callers()).adapter(Late, Late).validate_json('{"name": "x"}')

    def test_no_type(self) -> None:
        """Is told as pydantic tells it."""
        with pytest.raises(PydanticUserError):
            Scope.of_callers(()).adapter(5, 5)


class TestCallers:
    """The frames that led into this package."""

    def test_ours_are_passed_over(self) -> None:
        """From wherever in the package they are asked for."""
        names = {"__name__": "interlingua.somewhere", "callers": callers}
        exec("def call():\n    return callers()", names)  # noqa: S102 - a module of the package

        assert sys._getframe() is names["call"]()[0] is callers()[0]
        assert sys._getframe().f_back is callers()[1]

    def test_a_class_of_a_function_that_waits(self) -> None:
        """Its frame no longer knows who called it, and the frames do."""

        class Town(BaseModel):
            """Local."""

        held: list[Callers] = []
        waiting = (held.append(callers()) for _ in range(2))
        next(waiting)

        assert held[0][0].f_back is None
        assert Town is named("Town", Scope.of_callers(held[0]))
