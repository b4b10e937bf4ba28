"""Where the names in an annotation are looked up: in the scope of whoever wrote it, never in ours.

Python looks a name up in the functions around the text, then in its module, then among the builtins; annotations that are kept as text
(`from __future__ import annotations`, or `list["City"]`) are looked up so too. A function that has returned leaves no more of its
names than what a closure holds of them.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Final, ForwardRef, TypeAlias, cast, get_args, get_type_hints

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import CodeType, FrameType

Callers: TypeAlias = "tuple[FrameType, ...]"
"""The frames of a call, innermost first."""

_PACKAGE: Final = __name__.partition(".")[0]
_INNER: Final = "<locals>"
_MADE: Final = "__interlingua_made__"


def callers() -> Callers:
    """Give the frames that led into this package, the caller's own first; a frame itself forgets them as soon as it waits."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the interpreters' own way to the caller, which pydantic uses as well
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == _PACKAGE:
        frame = frame.f_back
    frames = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    return tuple(frames)


def outlives(function: object, frames: Callers) -> bool:
    """Tell whether a function was written in one that doesn't run any more, so that the names there are lost.

    Args:
        function: The function.
        frames: What runs.
    """
    if not isinstance(function, FunctionType):
        return False
    code = function.__code__
    around = code.co_qualname.rpartition(f".{_INNER}.")[0]
    return bool(around) and not any((it.f_code.co_qualname, it.f_code.co_filename) == (around, code.co_filename) for it in frames)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a text can use.

    Attributes:
        globals: Those of its module, the builtins among them.
        locals: Those of the classes and functions around it.
    """

    globals: dict[str, object]
    locals: Mapping[str, object]

    @classmethod
    def of_callers(cls, frames: Callers) -> Scope:
        """Give the names of the line that made a call."""
        if not frames:
            return cls({}, {})
        frame, *others = frames
        own = {} if frame.f_locals is frame.f_globals else frame.f_locals
        return cls(frame.f_globals, {**_around(frame.f_code, others), **own})

    @classmethod
    def of_function(cls, function: object, bound: object, frames: Callers) -> Scope:
        """Give the names of a function's annotations.

        Args:
            function: The function.
            bound: The instance or class that it is bound to, or None.
            frames: What runs: the functions around it may be among it.
        """
        if not isinstance(function, FunctionType):
            module = sys.modules.get(getattr(function, "__module__", None) or "")
            return cls(vars(module) if module else {}, {})
        names = _around(function.__code__, frames)
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
            with suppress(ValueError):  # nothing is assigned to it yet
                names[name] = cell.cell_contents
        owner = _owner(function, bound, function.__globals__ | names)
        if owner is not None:
            names.update(_type_parameters(owner))
            # What a method's body can't see by its bare name, its annotations can; but `list` is no method of that name.
            names.update({name: value for name, value in vars(owner).items() if not hasattr(type(value), "__get__")})
        names.update(_type_parameters(function))
        return cls(function.__globals__, names)

    def resolved(self, annotations: Mapping[str, object]) -> dict[str, object]:
        """Look up what annotations name or quote.

        Raises:
            NameError: A name in one isn't known here.
        """
        return get_type_hints(SimpleNamespace(__annotations__=annotations), self.globals, self.locals, include_extras=True)

    def adapter(self, kind: object, *types: object) -> TypeAdapter[object]:
        """Build what validates and describes values.

        Args:
            kind: What pydantic makes one from.
            types: The types that it is made of, resolved.

        Raises:
            NameError: A name in a class isn't known, neither in the class's module nor here.
            PydanticUserError: It is no type that pydantic knows.
        """
        # pydantic shows one scope to every class, and a class of another module must not take this one's `date` for its own.
        if not any(map(_is_local, types)):
            with suppress(NameError):
                return self._built(kind, {})
        return self._built(kind, self.locals)

    def _built(self, kind: object, names: Mapping[str, object]) -> TypeAdapter[object]:
        # pydantic looks names up in the frame that calls it: here that is one with these names and no others.
        names = {**names, _MADE: partial(TypeAdapter, cast("type[object]", kind))}
        adapter: TypeAdapter[object] = eval(f"{_MADE}()", self.globals, names)  # noqa: S307 - the text is ours
        if not adapter.pydantic_complete:
            names[_MADE] = adapter.rebuild  # raises what the constructor keeps to itself
            eval(f"{_MADE}()", self.globals, names)  # noqa: S307 - as above
        return adapter


def _around(code: CodeType, frames: Sequence[FrameType]) -> dict[str, object]:
    """Give the names of the functions around some code that run; an inner one's go before."""
    names: dict[str, object] = {}
    for frame in reversed(frames if _INNER in code.co_qualname else ()):
        if code.co_qualname.startswith(f"{frame.f_code.co_qualname}.{_INNER}.") and code.co_filename == frame.f_code.co_filename:
            names.update(frame.f_locals)
    return names


def _owner(function: FunctionType, bound: object, names: Mapping[str, object]) -> type | None:
    """Find the class in whose body a function was written."""
    path = function.__qualname__.rpartition(".")[0]
    if bound is not None:
        classes = (bound if isinstance(bound, type) else type(bound)).__mro__
        return next((found for found in classes if (found.__module__, found.__qualname__) == (function.__module__, path)), None)
    first, *others = path.rpartition(f"{_INNER}.")[2].split(".")
    owner = names.get(first)
    for name in others:
        owner = getattr(owner, name, None)
    return owner if isinstance(owner, type) and owner.__qualname__ == path else None


def _type_parameters(generic: object) -> dict[str, object]:
    """Give the parameters that `def name[T]` and `class Name[T]` declare."""
    return {parameter.__name__: parameter for parameter in getattr(generic, "__type_params__", ())}


def _is_local(kind: object) -> bool:
    """Tell whether a class of a function, or a name that pydantic is left to look up, is among what a type is made of."""
    made_of = get_args(kind) or getattr(kind, "__pydantic_generic_metadata__", {}).get("args", ())
    return isinstance(kind, str | ForwardRef) or _INNER in str(getattr(kind, "__qualname__", "")) or any(map(_is_local, made_of))
