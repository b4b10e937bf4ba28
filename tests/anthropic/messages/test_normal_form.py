"""Each row of the dialect's published table of respellings, and what it leaves alone."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from interlingua.errors import ConversionError
from interlingua_anthropic.messages.normal_form import wire_normal_form

if TYPE_CHECKING:
    from interlingua.types import JsonValue

BLOCKS: list[JsonValue] = [{"type": "text", "text": "a"}]


def of(*messages: JsonValue) -> JsonValue:
    """The normal form of some turns."""
    return wire_normal_form({"messages": list(messages)})["messages"]


@pytest.mark.parametrize("role", ["user", "assistant", "system"])
def test_content_as_text(role: str) -> None:
    """Row 1: a message's text is a list with one text block."""
    assert of({"role": role, "content": "a"}) == [{"role": role, "content": BLOCKS}]


def test_result_as_text() -> None:
    """Row 2: so is a tool result's."""
    result: dict[str, JsonValue] = {"type": "tool_result", "tool_use_id": "t"}

    assert of({"role": "user", "content": [{**result, "content": "a"}]}) == [{"role": "user", "content": [{**result, "content": BLOCKS}]}]


def test_system_as_text() -> None:
    """Row 3: so is the system's."""
    assert wire_normal_form({"system": "a"}) == {"system": BLOCKS}


def test_consecutive_user_turns() -> None:
    """Row 4: user turns are combined, unless the later has fields of its own."""
    first, plain, marked = (
        {"role": "user", "content": "a", "x": 1},
        {"role": "user", "content": "a"},
        {"role": "user", "content": "a", "y": 2},
    )

    assert of(first, plain, marked) == [
        {"role": "user", "content": [*BLOCKS, *BLOCKS], "x": 1},
        {"role": "user", "content": BLOCKS, "y": 2},
    ]  # type: ignore[misc]  # a list


def test_stream_false() -> None:
    """Row 5: `stream: false` is its absence."""
    assert wire_normal_form({"stream": False, "model": "m"}) == {"model": "m"}


@pytest.mark.parametrize(
    "body",
    [
        {"stream": True, "system": "", "messages": None},
        {"stream": None, "system": None},
        {"messages": [{"role": "user", "content": ""}, {"role": "user", "content": []}, {"role": "user", "content": BLOCKS}]},
        {"messages": [{"role": "assistant", "content": BLOCKS}, {"role": "assistant", "content": BLOCKS}]},
        {"messages": [5, {"role": "user"}, {"role": "user", "content": [5]}, {"content": None}]},
        {"messages": [{"role": "user", "content": [{"type": "tool_result"}, {"type": "tool_result", "content": None}]}]},
    ],
)
def test_everything_else_stays(body: dict[str, JsonValue]) -> None:
    """Empty, null, absent and odd values have no other spelling, and the given body is never changed."""
    before = copy.deepcopy(body)

    assert wire_normal_form(body) == before
    assert body == before


def test_no_object() -> None:
    """What is no object has no normal form."""
    with pytest.raises(ConversionError) as caught:
        wire_normal_form([])  # type: ignore[arg-type]  # what a parser may give

    assert caught.value.path == "$"


def test_idempotent() -> None:
    """A normal form is its own normal form."""
    once = wire_normal_form({"system": "a", "messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]})

    assert wire_normal_form(once) == once
