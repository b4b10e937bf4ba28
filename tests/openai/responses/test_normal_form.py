"""Twin of responses/normal_form.py: each row of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_openai.responses.normal_form import RESPELLINGS, wire_normal_form

if TYPE_CHECKING:
    from interlingua.types import JsonObject

USER: JsonObject = {"role": "user", "content": "a"}


@pytest.mark.parametrize(
    ("body", "normal"),
    [
        ({"stream": False, "x": 1}, {"x": 1}),
        ({"stream": True}, {"stream": True}),
        ({"input": "a"}, {"input": [USER]}),
        ({"input": [{**USER, "type": "message"}]}, {"input": [USER]}),
        ({"input": [{**USER, "content": [{"type": "input_text", "text": "a"}]}]}, {"input": [USER]}),
        (
            {"input": [{"role": "assistant", "type": "message", "content": [{"type": "output_text", "text": "a"}]}]},
            {"input": [{"role": "assistant", "content": "a"}]},
        ),
        (
            {"input": [{"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "a"}]}]},
            {"input": [{"type": "function_call_output", "call_id": "c", "output": "a"}]},
        ),
    ],
)
def test_rows(body: JsonObject, normal: JsonObject) -> None:
    """What means the same becomes equal, and stays as it is."""
    assert wire_normal_form(body) == normal
    assert wire_normal_form(normal) == normal


@pytest.mark.parametrize(
    "body",
    [
        {"stream": None},
        {"input": None},
        {"input": ["x", 5]},
        {"input": [{"role": "assistant", "type": "message", "id": "m", "content": [{"type": "output_text", "text": "a"}]}]},
        {"input": [{"role": "user", "content": [{"type": "input_text", "text": "a", "x": 1}]}]},
        {"input": [{"role": "user", "content": [{"type": "output_text", "text": "a"}]}]},
        {"input": [{"role": "user", "content": []}]},
        {"input": [{"type": "message", "role": "user"}]},
        {"input": [{"type": "web_search_call", "content": [{"type": "input_text", "text": "a"}]}]},
        {"input": [{"type": ["x"], "role": "user", "content": "a"}]},
    ],
)
def test_everything_else_is_exact(body: JsonObject) -> None:
    """No row changes it."""
    assert wire_normal_form(body) == body


def test_each_row_has_its_reason() -> None:
    """In its docstring."""
    assert all(row.__doc__ for row in RESPELLINGS)
