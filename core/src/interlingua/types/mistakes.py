"""What is said of a mistake in a constructor: what was written, what it is, and how to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def too_many(cls: type[BaseModel], names: Sequence[str], args: Sequence[object], fields: Mapping[str, object]) -> str:
    """Say which argument has no place, and that it has a name."""
    listed = f" ({', '.join(names)})" if names else ""
    open_fields = [name for name in cls.__pydantic_fields__ if name not in (*names, *fields)]
    needed = [name for name in open_fields if cls.__pydantic_fields__[name].is_required()] or open_fields
    example = f"{cls.__name__}({', '.join(f'{name}=…' for name in needed)})"
    return (
        f"{cls.__name__}() takes {len(names)} positional arguments{listed}, {len(args)} were given: "
        f"argument {len(names) + 1} is a {type(args[len(names)]).__name__}; give it by name, as in {example}"
    )


def twice(cls: type[BaseModel], name: str, value: object) -> str:
    """Say which argument was given by place and by name."""
    return f"{cls.__name__}() got {name!r} twice: by place, as a {type(value).__name__}, and by name; leave one of them out"


def unknown(cls: type[BaseModel], fields: Mapping[str, object]) -> str:
    """Say which name isn't a field's, and its nearest neighbour."""
    import difflib

    known = list(cls.__pydantic_fields__)
    name = next(name for name in fields if name not in known)
    near = difflib.get_close_matches(name, known, n=1)
    return f"{cls.__name__}() has no field {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(known)}")


def in_words(cls: type[BaseModel], takes: Mapping[str, str], fields: Mapping[str, object], error: ValidationError) -> ValidationError:
    """Say what a field takes, where one got nothing or something else altogether; the same error where the fault lies deeper.

    Args:
        cls: The class.
        takes: Field → what it takes.
        fields: What was given.
        error: What pydantic says of it.
    """
    found: dict[str, InitErrorDetails] = {}  # one for each sentence: pydantic takes a value for a mapping, and blames each of its fields
    for fault in error.errors(include_url=False):
        name, *steps = fault["loc"] or (None,)
        if not isinstance(name, str) or name not in takes:
            return error
        if name not in fields:
            sentence = f"{name} is missing, and {cls.__name__} takes {takes[name]}"
            kind = PydanticCustomError("argument", "{sentence}", {"sentence": sentence})
            found.setdefault(sentence, InitErrorDetails(type=kind, loc=fault["loc"], input=fields))
            continue
        value, place = fields[name], name
        while isinstance(value, list | tuple) and steps and isinstance(step := steps.pop(0), int):
            value, place = value[step], f"{place}[{step}]"
        if (steps and not isinstance(value, BaseModel)) or (isinstance(value, dict) and fault["type"].startswith("union_tag")):
            return error
        sentence = f"{place} is a {type(value).__name__}, and {cls.__name__} takes {takes[name]}"
        kind = PydanticCustomError("argument", "{sentence}", {"sentence": sentence})
        found.setdefault(sentence, InitErrorDetails(type=kind, loc=fault["loc"], input=value))
    return ValidationError.from_exception_data(error.title, list(found.values()))
