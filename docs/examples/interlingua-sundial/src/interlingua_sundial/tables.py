"""Whether the tables of `wire.py` fit together: where a row was taken out and its counterpart left, this names row and fix.

Run once, when the plugin is first used; what the tables say is `wire.py`'s affair alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.errors import ConfigError
from interlingua.types import (
    AssistantMessage,
    Citation,
    OutputSchema,
    ReasoningBlock,
    ReasoningConfig,
    Request,
    Response,
    TextPart,
    Tool,
    ToolChoice,
    Usage,
    UserMessage,
    Value,
)

from interlingua_sundial.wire import FIELDS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

TAGS: Final = frozenset({"type", "role"})
"""Fields that tell values apart: they are always said, those of a class in `KINDS` by its word."""

OBJECTS: Final[dict[str, type[Value]]] = {
    "usage": Usage,
    "tool_choice": ToolChoice,
    "output_schema": OutputSchema,
    "reasoning": ReasoningConfig,
}
"""Field → what it holds,"""

LISTS: Final[dict[str, type[Value]]] = {"citations": Citation, "blocks": ReasoningBlock}
"""and field → what it holds a list of."""

_NEEDED: Final[dict[type[Value], tuple[str, ...]]] = {
    Request: ("messages",),
    Response: ("message",),
    UserMessage: ("role", "content"),
    AssistantMessage: ("role", "content"),
    TextPart: ("type", "text"),
}
"""Rows that `decode.py` and `stream.py` read by name: without them there is nothing to convert."""


def check_tables() -> None:
    """Refuse tables of which only one half was changed.

    Raises:
        ConfigError: The first row that lacks its counterpart, and what to do.
    """
    for fault, fix in _faults():
        raise ConfigError(f"interlingua_sundial/wire.py: {fault}", hint=fix)


def _faults() -> Iterator[tuple[str, str]]:
    """Say what doesn't fit, and what to do about it."""
    for cls, needed in _NEEDED.items():
        for field in needed:
            if field not in FIELDS.get(cls, {}):
                yield f"FIELDS has no row {_row(cls, field)}", "put it back: decode.py and stream.py read it by name"
    for cls in KINDS:
        if cls not in FIELDS:
            yield f"{cls.__name__} is in KINDS, and has no row in FIELDS", _both(cls)
        elif not TAGS & FIELDS[cls].keys():
            yield f"{cls.__name__} is in KINDS, and no row of FIELDS names the field of its word", f'put "type" of {cls.__name__} back'
    for cls, names in FIELDS.items():
        for field in names:
            if field not in cls.model_fields:
                known = ", ".join(sorted(cls.model_fields))
                yield f"FIELDS has the row {_row(cls, field)}, and {cls.__name__} has no such field", f"its fields: {known}"
            elif field in TAGS and cls not in KINDS and not cls.model_fields[field].is_required():
                yield f"{cls.__name__} has a row in FIELDS, and is not in KINDS", _both(cls)
            elif (held := _held(cls, field)) is not None and held not in FIELDS:
                fix = f"take that row out too, or put the row of {held.__name__} back"
                yield f"FIELDS has the row {_row(cls, field)}, and none of {held.__name__}, which it holds", fix


def _row(cls: type[Value], field: str) -> str:
    return f'"{field}" of {cls.__name__}'


def _both(cls: type[Value]) -> str:
    return (
        f"where the API has no {cls.__name__}, take it out of FIELDS and KINDS both, and declare what is lost in `lacks` of dialect.py; "
        "else put the row back"
    )


def _held(cls: type[Value], field: str) -> type[Value] | None:
    """Give the class of what a field holds, where it is one whose fields have rows of their own."""
    if cls is Request and field == "tools":
        return Tool
    return OBJECTS.get(field) or LISTS.get(field)
