"""Twin of chat/normal_form.py: every row of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from interlingua.testing.strategies import json_objects
from interlingua_openai.chat.normal_form import RESPELLINGS, wire_normal_form

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def body(**fields: JsonValue) -> JsonObject:
    """A request's body."""
    return {"model": "m", "messages": [], **fields}


TEXT: JsonObject = {"type": "text", "text": "a"}

ROWS: list[tuple[JsonObject, JsonObject]] = [
    (body(stream=False), body()),
    (body(messages=[{"role": "user", "content": [TEXT]}, {"role": "tool", "content": [TEXT], "x": 1}]),
     body(messages=[{"role": "user", "content": "a"}, {"role": "tool", "content": "a", "x": 1}])),
    (body(stop=["a"]), body(stop="a")),
    (body(tools=[{"name": "f", "input_schema": {}}, 1]),
     body(tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}, 1])),
]  # fmt: skip


def test_each_row_has_its_example() -> None:
    """The table and its tests are of one length."""
    assert len(ROWS) == len(RESPELLINGS)
    assert all(row.__doc__ for row in RESPELLINGS)


@pytest.mark.parametrize(("spelled", "normal"), ROWS)
def test_two_spellings_are_one(spelled: JsonObject, normal: JsonObject) -> None:
    """They mean the same."""
    assert wire_normal_form(spelled) == normal
    assert wire_normal_form(normal) == normal


@pytest.mark.parametrize(
    "exact",
    [
        body(stream=True),
        body(stream=None),
        body(stop=[]),
        body(stop=["a", "b"]),
        body(messages=[{"role": "user", "content": [{**TEXT, "x": 1}]}, {"role": "user", "content": [TEXT, TEXT]}, 3, {"content": []}]),
        {"messages": "x"},
    ],
)
def test_everything_else_is_exact(exact: JsonObject) -> None:
    """No other spelling is touched."""
    assert wire_normal_form(exact) == exact


@given(json_objects())
def test_the_normal_form_is_its_own(value: JsonObject) -> None:
    """Respelling twice changes no more, whatever the body is."""
    assert wire_normal_form(wire_normal_form(value)) == wire_normal_form(value)
