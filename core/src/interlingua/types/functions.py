"""How a function describes itself: what `Tool.from_function` says of it. Nothing is called."""

from __future__ import annotations

import functools
import inspect
import sys
from inspect import Parameter, Signature
from types import MethodType, WrapperDescriptorType
from typing import TYPE_CHECKING, NamedTuple

from pydantic.errors import PydanticErrorMixin, PydanticUserError

from interlingua.errors import ConversionError
from interlingua.types.scope import Scope, outlives

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.types.base import JsonObject
    from interlingua.types.scope import Callers

_BY_POSITION = {Parameter.POSITIONAL_ONLY, Parameter.VAR_POSITIONAL}


class Description(NamedTuple):
    """What a model is told of a function."""

    name: str
    text: str | None
    schema: JsonObject


def description(function: object, frames: Callers) -> Description:
    """Describe what can be called: a function, a method, a `functools.partial`, or an object with `__call__`.

    Args:
        function: What can be called; arguments that it binds are no parameters.
        frames: What runs: the functions around it may be among it.

    Raises:
        ConversionError: It is none of these, or one of its parameters can't be passed by name or has no JSON schema.
    """
    if not callable(function) or isinstance(function, type):
        raise ConversionError("$", f"a tool is described by a function, not by a {type(function).__name__}: wrap it in one")
    name = _name(function)
    try:
        signature = _signature(function)
    except (TypeError, ValueError) as error:
        raise ConversionError("$", f"{name}: it has no signature: {error}", hint="wrap it in a function of your own") from error
    written, bound, given = _unwrapped(function)
    parameters = [parameter for parameter in signature.parameters.values() if parameter.name not in given]
    for parameter in parameters:
        if parameter.kind in _BY_POSITION:
            hint = "name each parameter, or bind it with functools.partial; a decorator keeps the names by functools.wraps"
            raise ConversionError("$", f"{name}: a model passes arguments by name, so {parameter} can't be one", hint=hint)
    try:
        scope = Scope.of_function(written, bound, frames)
        types = scope.resolved({it.name: it.annotation for it in parameters if it.annotation is not Parameter.empty})
        schema = scope.adapter(_stand_in(parameters, types), *types.values()).json_schema()
    except Exception as error:  # annotations are code, and a type may bring code of its own
        hint = version_hint(error) or "annotate them with types that pydantic knows, or give a Tool with an input_schema"
        if isinstance(error, NameError) and outlives(written, frames):
            hint = (
                f"the function around it has returned: annotate with the class itself, not with its quoted name "
                f"(`from __future__ import annotations` quotes them all), or define {error.name} in the module"
            )
        elif isinstance(error, NameError):
            hint = f"define {error.name} where the function is written, not under TYPE_CHECKING alone, or give a Tool with an input_schema"
        raise ConversionError("$", f"{name}: its parameters have no JSON schema: {reason(error)}", hint=hint) from error
    return Description(name, _text(function, written), schema)


def version_hint(error: Exception) -> str | None:
    """Say what to do where pydantic can't look into a type of this Python's."""
    if isinstance(error, PydanticUserError) and error.code == "typed-dict-version":
        return "before Python 3.12, import TypedDict from typing_extensions"
    return None


def reason(error: Exception) -> str:
    """Say in one line what failed while a type was looked into."""
    try:
        line = next(iter(str(error).splitlines()), "")
    except Exception:  # noqa: BLE001 - the type's own code again; the exception's name says what there is to say
        line = ""
    return line if isinstance(error, PydanticErrorMixin | NameError) and line else f"{type(error).__name__}: {line}".removesuffix(": ")


def _signature(function: Callable[..., object]) -> Signature:
    if isinstance(inspect.getattr_static(type(function), "__call__"), staticmethod | classmethod):
        function = getattr(function, "__call__")  # noqa: B004, B009 - of the instance itself `inspect` would take away the first parameter, which isn't bound
    if sys.version_info >= (3, 14):
        from annotationlib import Format

        return inspect.signature(function, annotation_format=Format.FORWARDREF)  # the return type may name what there isn't
    return inspect.signature(function)


def _unwrapped(function: object) -> tuple[object, object, set[str]]:
    """Give the function that was written, what it is bound to, and the names of the arguments that are bound."""
    bound, given = None, set[str]()
    while True:
        if isinstance(function, functools.partial):
            given |= function.keywords.keys()
            function = function.func
        elif isinstance(function, MethodType):
            bound, function = function.__self__, function.__func__
        elif hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        elif isinstance(call := type(function).__call__, WrapperDescriptorType):  # of a function, or of a builtin
            return function, bound, given
        else:
            bound, function = function, call


def _name(function: object) -> str:
    while isinstance(function, functools.partial) and not hasattr(function, "__name__"):
        function = function.func
    name = getattr(function, "__name__", None)  # of an object that answers to any name, anything
    return name if isinstance(name, str) else type(function).__name__


def _text(function: object, written: object) -> str | None:
    """Give a function's own words, else those of the function that was written, else its class's."""
    while isinstance(function, functools.partial) and function.__doc__ is functools.partial.__doc__:
        function = function.func
    own = None if function.__doc__ is type(function).__doc__ else inspect.getdoc(function)
    return own or inspect.cleandoc(written.__doc__ or "") or inspect.getdoc(function)


def _stand_in(parameters: Sequence[Parameter], types: dict[str, object]) -> functools.partial[None]:
    """Make a function of the given parameters and no other annotation, for pydantic."""

    def stand_in() -> None: ...

    stand_in.__annotations__ = types
    # By name alone, as a model passes them: then one without a default may follow one that has it in a `Field`.
    by_name = [it if it.kind is Parameter.VAR_KEYWORD else it.replace(kind=Parameter.KEYWORD_ONLY) for it in parameters]
    vars(stand_in)["__signature__"] = Signature(by_name)
    return functools.partial(stand_in)  # of a bare function pydantic looks up names in the module that it says to be of
